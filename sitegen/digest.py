"""A stable hash of bytes and frozen values: equal values have equal digests, on every machine and run."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

_ENCODER = msgspec.msgpack.Encoder(order="deterministic")
_IN_ORDER = msgspec.msgpack.Encoder()


def digest_bytes(data: bytes) -> str:
    """The BLAKE2b digest (RFC 7693) of `data`: 32 hexadecimal digits."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def digest_in_order(value: Any) -> str:
    """The digest of a value as a template sees it: mappings in another order are others."""
    return digest_bytes(encoded_in_order(value))


def encoded_in_order(value: Any) -> bytes:
    """Bytes that are equal for values which a template cannot tell apart."""
    try:
        return _IN_ORDER.encode(value)
    except (OverflowError, TypeError):
        return repr(_listed(value)).encode("utf-8", "surrogatepass")


def digest_of(value: Any) -> str:
    """The digest of a frozen value: Structs, tuples, mappings, sets, text, numbers, dates.

    Mappings and sets of the same in another order are the same.
    """
    try:
        return digest_bytes(_ENCODER.encode(value))
    except (OverflowError, TypeError):  # authors' data may hold numbers and keys that MessagePack does not
        return digest_bytes(repr(_ordered(value)).encode("utf-8", "surrogatepass"))


def _ordered(value: Any) -> Any:
    """The value as text and tuples, mappings in the order of their keys' text."""
    if isinstance(value, Mapping):
        return ("mapping", *sorted((repr(key), _ordered(each)) for key, each in value.items()))
    if isinstance(value, list | tuple | set | frozenset):
        each = [_ordered(item) for item in value]
        return ("list", *(sorted(each, key=repr) if isinstance(value, set | frozenset) else each))
    if isinstance(value, Struct):
        return (type(value).__name__, *(_ordered(getattr(value, name)) for name in value.__struct_fields__))
    return repr(value)


def _listed(value: Any) -> Any:
    """The value as text and tuples, mappings in the order that they have."""
    if isinstance(value, Mapping):
        return ("mapping", *((repr(key), _listed(each)) for key, each in value.items()))
    if isinstance(value, list | tuple):
        return ("list", *map(_listed, value))
    if isinstance(value, Struct):
        return (type(value).__name__, *(_listed(getattr(value, name)) for name in value.__struct_fields__))
    return repr(value)
