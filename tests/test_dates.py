from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.dates import FORMS, PATTERN, DateError, in_zone, parse_moment
from sitegen.model.front_matter import When

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
FIRST, LAST = dt.datetime.fromisoformat("1001-01-01"), dt.datetime.fromisoformat("9998-01-01")


@pytest.mark.parametrize(
    ("text", "instant", "has_time"),
    [
        ("2026-11-23", "2026-11-22T23:00:00", False),
        ("2015-1-12", "2015-01-11T23:00:00", False),
        ("  2026-11-23 ", "2026-11-22T23:00:00", False),
        ("2024-02-29", "2024-02-28T23:00:00", False),
        ("2026-07-01T12:00", "2026-07-01T10:00:00", True),
        ("2026-07-01t12:00", "2026-07-01T10:00:00", True),
        ("2015-1-12 9:00", "2015-01-12T08:00:00", True),
        ("2026-11-23 09:30:15", "2026-11-23T08:30:15", True),
        ("2026-11-23T09:30+01:00", "2026-11-23T08:30:00", True),
        ("2026-11-23T09:30Z", "2026-11-23T09:30:00", True),
        ("2026-11-23T09:30z", "2026-11-23T09:30:00", True),
        ("2022-05-26T12:00:00.000Z", "2022-05-26T12:00:00", True),
        ("2022-05-26T12:00:00.1234567Z", "2022-05-26T12:00:00.123456", True),
        ("2022-05-26T12:00:00,5Z", "2022-05-26T12:00:00.500000", True),
        ("2019-03-26 12:38:00 -0500", "2019-03-26T17:38:00", True),
        ("2019-03-26 12:38:00 -5", "2019-03-26T17:38:00", True),
        ("2019-03-26 12:38:00 -05", "2019-03-26T17:38:00", True),
        ("2019-03-26 12:38 +05:45", "2019-03-26T06:53:00", True),
        ("2026-10-25T02:30", "2026-10-25T00:30:00", True),
        ("2026-03-29T02:30", "2026-03-29T01:30:00", True),
    ],
)
def test_valid_input(text: str, instant: str, has_time: bool) -> None:
    assert parse_moment(text, BERLIN) == When(
        dt.datetime.fromisoformat(instant).replace(tzinfo=dt.UTC), has_time
    )


def test_a_skipped_local_time_moves_forward() -> None:
    when = parse_moment("2026-03-08 02:30", NEW_YORK)
    assert in_zone(when, NEW_YORK).isoformat() == "2026-03-08T03:30:00-04:00"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("2026-02-30", "The day 2026-02-30 does not exist."),
        ("2026-02-29", "The day 2026-02-29 does not exist."),
        ("1900-02-29", "The day 1900-02-29 does not exist."),
        ("2026-04-31T10:00", "The day 2026-04-31 does not exist."),
        ("2026-13-01", "There is no month 13: 2026-13-01 does not exist."),
        ("2026-00-01", "There is no month 0: 2026-00-01 does not exist."),
        ("2026-01-00", "The day 2026-01-00 does not exist."),
        ("0999-01-01", "The year 0999 is before 1000."),
        ("2026-01-01T24:00", "The time 24:00:00 does not exist."),
        ("2026-01-01T12:60", "The time 12:60:00 does not exist."),
        ("2026-01-01T12:00:60", "The time 12:00:60 does not exist."),
        ("2026-01-01T12:00+15:00", "`+15:00` is not a time zone offset."),
        ("2026-01-01T12:00+05:99", "`+05:99` is not a time zone offset."),
        (
            "9999-12-31T23:30-05:00",
            "`9999-12-31T23:30-05:00` is outside the calendar: it ends with the year 9999.",
        ),
        ("2020-03-17T15", "`2020-03-17T15` is not a valid date."),
        ("March 5, 2019", "`March 5, 2019` is not a valid date."),
        ("05/03/2019", "`05/03/2019` is not a valid date."),
        ("20261123", "`20261123` is not a valid date."),
        (
            "2026-11-23T09:30 Europe/Berlin",
            "`2026-11-23T09:30 Europe/Berlin` is not a valid date.",
        ),
        ("٢٠٢٦-11-23", "`٢٠٢٦-11-23` is not a valid date."),
        ("", "`` is not a valid date."),
        ("x" * 99, f"`{'x' * 39}…` is not a valid date."),
    ],
)
def test_invalid_dates(text: str, what: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse_moment(text, BERLIN)
    assert str(caught.value) == f"{what} {FORMS}"


def test_the_end_of_the_calendar_in_every_zone() -> None:
    last = When(dt.datetime(9999, 12, 31, 23, 0, tzinfo=dt.UTC))
    assert in_zone(last, ZoneInfo("Asia/Tokyo")).isoformat() == "9999-12-31T23:59:59+09:00"


@given(st.text(alphabet="0123456789-:TZ+., "))
def test_only_date_errors_are_raised(text: str) -> None:
    try:
        when = parse_moment(text, BERLIN)
    except DateError:
        return
    assert when.instant.tzinfo is dt.UTC
    assert re.search(PATTERN, re.sub(r"[ \t]+", " ", text.strip()))


@given(st.datetimes(FIRST, LAST), st.booleans())
def test_iso_format_is_parsed(moment: dt.datetime, blank: bool) -> None:
    written = moment.isoformat(" " if blank else "T") + "+00:00"
    assert parse_moment(written, BERLIN).instant == moment.replace(tzinfo=dt.UTC)
