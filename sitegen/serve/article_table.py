"""The desk's list of articles, and its calendar."""

from __future__ import annotations

from collections import Counter
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from sitegen.dates import in_zone
from sitegen.link.document_urls import section_of
from sitegen.model import site_queries as q
from sitegen.model.documents import Document, has_matter
from sitegen.model.front_matter import ArticleMatter, IssueMatter, Kind, Matter, PageMatter, Status, When
from sitegen.model.site import State
from sitegen.problems import Problem, Severity
from sitegen.serve.pages import url_of
from sitegen.serve.snapshots import Snapshot

#: The state of a file that cannot be read as an article.
BROKEN = "broken"


class TableRow(Struct, frozen=True, omit_defaults=True):
    """An article in the desk's list.

    `date` is in the site's time zone (`2026-11-23 09:00`). Without a date or page, `date` or `url` is empty.
    """

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
    """All articles, including unreadable ones, newest first."""
    errors, warnings = _count_problems(snapshot.problems)
    row_of = _Rows(snapshot)
    documents = snapshot.documents
    found = []
    for path, place in snapshot.reading.documents.content_paths.items():
        if place.kind is not Kind.ARTICLE:
            continue
        document = documents.get(path)
        if document is not None and has_matter(document, ArticleMatter):
            row = row_of(document)
        else:
            row = TableRow(path, path.rpartition("/")[2], BROKEN, place.section)
        found.append(replace(row, errors=errors[path], warnings=warnings[path]))
    return sorted(found, key=lambda row: (row.date, row.path), reverse=True)


class _Rows:
    """Makes rows of a snapshot's articles."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._urls = urls_of(snapshot)
        self._names = _author_names(snapshot)
        self._credited = _credited(snapshot)
        self._zone = ZoneInfo(snapshot.config.timezone)

    def __call__(self, document: Document[ArticleMatter]) -> TableRow:
        matter, photo = document.matter, document.matter.photo
        return TableRow(
            document.path,
            matter.title,
            str(self._snapshot.site.states.get(document.path, State.LIVE)),
            section_of(document),
            tuple(self._names.get((document.lang, name), name) for name in matter.authors),
            local_time(matter.date, self._zone) if matter.date else "",
            self._snapshot.reading.source_infos[document.path].words,
            self._urls.get(document.path, ""),
            photo is not None,
            bool(photo and photo.credit) or document.path in self._credited,
            bool(photo and photo.alt),
        )


def local_time(when: When, zone: ZoneInfo) -> str:
    """A time in a time zone: `2026-11-23 09:00`."""
    return f"{in_zone(when, zone):%Y-%m-%d %H:%M}"


def urls_of(snapshot: Snapshot) -> dict[str, str]:
    """The URL path of each document that has a page, by the document's path."""
    return {
        route.document: url_of(snapshot, output)
        for output, route in snapshot.routes.items()
        if route.document
    }


def _author_names(snapshot: Snapshot) -> dict[tuple[str, str], str]:
    return {
        (lists.edition.lang, author.view.id): author.title
        for lists in snapshot.site.editions
        for author in lists.groups["author"].values()
    }


def _credited(snapshot: Snapshot) -> frozenset[str]:
    """The articles whose photo has a credit, from front matter or from the image's metadata."""
    articles = (article for lists in snapshot.site.editions for article in lists.articles)
    shown = ((article.path, snapshot.ask(q.CardOf(article.path)).card.photo) for article in articles)
    return frozenset(path for path, photo in shown if photo is not None and photo.credit)


def _count_problems(problems: tuple[Problem, ...]) -> tuple[Counter[str], Counter[str]]:
    errors, warnings = Counter[str](), Counter[str]()
    for problem in problems:
        (errors if problem.severity is Severity.ERROR else warnings)[problem.path] += 1
    return errors, warnings


class CalendarEvent(Struct, frozen=True):
    """A document that goes live or expires: `when` (in the site's time zone), and `what` happens to it."""

    when: str
    kind: Kind
    path: str
    title: str
    url: str
    what: str


def calendar(snapshot: Snapshot) -> list[CalendarEvent]:
    """Everything that goes live or expires after the snapshot's time, in order."""
    urls, zone = urls_of(snapshot), ZoneInfo(snapshot.config.timezone)
    found = []
    for document in snapshot.documents.values():
        matter = document.matter
        for when, what in _events(matter):
            if when.instant > snapshot.now:
                time, url = local_time(when, zone), urls.get(document.path, "")
                title = getattr(matter, "title", "")
                found.append(CalendarEvent(time, document.kind, document.path, title, url, what))
    return sorted(found, key=lambda event: (event.when, event.path))


def _events(matter: Matter) -> list[tuple[When, str]]:
    """When a document goes live and expires."""
    if isinstance(matter, IssueMatter):
        return [(matter.date, "goes live")] if matter.date else []
    if not isinstance(matter, ArticleMatter | PageMatter) or matter.status is not Status.PUBLISHED:
        return []
    starts = [when for when in (matter.date, matter.embargo) if when]
    events = [(max(starts, key=lambda when: when.instant), "goes live")] if starts else []
    return [*events, (matter.expires, "expires")] if matter.expires else events
