"""What linking may remember of earlier times: the results of its dearer parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar

from sitegen.link.renewal import Relations
from sitegen.link.resolving import References

T = TypeVar("T")

#: What is remembered: results by their names, and the types to decode them by.
FORMS: Mapping[str, Any] = {"references": References, "related": Relations}


class Memo(Protocol):
    """Gives a result from memory, or else by computing it.

    `compute` is given the last result of that name, of whatever key, or None: most of it may still be right.
    What it gives must not depend on that.
    """

    def __call__(self, name: str, key: str, compute: Callable[[T | None], T]) -> T:
        """The result called `name` of what has the digest `key`."""
        ...


def forgetful(name: str, key: str, compute: Callable[[T | None], T]) -> T:  # noqa: ARG001
    """A memo that remembers nothing."""
    return compute(None)


class LatestMemo:
    """Remembers the latest result of each name, as long as its process lives; others come from `behind`."""

    def __init__(self, behind: Memo = forgetful) -> None:
        self._behind = behind
        self._latest: dict[str, tuple[str, Any]] = {}

    def __call__(self, name: str, key: str, compute: Callable[[T | None], T]) -> T:
        """The result called `name` of what has the digest `key`."""
        known = self._latest.get(name)
        if known is None:
            known = key, self._behind(name, key, compute)
        elif known[0] != key:
            last: T = known[1]
            known = key, self._behind(name, key, lambda _: compute(last))
        self._latest[name] = known
        result: T = known[1]
        return result
