"""What the desk and the banner show about one article: its state, previews, checks, outline and links."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from msgspec import Struct

from sitegen.dates import in_zone
from sitegen.link.document_urls import section_of
from sitegen.model import site_queries as q
from sitegen.model.documents import Document, Heading, RefKind, has_matter
from sitegen.model.front_matter import ArticleMatter, PageMatter, When
from sitegen.model.jobs import ResolvedRef
from sitegen.model.site import State
from sitegen.model.views import Card
from sitegen.problems import Problem
from sitegen.serve.article_table import urls_of
from sitegen.serve.snapshots import Snapshot

STATE_NAMES = {
    State.LIVE: "Published",
    State.DRAFT: "Draft",
    State.REVIEW: "In review",
    State.SCHEDULED: "Scheduled",
    State.EMBARGOED: "Embargoed",
    State.EXPIRED: "Expired",
    State.WITHDRAWN: "Withdrawn",
}

#: Characters of a title and of a description that search engines show.
_MAX_TITLE, _MAX_DESCRIPTION = 60, 160


# The state of a document


def banner(snapshot: Snapshot, document: str, as_of: bool) -> tuple[str, str]:
    """The title and text of the banner on a document's page; empty without a banner.

    `as_of` says that the preview shows another time than now.
    """
    state = snapshot.site.states.get(document, State.LIVE)
    time = f"Showing the site as of {format_time(snapshot.now, snapshot)}." if as_of else ""
    if state is State.LIVE:
        return ("Preview", time) if time else ("", "")
    return STATE_NAMES[state], f"{explain_state(snapshot, document, state)} {time}".strip()


def explain_state(snapshot: Snapshot, document: str, state: State) -> str:
    """When a document is public, or what keeps it from being published."""
    found = snapshot.documents.get(document)
    matter = found.matter if found else None
    if not isinstance(matter, ArticleMatter | PageMatter):
        return ""
    if state is State.EXPIRED and matter.expires:
        return f"Public until {format_time(matter.expires.instant, snapshot)}."
    if state in (State.SCHEDULED, State.EMBARGOED):
        times = [each.instant for each in (matter.date, matter.embargo) if each]
        return f"Public from {format_time(max(times), snapshot)}."
    if snapshot.reading.documents.content_paths[document].draft:
        return "Not published while its name, or the name of a folder, starts with `_`."
    if state in (State.DRAFT, State.REVIEW):
        return "Not published until its `status` is `published`."
    return ""


def format_time(instant: dt.datetime, snapshot: Snapshot) -> str:
    """A time in the site's time zone: `1 November 2026, 09:00 (UTC)`."""
    zone = snapshot.config.timezone
    local = in_zone(When(instant, has_time=True), ZoneInfo(zone))
    return f"{local:%d %B %Y, %H:%M} ({zone})".removeprefix("0")


# An article's page on the desk


class Reference(Struct, frozen=True):
    """A link to or from another page: its URL, and the page's title or address."""

    url: str
    title: str


class Check(Struct, frozen=True):
    """An item of the editor's checklist."""

    passed: bool
    label: str


class ArticleReport(Struct, frozen=True):
    """Everything that the desk shows about an article."""

    path: str
    title: str
    subtitle: str
    state: str
    state_note: str
    url: str
    host: str
    description: str
    summary: str
    image: str
    site: str
    authors: tuple[str, ...]
    date: str
    words: int
    minutes: int
    headings: tuple[Heading, ...]
    outgoing: tuple[Reference, ...]
    incoming: tuple[Reference, ...]
    checks: tuple[Check, ...]
    problems: tuple[Problem, ...]


def article_report(snapshot: Snapshot, path: str) -> ArticleReport | None:
    """The report on an article's file; None if it is not a readable article."""
    document = snapshot.documents.get(path)
    if document is None or not has_matter(document, ArticleMatter):
        return None
    matter = document.matter
    urls, state = urls_of(snapshot), snapshot.site.states[path]
    url, card = urls.get(path, ""), _card(snapshot, path)
    summary = matter.summary or document.outline.excerpt
    photo = card.photo if card else None
    return ArticleReport(
        path=path,
        title=matter.title,
        subtitle=matter.subtitle,
        state=STATE_NAMES[state],
        state_note=explain_state(snapshot, path, state),
        url=url,
        host=urlsplit(snapshot.config.base_url).netloc,
        description=summary or matter.subtitle,
        summary=summary,
        image=photo.url if photo else "",
        site=snapshot.config.title,
        authors=tuple(byline.name for byline in card.authors) if card else matter.authors,
        date=format_time(matter.date.instant, snapshot) if matter.date else "",
        words=snapshot.reading.source_infos[path].words,
        minutes=document.outline.minutes,
        headings=document.outline.headings,
        outgoing=tuple(_outgoing(snapshot, path)),
        incoming=tuple(_incoming(snapshot, path, url, urls)),
        checks=tuple(_checks(document, summary, card)),
        problems=snapshot.problems_of(path),
    )


def _card(snapshot: Snapshot, path: str) -> Card | None:
    return snapshot.ask(q.CardOf(path)).card if path in snapshot.site.placements else None


def _refs(snapshot: Snapshot, path: str) -> Iterable[ResolvedRef]:
    return snapshot.ask(q.ReferencesOf(path)).refs if path in snapshot.site.placements else ()


def _outgoing(snapshot: Snapshot, path: str) -> Iterator[Reference]:
    for ref in _refs(snapshot, path):
        if ref.kind is RefKind.LINK and ref.url and not ref.url.startswith("#"):
            yield Reference(ref.url, ref.url)


def _incoming(snapshot: Snapshot, path: str, url: str, urls: dict[str, str]) -> Iterator[Reference]:
    """Links from the texts of other documents."""
    if not url:
        return
    for source in snapshot.site.placements:
        if source != path and any(ref.url.partition("#")[0] == url for ref in _refs(snapshot, source)):
            yield Reference(urls.get(source, ""), snapshot.ask(q.TitleOf(source)) or source)


def _checks(document: Document[ArticleMatter], summary: str, card: Card | None) -> Iterator[Check]:
    matter, photo = document.matter, document.matter.photo
    description = summary or matter.subtitle
    yield Check(bool(section_of(document)), "Has a section")
    yield Check(len(matter.title) <= _MAX_TITLE, f"Title has at most {_MAX_TITLE} characters")
    yield Check(bool(matter.subtitle), "Has a subtitle")
    yield Check(
        0 < len(description) <= _MAX_DESCRIPTION, f"Description has at most {_MAX_DESCRIPTION} characters"
    )
    yield Check(bool(matter.authors), "Has an author")
    yield Check(bool(matter.tags), "Has tags")
    yield Check(photo is not None, "Has a photo")
    if photo is not None:
        shown = card.photo if card else None
        yield Check(bool(photo.credit or (shown and shown.credit)), "Photo has a credit")
        yield Check(bool(photo.alt), "Photo has alt text")
    yield Check(card is not None, "Visible in the preview")
