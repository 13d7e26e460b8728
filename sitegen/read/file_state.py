"""A project's files as reading sees them: which there are, what they hold, and which are as they were.

A file is not looked into again while its stamp is the one that it had when it was, and that stamp was old
enough then: a file that changes in the same tick of the clock in which it was looked at keeps its stamp (git
calls such an entry racy).
"""

from __future__ import annotations

import errno
import stat
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from sitegen.config.project import CONFIGURATION
from sitegen.digest import digest_bytes, digest_of
from sitegen.model.documents import Source
from sitegen.problems import Problem
from sitegen.read.walk import FileStamp, Walk, stamp_of, walk

#: Nanoseconds within which two changes may have one stamp: the kernel's tick, and two seconds where a file
#: system counts in whole ones.
_TICK = 20_000_000
_COARSE = 2_000_000_000
_SECOND = 1_000_000_000

#: What a project is made from, and nobody expects to be published as it is.
_SOURCES = ("data", "templates", "themes", CONFIGURATION)


class FolderState(Struct, frozen=True, array_like=True):
    """A folder that is walked through: below which root, and what of it is seen (see `walk`)."""

    root: str
    folder: str
    hidden: frozenset[str] = frozenset()
    suffixes: tuple[str, ...] = ()
    off_limits: tuple[str, ...] = ()


class Seen(Struct, frozen=True, array_like=True):
    """A file: its stamp before it was looked into, and the digest of its bytes, empty if it was not."""

    stamp: FileStamp
    digest: str


class FileStates(Struct, frozen=True):
    """What a reading saw: the folders, in the order in which they were walked through, and each file.

    `began` (ns, by the file system's clock) is before the first look. Paths are those of the walks, with
    their root in front where it is not the project's.
    """

    began: int = 0
    folders: tuple[FolderState, ...] = ()
    files: Mapping[str, Seen] = {}
    problems: str = ""
    """The digest of what the walks complained of, and of where links led."""
    unread: tuple[str, ...] = ()
    """Files that could not be read: nothing tells whether they can be now."""

    def digest(self, path: str, stamp: FileStamp) -> str | None:
        """The digest of a file that is certainly as it was seen; None where only its bytes can tell."""
        seen = self.files.get(path)
        if seen is None or seen.stamp != stamp or is_racy(stamp, self.began):
            return None
        return seen.digest or None


def is_racy(stamp: FileStamp, began: int) -> bool:
    """Whether a file with this stamp may have changed after it was looked at and have the same stamp."""
    latest = max(stamp.modified, stamp.changed)
    return latest > began - (_COARSE if stamp.modified % _SECOND == 0 else _TICK)


class Changes(Struct, frozen=True):
    """The same files as before, some with other bytes: each one's stamp, and the paths of those."""

    stamps: Mapping[str, FileStamp]
    changed: frozenset[str]


