"""Plain values for tests: documents, their references, and sites linked from them, by keyword arguments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from sitegen.config import Config
from sitegen.digest import digest_of
from sitegen.link.site import link as link_site
from sitegen.link.visibility import Moment
from sitegen.model.content import MATTERS, Kind, Photo, When
from sitegen.model.documents import (
    Content,
    Document,
    Expiry,
    File,
    Heading,
    Outline,
    Part,
    Picture,
    Ref,
    RefKind,
    Theme,
    with_digests,
)
from sitegen.model.site import Article, Edition, Site
from sitegen.moments import parse_moment
from sitegen.plan.plan import Plan
from sitegen.plan.plan import plan as plan_site
from sitegen.problems import Problem
from sitegen.read.digests import content_digest, core_digest
from sitegen.read.places import layout, place_of

NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
THEME = Theme("plain", {}, (), {}, {}, "")

_MOMENTS = ("date", "updated", "embargo", "expires")


def config(**changes: Any) -> Config:
    """A configuration, in UTC unless told."""
    values: dict[str, Any] = {"title": "Review", "timezone": "UTC", "base_url": "https://example.org/"}
    return Config(**(values | changes))


PLAIN = config()


def when(text: str, zone: str = "UTC") -> When:
    """The moment that an author would write so."""
    return parse_moment(text, ZoneInfo(zone))


def at(text: str) -> dt.datetime:
    """The instant that `text` names, in UTC."""
    return when(text).instant


def href(target: str, part: Part = Part.OPENING) -> Ref:
    """A link as reading leaves it."""
    return Ref(RefKind.LINK, target, part)


def image(target: str, part: Part = Part.OPENING, alt: str = "A map") -> Ref:
    """A picture in the text as reading leaves it."""
    return Ref(RefKind.IMAGE, target, part, (("alt", alt),))


def heading(anchor: str, part: Part = Part.OPENING) -> Heading:
    """A heading of the second level."""
    return Heading(2, anchor, anchor.capitalize(), part)


def photo(src: str = "photo.jpg", **changes: Any) -> Photo:
    """A photo of which everything is said."""
    return Photo(**({"src": src, "alt": "A strait", "credit": "Photographer / Agency"} | changes))


def document(
    path: str,
    *refs: Ref,
    settings: Config = PLAIN,
    headings: Iterable[Heading] = (),
    lang: str = "",
    excerpt: str = "",
    minutes: int = 1,
    **matter: Any,
) -> Document:
    """A document that lies at `path`; dates are written as in front matter, other keys as typed values."""
    place = place_of(path, layout(settings))
    assert place is not None, f"{path} describes nothing"
    values: dict[str, Any] = dict(matter)
    name = "name" if place.kind is Kind.AUTHOR else "title"
    values.setdefault(name, place.id.rpartition("/")[2] or "Home")
    if place.kind is Kind.ARTICLE:
        values.setdefault("date", "2026-01-01")
    for key in _MOMENTS:
        if isinstance(values.get(key), str):
            values[key] = when(values[key], settings.timezone)
    shown = tuple(headings)
    outline = Outline(
        headings=shown,
        refs=refs,
        anchors=tuple(entry.anchor for entry in shown if entry.part is Part.OPENING),
        rest_anchors=tuple(entry.anchor for entry in shown if entry.part is Part.REST),
        minutes=minutes,
        excerpt=excerpt,
        has_rest=any(entry.part is Part.REST for entry in (*refs, *shown)),
    )
    one = MATTERS[place.kind](**values)
    return with_digests(
        Document(place.kind, lang or place.lang, place.id, path, place.section, one, outline, "", "")
    )


def content(
    *documents: Document,
    settings: Config = PLAIN,
    pictures: Iterable[str] = (),
    files: Iterable[str] = (),
    static: Iterable[str] = (),
    damaged: Mapping[str, str] | None = None,
    unread: Iterable[str] = (),
    expiries: Iterable[Expiry] = (),
    data: Mapping[str, Any] | None = None,
    theme: Theme = THEME,
) -> Content:
    """All that was read. `pictures` are 800 × 600; `damaged` says why one cannot be shown; `unread` are paths of
    documents that could not be read."""
    images = {path: Picture(path, f"digest of {path}", 800, 600) for path in pictures}
    images |= {path: Picture(path, f"digest of {path}", 0, 0, why) for path, why in (damaged or {}).items()}
    paths = sorted({*files, *(path for path in images if not path.startswith("static/"))})
    loose = sorted({*static, *(path for path in images if path.startswith("static/"))})
    beside = [File(path, f"digest of {path}", path) for path in paths]
    own = tuple(File(path, f"digest of {path}", path.removeprefix("static/")) for path in loose)
    known = layout(settings)
    found = [place_of(path, known) for path in [*unread, *(one.path for one in documents)]]
    places = [place for place in found if place]
    digests = {name: digest_of(value) for name, value in (data or {}).items()}
    ends = (*(end for one in documents for end in _expiries(one)), *expiries)
    core = core_digest(documents, images.values(), (*beside, *own), places, ends)
    return Content(
        documents=documents,
        pictures=images,
        files={file.path: file for file in beside},
        static=own,
        data=data or {},
        theme=theme,
        places={place.path: place for place in places},
        expiries=ends,
        bodies={one.path: f"body of {one.path}" for one in documents},
        key=content_digest(core, digests, theme),
        core=core,
        problems=(),
    )


def _expiries(document: Document) -> Iterator[Expiry]:
    """What reading finds in a front matter that has no mistake."""
    for key in ("photo", "cover"):
        shown: Photo | None = getattr(document.matter, key, None)
        if shown is not None and shown.expires is not None:
            yield Expiry(document.path, shown.src, shown.expires.instant)


def site(
    *documents: Document,
    settings: Config = PLAIN,
    now: dt.datetime = NOW,
    drafts: bool = False,
    left_out: Iterable[str] = (),
    **read: Any,
) -> Site:
    """The documents, linked; files that none of them names are passed over (tests/link/test_spares.py)."""
    everything = content(*documents, settings=settings, **read)
    linked = link_site(everything, settings, Moment(now, drafts), frozenset(left_out))
    problems = tuple(problem for problem in linked.problems if problem.code != "unused-file")
    return msgspec.structs.replace(linked, problems=problems)


def plan(*documents: Document, **arguments: Any) -> Plan:
    """The documents, linked and planned."""
    return plan_site(site(*documents, **arguments))


def edition(linked: Site, lang: str = "en") -> Edition:
    """One language of a site."""
    return next(one for one in linked.editions if one.lang == lang)


def article(linked: Site, id_: str, lang: str = "en") -> Article:
    """The article of an id."""
    return next(one for one in edition(linked, lang).articles if one.document.id == id_)


def ids(articles: Iterable[Any]) -> list[str]:
    """The ids of articles or of their cards."""
    return [getattr(entry, "card", entry).id for entry in articles]


def codes(problems: Iterable[Problem]) -> list[str]:
    """The codes of problems, in their order."""
    return [problem.code for problem in problems]


def only(problems: Iterable[Problem]) -> Problem:
    """The one problem that there is."""
    found = list(problems)
    assert len(found) == 1, found
    return found[0]


def put(value: Any, **changes: Any) -> Any:
    """A frozen value with some fields changed."""
    return msgspec.structs.replace(value, **changes)
