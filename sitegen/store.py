"""Values by their digest: where bodies wait between reading and rendering."""

from __future__ import annotations

from typing import Protocol

import msgspec

from sitegen.digest import digest_bytes
from sitegen.model.documents import Body


class Store(Protocol):
    """Bytes under their digest; what was put can be had again, and never changes."""

    def put(self, data: bytes) -> str:
        """Keep the bytes and give their digest."""
        ...

    def get(self, digest: str) -> bytes:
        """The bytes of a digest that was put; KeyError for another."""
        ...


class MemoryStore:
    """A store that lives as long as its process."""

    def __init__(self) -> None:
        self._values: dict[str, bytes] = {}

    def put(self, data: bytes) -> str:
        """Keep the bytes and give their digest."""
        key = digest_bytes(data)
        self._values[key] = data
        return key

    def get(self, digest: str) -> bytes:
        """The bytes of a digest that was put; KeyError for another."""
        return self._values[digest]


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Body)


def put_body(store: Store, body: Body) -> str:
    """Keep a body and give its digest."""
    return store.put(_ENCODER.encode(body))


def get_body(store: Store, digest: str) -> Body:
    """A body that was put."""
    return _DECODER.decode(store.get(digest))
