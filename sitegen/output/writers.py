"""Writing new files where they wait for the commit: here, or in the process that made their bytes."""

from __future__ import annotations

import itertools
import os
from collections.abc import Mapping

from msgspec import Struct

from sitegen.digest import digest_bytes
from sitegen.output.fs import FileSystem
from sitegen.output.manifest import PublishedStamp


class Written(Struct, frozen=True, array_like=True, gc=False):
    """A file that was written, or need not be: then it waits nowhere, and its stamp tells digest and size."""

    stamp: PublishedStamp
    place: str = ""
    """Where it waits for the commit."""


class Writer:
    """Writes files into a folder under names of its own. Any process may have one: it can be pickled.

    `known` are the digests of files that have their bytes already, by path.
    """

    def __init__(self, folder: str, disk: FileSystem, known: Mapping[str, str]) -> None:
        self._folder = folder
        self._disk = disk
        self._known = known
        self._numbers = itertools.count()

    def __reduce__(self) -> tuple[object, ...]:
        return (Writer, (self._folder, self._disk, self._known))

    def write(self, path: str, data: bytes, digest: str = "") -> Written:
        """Write the file of a path, unless it has these bytes already; OSError names the path.

        `digest` saves taking that of the bytes.
        """
        digest = digest or digest_bytes(data)
        if self._known.get(path) == digest:
            return Written(PublishedStamp(digest, len(data), 0, 0))
        while True:
            place = f"{self._folder}/{os.getpid()}-{next(self._numbers)}"
            try:
                now = self._disk.write(place, data)
            except FileExistsError:  # of a process with the same number, on another machine or gone
                continue
            except OSError as error:
                raise OSError(error.errno, error.strerror, path) from error
            return Written(PublishedStamp(digest, now.st_size, now.st_mtime_ns, now.st_ino), place)


class NoWriter(Writer):
    """Writes nothing."""

    def __init__(self) -> None:
        super().__init__("", FileSystem(), {})

    def __reduce__(self) -> tuple[object, ...]:
        return (NoWriter, ())

    def write(self, path: str, data: bytes, digest: str = "") -> Written:  # noqa: ARG002
        """Nothing."""
        return Written(PublishedStamp(digest or digest_bytes(data), len(data), 0, 0))
