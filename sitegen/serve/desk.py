"""The desk's pages: every article, one of them, the calendar, the next build, and all problems."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from sitegen.problems import Problem
from sitegen.serve.article_report import dossier
from sitegen.serve.article_table import BROKEN, calendar, rows
from sitegen.serve.banner import NAMES
from sitegen.serve.guard import STATIC
from sitegen.serve.overlay import Surroundings, marked, opener, problem_html
from sitegen.serve.pending_changes import prospects
from sitegen.serve.snapshots import Snapshot
from sitegen.store import Store

_TEMPLATES = Path(__file__).parent / "templates"

#: What the desk's tabs lead to, below its address.
TABS = (("", "Articles"), ("calendar", "Calendar"), ("changes", "Next build"), ("problems", "Problems"))

#: The columns of the list, by what `desk.js` sorts by.
_COLUMNS = (
    ("state", "State"),
    ("title", "Title"),
    ("section", "Section"),
    ("authors", "Authors"),
    ("date", "Date"),
    ("words", "Words"),
    ("picture", "Photo"),
    ("trouble", "Problems"),
)


def articles_json(snapshot: Snapshot, around: Surroundings) -> bytes:
    """Every article, for programs and for the desk's own list: one JSON object."""
    names = {str(state): name for state, name in NAMES.items()} | {BROKEN: "Cannot be read"}
    counts = {"number": around.number, "problems": len(snapshot.problems)}
    return msgspec.json.encode({**counts, "states": names, "articles": rows(snapshot)})


class Desk:
    """The pages of the desk. `store` remembers builds, `now` is the moment of the next one."""

    def __init__(
        self, snapshot: Snapshot | None, problems: tuple[Problem, ...], around: Surroundings, store: Store
    ) -> None:
        self._proof = snapshot
        self._problems = problems
        self._around = around
        self._store = store

    def page(self, name: str, path: str, now: dt.datetime) -> str | None:
        """A page; None for one that is not there. `path` is an article's file."""
        snapshot = self._proof
        if snapshot is None or name == "problems":
            return self._filled("problems.html", "Problems", "Problems", groups=_by_file(self._problems))
        match name:
            case "":
                return self._filled("articles.html", "Articles", "Articles", columns=_COLUMNS)
            case "calendar":
                days = groupby(calendar(snapshot), key=lambda due: due.when[:10])
                listed = [(day, list(each)) for day, each in days]
                return self._filled("calendar.html", "Calendar", "Calendar", days=listed)
            case "changes":
                found = prospects(snapshot, self._store, now)
                return self._filled("changes.html", "Next build", "The next build", prospects=found)
            case "article":
                return self._article(snapshot, path)
        return None

    def missing(self) -> str:
        """The page that says that there is none."""
        return self._filled("missing.html", "", "There is no such page")

    def _article(self, snapshot: Snapshot, path: str) -> str | None:
        """An article's page; what is wrong with it where it cannot be read."""
        if article := dossier(snapshot, path):
            return self._filled("article.html", "", article.title, article=article)
        if path in snapshot.reading.documents.content_paths:
            return self._filled("unread.html", "", path, path=path, mistakes=snapshot.problems_of(path))
        return None

    def _filled(self, template: str, here: str, heading: str, **names: Any) -> str:
        around = self._around
        return (
            _environment()
            .get_template(template)
            .render(
                here=here,
                heading=heading,
                site=self._proof.config.title if self._proof else "the site",
                problems=len(self._problems),
                tabs=TABS,
                problem=lambda each: Markup(problem_html(each, around)),
                marked=lambda text: Markup(marked(text)),
                opener=lambda path, words="": Markup(opener(path, around, words=words)),
                **names,
            )
        )


def _by_file(problems: Iterable[Problem]) -> list[tuple[str, list[Problem]]]:
    return [(path, list(each)) for path, each in groupby(problems, key=lambda problem: problem.path)]


def with_script(text: str, etag: str, around: Surroundings) -> str:
    """A page of the desk that follows what changes."""
    script = (
        f'<script src="{STATIC}live.js" data-number="{around.number}" data-run="{around.run}" '
        f'data-etag="{etag}" async></script>'
    )
    return text.replace("</body>", f"{script}</body>")


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
