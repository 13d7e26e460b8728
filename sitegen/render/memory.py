"""Fragments of pages that were written before, for as long as what they show of the site is the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from enum import Enum
from operator import is_
from typing import Any

from jinja2 import Undefined
from msgspec import Struct

from sitegen.model.jobs import Query
from sitegen.render.errors import TemplateFailure

Key = tuple[Any, ...]
"""Which fragment it is, and its values: text as it is, all else by its `id`."""

#: Fragments that are kept of one language: some 10 MB of cards.
_MOST = 12_000

_LASTING = (str, int, float, Enum, dt.date, dt.time, dt.timedelta, type(None))


class _Fragment(Struct, frozen=True):
    """A fragment, the questions that were asked for it with their answers, and its values: as long as they
    are held, no other value has their `id`."""

    text: str
    asked: tuple[tuple[Query, Any], ...]
    values: tuple[Any, ...]


class Memory:
    """The fragments of pages that see the same: `seen`. The longest unused are forgotten."""

    def __init__(self, seen: tuple[Any, ...], most: int = _MOST) -> None:
        self._seen = seen
        self._most = most
        self._kept: dict[Key, _Fragment] = {}

    def serves(self, seen: tuple[Any, ...]) -> bool:
        """Whether it is that of pages which see these very values."""
        return all(map(is_, self._seen, seen))

    def find(self, key: Key, ask: Callable[[Query], Any]) -> str | None:
        """A fragment as it was written, if what it asked has the same answers. The page asks it, too."""
        found = self._kept.pop(key, None)
        if found is None:
            return None
        for query, answer in found.asked:
            if ask(query) is not answer:
                return None
        self._kept[key] = found
        return found.text

    def keep(self, key: Key, text: str, asked: Mapping[Query, Any], values: tuple[Any, ...]) -> None:
        """Keep a fragment; TemplateFailure where one of its values can change."""
        for value in values:
            _check(value)
        if len(self._kept) >= self._most:
            del self._kept[next(iter(self._kept))]
        self._kept[key] = _Fragment(text, tuple(asked.items()), values)


def _check(value: Any) -> None:
    if isinstance(value, Undefined):
        str(value)  # which fails, and says what is not there
    if isinstance(value, tuple):
        for each in value:
            _check(each)
    elif not _lasts(value):
        kind = getattr(value, "shown_as", type(value).__name__)
        raise TemplateFailure(
            f"A fragment cannot depend on a value of the type {kind}",
            "Name what it shows of that: text, numbers, dates and views do not change.",
        )


def _lasts(value: Any) -> bool:
    if isinstance(value, Struct):
        return value.__struct_config__.frozen
    return isinstance(value, _LASTING)
