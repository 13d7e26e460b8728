"""A project's files: their content, and which of them have changed.

A file with the same stamp as in the last scan is not read again, unless the stamp was racy. A racy stamp
(git's term) is so young that the file could change within the same tick of the clock and keep the stamp.
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

#: Longest time in which two changes may get the same stamp, in ns: the kernel's tick, or two seconds on file
#: systems that store whole seconds.
_TICK = 20_000_000
_COARSE = 2_000_000_000
_SECOND = 1_000_000_000

#: Sources of a site, which are not published themselves.
_SOURCES = ("data", "templates", "themes", CONFIGURATION)

STATIC = "static"
#: Hidden files that web servers ask for.
_WELL_KNOWN = frozenset({"static/.well-known", "static/.nojekyll"})


class FolderState(Struct, frozen=True, array_like=True):
    """A folder that was walked, and the arguments of `walk`."""

    root: str
    folder: str
    hidden: frozenset[str] = frozenset()
    suffixes: tuple[str, ...] = ()
    off_limits: tuple[str, ...] = ()


class FileState(Struct, frozen=True, array_like=True):
    """A file: its stamp before it was read, and its digest, empty if it was not read."""

    stamp: FileStamp
    digest: str


class FileStates(Struct, frozen=True):
    """The state of all files and folders of a project.

    `scan_time` is when the scan started, in ns of the file system's clock. Paths outside the project are
    absolute.
    """

    scan_time: int = 0
    folders: tuple[FolderState, ...] = ()
    files: Mapping[str, FileState] = {}
    problems: str = ""
    """The digest of the walks' problems and link targets."""
    unreadable: tuple[str, ...] = ()
    """Files that could not be read. They may be readable in the next scan."""

    def digest(self, path: str, stamp: FileStamp) -> str | None:
        """The digest of a file that has certainly not changed; None if its bytes must be compared."""
        state = self.files.get(path)
        if state is None or state.stamp != stamp or is_racy(stamp, self.scan_time):
            return None
        return state.digest or None


def is_racy(stamp: FileStamp, scan_time: int) -> bool:
    """Whether a file may have changed after the scan without getting another stamp."""
    latest = max(stamp.modified, stamp.changed)
    return latest > scan_time - (_COARSE if stamp.modified % _SECOND == 0 else _TICK)


class Changes(Struct, frozen=True):
    """The stamps of an unchanged set of files, and the paths of files with changed bytes."""

    stamps: Mapping[str, FileStamp]
    changed: frozenset[str]


