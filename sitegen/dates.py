"""Parse the dates and times that authors write."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from zoneinfo import ZoneInfo

from sitegen.lazy_regex import lazy_pattern
from sitegen.model.front_matter import When

#: The hint for authors.
FORMS = "Write a day as `2026-11-23`, or a day and time as `2026-11-23T09:30+01:00`."

#: The accepted forms, as a regular expression for JSON Schema (ECMA-262).
PATTERN = (
    r"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
    r"([Tt ][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)? ?([Zz]|[+-][0-9]{1,2}|[+-][0-9]{2}:?[0-9]{2})?)?$"
)

_MOMENT = lazy_pattern(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"
    r"(?:(?:[Tt]|[ \t]+)(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})"
    r"(?::(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]+))?)?"
    r"[ \t]*(?P<zone>[Zz]|[+-](?:[0-9]{2}:?[0-9]{2}|[0-9]{1,2}))?)?"
)
_WIDEST_OFFSET = dt.timedelta(hours=14)


class DateError(ValueError):
    """An invalid date. `what` says why; the whole message also says how to write one."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} {FORMS}")
        self.what = what


def parse_moment(text: str, zone: ZoneInfo) -> When:
    """Parse a date, or a date and time: ISO 8601 (calendar date, extended format) and common variants.

    A date alone is midnight in `zone`, with `has_time` false. A time without a zone is in `zone`. When clocks
    change, an ambiguous local time is the first of the two, and a skipped one moves forward by the skipped
    time. Months, days and hours may lack their leading zero; a space may replace the `T` and precede the
    zone; the zone may be `Z`, `±HH:MM`, `±HHMM`, `±HH` or `±H`. Years are 1000 to 9999. Fractions of a second
    are cut to microseconds.

    Raises DateError with a message for authors.
    """
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        raise DateError(f"`{_shortened(text)}` is not a valid date.")
    local = _local(match, _zone(match["zone"]) or zone)
    try:
        instant = local.astimezone(dt.UTC)
    except OverflowError:
        raise DateError(f"`{text.strip()}` is outside the calendar: it ends with the year 9999.") from None
    return When(instant, match["hour"] is not None)


def in_zone(when: When, zone: ZoneInfo) -> dt.datetime:
    """The local time in `zone`, or the last second of the calendar if it is beyond that."""
    try:
        return when.instant.astimezone(zone)
    except OverflowError:
        return dt.datetime.max.replace(microsecond=0, tzinfo=zone)


def _local(match: re.Match[str], zone: dt.tzinfo) -> dt.datetime:
    year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
    hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
    _check_day(year, month, day)
    if hour > 23 or minute > 59 or second > 59:
        raise DateError(f"The time {hour:02}:{minute:02}:{second:02} does not exist.")
    microsecond = int((match["fraction"] or "0")[:6].ljust(6, "0"))
    return dt.datetime(year, month, day, hour, minute, second, microsecond, zone)


def _check_day(year: int, month: int, day: int) -> None:
    if year < 1000:
        raise DateError(f"The year {year:04} is before 1000.")
    if not 1 <= month <= 12:
        raise DateError(f"There is no month {month}: {year:04}-{month:02}-{day:02} does not exist.")
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise DateError(f"The day {year:04}-{month:02}-{day:02} does not exist.")


def _zone(text: str | None) -> dt.timezone | None:
    if text is None:
        return None
    if text in "Zz":
        return dt.UTC
    digits = text[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:] or 0)
    offset = dt.timedelta(hours=hours, minutes=minutes)
    if minutes > 59 or offset > _WIDEST_OFFSET:
        raise DateError(f"`{text}` is not a time zone offset.")
    return dt.timezone(-offset if text[0] == "-" else offset)


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 40 else f"{text[:39]}…"
