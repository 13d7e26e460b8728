"""Grouping and counting problems for the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from msgspec import Struct

from sitegen.problems import Problem, Severity

#: Places of a group to list beside its first.
_PLACES = 3
#: If there are more problems than this, the totals by code are shown.
_FEW = 5
#: Problems of a tally to list.
_EXAMPLES = 3
#: Groups of new warnings, and of errors, to show in full.
_MOST_NEW, _MOST_ERRORS = 20, 50


class ProblemGroup(Struct, frozen=True):
    """Problems with the same code and message."""

    first: Problem
    others: tuple[Problem, ...]

    @property
    def elsewhere(self) -> str:
        """The places of the other problems: the first ones, and the number of others."""
        named = ", ".join(other.place for other in self.others[:_PLACES])
        more = len(self.others) - _PLACES
        return f"{named} and {more:,} more" if more > 0 else named


class Tally(Struct, frozen=True):
    """The number of problems with one code, and the first ones."""

    severity: Severity
    code: str
    count: int
    first: tuple[Problem, ...]


class ProblemSummary(Struct, frozen=True):
    """The problems that a build shows, limited in number."""

    new: tuple[ProblemGroup, ...]
    """New warnings to show in full."""
    more_new: int
    """The number of other new warnings, which `warnings` counts."""
    warnings: tuple[Tally, ...]
    """All other warnings."""
    errors: tuple[ProblemGroup, ...]
    more_errors: tuple[Tally, ...]


def group_problems(problems: Iterable[Problem]) -> list[ProblemGroup]:
    """Group problems in their order. Errors come last, where they are seen first in a terminal."""
    groups: dict[tuple[Severity | None, str, str], list[Problem]] = {}
    for problem in problems:
        groups.setdefault((problem.severity, problem.code, problem.message), []).append(problem)
    found = [ProblemGroup(first, tuple(others)) for first, *others in groups.values()]
    return sorted(found, key=lambda group: group.first.severity is Severity.ERROR)


def summarize(problems: Iterable[Problem], new: Collection[int] = ()) -> ProblemSummary:
    """Summarize the problems; `new` are the indexes of those that the last build did not have."""
    new_warnings: list[Problem] = []
    known: list[Problem] = []
    errors: list[Problem] = []
    indexes = frozenset(new)
    for index, problem in enumerate(problems):
        if problem.severity is Severity.ERROR:
            errors.append(problem)
        else:
            (new_warnings if index in indexes else known).append(problem)
    new_groups, more_new = _cut(new_warnings, _MOST_NEW)
    error_groups, more_errors = _cut(errors, _MOST_ERRORS)
    return ProblemSummary(
        tuple(new_groups),
        len(more_new),
        tuple(tallies([*more_new, *known])),
        tuple(error_groups),
        tuple(tallies(more_errors)),
    )


def _cut(problems: list[Problem], most: int) -> tuple[list[ProblemGroup], list[Problem]]:
    """The first groups of problems, and the problems in the other groups."""
    groups = group_problems(problems)
    return groups[:most], [each for group in groups[most:] for each in (group.first, *group.others)]


def tallies(problems: Iterable[Problem]) -> list[Tally]:
    """Count the problems by code, most frequent first."""
    found: dict[tuple[Severity | None, str], list[Problem]] = {}
    for problem in problems:
        found.setdefault((problem.severity, problem.code), []).append(problem)
    counted = [
        Tally(severity or Severity.ERROR, code, len(each), tuple(each[:_EXAMPLES]))
        for (severity, code), each in found.items()
    ]
    return sorted(counted, key=lambda tally: (-tally.count, tally.code))


def totals(problems: Iterable[Problem]) -> str:
    """The number of problems of each code as text, most frequent first; empty if there are few."""
    counts = Counter(problem.code for problem in problems)
    if len(counts) < 2 or counts.total() <= _FEW:
        return ""
    ordered = sorted(counts.items(), key=lambda count: (-count[1], count[0]))
    return ", ".join(f"{number:,} {code}" for code, number in ordered)
