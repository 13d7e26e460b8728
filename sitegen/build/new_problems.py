"""Which problems are new: those that an earlier build did not have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sitegen.lazy_regex import lazy_pattern
from sitegen.problems import Problem

#: Some messages name a second line, which moves with the text as the problem's own line does.
_LINE = lazy_pattern(r"\bline [0-9]+")


def identity(problem: Problem) -> tuple[str, str, str]:
    """What a problem is recognized by. Its line is no part of that: text that moves makes no problem new."""
    message = problem.message
    if "line " in message:
        message = _LINE.sub("line", message)
    return problem.path, problem.code, message


def new_among(problems: Iterable[Problem], known: Iterable[Problem]) -> tuple[int, ...]:
    """The indexes of the problems that are not among the known ones; of two alike where one is known, the
    second is new."""
    left = Counter(map(identity, known))
    new = []
    for index, problem in enumerate(problems):
        gist = identity(problem)
        if left[gist] > 0:
            left[gist] -= 1
        else:
            new.append(index)
    return tuple(new)
