"""What goes beyond a bound of the reading: said once for each text and kind, at the line where it begins."""

from __future__ import annotations

from typing import Any

from sitegen.problems import Problem

_KEY = "excess"


def report_excess(env: Any, line: int, code: str, message: str, hint: str) -> None:
    """Note in a parser's `env` that a bound is reached at `line` (from 0); the first of a code counts."""
    env.setdefault(_KEY, {}).setdefault(code, (line, message, hint))


def excess_of(env: Any, first_line: int) -> tuple[Problem, ...]:
    """The problems that were noted, without a path; the text begins at `first_line` of its file."""
    noted = env.get(_KEY, {})
    return tuple(
        Problem("", first_line + line, 1, code, message, hint)
        for code, (line, message, hint) in noted.items()
    )
