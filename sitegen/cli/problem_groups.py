"""Problems as people read them: those that say the same together, and what stops a build last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from msgspec import Struct

from sitegen.problems import Problem, Severity

#: Places of a group that are named beside its first.
_PLACES = 3
#: Problems above which the totals of their codes are told.
_FEW = 5
#: Problems of a code that a build names.
_EXAMPLES = 3
#: Groups of new warnings, and of errors, that a build shows in full.
_MOST_NEW, _MOST_ERRORS = 20, 50


class Group(Struct, frozen=True):
    """Problems of one code with one message: the first, and the others."""

    first: Problem
    others: tuple[Problem, ...]

    @property
    def elsewhere(self) -> str:
        """Where the others are: the first places, and how many more."""
        named = ", ".join(other.place for other in self.others[:_PLACES])
        more = len(self.others) - _PLACES
        return f"{named} and {more:,} more" if more > 0 else named


class Tally(Struct, frozen=True):
    """How many problems there are of a code, and the first of them."""

    severity: Severity
    code: str
    count: int
    first: tuple[Problem, ...]


class Brief(Struct, frozen=True):
    """What a build shows of its problems, which is bounded however many there are."""

    new: tuple[Group, ...]
    """New warnings that are shown in full."""
    more_new: int
    """The number of new warnings beyond these; they are counted in `warnings`."""
    warnings: tuple[Tally, ...]
    """All other warnings."""
    errors: tuple[Group, ...]
    more_errors: tuple[Tally, ...]


def grouped(problems: Iterable[Problem]) -> list[Group]:
    """The problems in groups, in their order; warnings come first, so that errors stand where the eye is."""
    groups: dict[tuple[Severity | None, str, str], list[Problem]] = {}
    for problem in problems:
        groups.setdefault((problem.severity, problem.code, problem.message), []).append(problem)
    found = [Group(first, tuple(others)) for first, *others in groups.values()]
    return sorted(found, key=lambda group: group.first.severity is Severity.ERROR)


def brief(problems: Iterable[Problem], new: Collection[int] = ()) -> Brief:
    """What a build shows of its problems; `new` are the indexes of those that the last one did not have."""
    fresh: list[Problem] = []
    known: list[Problem] = []
    errors: list[Problem] = []
    indexes = frozenset(new)
    for index, problem in enumerate(problems):
        if problem.severity is Severity.ERROR:
            errors.append(problem)
        else:
            (fresh if index in indexes else known).append(problem)
    of_new, more_new = _cut(fresh, _MOST_NEW)
    of_errors, more_errors = _cut(errors, _MOST_ERRORS)
    return Brief(
        tuple(of_new),
        len(more_new),
        tuple(tallies([*more_new, *known])),
        tuple(of_errors),
        tuple(tallies(more_errors)),
    )


def _cut(problems: list[Problem], most: int) -> tuple[list[Group], list[Problem]]:
    """The first groups of the problems, and the problems of all others."""
    groups = grouped(problems)
    return groups[:most], [each for group in groups[most:] for each in (group.first, *group.others)]


def tallies(problems: Iterable[Problem]) -> list[Tally]:
    """The problems by their codes, the most frequent first."""
    found: dict[tuple[Severity | None, str], list[Problem]] = {}
    for problem in problems:
        found.setdefault((problem.severity, problem.code), []).append(problem)
    counted = [
        Tally(severity or Severity.ERROR, code, len(each), tuple(each[:_EXAMPLES]))
        for (severity, code), each in found.items()
    ]
    return sorted(counted, key=lambda tally: (-tally.count, tally.code))


def totals(problems: Iterable[Problem]) -> str:
    """How many problems there are of each code, the most frequent first; empty where there are few."""
    counts = Counter(problem.code for problem in problems)
    if len(counts) < 2 or counts.total() <= _FEW:
        return ""
    ordered = sorted(counts.items(), key=lambda count: (-count[1], count[0]))
    return ", ".join(f"{number:,} {code}" for code, number in ordered)
