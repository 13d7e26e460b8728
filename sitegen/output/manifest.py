"""What was published where: a record for each output folder, kept in the project's `.sitegen/`."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from sitegen.config.project import STATE, real_path
from sitegen.digest import digest_bytes
from sitegen.output.fs import FileSystem

VERSION = 2

#: Clocks of file systems move in steps (ns), some in whole seconds: what was changed within one step of the
#: record may have been changed again after it, with no other mark.
_STEP = 20_000_000
_COARSE = 2_000_000_000
_SECOND = 1_000_000_000

_CHECK = 16

#: Digests of trees are numbers below this one.
_DIGESTS = 1 << 128


class PublishedStamp(Struct, frozen=True, array_like=True, gc=False):
    """What was published of one file: its bytes' digest, its size, its time of modification
    (ns) and its inode."""

    digest: str
    size: int
    mtime: int
    inode: int

    def fits(self, now: os.stat_result) -> bool:
        """Whether a file looks like the one that was stamped."""
        return (now.st_ino, now.st_mtime_ns, now.st_size) == (self.inode, self.mtime, self.size)


class Mark(Struct, frozen=True, array_like=True, gc=False):
    """A folder's or file's time of modification (ns) and inode: while they stay, so do a folder's entries."""

    mtime: int
    inode: int


UNKNOWN = Mark(0, 0)
"""The mark of a folder that has to be looked into."""


class Manifest(Struct, frozen=True):
    """What a build made of an output folder. Paths have slashes; the root's is empty."""

    files: Mapping[str, PublishedStamp]
    folders: Mapping[str, Mark]
    """The folders of the output folder, itself among them."""
    twins: Sequence[Mark]
    """The marks of the same folders in the mirror."""
    inode: int
    """The output folder's own."""
    tree: str = ""
    """The digest of all paths and digests: two trees of one digest are the same tree."""
    keep: tuple[str, ...] = ()
    copied: Mapping[str, Mark] = {}
    """The marks of files in the mirror that are copies instead of links."""
    copies: bool = False
    """Whether the mirror holds copies because there were no links."""
    in_place: bool = False
    """Whether the files are replaced one by one, so that no other folder takes this one's place."""
    written: int = 0
    """When the record was written, by the disk's clock (ns)."""

    @property
    def sure(self) -> int:
        """The time (ns) before which every other one is trusted."""
        return self.written - _COARSE

    def trusts(self, mtime: int) -> bool:
        """Whether what has this time (ns) cannot have been changed since without getting another."""
        return mtime < self.written - (_STEP if mtime % _SECOND else _COARSE)

    def knows(self, now: os.stat_result, stamp: PublishedStamp) -> bool:
        """Whether a file is the one that was stamped, and nobody has written to it since."""
        return stamp.fits(now) and self.trusts(stamp.mtime)


NO_RECORD = Manifest({}, {"": UNKNOWN}, (UNKNOWN,), 0)
"""Stands for a record where there is none."""


def tree_of(files: Mapping[str, PublishedStamp], former: Manifest = NO_RECORD) -> str:
    """The digest of the tree of these files; those with the stamps of a former one cost next to nothing.

    It is the sum of the digests of all files, so that one of them can be taken out and another put in.
    """
    known, total = (former.files, int(former.tree, 16)) if former.tree else ({}, 0)
    come = [path for path, stamp in files.items() if known.get(path) is not stamp]
    gone = [*(known.keys() & come), *(known.keys() - files.keys())]
    total += sum([_summand(path, files[path]) for path in come])
    total -= sum([_summand(path, known[path]) for path in gone])
    return f"{total % _DIGESTS:032x}"


def _summand(path: str, stamp: PublishedStamp) -> int:
    return int(digest_bytes(f"{stamp.digest} {path}".encode()), 16)


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(tuple[int, Manifest])


def name_of(project: Path, out: Path) -> str:
    """What an output folder is known by: inside the project by its path from there, so that the two can move
    together (caches of continuous integration)."""
    inside, whole = real_path(out), real_path(project)
    return inside.relative_to(whole).as_posix() if inside.is_relative_to(whole) else str(inside)


def state_folder(project: Path, out: Path) -> Path:
    """Where notes on one output folder lie."""
    return project / STATE / "outputs" / digest_bytes(os.fsencode(name_of(project, out)))


#: The file in a folder of state that names its output folder.
NAME = "out"


def named_output(state: Path, project: Path) -> Path | None:
    """The output folder that a folder of state belongs to; None where it does not say."""
    try:
        return project / os.fsdecode((state / NAME).read_bytes())
    except OSError:
        return None


def load(path: str) -> Manifest | None:
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


def save(path: str, record: Manifest, disk: FileSystem) -> None:
    """Write a record, whole or not at all."""
    data = bytearray(_CHECK)
    _ENCODER.encode_into((VERSION, record), data, _CHECK)
    data[:_CHECK] = hashlib.blake2b(memoryview(data)[_CHECK:], digest_size=_CHECK).digest()
    part = f"{path}.part"
    disk.remove(part)
    disk.write(part, data)
    disk.rename(part, path)


def former_record(project: Path, out: Path) -> Path:
    """The record that sitegen 0.1 kept of an output folder: a list of its files."""
    return project / STATE / "outputs" / f"{digest_bytes(os.fsencode(real_path(out)))}.json"


def former_paths(project: Path, out: Path) -> frozenset[str]:
    """The files that sitegen 0.1 wrote, by its record."""
    with contextlib.suppress(OSError, ValueError):
        paths = json.loads(former_record(project, out).read_text())
        return frozenset(path for path in paths if isinstance(path, str))
    return frozenset()
