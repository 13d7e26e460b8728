"""Remarks of a text: their places, and how many are told."""

from __future__ import annotations

from typing import Any

from sitegen.read.text_problems import problems_of, remark


def test_a_remark_has_its_line_and_column() -> None:
    env: dict[str, Any] = {}
    remark(env, 2, "unknown-html", "No element.", "Write it.", "<b\n c>")
    remark(env, 0, "unknown-html", "No element.", "Write it.")
    remark(env, 9, "unknown-html", "No element.", lambda: "Found.", "<d>")
    found = problems_of(env, "a\n\n  <b\n c>", 11)
    assert [(each.line, each.column, each.hint) for each in found] == [
        (11, 1, "Write it."),
        (13, 3, "Write it."),
        (20, 1, "Found."),
    ]


def test_remarks_of_a_kind_are_counted() -> None:
    env: dict[str, Any] = {}
    asked = []
    for line in range(5):
        remark(env, line, "unknown-html", "No element.", lambda: str(asked.append(1)), kind="b")
    remark(env, 7, "unknown-html", "No element.", "Write it.", kind="c")
    found = problems_of(env, "", 1)
    assert [(each.line, each.message) for each in found] == [
        (1, "No element. The text has 4 more of this kind."),
        (8, "No element."),
    ]
    assert len(asked) == 1


def test_very_many_are_counted() -> None:
    env: dict[str, Any] = {}
    for line in range(1_000):
        remark(env, line, "removed-html", "Left out.", "Write it.")
    found = problems_of(env, "", 1)
    assert len(found) == 100
    assert found[-1].message == "Left out. The text has 900 more of this kind."


def test_very_many_kinds_are_counted() -> None:
    env: dict[str, Any] = {}
    for line in range(1_000):
        remark(env, line, "undefined-note", "Not there.", "Write it.", kind=f"a{line}")
    found = problems_of(env, "", 1)
    assert len(found) == 100
    assert found[-1].message == "Not there. The text has 900 more of this kind."


def test_nothing_is_said_of_a_text_without_remarks() -> None:
    assert problems_of({}, "a", 1) == ()
