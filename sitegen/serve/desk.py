"""The pages of the desk: articles, calendar, next build, problems, and one article."""

from __future__ import annotations

import datetime as dt
from functools import cache
from itertools import groupby
from pathlib import Path

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from sitegen.problems import Problem
from sitegen.serve.article_report import STATE_NAMES, article_report
from sitegen.serve.article_table import BROKEN, calendar, rows
from sitegen.serve.diagnostics import group_by_file
from sitegen.serve.guard import STATIC
from sitegen.serve.overlay import PreviewContext, file_link, problem_html, with_code
from sitegen.serve.pending_changes import pending_changes
from sitegen.serve.snapshots import Snapshot
from sitegen.store import Store

_TEMPLATES = Path(__file__).parent / "templates"

#: The tabs of the desk: path and label.
TABS = (("", "Articles"), ("calendar", "Calendar"), ("changes", "Next build"), ("problems", "Problems"))

#: The columns of the list: the sort key in `desk.js`, and the label.
_COLUMNS = (
    ("state", "State"),
    ("title", "Title"),
    ("section", "Section"),
    ("authors", "Authors"),
    ("date", "Date"),
    ("words", "Words"),
    ("photo", "Photo"),
    ("problems", "Problems"),
)


def articles_json(snapshot: Snapshot, context: PreviewContext) -> bytes:
    """All articles as a JSON object, for the desk's list and for programs."""
    names = {str(state): name for state, name in STATE_NAMES.items()} | {BROKEN: "Invalid"}
    counts = {"number": context.number, "problems": len(snapshot.problems)}
    return msgspec.json.encode({**counts, "states": names, "articles": rows(snapshot)})


class Desk:
    """Renders the pages of the desk. `store` has the cache of the last build."""

    def __init__(
        self, snapshot: Snapshot | None, problems: tuple[Problem, ...], context: PreviewContext, store: Store
    ) -> None:
        self._snapshot = snapshot
        self._problems = problems
        self._context = context
        self._store = store

    def page(self, name: str, path: str, now: dt.datetime) -> str | None:
        """A page by name, or None. `path` is an article's file, `now` the time of the next build."""
        snapshot = self._snapshot
        if snapshot is None or name == "problems":
            return self._render(
                "problems.html", "Problems", "Problems", groups=list(group_by_file(self._problems).items())
            )
        match name:
            case "":
                return self._render("articles.html", "Articles", "Articles", columns=_COLUMNS)
            case "calendar":
                by_day = groupby(calendar(snapshot), key=lambda event: event.when[:10])
                days = [(day, list(events)) for day, events in by_day]
                return self._render("calendar.html", "Calendar", "Calendar", days=days)
            case "changes":
                pending = pending_changes(snapshot, self._store, now)
                return self._render("changes.html", "Next build", "Next build", pending=pending)
            case "article":
                return self._article(snapshot, path)
        return None

    def not_found(self) -> str:
        """The 404 page."""
        return self._render("not_found.html", "", "Page not found")

    def _article(self, snapshot: Snapshot, path: str) -> str | None:
        """An article's page, or its problems if it cannot be read."""
        if report := article_report(snapshot, path):
            return self._render("article.html", "", report.title, article=report)
        if path in snapshot.reading.documents.content_paths:
            return self._render("invalid.html", "", path, path=path, file_problems=snapshot.problems_of(path))
        return None

    def _render(self, template: str, tab: str, heading: str, **names: object) -> str:
        context = self._context
        return (
            _environment()
            .get_template(template)
            .render(
                tab=tab,
                heading=heading,
                site=self._snapshot.config.title if self._snapshot else "the site",
                problems=len(self._problems),
                tabs=TABS,
                problem=lambda each: Markup(problem_html(each, context)),
                with_code=lambda text: Markup(with_code(text)),
                file_link=lambda path: Markup(file_link(path, context)),
                **names,
            )
        )


def with_script(text: str, etag: str, context: PreviewContext) -> str:
    """A page of the desk with the script that follows updates."""
    script = (
        f'<script src="{STATIC}live.js" data-number="{context.number}" data-run="{context.run}" '
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
