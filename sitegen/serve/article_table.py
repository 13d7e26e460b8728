"""What the desk knows of every article: its state, who wrote it and when, and what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from sitegen.dates import in_zone
from sitegen.link.context import section_of
from sitegen.model import site_queries as q
from sitegen.model.documents import Document
from sitegen.model.front_matter import ArticleMatter, IssueMatter, Kind, Matter, PageMatter, Status, When
from sitegen.model.site import State
from sitegen.problems import Problem, Severity
from sitegen.serve.pages import url_of
from sitegen.serve.snapshots import Snapshot

#: The state of a file that cannot be read as an article.
BROKEN = "broken"


class TableRow(Struct, frozen=True, omit_defaults=True):
    """An article in the desk's list. `date` is a day and time on the site's clocks, `2026-11-23 09:00`, or
    empty; `url` is empty where no page shows it."""

    path: str
    title: str
    state: str
    section: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    words: int = 0
    url: str = ""
    photo: bool = False
    credit: bool = False
    alt: bool = False
    errors: int = 0
    warnings: int = 0


def rows(snapshot: Snapshot) -> list[TableRow]:
    """Every article, those that cannot be read among them, newest first."""
    urls = urls_of(snapshot)
    names, credited = _names(snapshot), _credited(snapshot)
    errors, warnings = _counted(snapshot.problems)
    zone = ZoneInfo(snapshot.config.timezone)
    documents = snapshot.documents
    found = []
    for path, place in snapshot.reading.documents.content_paths.items():
        if place.kind is not Kind.ARTICLE:
            continue
        document = documents.get(path)
        if document is None:
            row = TableRow(path, path.rpartition("/")[2], BROKEN, place.section)
        else:
            row = _row(snapshot, document, urls.get(path, ""), names, credited, zone)
        found.append(replace(row, errors=errors[path], warnings=warnings[path]))
    return sorted(found, key=lambda row: (row.date, row.path), reverse=True)


def _row(
    snapshot: Snapshot,
    document: Document,
    url: str,
    names: Mapping[tuple[str, str], str],
    credited: frozenset[str],
    zone: ZoneInfo,
) -> TableRow:
    matter = document.matter
    assert isinstance(matter, ArticleMatter)
    photo = matter.photo
    return TableRow(
        document.path,
        matter.title,
        str(snapshot.site.states.get(document.path, State.LIVE)),
        section_of(document),
        tuple(names.get((document.lang, name), name) for name in matter.authors),
        on_clocks(matter.date, zone) if matter.date else "",
        snapshot.reading.source_infos[document.path].words,
        url,
        photo is not None,
        bool(photo and photo.credit) or document.path in credited,
        bool(photo and photo.alt),
    )


def on_clocks(when: When, zone: ZoneInfo) -> str:
    """A moment as clocks in a zone show it."""
    return f"{in_zone(when, zone):%Y-%m-%d %H:%M}"


def urls_of(snapshot: Snapshot) -> dict[str, str]:
    """The URL's path of each document that has a page of its own, by the document's path."""
    return {
        route.document: url_of(snapshot, output)
        for output, route in snapshot.routes.items()
        if route.document
    }


def _names(snapshot: Snapshot) -> dict[tuple[str, str], str]:
    return {
        (lists.edition.lang, author.view.id): author.title
        for lists in snapshot.site.editions
        for author in lists.groups["author"].values()
    }


def _credited(snapshot: Snapshot) -> frozenset[str]:
    """The articles whose photo has a credit, be it the author's or that of the picture's own file."""
    articles = (article for lists in snapshot.site.editions for article in lists.articles)
    shown = ((article.path, snapshot.ask(q.CardOf(article.path)).card.photo) for article in articles)
    return frozenset(path for path, photo in shown if photo is not None and photo.credit)


def _counted(problems: tuple[Problem, ...]) -> tuple[Counter[str], Counter[str]]:
    errors, warnings = Counter[str](), Counter[str]()
    for problem in problems:
        (errors if problem.severity is Severity.ERROR else warnings)[problem.path] += 1
    return errors, warnings


class Due(Struct, frozen=True):
    """Something that the clock will do: when (on the site's clocks), to which document, and what."""

    when: str
    kind: Kind
    path: str
    title: str
    url: str
    what: str


def calendar(snapshot: Snapshot) -> list[Due]:
    """What appears and what goes from the snapshot's moment on, the next first."""
    urls, zone, now = urls_of(snapshot), ZoneInfo(snapshot.config.timezone), snapshot.moment
    found = []
    for document in snapshot.documents.values():
        matter = document.matter
        for when, what in _turns(matter):
            if when.instant > now:
                at, url = on_clocks(when, zone), urls.get(document.path, "")
                title = getattr(matter, "title", "")
                found.append(Due(at, document.kind, document.path, title, url, what))
    return sorted(found, key=lambda due: (due.when, due.path))


def _turns(matter: Matter) -> list[tuple[When, str]]:
    """What the clock does to a document, and when."""
    if isinstance(matter, IssueMatter):
        return [(matter.date, "appears")] if matter.date else []
    if not isinstance(matter, ArticleMatter | PageMatter) or matter.status is not Status.PUBLISHED:
        return []
    starts = [when for when in (matter.date, matter.embargo) if when]
    turns = [(max(starts, key=lambda when: when.instant), "appears")] if starts else []
    return [*turns, (matter.expires, "expires")] if matter.expires else turns
