"""A cache of rendered fragments, which are reused while their queries have the same answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping
from enum import Enum
from operator import is_

from jinja2 import Undefined
from msgspec import Struct

from sitegen.model.query import Ask, Query
from sitegen.render.errors import TemplateFailure

FragmentKey = tuple[Hashable, ...]
"""Identifies a fragment and its values: strings by value, all others by `id` or `identity`."""

#: Bytes of cached fragments, and the approximate overhead of each.
_MAX_BYTES = 128 * 2**20
_OVERHEAD = 600

_IMMUTABLE = (str, int, float, Enum, dt.date, dt.time, dt.timedelta, type(None))


class PageValue:
    """A value that is created for each page. Two values with the same `identity` look the same; no others
    have this identity while `source` is alive."""

    identity: Hashable
    source: object


class _Fragment(Struct, frozen=True):
    """A rendered fragment, the answers to its queries, and its values: while they are alive, no other value
    has their `id`."""

    text: bytes
    """In UTF-8, which takes half the memory."""
    answers: tuple[tuple[Query[object], object], ...]
    values: tuple[object, ...]


class FragmentPool:
    """The fragments of all caches, by cache and key. It evicts the least recently used."""

    def __init__(self, max_bytes: int = _MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._size = 0
        self._fragments: dict[tuple[FragmentCache, FragmentKey], _Fragment] = {}

    def find(self, key: tuple[FragmentCache, FragmentKey]) -> _Fragment | None:
        """The fragment of a key, which counts as used."""
        found = self._fragments.pop(key, None)
        if found is not None:
            self._fragments[key] = found
        return found

    def put(self, key: tuple[FragmentCache, FragmentKey], fragment: _Fragment) -> None:
        """Add or replace a fragment."""
        if key in self._fragments:
            self._drop(key)
        self._size += len(fragment.text) + _OVERHEAD
        self._fragments[key] = fragment
        while self._size > self._max_bytes:
            self._drop(next(iter(self._fragments)))

    def clear(self, cache: FragmentCache) -> None:
        """Drop all fragments of a cache."""
        for key in [key for key in self._fragments if key[0] is cache]:
            self._drop(key)

    def _drop(self, key: tuple[FragmentCache, FragmentKey]) -> None:
        self._size -= len(self._fragments.pop(key).text) + _OVERHEAD


class FragmentCache:
    """The fragments of pages with the same shared values: language, site, theme options and strings."""

    def __init__(self, shared: tuple[object, ...], pool: FragmentPool) -> None:
        self._shared = shared
        self._pool = pool

    def is_for(self, shared: tuple[object, ...]) -> bool:
        """Whether the cache belongs to pages with these shared values, compared by identity."""
        return all(map(is_, self._shared, shared))

    def find(self, key: FragmentKey, ask: Ask) -> str | None:
        """A cached fragment whose queries have the same answers. They become queries of the page, too."""
        found = self._pool.find((self, key))
        if found is None:
            return None
        for query, answer in found.answers:
            if ask(query) is not answer:
                return None
        return found.text.decode("utf-8", "surrogatepass")

    def clear(self) -> None:
        """Drop all fragments."""
        self._pool.clear(self)

    def put(
        self,
        key: FragmentKey,
        text: str,
        answers: Mapping[Query[object], object],
        values: tuple[object, ...],
    ) -> None:
        """Cache a fragment. Raises TemplateFailure if one of its values is mutable."""
        for value in values:
            _check(value)
        held = tuple([value.source if isinstance(value, PageValue) else value for value in values])
        data = text.encode("utf-8", "surrogatepass")
        self._pool.put((self, key), _Fragment(data, tuple(answers.items()), held))


def _check(value: object) -> None:
    if isinstance(value, Undefined):
        str(value)  # raises an error that names it
    if isinstance(value, tuple):
        for each in value:
            _check(each)
    elif not _is_immutable(value):
        kind = getattr(value, "shown_as", type(value).__name__)
        raise TemplateFailure(
            f"A fragment cannot depend on a value of type {kind}",
            "Pass only the parts that it shows, as text, numbers, dates or views: these do not change.",
        )


def _is_immutable(value: object) -> bool:
    if isinstance(value, Struct):
        return value.__struct_config__.frozen
    return isinstance(value, (*_IMMUTABLE, PageValue))
