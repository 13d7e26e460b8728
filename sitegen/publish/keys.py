"""What a Job's output depends on, as digests: its arguments as a whole, and part by part."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, get_args, get_origin, get_type_hints

from msgspec import Struct
from msgspec.structs import astuple

from sitegen.digest import encoded_in_order
from sitegen.model.jobs import AssetArgs, BodyRef, CopyArgs, Job, PageArgs
from sitegen.model.views import Card, Meta, SitemapEntry

#: Bytes of a digest. It is only ever compared with the one digest that was in its place before.
SIZE = 8


class Keys:
    """Digests of Jobs' arguments. A card, which stands on many pages, is digested once."""

    def __init__(self) -> None:
        self._cards: dict[int, tuple[Card, bytes]] = {}

    def whole(self, job: Job) -> bytes:
        """The digest of all of a Job's arguments that its output depends on."""
        args = job.args
        if isinstance(args, CopyArgs | AssetArgs):  # where the file lies is no matter
            return _digest(args.digest)
        if isinstance(args, PageArgs):  # its document is named in messages only
            shown = [(name, self._short(value)) for name, value in args.context]
            return _digest((args.template, args.meta, args.body, shown))
        return _digest(self._short(args))

    def parts(self, job: Job) -> dict[str, bytes]:
        """The digests of a Job's arguments by name, as deep as an author would speak of them."""
        return {name: _digest(self._short(value)) for name, value in _parts(job)}

    def _short(self, value: Any) -> Any:
        """The value with digests in the place of its cards."""
        kind = type(value)
        if kind is tuple:
            return list(map(self._short, value)) if value and _holders(type(value[0])) else value
        if kind is Card:
            return self._card(value)
        holders = _holders(kind)
        if not holders:
            return value
        fields = list(astuple(value))
        for place in holders:
            fields[place] = self._short(fields[place])
        fields.append(kind.__name__)
        return fields

    def _card(self, card: Card) -> bytes:
        known = self._cards.get(id(card))
        if known is None:  # kept with its digest, so that no other can have its id
            known = self._cards[id(card)] = card, _digest_bytes(encoded_in_order(card))
        return known[1]


#: Views of the site, which hold no texts and are many.
_WITHOUT_TEXTS = frozenset({Card, Meta, SitemapEntry})

_HOLDERS: dict[type, tuple[int, ...]] = {Card: tuple(range(len(Card.__struct_fields__)))}


def _holders(kind: type) -> tuple[int, ...]:
    """The places of a Struct's fields that may hold cards, at any depth; empty for other types."""
    known = _HOLDERS.get(kind)
    if known is None:
        hints = get_type_hints(kind) if issubclass(kind, Struct) else {}
        names = getattr(kind, "__struct_fields__", ())
        places = [place for place, name in enumerate(names) if _may_hold(hints[name])]
        known = _HOLDERS[kind] = tuple(places)
    return known


def _may_hold(hint: Any) -> bool:
    inner = get_args(hint)
    if isinstance(get_origin(hint), type) and issubclass(get_origin(hint), Mapping):
        return False
    return any(map(_may_hold, inner)) if inner else isinstance(hint, type) and bool(_holders(hint))


def texts_in(value: Any) -> Iterator[str]:
    """The digests of the texts that a Job's arguments name, however deep they lie."""
    if isinstance(value, BodyRef):
        yield value.digest
    elif isinstance(value, Mapping):
        yield from texts_in(tuple(value.values()))
    elif isinstance(value, tuple | list | set | frozenset):
        for each in value:
            yield from texts_in(each)
    elif isinstance(value, Struct) and type(value) not in _WITHOUT_TEXTS:
        for each in astuple(value):
            yield from texts_in(each)


def _parts(job: Job) -> Iterator[tuple[str, Any]]:
    args = job.args
    if isinstance(args, CopyArgs | AssetArgs):
        yield "file", args.digest
        return
    if not isinstance(args, PageArgs):
        for name in getattr(args, "__struct_fields__", ()):
            yield name, getattr(args, name)
        return
    yield "template", args.template
    yield from _fields("meta", args.meta)
    if args.body is not None:
        yield from _body(args.body)
    for name, value in args.context:
        yield from _fields(name, value)


def _body(body: BodyRef) -> Iterator[tuple[str, Any]]:
    yield "body.text", body.digest
    yield "body.links", body.refs
    yield "body.gated", body.gated


def _fields(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if not isinstance(value, Struct):
        yield name, value
        return
    for field in value.__struct_fields__:
        inner = getattr(value, field)
        if field == "card":
            yield from _fields(name, inner)
        else:
            yield f"{name}.{field}", inner


def _digest(value: Any) -> bytes:
    data = encoded_in_order(value)
    return _digest_again(data) if len(data) <= _SHORT else _digest_bytes(data)


def _digest_bytes(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=SIZE).digest()


#: Bytes of a part that most pages have alike: nothing, a language, a section's name.
_SHORT = 64
_digest_again = lru_cache(maxsize=8192)(_digest_bytes)


def changed(before: Mapping[str, bytes], now: Mapping[str, bytes]) -> list[str]:
    """The names of parts that differ, in order."""
    return sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))
