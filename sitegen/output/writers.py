"""Writing new files until the commit, in this process or another."""

from __future__ import annotations

import itertools
import os
from collections.abc import Mapping

from msgspec import Struct

from sitegen.digest import digest_bytes
from sitegen.output.fs import FileSystem
from sitegen.output.manifest import PublishedFile


class Written(Struct, frozen=True, array_like=True, gc=False):
    """A file that was written. If the published file has the same bytes, nothing was: then there is no
    location, and `file` has a digest and a size only."""

    file: PublishedFile
    location: str = ""
    """Where the file is until the commit."""


class Writer:
    """Writes files into a folder under unique names. It can be pickled and used in any process.

    `published` are the digests of published files, by path.
    """

    def __init__(self, folder: str, disk: FileSystem, published: Mapping[str, str]) -> None:
        self._folder = folder
        self._disk = disk
        self._published = published
        self._numbers = itertools.count()

    def __reduce__(self) -> tuple[object, ...]:
        return (Writer, (self._folder, self._disk, self._published))

    def write(self, path: str, data: bytes, digest: str = "") -> Written:
        """Write a file unless the published one has these bytes; an OSError names the path.

        `digest` is that of the bytes, if known.
        """
        digest = digest or digest_bytes(data)
        if self._published.get(path) == digest:
            return Written(PublishedFile(digest, len(data), 0, 0))
        while True:
            location = f"{self._folder}/{os.getpid()}-{next(self._numbers)}"
            try:
                found = self._disk.write(location, data)
            except FileExistsError:  # a process with this number on another machine, or a former one
                continue
            except OSError as error:
                raise OSError(error.errno, error.strerror, path) from error
            return Written(PublishedFile(digest, found.st_size, found.st_mtime_ns, found.st_ino), location)


class NoWriter(Writer):
    """Writes nothing."""

    def __init__(self) -> None:
        super().__init__("", FileSystem(), {})

    def __reduce__(self) -> tuple[object, ...]:
        return (NoWriter, ())

    def write(self, path: str, data: bytes, digest: str = "") -> Written:  # noqa: ARG002
        """Return the digest and the size only."""
        return Written(PublishedFile(digest or digest_bytes(data), len(data), 0, 0))
