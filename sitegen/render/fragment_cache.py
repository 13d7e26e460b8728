"""Fragments of pages that were written before, for as long as what they show of the site is the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping
from enum import Enum
from operator import is_
from typing import Any

from jinja2 import Undefined
from msgspec import Struct

from sitegen.model.query import Ask, Query
from sitegen.render.errors import TemplateFailure

Key = tuple[Any, ...]
"""Which fragment it is, and its values: text as it is, all else by its `id` or its `identity`."""

#: Bytes of fragments that are kept, and what each takes beside its text, roughly.
_MOST = 128 * 2**20
_BESIDE = 600

_LASTING = (str, int, float, Enum, dt.date, dt.time, dt.timedelta, type(None))


class Remade:
    """A value that is made anew for each page. Two of the same `identity` are shown alike; as long as what
    they are `made_of` is held, no others have that identity."""

    identity: Hashable
    made_of: Any


class _Fragment(Struct, frozen=True):
    """A fragment, the questions that were asked for it with their answers, and its values: as long as they
    are held, no other value has their `id`."""

    text: bytes
    """In UTF-8, which takes half the room."""
    asked: tuple[tuple[Query[Any], Any], ...]
    values: tuple[Any, ...]


class Shelf:
    """What is kept of fragments in all memories together, each under its memory and its key in that. The
    longest unused are forgotten."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._size = 0
        self._kept: dict[tuple[FragmentCache, Key], _Fragment] = {}

    def find(self, key: tuple[FragmentCache, Key]) -> _Fragment | None:
        """The fragment of a key, which counts as used."""
        found = self._kept.pop(key, None)
        if found is not None:
            self._kept[key] = found
        return found

    def put(self, key: tuple[FragmentCache, Key], fragment: _Fragment) -> None:
        """Keep a fragment."""
        if key in self._kept:
            self._drop(key)
        self._size += len(fragment.text) + _BESIDE
        self._kept[key] = fragment
        while self._size > self._most:
            self._drop(next(iter(self._kept)))

    def forget(self, memory: FragmentCache) -> None:
        """Forget all that is in a memory."""
        for key in [key for key in self._kept if key[0] is memory]:
            self._drop(key)

    def _drop(self, key: tuple[FragmentCache, Key]) -> None:
        self._size -= len(self._kept.pop(key).text) + _BESIDE


class FragmentCache:
    """The fragments of pages that see the same: `seen`."""

    def __init__(self, seen: tuple[Any, ...], shelf: Shelf) -> None:
        self._seen = seen
        self._shelf = shelf

    def serves(self, seen: tuple[Any, ...]) -> bool:
        """Whether it is that of pages which see these very values."""
        return all(map(is_, self._seen, seen))

    def find(self, key: Key, ask: Ask) -> str | None:
        """A fragment as it was written, if what it asked has the same answers. The page asks it, too."""
        found = self._shelf.find((self, key))
        if found is None:
            return None
        for question, answer in found.asked:
            if ask(question) is not answer:
                return None
        return found.text.decode("utf-8", "surrogatepass")

    def forget(self) -> None:
        """Forget all fragments: there will be no more pages that see the same."""
        self._shelf.forget(self)

    def keep(self, key: Key, text: str, asked: Mapping[Query[Any], Any], values: tuple[Any, ...]) -> None:
        """Keep a fragment; TemplateFailure where one of its values can change."""
        for value in values:
            _check(value)
        held = tuple([value.made_of if isinstance(value, Remade) else value for value in values])
        data = text.encode("utf-8", "surrogatepass")
        self._shelf.put((self, key), _Fragment(data, tuple(asked.items()), held))


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
    return isinstance(value, (*_LASTING, Remade))
