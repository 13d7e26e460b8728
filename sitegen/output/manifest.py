"""The manifest of an output folder: what was published there. Kept in the project's `.sitegen/`."""

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

#: File system clocks advance in steps (ns), some in whole seconds. A file that changed within one step of the
#: manifest may have changed again later without getting another time.
_STEP = 20_000_000
_COARSE = 2_000_000_000
_SECOND = 1_000_000_000

_CHECK = 16

#: Tree digests are numbers below this one.
_DIGESTS = 1 << 128


class PublishedFile(Struct, frozen=True, array_like=True, gc=False):
    """A published file: the digest of its bytes, its size, its modification time (ns) and its inode."""

    digest: str
    size: int
    mtime: int
    inode: int

    def matches(self, found: os.stat_result) -> bool:
        """Whether the stat data of a file are those of this one."""
        return (found.st_ino, found.st_mtime_ns, found.st_size) == (self.inode, self.mtime, self.size)


class StatData(Struct, frozen=True, array_like=True, gc=False):
    """The modification time (ns) and inode of a folder or file. While a folder keeps both, it has the same
    entries."""

    mtime: int
    inode: int


UNKNOWN = StatData(0, 0)
"""Stands for a folder that has to be listed."""


class Manifest(Struct, frozen=True):
    """What a build published into an output folder. Paths have slashes; the root's is empty."""

    files: Mapping[str, PublishedFile]
    folders: Mapping[str, StatData]
    """The folders in the output folder, including itself."""
    mirror_folders: Sequence[StatData] = msgspec.field(name="twins")
    """The same folders in the mirror, in the same order."""
    inode: int
    """The output folder's inode."""
    tree: str = ""
    """The digest of all paths and digests: equal trees have equal digests."""
    keep: tuple[str, ...] = ()
    copied: Mapping[str, StatData] = {}
    """Files in the mirror that are copies, not links."""
    copies: bool = False
    """Whether the mirror contains copies because linking failed."""
    in_place: bool = False
    """Whether files are replaced one by one and the folder itself stays."""
    written: int = 0
    """When the manifest was written, by the file system's clock (ns)."""

    @property
    def trusted_before(self) -> int:
        """Every modification time (ns) before this one is reliable."""
        return self.written - _COARSE

    def trusts(self, mtime: int) -> bool:
        """Whether any later change would have given the file another time than this one (ns)."""
        return mtime < self.written - (_STEP if mtime % _SECOND else _COARSE)

    def is_unmodified(self, found: os.stat_result, file: PublishedFile) -> bool:
        """Whether a file is the published one and has not been written to since."""
        return file.matches(found) and self.trusts(file.mtime)


NO_MANIFEST = Manifest({}, {"": UNKNOWN}, (UNKNOWN,), 0)
"""The manifest of an output folder that has none."""


def tree_digest(files: Mapping[str, PublishedFile], previous: Manifest = NO_MANIFEST) -> str:
    """The digest of a tree. Files that are the same objects as in `previous` cost almost nothing.

    It is the sum of the digests of all files, so that files can be added and removed one at a time.
    """
    known, total = (previous.files, int(previous.tree, 16)) if previous.tree else ({}, 0)
    added = [path for path, file in files.items() if known.get(path) is not file]
    removed = [*(known.keys() & added), *(known.keys() - files.keys())]
    total += sum([_summand(path, files[path]) for path in added])
    total -= sum([_summand(path, known[path]) for path in removed])
    return f"{total % _DIGESTS:032x}"


def _summand(path: str, file: PublishedFile) -> int:
    return int(digest_bytes(f"{file.digest} {path}".encode()), 16)


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(tuple[int, Manifest])


def name_of(project: Path, out: Path) -> str:
    """The name of an output folder: relative to the project if it is inside, so that both can be moved
    together (CI caches)."""
    real_out, real_project = real_path(out), real_path(project)
    inside = real_out.is_relative_to(real_project)
    return real_out.relative_to(real_project).as_posix() if inside else str(real_out)


def state_folder(project: Path, out: Path) -> Path:
    """The folder for the state of one output folder."""
    return project / STATE / "outputs" / digest_bytes(os.fsencode(name_of(project, out)))


#: The file in a state folder that names its output folder.
NAME = "out"


def named_output(state: Path, project: Path) -> Path | None:
    """The output folder that a state folder belongs to; None if it names none."""
    try:
        return project / os.fsdecode((state / NAME).read_bytes())
    except OSError:
        return None


def load_manifest(path: str) -> Manifest | None:
    """Read a manifest; None if it is missing, damaged or from another version."""
    try:
        with open(path, "rb") as file:
            data, written = file.read(), os.fstat(file.fileno()).st_mtime_ns
    except OSError:
        return None
    if hashlib.blake2b(data[_CHECK:], digest_size=_CHECK).digest() != data[:_CHECK]:
        return None
    try:
        version, manifest = _DECODER.decode(memoryview(data)[_CHECK:])
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return msgspec.structs.replace(manifest, written=written) if version == VERSION else None


def save_manifest(path: str, manifest: Manifest, disk: FileSystem) -> None:
    """Write a manifest atomically."""
    data = bytearray(_CHECK)
    _ENCODER.encode_into((VERSION, manifest), data, _CHECK)
    data[:_CHECK] = hashlib.blake2b(memoryview(data)[_CHECK:], digest_size=_CHECK).digest()
    part = f"{path}.part"
    disk.remove(part)
    disk.write(part, data)
    disk.rename(part, path)


def legacy_manifest(project: Path, out: Path) -> Path:
    """The manifest that sitegen 0.1 kept of an output folder: a list of its files."""
    return project / STATE / "outputs" / f"{digest_bytes(os.fsencode(real_path(out)))}.json"


def legacy_paths(project: Path, out: Path) -> frozenset[str]:
    """The files that sitegen 0.1 wrote, according to its manifest."""
    with contextlib.suppress(OSError, ValueError):
        paths = json.loads(legacy_manifest(project, out).read_text())
        return frozenset(path for path in paths if isinstance(path, str))
    return frozenset()
