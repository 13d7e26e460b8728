"""No text takes forever, or gigabytes: hundreds of patterns of 50 and 100 kB, beside prose as long.

CPU times are only compared with each other, in one process; those that look too long are measured again, alone.
A run takes some of the patterns; with `SITEGEN_SOAK=1` all of them.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

import pytest

from tests.properties.measuring import Measured, measure
from tests.properties.patterns import DOCUMENTS, PATTERNS, PROSE, Write

_SOAK = os.environ.get("SITEGEN_SOAK") == "1"
#: How many times as long as prose a text may take: prose of 100 kB is read in some 20 ms, and built in 50.
_SLOWEST = {"read": 60.0, "build": 40.0}
_DOUBLING = 2.5
_MEGABYTES = 200
_WRITTEN = 25_000_000
#: What takes less of the time of prose is not compared with its half: it is over too soon to be measured.
_MEASURABLE = {"read": 3.0, "build": 6.0}
_TRIES = 4


#: What once took minutes or gigabytes, and is always measured.
_ALWAYS = (
    *("calls of a long link", "calls of an encoded link", "images of a long link", "a title with blanks"),
    *(f"run {unit!r}" for unit in ("<div>", "<ul><li>", "^[a] ", "[a](\\b\\.md) ", "![", "^[", "[^", "[")),
    *(
        "tags",
        "as many tags as there can be",
        "broken fragments",
        "repeated texts",
        "remote pictures",
        "notes",
    ),
)


def _selected(patterns: Mapping[str, Write], step: int) -> list[str]:
    names = [name for name in patterns if name != PROSE]
    return names if _SOAK else [name for name in names if name in _ALWAYS or name in names[::step]]


def _faults(what: str, found: Measured, prose: Measured) -> list[str]:
    half, whole = found.seconds
    ratio = whole / prose.seconds[1]
    faults = []
    if ratio > _SLOWEST[what]:
        faults.append(f"{found.name} takes {ratio:.0f} times as long as prose")
    if ratio > _MEASURABLE[what] and whole > _DOUBLING * half:
        faults.append(f"twice {found.name} takes {whole / half:.1f} times as long")
    if found.written > _WRITTEN:
        faults.append(f"{found.name} writes {found.written:,} bytes")
    return faults


def _lasting_faults(what: str, names: list[str]) -> list[str]:
    """What is wrong in each of several runs: the first of all patterns, the others of those that were slow."""
    faults: list[str] = []
    for _ in range(_TRIES):
        prose, *found = measure(what, names)
        faults = [fault for each in found for fault in _faults(what, each, prose)]
        names = [each.name for each in found if _faults(what, each, prose)]
        big = next((each for each in (prose, *found) if each.megabytes > _MEGABYTES), None)
        assert big is None, f"{big.name} takes {big.megabytes} MB"
        if not names:
            return []
    return faults


@pytest.mark.slow
def test_reading_is_bounded() -> None:
    assert _lasting_faults("read", _selected(PATTERNS, 5)) == []


@pytest.mark.slow
def test_building_is_bounded() -> None:
    assert _lasting_faults("build", _selected(DOCUMENTS, 3)) == []


def test_there_are_hundreds_of_patterns() -> None:
    assert len(PATTERNS) >= 300
    assert {*_ALWAYS} <= {*PATTERNS, *DOCUMENTS}
    assert {len(write(50_000).encode()) // 50_000 for write in PATTERNS.values()} <= {0, 1, 2}


@pytest.mark.parametrize(
    ("seconds", "written", "says"),
    [
        ((0.01, 0.02), 0, []),
        ((1.0, 2.0), 0, ["times as long as prose"]),
        ((0.2, 0.7), 0, ["twice a"]),
        ((0.0, 0.0), 10**9, ["writes"]),
    ],
)
def test_faults_are_found(seconds: tuple[float, float], written: int, says: list[str]) -> None:
    faults = _faults("read", Measured("a", seconds, 40, written), Measured(PROSE, (0.01, 0.02), 40))
    assert len(faults) == len(says)
    assert all(part in fault for part, fault in zip(says, faults, strict=True))
