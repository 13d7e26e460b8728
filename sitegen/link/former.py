"""What was made of each document when this process linked last: made again only where it would be another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

T = TypeVar("T")


class Former:
    """What was made last of many things. A new one remembers nothing."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Any, Mapping[str, tuple[tuple[Any, ...], Any]]]] = {}

    def each(
        self, name: str, around: object, things: Mapping[str, tuple[Any, ...]], make: Callable[..., T]
    ) -> dict[str, T]:
        """What `make` makes of each thing, by its key; `name` says what that is.

        It must depend on nothing but the thing's values and what is `around` all of them. These are compared:
        values that are equal have to be made into the same.
        """
        known_around, known = self._kept.get(name, (None, {}))
        if known_around != around:
            known = {}
        kept: dict[str, tuple[tuple[Any, ...], T]] = {}
        for key, thing in things.items():
            last = known.get(key)
            kept[key] = last if last is not None and last[0] == thing else (thing, make(*thing))
        self._kept[name] = around, kept
        return {key: made for key, (_, made) in kept.items()}