class Files:
    """The files of a project, each read at most once."""

    def __init__(self, root: Path, scan_time: int = 0, known: FileStates | None = None) -> None:
        self.root = root
        self.scan_time = scan_time
        """When the scan started, in ns of the file system's clock."""
        self.content_roots: tuple[str, ...] = ()
        """The content folders, set once the configuration is read. No link from another folder may lead
        there."""
        self._known = known or FileStates()
        self._walks: dict[FolderState, Walk] = {}
        self._walked: dict[FolderState, Walk] = {}
        self._stamps: dict[str, FileStamp] = {}
        self._digests: dict[str, str] = {}
        self._unreadable: set[str] = set()

    def walk(self, folder: str, hidden: frozenset[str] = frozenset(), suffixes: tuple[str, ...] = ()) -> Walk:
        """Walk a folder of the project."""
        return self._walk(FolderState("", folder, hidden, suffixes, self._off_limits(folder)))

    def _off_limits(self, folder: str) -> tuple[str, ...]:
        """The paths that links in a folder must not lead to, since other rules decide whether they are
        published."""
        if folder in self.content_roots:
            return (STATIC, *_SOURCES)
        if folder == STATIC:
            return (*self.content_roots, *_SOURCES)
        return () if folder == "data" else self.content_roots

    def _walk(self, spec: FolderState) -> Walk:
        if spec not in self._walked:
            found = self._walked[spec] = self._walk_once(spec)
            prefix = f"{spec.root}/" if spec.root else ""
            self._stamps.update((prefix + path, stamp) for path, stamp in found.stamps.items())
        return self._walked[spec]

    def _walk_once(self, spec: FolderState) -> Walk:
        if spec not in self._walks:
            root = Path(spec.root) if spec.root else self.root
            self._walks[spec] = walk(root, spec.folder, spec.hidden, spec.suffixes, spec.off_limits)
        return self._walks[spec]

    def tree(self, root: Path, folder: str) -> tuple[dict[str, str], tuple[Problem, ...]]:
        """The paths to load a folder's files by, keyed by their paths in the folder; and the walk's problems.

        Paths inside the project are relative to it.
        """
        if root.is_relative_to(self.root):
            root, folder = self.root, (root / folder).relative_to(self.root).as_posix()
        is_own = root == self.root
        found = self.walk(folder) if is_own else self._walk(FolderState(str(root), folder))
        prefix = "" if is_own else f"{root}/"
        return {path.removeprefix(f"{folder}/"): prefix + path for path in found.files}, found.problems

    def known_digest(self, path: str) -> str | None:
        """The digest of a file that need not be read again, else None."""
        if path in self._digests:
            return self._digests[path]
        stamp = self._stamps.get(path)
        digest = self._known.digest(path, stamp) if stamp else None
        if digest:
            self._digests[path] = digest
        return digest

    def digest(self, path: str) -> str:
        """The digest of a file. Raises OSError if it cannot be read."""
        return self.known_digest(path) or self.load(path).digest

    def load(self, path: str) -> Source:
        """Read a file. Raises OSError if it cannot be read."""
        try:
            if path not in self._stamps:
                self._stamps[path] = _stamp_of_file(self.root / path)
            data = (self.root / path).read_bytes()
        except OSError:
            self.add_unreadable(path)
            raise
        source = Source(path, data, digest_bytes(data))
        self._digests[path] = source.digest
        return source

    def add_digest(self, path: str, digest: str) -> None:
        """Add the digest of a file that another process has read."""
        self._digests[path] = digest
        self._unreadable.discard(path)

    def add_unreadable(self, path: str) -> None:
        """Add a file that cannot be read."""
        self._unreadable.add(path)

    def states(self) -> FileStates:
        """The state of all files that were walked or loaded."""
        files = {path: FileState(stamp, self._digests.get(path, "")) for path, stamp in self._stamps.items()}
        problems = _problems_digest(self._walked.values())
        return FileStates(
            self.scan_time, tuple(self._walked), files, problems, tuple(sorted(self._unreadable))
        )

    def changes(self) -> Changes | None:
        """The changes since the last scan; None if files were added or removed."""
        before = self._known
        if before.unreadable:
            return None
        walks = [self._walk_once(spec) for spec in before.folders]
        if _problems_digest(walks) != before.problems:
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
        """Whether the bytes of a file have changed since the last scan."""
        before = self._known.files[path]
        if not before.digest or (stamp == before.stamp and not is_racy(stamp, self._known.scan_time)):
            return False
        return digest_bytes((self.root / path).read_bytes()) != before.digest


def _stamp_of_file(path: Path) -> FileStamp:
    """The stamp of a file. Raises OSError for a pipe or a device, which may be endless."""
    status = path.stat()
    if stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode):
        return stamp_of(status)
    raise OSError(errno.EINVAL, "it is neither a file nor a folder", str(path))


def _problems_digest(walks: Iterable[Walk]) -> str:
    return digest_of([(found.problems, found.targets) for found in walks])


def static_files(files: Files) -> Walk:
    """Walk `static/`, without hidden files except those that web servers ask for."""
    return files.walk(STATIC, _WELL_KNOWN)


def file_clock(folder: Path) -> int:
    """The time in ns, by the clock of the folder's file system if possible."""
    mark = folder / "clock"
    try:
        mark.touch()
        return mark.stat().st_mtime_ns
    except OSError:
        return time.time_ns()
