"""Visibility of documents at the build time. Nothing else decides it."""

from __future__ import annotations

import datetime as dt

from msgspec.structs import replace

from sitegen.model.documents import Document
from sitegen.model.front_matter import Access, ArticleMatter, IssueMatter, PageMatter, Status
from sitegen.model.site import BuildTime, State, Visibility

#: The visibility of most documents, by whether only the teaser is shown; one instance each.
_LIVE = {gated: Visibility(State.LIVE, True, gated) for gated in (False, True)}

_EDITORIAL_STATES = {
    Status.DRAFT: State.DRAFT,
    Status.REVIEW: State.REVIEW,
    Status.WITHDRAWN: State.WITHDRAWN,
}


def decide(document: Document, time: BuildTime) -> Visibility:
    """Whether a document is shown, and whether only its teaser is. Sections, authors and tags always are."""
    matter = document.matter
    if isinstance(matter, ArticleMatter):
        if matter.date is None:  # and neither has its issue: never shown
            state = _EDITORIAL_STATES.get(matter.status, State.DRAFT)
            return Visibility(state, False, matter.access is Access.TEASER)
        return _decide(matter, matter.access is Access.TEASER, time)
    if isinstance(matter, PageMatter):
        return _decide(matter, False, time)
    if isinstance(matter, IssueMatter) and matter.date and matter.date.instant > time.now:
        return Visibility(State.SCHEDULED, time.everything, False, matter.date.instant)
    return _LIVE[False]


def is_final(visibility: Visibility) -> bool:
    """Whether the clock will never change this visibility."""
    return visibility is _LIVE[visibility.gated]


def next_change(document: Document, now: dt.datetime) -> dt.datetime | None:
    """The next instant at which the clock may change the visibility or the state of a document; or None."""
    matter = document.matter
    if isinstance(matter, ArticleMatter | PageMatter):
        return min(_later(matter, now), default=None)
    if isinstance(matter, IssueMatter) and matter.date and matter.date.instant > now:
        return matter.date.instant
    return None


def _decide(matter: ArticleMatter | PageMatter, gated: bool, time: BuildTime) -> Visibility:
    published = matter.status is Status.PUBLISHED
    if published and _is_live_for_good(matter, time.now):
        return _LIVE[gated]
    state = _by_clock(matter, time.now) if published else _EDITORIAL_STATES[matter.status]
    return Visibility(state, _is_shown(matter, time), gated, _due(matter, time))


def _is_live_for_good(matter: ArticleMatter | PageMatter, now: dt.datetime) -> bool:
    date, other = matter.date, matter.embargo or matter.expires
    return other is None and (date is None or date.instant <= now)


def _is_shown(matter: ArticleMatter | PageMatter, time: BuildTime) -> bool:
    if time.everything:
        return matter.status is not Status.WITHDRAWN
    if matter.status is Status.PUBLISHED:
        return _by_clock(matter, time.now) is State.LIVE
    return time.drafts and matter.status is not Status.WITHDRAWN and _embargo(matter, time.now) is None


def _embargo(matter: ArticleMatter | PageMatter, now: dt.datetime) -> State | None:
    return State.EMBARGOED if matter.embargo and matter.embargo.instant > now else None


def _by_clock(matter: ArticleMatter | PageMatter, now: dt.datetime) -> State:
    if matter.expires and matter.expires.instant <= now:
        return State.EXPIRED
    if embargoed := _embargo(matter, now):
        return embargoed
    if matter.date and matter.date.instant > now:
        return State.SCHEDULED
    return State.LIVE


def _due(matter: ArticleMatter | PageMatter, time: BuildTime) -> dt.datetime | None:
    """The next instant at which the clock shows or hides the document; in a preview, changes its state."""
    later = _later(matter, time.now)
    if time.everything:
        return min(later, default=None) if matter.status is Status.PUBLISHED else None
    shown = bool(later) and _is_shown(matter, time)
    changes = (each for each in sorted(later) if _is_shown(matter, replace(time, now=each)) is not shown)
    return next(changes, None)


def _later(matter: ArticleMatter | PageMatter, now: dt.datetime) -> list[dt.datetime]:
    times = [when.instant for when in (matter.date, matter.embargo, matter.expires) if when]
    return [each for each in times if each > now]
