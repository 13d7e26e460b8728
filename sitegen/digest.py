"""A stable hash of bytes and frozen values: equal values have equal digests, on every machine and run."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

_ENCODER = msgspec.msgpack.Encoder(order="deterministic")


def digest_bytes(data: bytes) -> str:
    """The BLAKE2b digest (RFC 7693) of `data`: 32 hexadecimal digits."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def digest_of(value: Any) -> str:
    """The digest of a frozen value: Structs, tuples, mappings, text, numbers, dates."""
    return digest_bytes(_ENCODER.encode(value))
