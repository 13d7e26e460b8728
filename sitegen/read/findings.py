"""What is wrong with a text, noted while it is parsed: each place with its line and column."""

from __future__ import annotations

from typing import Any

from markdown_it.token import Token

from sitegen.problems import Problem

_KEY = "findings"


def report(env: Any, place: tuple[int, int], code: str, message: str, hint: str) -> None:
    """Note a problem in a parser's `env`, at a line (from 0) and a column (from 1)."""
    env.setdefault(_KEY, []).append((*place, code, message, hint))


def place_of(source: str, block: Token, *written: str) -> tuple[int, int]:
    """Where the first of some texts that a block's lines hold stands; else where the block begins."""
    first, last = block.map or (0, 1)
    lines = source.split("\n")[first:last]
    for text in written:
        for number, line in enumerate(lines):
            column = line.find(text) if text else -1
            if column >= 0:
                return first + number, column + 1
    return first, 1


def findings_of(env: Any, first_line: int) -> tuple[Problem, ...]:
    """The problems that were noted, without a path; the text begins at `first_line` of its file."""
    noted = env.get(_KEY, ())
    return tuple(
        Problem("", first_line + line, column, code, message, hint)
        for line, column, code, message, hint in noted
    )
