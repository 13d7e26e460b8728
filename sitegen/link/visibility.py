"""Who can see a document at the build's moment: the one place that decides it."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from sitegen.model.content import Access, ArticleMatter, IssueMatter, PageMatter, Status
from sitegen.model.documents import Document
from sitegen.model.site import State, Visibility

_DESK = {Status.DRAFT: State.DRAFT, Status.REVIEW: State.REVIEW, Status.WITHDRAWN: State.WITHDRAWN}


class Moment(Struct, frozen=True):
    """The build's moment (UTC), and whether drafts and articles in review are shown too."""

    now: dt.datetime
    drafts: bool = False


def decide(document: Document, moment: Moment) -> Visibility:
    """Whether a document is shown, and whether only its opening; descriptions of other kinds always are."""
    matter = document.matter
    if isinstance(matter, ArticleMatter):
        return _decide(matter, matter.access is Access.TEASER, moment)
    if isinstance(matter, PageMatter):
        return _decide(matter, False, moment)
    if isinstance(matter, IssueMatter) and matter.date and matter.date.instant > moment.now:
        return Visibility(State.SCHEDULED, False, False, matter.date.instant)
    return Visibility(State.LIVE, True, False)


def _decide(matter: ArticleMatter | PageMatter, gated: bool, moment: Moment) -> Visibility:
    due = _due(matter, moment.now)
    if matter.status in _DESK:
        state = _DESK[matter.status]
        shown = moment.drafts and state is not State.WITHDRAWN and _embargo(matter, moment.now) is None
        return Visibility(state, shown, gated)
    state = _by_clock(matter, moment.now)
    return Visibility(state, state is State.LIVE, gated, due)


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


def _due(matter: ArticleMatter | PageMatter, now: dt.datetime) -> dt.datetime | None:
    """The next instant at which the clock changes the decision; an expired article has none."""
    if matter.expires and matter.expires.instant <= now:
        return None
    starts = [when.instant for when in (matter.date, matter.embargo) if when and when.instant > now]
    if starts:
        return max(starts)
    return matter.expires.instant if matter.expires else None
