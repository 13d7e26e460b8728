"""Compiled templates, cached between builds: parsing a template takes longer than rendering some pages."""

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

#: The store's table of templates.
_TABLE = "templates"

References = tuple[str | None, ...]
"""The names of the templates that a template loads; None for a name that is computed when it runs."""


class _Location(Struct, frozen=True):
    """Where bytecode is cached. `version` identifies the compiler; only `process` writes."""

    store: Store
    version: str
    process: int


_LOCATION: ContextVar[_Location | None] = ContextVar("bytecode_cache", default=None)

_ENCODER = msgspec.msgpack.Encoder()
_REFERENCES = msgspec.msgpack.Decoder(References)


@contextmanager
def use_bytecode_cache(store: Store, version: str) -> Iterator[None]:
    """Cache compiled templates in the store inside the `with` block.

    `version` identifies everything that bytecode depends on except the templates.
    """
    token = _LOCATION.set(_Location(store, version, os.getpid()))
    try:
        yield
    finally:
        _LOCATION.reset(token)


class TemplateCache(BytecodeCache):
    """Jinja's interface to cached bytecode. Jinja checks that the bytecode matches the template's text."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket if its bytecode is cached."""
        data = _load(f"code {bucket.key}")
        if data is not None:
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Cache the bucket's bytecode."""
        _save(f"code {bucket.key}", bucket.bytecode_to_string())


def load_references(template: Template) -> References | None:
    """The names of the templates that a template loads; None if not cached."""
    data = _load(f"references {template.path}", template.digest)
    return None if data is None else _REFERENCES.decode(data)


def save_references(template: Template, references: References) -> None:
    """Cache the names of the templates that a template loads."""
    _save(f"references {template.path}", _ENCODER.encode(references), template.digest)


def _load(key: str, digest: str = "") -> bytes | None:
    location = _LOCATION.get()
    data = location.store.load(_TABLE, key) if location else None
    if location is None or data is None:
        return None
    prefix = f"{location.version} {digest} ".encode()
    return data.removeprefix(prefix) if data.startswith(prefix) else None


def _save(key: str, data: bytes, digest: str = "") -> None:
    location = _LOCATION.get()
    if location is not None and location.process == os.getpid():
        location.store.save(_TABLE, [(key, f"{location.version} {digest} ".encode() + data)])
