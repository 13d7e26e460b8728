from __future__ import annotations

import re

import pytest

from sitegen.problems import (
    KINDS,
    Problem,
    Severity,
    did_you_mean,
    has_errors,
    line_shown,
    nearest,
    place_in,
    with_severity,
)
from sitegen.suggest import NameIndex

PROBLEM = Problem("content/a.md", 3, 5, "missing-alt", "No alt.")


@pytest.mark.parametrize(
    ("line", "column", "place"),
    [(3, 5, "content/a.md:3:5"), (3, 0, "content/a.md:3"), (0, 0, "content/a.md")],
)
def test_places(line, column, place):
    assert Problem("content/a.md", line, column, "missing-alt", "").place == place


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        ("titel", ["title", "subtitle"], "title"),
        ("TITLE", ["title"], "title"),
        ("asia-dsk", ["asia-desk", "europe-desk"], "asia-desk"),
        ("something", ["else"], None),
        ("x", [], None),
        ("ab", ["Ab", "aB"], "Ab"),
        ("strase", ["straße"], "straße"),
    ],
)
def test_the_nearest_name(name, known, expected):
    assert nearest(name, known) == nearest(name, reversed(known)) == expected


def test_hints():
    assert did_you_mean("titel", ["title"], "Else.") == "Did you mean `title`?"
    assert did_you_mean("zzz", ["title"], "Else.") == "Else."
    assert did_you_mean("titel", ["title"], "Else.", place=49) == "Did you mean `title`?"
    assert did_you_mean("titel", ["title"], "Else.", place=50) == "Else."


@pytest.mark.parametrize(("key", "place"), [("ref:12", 12), ("related.3", 3), ("lead", 0), ("", 0)])
def test_place_in_key(key, place):
    assert place_in(key) == place


def test_long_lines_are_cut_off():
    assert line_shown("x" * 4_000, 9_000) == "x" * 4_000
    assert line_shown("x" * 100_000, 4_000) == "x" * 4_000
    assert line_shown("x" * 100_000, 4_001) == ""


@pytest.mark.parametrize(
    ("own", "configured", "strict", "expected"),
    [
        (None, {}, False, Severity.WARNING),
        (None, {}, True, Severity.ERROR),
        (Severity.ERROR, {}, False, Severity.ERROR),
        (Severity.ERROR, {"missing-alt": Severity.WARNING}, False, Severity.WARNING),
        (None, {"missing-alt": Severity.ERROR}, False, Severity.ERROR),
        (None, {"missing-alt": Severity.OFF}, False, Severity.OFF),
        (None, {"missing-alt": Severity.OFF}, True, Severity.OFF),
        (None, {"missing-credit": Severity.OFF}, False, Severity.WARNING),
    ],
)
def test_severities(own, configured, strict, expected):
    problem = Problem("content/a.md", 3, 5, "missing-alt", "No alt.", severity=own)
    assert with_severity(problem, configured, strict).severity is expected


def test_only_errors_stop_a_build():
    warning = with_severity(PROBLEM, {})
    assert not has_errors([warning])
    assert has_errors([warning, with_severity(PROBLEM, {}, strict=True)])
    assert not has_errors([])


def test_reports_are_in_the_order_of_files_and_lines():
    problems = [Problem(path, line, 1, "missing-alt", "") for path, line in (("b", 1), ("a", 10), ("a", 2))]
    assert [problem.place for problem in sorted(problems)] == ["a:2:1", "a:10:1", "b:1:1"]


@pytest.mark.parametrize("code", KINDS)
def test_codes_are_stable_words_with_a_meaning(code):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)
    assert KINDS[code].meaning.endswith(".")
    assert KINDS[code].severity is not Severity.OFF


def _slugs() -> list[str]:
    words = "oil gas trade talks border strait treaty summit tariff vote".split()
    return [f"{a}-{b}-{c}-{n}.md" for a in words for b in words for c in words for n in range(10)]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("oil-gas-trade-3.md", "oil-gas-trade-3.md"),
        ("oil-gas-tade-3.md", "oil-gas-trade-3.md"),
        ("Summit-Treaty-Vote-9.md", "summit-treaty-vote-9.md"),
        ("sumit-treaty-vote-9.md", "summit-treaty-vote-9.md"),
        ("zzzzzzzzzzzzzzzzzzzzzz", None),
        ("", None),
    ],
)
def test_an_index_of_many_names_gives_the_same_result(written, meant):
    names = NameIndex(_slugs())
    assert names.nearest(written) == meant
    for number in range(30):  # after which there is an index
        names.nearest(f"nothing-{number}")
    assert names.nearest(written) == meant
    assert NameIndex(_slugs()).nearest(written) == names.nearest(f"{written}") == meant


def test_an_index_compares_few_names():
    names = NameIndex(_slugs())
    for number in range(30):
        names.nearest(f"nothing-{number}")
    assert len(list(names._candidates("oil-gas-tade-3.md"))) < 2_000
