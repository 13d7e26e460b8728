"""What was published where: a record for each output folder, kept in the project's `.sitegen/`."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from sitegen.digest import digest_bytes
from sitegen.publish.filesystems import FileSystem
from sitegen.publish.state import STATE

VERSION = 1

Mark = tuple[int, int]
"""A folder's or file's time of modification (ns) and inode: while they stay, so do a folder's entries."""

UNKNOWN: Mark = (0, 0)
"""The mark of a folder that has to be looked into."""

#: Clocks of file systems move in steps (ns), some in whole seconds: what was changed within one step of the
#: record may have been changed again after it, with no other mark.
_STEP = 20_000_000
_COARSE = 2_000_000_000
_SECOND = 1_000_000_000

_CHECK = 16


class Stamp(Struct, frozen=True, array_like=True, gc=False):
    """What was published of one file: its bytes' digest, its size, its time of modification
    (ns) and its inode."""

    digest: str
    size: int
    mtime: int
    inode: int


class Folder(Struct, frozen=True, array_like=True, gc=False):
    """One folder of the output tree, and its twin in the mirror."""

    mark: Mark
    twin: Mark
    files: dict[str, Stamp]
    twins: dict[str, Mark] | None = None
    """The marks of files in the mirror that are copies instead of links."""


class Record(Struct, frozen=True):
    """What a build made of an output folder. Paths have slashes; the root's is empty."""

    folders: dict[str, Folder]
    inode: int
    """The output folder's own."""
    tree: str = ""
    """The digest of all paths and digests: two trees of one digest are the same tree."""
    keep: tuple[str, ...] = ()
    copies: bool = False
    """Whether the mirror holds copies because there were no links."""
    in_place: bool = False
    """Whether the files are replaced one by one, so that no other folder takes this one's place."""
    written: int = 0
    """When the record was written, by the disk's clock (ns)."""

    def trusts(self, mark: Mark) -> bool:
        """Whether what had this mark cannot have been changed since without getting another."""
        return mark[0] < self.written - (_STEP if mark[0] % _SECOND else _COARSE)

    def stamps(self) -> Iterator[tuple[str, Stamp]]:
        """Every file's path and stamp."""
        for path, folder in self.folders.items():
            prefix = f"{path}/" if path else ""
            for name, stamp in folder.files.items():
                yield prefix + name, stamp


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(tuple[int, Record])


def name_of(project: Path, out: Path) -> str:
    """What an output folder is known by: inside the project by its path from there, so that the two can move
    together (caches of continuous integration)."""
    inside, whole = out.resolve(), project.resolve()
    return inside.relative_to(whole).as_posix() if inside.is_relative_to(whole) else str(inside)


def state_folder(project: Path, out: Path) -> Path:
    """Where notes on one output folder lie."""
    return project / STATE / "outputs" / digest_bytes(os.fsencode(name_of(project, out)))


def load(path: str) -> Record | None:
    """A record; None where there is none, or none that is whole."""
    try:
        with open(path, "rb") as file:
            data, written = file.read(), os.fstat(file.fileno()).st_mtime_ns
    except OSError:
        return None
    if hashlib.blake2b(data[_CHECK:], digest_size=_CHECK).digest() != data[:_CHECK]:
        return None
    try:
        version, record = _DECODER.decode(memoryview(data)[_CHECK:])
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return msgspec.structs.replace(record, written=written) if version == VERSION else None


def save(path: str, record: Record, disk: FileSystem) -> None:
    """Write a record, whole or not at all."""
    payload = _ENCODER.encode((VERSION, record))
    part = f"{path}.part"
    disk.remove(part)
    disk.write(part, hashlib.blake2b(payload, digest_size=_CHECK).digest() + payload)
    disk.rename(part, path)


def former_record(project: Path, out: Path) -> Path:
    """The record that sitegen 0.1 kept of an output folder: a list of its files."""
    return project / STATE / "outputs" / f"{digest_bytes(os.fsencode(out.resolve()))}.json"


def former_paths(project: Path, out: Path) -> frozenset[str]:
    """The files that sitegen 0.1 wrote, by its record."""
    with contextlib.suppress(OSError, ValueError):
        paths = json.loads(former_record(project, out).read_text())
        return frozenset(path for path in paths if isinstance(path, str))
    return frozenset()
