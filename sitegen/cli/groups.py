"""Problems as people read them: those that say the same together, and what stops a build last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from sitegen.problems import Problem, Severity

#: Places of a group that are named beside its first.
_PLACES = 3
#: Problems above which the totals of their codes are told.
_FEW = 5


class Group(Struct, frozen=True):
    """Problems of one code with one message: the first, and the places of the others."""

    first: Problem
    others: tuple[str, ...]

    @property
    def elsewhere(self) -> str:
        """Where the others are: the first places, and how many more."""
        named = ", ".join(self.others[:_PLACES])
        more = len(self.others) - _PLACES
        return f"{named} and {more:,} more" if more > 0 else named


def grouped(problems: Iterable[Problem]) -> list[Group]:
    """The problems in groups, in their order; warnings come first, so that errors stand where the eye is."""
    groups: dict[tuple[Severity | None, str, str], list[Problem]] = {}
    for problem in problems:
        groups.setdefault((problem.severity, problem.code, problem.message), []).append(problem)
    found = [Group(first, tuple([each.place for each in others])) for first, *others in groups.values()]
    return sorted(found, key=lambda group: group.first.severity is Severity.ERROR)


def totals(problems: Iterable[Problem]) -> str:
    """How many problems there are of each code, the most frequent first; empty where there are few."""
    counts = Counter(problem.code for problem in problems)
    if len(counts) < 2 or counts.total() <= _FEW:
        return ""
    ordered = sorted(counts.items(), key=lambda count: (-count[1], count[0]))
    return ", ".join(f"{number:,} {code}" for code, number in ordered)
