"""What a text holds that is not read as it seems to be meant: noted with its line while the text is read.

Rules and checks note remarks in the env of the parser. Where a text is likely to hold many of a kind, the
first of them is told and the others are counted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from markdown_it.token import Token
from msgspec import Struct

from sitegen.problems import Problem

_KEY = "remarks"
#: Remarks of one code that are told one by one; the last of them counts the rest.
_MOST = 100
#: Characters of a text that a message quotes.
_QUOTED = 60


class TextProblem(Struct):
    """A remark at a line of the text, from 0; without a column, it stands where `written` does."""

    line: int
    code: str
    message: str
    hint: str
    written: str = ""
    column: int = 0
    more: int = 0


def remark(
    env: Any,
    line: int,
    code: str,
    message: str,
    hint: str | Callable[[], str],
    written: str = "",
    kind: str = "",
    column: int = 0,
) -> None:
    """Note a remark in a parser's `env`. Of those with one `kind` the first is told, and the others counted.

    A hint that takes long to find is given as a function, which is asked for remarks that are told.
    """
    noted: dict[tuple[str, str | int], TextProblem] = env.setdefault(_KEY, {})
    counts: dict[str, int] = env.setdefault("remark_counts", {})
    key: tuple[str, str | int] = (code, kind)
    if not kind or key not in noted:
        number = counts[code] = counts.get(code, 0) + 1
        key = key if kind and number < _MOST else (code, min(number, _MOST))
    if key in noted:
        noted[key].more += 1
    else:
        noted[key] = TextProblem(
            line, code, message, hint if isinstance(hint, str) else hint(), written, column
        )


def problems_of(env: Mapping[str, Any], text: str, first_line: int) -> tuple[Problem, ...]:
    """What was noted, as problems without a path, in the order of the text, which begins at `first_line`."""
    noted = env.get(_KEY)
    if not noted:
        return ()
    lines = _lines(text)
    return tuple(
        _problem(each, lines, first_line) for each in sorted(noted.values(), key=lambda each: each.line)
    )


def _problem(noted: TextProblem, lines: Sequence[str], first_line: int) -> Problem:
    written = noted.written.split("\n", 1)[0]
    line = lines[noted.line] if noted.line < len(lines) else ""
    column = noted.column or line.find(written) + 1 or 1
    message = noted.message
    if noted.more:
        message += f" The text has {noted.more:,} more of this kind."
    return Problem("", first_line + noted.line, column, noted.code, message, noted.hint)


def quoted(written: str) -> str:
    """A piece of a text as messages quote it: on one line, and cut where it is long."""
    line = " ".join(written.split())
    return line if len(line) <= _QUOTED else f"{line[:_QUOTED]}…"


def place_of(source: str, block: Token, *written: str) -> tuple[int, int]:
    """The line (from 0) and column (from 1) of the first of some texts that a block's lines hold; else of the
    block."""
    first, last = block.map or (0, 1)
    lines = _lines(source)[first:last]
    for text in written:
        for number, line in enumerate(lines):
            column = line.find(text) if text else -1
            if column >= 0:
                return first + number, column + 1
    return first, 1


@lru_cache(maxsize=1)
def _lines(text: str) -> tuple[str, ...]:
    """The lines of a text. A text has as many remarks as it has mistakes: it is split once."""
    return tuple(text.split("\n"))
