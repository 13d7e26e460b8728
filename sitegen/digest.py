"""Stable hashes of bytes and frozen values: equal values have equal digests, on every machine and run."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import msgspec
from msgspec import Struct

_ENCODER = msgspec.msgpack.Encoder(order="deterministic")
_IN_ORDER = msgspec.msgpack.Encoder()


def digest_bytes(data: bytes) -> str:
    """The BLAKE2b digest (RFC 7693) of `data`: 32 hexadecimal digits."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def digest_in_order(value: object) -> str:
    """The digest of a value, including the order of mappings, which templates can see."""
    return digest_bytes(encoded_in_order(value))


def encoded_in_order(value: object) -> bytes:
    """The value as bytes: equal for values that a template cannot tell apart."""
    try:
        return _IN_ORDER.encode(value)
    except (OverflowError, TypeError):
        return repr(_listed(value)).encode("utf-8", "surrogatepass")


def digest_of(value: object) -> str:
    """The digest of a frozen value: Structs, tuples, mappings, sets, text, numbers, dates.

    The order of mappings and sets does not matter.
    """
    try:
        return digest_bytes(_ENCODER.encode(value))
    except (
        OverflowError,
        TypeError,
    ):  # numbers and keys that MessagePack does not support
        return digest_bytes(repr(_ordered(value)).encode("utf-8", "surrogatepass"))


def _ordered(value: object) -> object:
    """The value as text and tuples, with mappings sorted by key."""
    if isinstance(value, Mapping):
        return ("mapping", *sorted((repr(key), _ordered(each)) for key, each in value.items()))
    if isinstance(value, list | tuple | set | frozenset):
        each = [_ordered(item) for item in value]
        return ("list", *(sorted(each, key=repr) if isinstance(value, set | frozenset) else each))
    if isinstance(value, Struct):
        return (type(value).__name__, *(_ordered(getattr(value, name)) for name in value.__struct_fields__))
    return repr(value)


def _listed(value: object) -> object:
    """The value as text and tuples, with mappings in their own order."""
    if isinstance(value, Mapping):
        return ("mapping", *((repr(key), _listed(each)) for key, each in value.items()))
    if isinstance(value, list | tuple):
        return ("list", *map(_listed, value))
    if isinstance(value, Struct):
        return (type(value).__name__, *(_listed(getattr(value, name)) for name in value.__struct_fields__))
    return repr(value)