class Files:
    """The files of a project, each looked into once in a reading, if it has to be."""

    def __init__(self, root: Path, began: int = 0, known: FileStates | None = None) -> None:
        self.root = root
        self.began = began
        """When the look at them began (ns, by the file system's clock)."""
        self.content_roots: tuple[str, ...] = ()
        """The content folders, set once the configuration is read. No link from elsewhere may lead there."""
        self._known = known or FileStates()
        self._looked: dict[FolderState, Walk] = {}
        self._folders: dict[FolderState, Walk] = {}
        self._stamps: dict[str, FileStamp] = {}
        self._digests: dict[str, str] = {}
        self._unread: set[str] = set()

    def walk(self, folder: str, hidden: frozenset[str] = frozenset(), suffixes: tuple[str, ...] = ()) -> Walk:
        """The files of a folder of the project, as `walk` finds them."""
        return self._walk(FolderState("", folder, hidden, suffixes, self._off_limits(folder)))

    def _off_limits(self, folder: str) -> tuple[str, ...]:
        """Where links in a folder of the project must not lead: to files that other rules may hold back."""
        if folder in self.content_roots:
            return ("static", *_SOURCES)
        if folder == "static":
            return (*self.content_roots, *_SOURCES)
        return () if folder == "data" else self.content_roots

    def _walk(self, spec: FolderState) -> Walk:
        if spec not in self._folders:
            found = self._folders[spec] = self._look(spec)
            prefix = f"{spec.root}/" if spec.root else ""
            self._stamps.update((prefix + path, stamp) for path, stamp in found.stamps.items())
        return self._folders[spec]

    def _look(self, spec: FolderState) -> Walk:
        """The files of a folder, which is walked through once."""
        if spec not in self._looked:
            root = Path(spec.root) if spec.root else self.root
            self._looked[spec] = walk(root, spec.folder, spec.hidden, spec.suffixes, spec.off_limits)
        return self._looked[spec]

    def tree(self, root: Path, folder: str) -> tuple[dict[str, str], tuple[Problem, ...]]:
        """The files of a folder by their paths in it: how each is loaded. A project's own stay relative. With
        them comes what the walk complained of."""
        if root.is_relative_to(self.root):
            root, folder = self.root, (root / folder).relative_to(self.root).as_posix()
        is_own = root == self.root
        found = self.walk(folder) if is_own else self._walk(FolderState(str(root), folder))
        prefix = "" if is_own else f"{root}/"
        return {path.removeprefix(f"{folder}/"): prefix + path for path in found.files}, found.problems

    def known_digest(self, path: str) -> str | None:
        """The digest of a file that need not be looked into."""
        if path in self._digests:
            return self._digests[path]
        stamp = self._stamps.get(path)
        digest = self._known.digest(path, stamp) if stamp else None
        if digest:
            self._digests[path] = digest
        return digest

    def digest(self, path: str) -> str:
        """The digest of a file; OSError where it cannot be read."""
        return self.known_digest(path) or self.load(path).digest

    def load(self, path: str) -> Source:
        """A file with its bytes and their digest; OSError where it cannot be read."""
        try:
            if path not in self._stamps:
                self._stamps[path] = _stamp_of_file(self.root / path)
            data = (self.root / path).read_bytes()
        except OSError:
            self.missed(path)
            raise
        source = Source(path, data, digest_bytes(data))
        self._digests[path] = source.digest
        return source

    def saw(self, path: str, digest: str) -> None:
        """Somebody else has looked into a file that was walked over."""
        self._digests[path] = digest
        self._unread.discard(path)

    def missed(self, path: str) -> None:
        """Somebody has found that a file cannot be read."""
        self._unread.add(path)

    def sightings(self) -> FileStates:
        """All that was seen."""
        files = {path: Seen(stamp, self._digests.get(path, "")) for path, stamp in self._stamps.items()}
        complaints = _complaints(self._folders.values())
        return FileStates(self.began, tuple(self._folders), files, complaints, tuple(sorted(self._unread)))

    def changes(self) -> Changes | None:
        """What another reading would see otherwise than the last one; None where it is not the same files.

        Files whose stamps do not tell are read.
        """
        before = self._known
        if before.unread:
            return None
        walks = [self._look(spec) for spec in before.folders]
        if _complaints(walks) != before.problems:
            return None
        found: dict[str, FileStamp] = {}
        for spec, each in zip(before.folders, walks, strict=True):
            prefix = f"{spec.root}/" if spec.root else ""
            found.update((prefix + path, stamp) for path, stamp in each.stamps.items())
        try:
            for path in before.files.keys() - found.keys():
                found[path] = stamp_of((self.root / path).stat())
            if found.keys() != before.files.keys():
                return None
            return Changes(
                found, frozenset(path for path, stamp in found.items() if self._differs(path, stamp))
            )
        except OSError:
            return None

    def _differs(self, path: str, stamp: FileStamp) -> bool:
        """Whether a file that was seen holds something else now."""
        before = self._known.files[path]
        if not before.digest or (stamp == before.stamp and not is_racy(stamp, self._known.began)):
            return False
        return digest_bytes((self.root / path).read_bytes()) != before.digest


def _stamp_of_file(place: Path) -> FileStamp:
    """The stamp of a file; OSError for a pipe or a device, of which there may be no end."""
    status = place.stat()
    if stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode):
        return stamp_of(status)
    raise OSError(errno.EINVAL, "it is neither a file nor a folder", str(place))


def _complaints(walks: Iterable[Walk]) -> str:
    return digest_of([(found.problems, found.targets) for found in walks])


def file_clock(folder: Path) -> int:
    """The present by the clock of the folder's file system, in nanoseconds; else by the machine's."""
    mark = folder / "clock"
    try:
        mark.touch()
        return mark.stat().st_mtime_ns
    except OSError:
        return time.time_ns()
