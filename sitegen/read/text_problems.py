"""Problems of a Markdown text, collected in the parser's `env` while the text is read.

Texts can have very many problems. Of a group only the first is reported, and of a code the first 100; both
count the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from markdown_it.token import Token
from markdown_it.utils import EnvType
from msgspec import Struct

from sitegen.problems import Problem

_PROBLEMS, _COUNTS = "problems", "problem_counts"
#: Problems reported of one code. The last one counts the rest.
_MOST = 100
#: Longest quotation in a message, in characters.
_LONGEST_QUOTE = 60


class TextProblem(Struct, frozen=True):
    """A problem on a line of the text, counted from 0.

    Without a `column` (from 1), it is where the line holds `source`. Of problems with the same `group`, the
    first is reported. A `hint` that is expensive to compute is a function, called only if the problem is
    reported.
    """

    line: int
    code: str
    message: str
    hint: str | Callable[[], str]
    source: str = ""
    column: int = 0
    group: str = ""


class _Reported(Struct):
    """A problem to report, its hint, and the number of further problems like it."""

    problem: TextProblem
    hint: str
    more: int = 0


def report(env: EnvType, problem: TextProblem) -> None:
    """Add a problem to a parser's `env`, or count it if enough like it have been reported."""
    reported: dict[tuple[str, str | int], _Reported] = env.setdefault(_PROBLEMS, {})
    counts: dict[str, int] = env.setdefault(_COUNTS, {})
    code, group = problem.code, problem.group
    key: tuple[str, str | int] = (code, group)
    if not group or key not in reported:
        number = counts[code] = counts.get(code, 0) + 1
        key = key if group and number < _MOST else (code, min(number, _MOST))
    if key in reported:
        reported[key].more += 1
    else:
        hint = problem.hint if isinstance(problem.hint, str) else problem.hint()
        reported[key] = _Reported(problem, hint)


def problems_of(env: Mapping[str, object], text: str, first_line: int) -> tuple[Problem, ...]:
    """The reported problems in the order of their lines, without a path.

    The text begins at `first_line` of its file.
    """
    reported = env.get(_PROBLEMS)
    if not isinstance(reported, dict):
        return ()
    lines = _lines(text)
    return tuple(
        _problem(each, lines, first_line)
        for each in sorted(reported.values(), key=lambda each: each.problem.line)
    )


def _problem(reported: _Reported, lines: Sequence[str], first_line: int) -> Problem:
    problem = reported.problem
    source = problem.source.split("\n", 1)[0]
    line = lines[problem.line] if problem.line < len(lines) else ""
    column = problem.column or line.find(source) + 1 or 1
    message = problem.message
    if reported.more:
        message += f" The text has {reported.more:,} more of this kind."
    return Problem("", first_line + problem.line, column, problem.code, message, reported.hint)


def quoted(source: str) -> str:
    """Source text for a message: on one line, and shortened."""
    line = " ".join(source.split())
    return line if len(line) <= _LONGEST_QUOTE else f"{line[:_LONGEST_QUOTE]}…"


def locate(text: str, block: Token, *sources: str) -> tuple[int, int]:
    """The line (from 0) and column (from 1) of the first of `sources` found in a block.

    If none is found, those of the block itself.
    """
    first, last = block.map or (0, 1)
    lines = _lines(text)[first:last]
    for source in sources:
        for number, line in enumerate(lines):
            column = line.find(source) if source else -1
            if column >= 0:
                return first + number, column + 1
    return first, 1


@lru_cache(maxsize=1)
def _lines(text: str) -> tuple[str, ...]:
    """The lines of a text, split once for all of its problems."""
    return tuple(text.split("\n"))
