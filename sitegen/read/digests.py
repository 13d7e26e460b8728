"""Digests of what was read: where they are equal, linking has the same before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from sitegen.digest import digest_in_order
from sitegen.model.documents import Document, File, Picture, Place, Theme


def with_digest(document: Document) -> Document:
    """The document with the digest of its other fields."""
    blank = msgspec.structs.replace(document, digest="")
    return msgspec.structs.replace(document, digest=digest_in_order(blank))


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
    return digest_in_order(parts)
