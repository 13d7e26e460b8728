"""Problems of a text: their positions, and how many are reported."""

from __future__ import annotations

from typing import Any

from sitegen.read.text_problems import TextProblem, problems_of, report


def test_a_problem_has_its_line_and_column() -> None:
    env: dict[str, Any] = {}
    report(env, TextProblem(2, "unknown-html", "No element.", "Write it.", "<b\n c>"))
    report(env, TextProblem(0, "unknown-html", "No element.", "Write it."))
    report(env, TextProblem(9, "unknown-html", "No element.", lambda: "Found.", "<d>"))
    found = problems_of(env, "a\n\n  <b\n c>", 11)
    assert [(each.line, each.column, each.hint) for each in found] == [
        (11, 1, "Write it."),
        (13, 3, "Write it."),
        (20, 1, "Found."),
    ]


def test_problems_of_a_group_are_counted() -> None:
    env: dict[str, Any] = {}
    calls = []
    for line in range(5):
        report(env, TextProblem(line, "unknown-html", "No element.", lambda: str(calls.append(1)), group="b"))
    report(env, TextProblem(7, "unknown-html", "No element.", "Write it.", group="c"))
    found = problems_of(env, "", 1)
    assert [(each.line, each.message) for each in found] == [
        (1, "No element. The text has 4 more of this kind."),
        (8, "No element."),
    ]
    assert len(calls) == 1


def test_many_problems_of_a_code_are_counted() -> None:
    env: dict[str, Any] = {}
    for line in range(1_000):
        report(env, TextProblem(line, "removed-html", "Left out.", "Write it."))
    found = problems_of(env, "", 1)
    assert len(found) == 100
    assert found[-1].message == "Left out. The text has 900 more of this kind."


def test_many_groups_of_a_code_are_counted() -> None:
    env: dict[str, Any] = {}
    for line in range(1_000):
        report(env, TextProblem(line, "undefined-note", "Not there.", "Write it.", group=f"a{line}"))
    found = problems_of(env, "", 1)
    assert len(found) == 100
    assert found[-1].message == "Not there. The text has 900 more of this kind."


def test_a_text_without_problems_has_none() -> None:
    assert problems_of({}, "a", 1) == ()
