"""Who can see a document at the build's moment: the one place that decides it."""

from __future__ import annotations

import datetime as dt

from msgspec.structs import replace

from sitegen.model.documents import Document
from sitegen.model.front_matter import Access, ArticleMatter, IssueMatter, PageMatter, Status
from sitegen.model.site import BuildTime, State, Visibility

#: What is decided of most documents: they are one value, told by whether only the opening is shown.
_LIVE = {gated: Visibility(State.LIVE, True, gated) for gated in (False, True)}

_DESK = {Status.DRAFT: State.DRAFT, Status.REVIEW: State.REVIEW, Status.WITHDRAWN: State.WITHDRAWN}


def decide(document: Document, moment: BuildTime) -> Visibility:
    """Whether a document is shown, and whether only its opening; descriptions of other kinds always are."""
    matter = document.matter
    if isinstance(matter, ArticleMatter):
        if matter.date is None:  # nor does its issue have one: nothing says that it may be shown
            return Visibility(_DESK.get(matter.status, State.DRAFT), False, matter.access is Access.TEASER)
        return _decide(matter, matter.access is Access.TEASER, moment)
    if isinstance(matter, PageMatter):
        return _decide(matter, False, moment)
    if isinstance(matter, IssueMatter) and matter.date and matter.date.instant > moment.now:
        return Visibility(State.SCHEDULED, moment.everything, False, matter.date.instant)
    return _LIVE[False]


def is_settled(visibility: Visibility) -> bool:
    """Whether it is known that the clock will never decide otherwise."""
    return visibility is _LIVE[visibility.gated]


def stands_until(document: Document, now: dt.datetime) -> dt.datetime | None:
    """The next instant at which the clock may decide otherwise, if only of the state of what is hidden; None
    if it never will."""
    matter = document.matter
    if isinstance(matter, ArticleMatter | PageMatter):
        return min(_later(matter, now), default=None)
    if isinstance(matter, IssueMatter) and matter.date and matter.date.instant > now:
        return matter.date.instant
    return None


def _decide(matter: ArticleMatter | PageMatter, gated: bool, moment: BuildTime) -> Visibility:
    published = matter.status is Status.PUBLISHED
    if published and _is_past_change(matter, moment.now):
        return _LIVE[gated]
    state = _by_clock(matter, moment.now) if published else _DESK[matter.status]
    return Visibility(state, _is_shown(matter, moment), gated, _due(matter, moment))


def _is_past_change(matter: ArticleMatter | PageMatter, now: dt.datetime) -> bool:
    """Whether the clock has shown what is published, and will never hide it."""
    date, held = matter.date, matter.embargo or matter.expires
    return held is None and (date is None or date.instant <= now)


def _is_shown(matter: ArticleMatter | PageMatter, moment: BuildTime) -> bool:
    if moment.everything:
        return matter.status is not Status.WITHDRAWN
    if matter.status is Status.PUBLISHED:
        return _by_clock(matter, moment.now) is State.LIVE
    return moment.drafts and matter.status is not Status.WITHDRAWN and _embargo(matter, moment.now) is None


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


def _due(matter: ArticleMatter | PageMatter, moment: BuildTime) -> dt.datetime | None:
    """The next instant at which the clock shows or hides the document, or changes what is said of it."""
    later = _later(matter, moment.now)
    if moment.everything:
        return min(later, default=None) if matter.status is Status.PUBLISHED else None
    shown = bool(later) and _is_shown(matter, moment)
    changes = (time for time in sorted(later) if _is_shown(matter, replace(moment, now=time)) is not shown)
    return next(changes, None)


def _later(matter: ArticleMatter | PageMatter, now: dt.datetime) -> list[dt.datetime]:
    times = [when.instant for when in (matter.date, matter.embargo, matter.expires) if when]
    return [time for time in times if time > now]
