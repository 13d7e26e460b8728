"""Digests of what was read: where they are equal, linking has the same before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from sitegen.digest import digest_bytes
from sitegen.model.documents import Document, File, Picture, Place, Theme

#: Mappings keep their order here, since templates can see it.
_ENCODER = msgspec.msgpack.Encoder()


def with_digest(document: Document) -> Document:
    """The document with the digest of its other fields."""
    blank = msgspec.structs.replace(document, digest="")
    return msgspec.structs.replace(document, digest=_digest(blank))


def content_digest(
    documents: Iterable[Document],
    pictures: Iterable[Picture],
    files: Iterable[File],
    data: Mapping[str, str],
    theme: Theme,
    places: Iterable[Place],
) -> str:
    """The digest of everything that linking reads; `data` are the digests of data files by their names."""
    parts = [
        [document.digest for document in documents],
        list(pictures),
        list(files),
        sorted(data.items()),
        theme.digest,
        list(places),
    ]
    return _digest(parts)


def _digest(value: Any) -> str:
    return digest_bytes(_ENCODER.encode(value))
