"""Digests of what was read: where they are equal, linking has the same before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from sitegen.digest import digest_in_order
from sitegen.model.documents import ContentPath, Expiry, File, ImageInfo, Theme


class _HasPath(Protocol):
    @property
    def path(self) -> str: ...


def core_digest(
    documents: Mapping[str, str],
    pictures: Iterable[ImageInfo],
    files: Iterable[File],
    places: Iterable[ContentPath],
    expiries: Iterable[Expiry],
) -> str:
    """The digest of everything that linking works on, in whatever order it is given. `documents` are the
    digests of these by their paths."""
    read = [documents[path] for path in sorted(documents)]
    others = (pictures, files, places, expiries)
    return digest_in_order((read, *(sorted(values, key=_path) for values in others)))


def content_digest(core: str, data: Mapping[str, str], theme: Theme) -> str:
    """The digest of a core with data and theme; `data` are the digests of data files by their names."""
    return digest_in_order((core, sorted(data.items()), theme.digest))


def _path(value: _HasPath) -> str:
    return value.path
