"""What a preview says of a page that readers do not see yet, or no more, and when they will."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from sitegen.dates import in_zone
from sitegen.model.front_matter import ArticleMatter, PageMatter, When
from sitegen.model.site import State
from sitegen.serve.snapshots import Snapshot

#: What each state is called.
NAMES = {
    State.LIVE: "Published",
    State.DRAFT: "Draft",
    State.REVIEW: "In review",
    State.SCHEDULED: "Scheduled",
    State.EMBARGOED: "Under embargo",
    State.EXPIRED: "Expired",
    State.WITHDRAWN: "Withdrawn",
}


def ribbon(snapshot: Snapshot, document: str, as_of: bool) -> tuple[str, str]:
    """A word and a sentence on a page that shows a document; empty where there is nothing to say.

    `as_of` says that the snapshot's moment is not the clock's.
    """
    state = snapshot.site.states.get(document, State.LIVE)
    moment = f"The site as it will be on {in_words(snapshot.moment, snapshot)}." if as_of else ""
    if state is State.LIVE:
        return ("Preview", moment) if moment else ("", "")
    return NAMES[state], f"{when(snapshot, document, state)} {moment}".strip()


def when(snapshot: Snapshot, document: str, state: State) -> str:
    """When readers will see a document, or when they could."""
    found = snapshot.documents.get(document)
    matter = found.matter if found else None
    if not isinstance(matter, ArticleMatter | PageMatter):
        return ""
    if state is State.EXPIRED and matter.expires:
        return f"It was public until {in_words(matter.expires.instant, snapshot)}."
    if state in (State.SCHEDULED, State.EMBARGOED):
        times = [each.instant for each in (matter.date, matter.embargo) if each]
        return f"It appears on {in_words(max(times), snapshot)}."
    if snapshot.reading.documents.content_paths[document].draft:
        return "It does not appear while its name, or that of a folder, begins with `_`."
    if state in (State.DRAFT, State.REVIEW):
        return "It does not appear before its `status` is `published`."
    return ""


def in_words(instant: dt.datetime, snapshot: Snapshot) -> str:
    """A moment as the site's clocks show it."""
    zone = snapshot.config.timezone
    local = in_zone(When(instant, has_time=True), ZoneInfo(zone))
    return f"{local:%d %B %Y, %H:%M} ({zone})".removeprefix("0")
