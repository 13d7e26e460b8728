"""Templates' compiled forms, kept from build to build: parsing them takes longer than some pages."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import msgspec
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from msgspec import Struct

from sitegen.model.documents import Template
from sitegen.store import Store

_SHELF = "templates"

Names = tuple[str | None, ...]
"""The names of templates that a template loads; None for one that is only known when it runs."""


class _Place(Struct, frozen=True):
    """Where compiled forms are kept. `version` is that of what compiles; `process` alone may write."""

    store: Store
    version: str
    process: int


_PLACE: ContextVar[_Place | None] = ContextVar("compilations", default=None)

_ENCODER = msgspec.msgpack.Encoder()
_NAMES = msgspec.msgpack.Decoder(Names)


@contextmanager
def compilations_in(store: Store, version: str) -> Iterator[None]:
    """Inside, compiled forms are kept in the store; `version` is that of all that they depend on but their
    templates."""
    token = _PLACE.set(_Place(store, version, os.getpid()))
    try:
        yield
    finally:
        _PLACE.reset(token)


class TemplateCache(BytecodeCache):
    """Jinja's way to templates' code. Jinja sees to it that the code is that of the text."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket, if its code is kept."""
        data = _load(f"code {bucket.key}")
        if data is not None:
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the bucket's code."""
        _save(f"code {bucket.key}", bucket.bytecode_to_string())


def load_names(template: Template) -> Names | None:
    """The names that a template loads; None where they are not kept."""
    data = _load(f"names {template.path}", template.digest)
    return None if data is None else _NAMES.decode(data)


def save_names(template: Template, names: Names) -> None:
    """Keep the names that a template loads."""
    _save(f"names {template.path}", _ENCODER.encode(names), template.digest)


def _load(key: str, digest: str = "") -> bytes | None:
    place = _PLACE.get()
    data = place.store.load(_SHELF, key) if place else None
    if place is None or data is None:
        return None
    made_by = f"{place.version} {digest} ".encode()
    return data.removeprefix(made_by) if data.startswith(made_by) else None


def _save(key: str, data: bytes, digest: str = "") -> None:
    place = _PLACE.get()
    if place is not None and place.process == os.getpid():
        place.store.save(_SHELF, [(key, f"{place.version} {digest} ".encode() + data)])
