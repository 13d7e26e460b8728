"""The stage: the new tree, assembled from files of the last one and new files."""

from __future__ import annotations

import contextlib
import os
import stat
import time
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

import msgspec

from sitegen.digest import digest_bytes
from sitegen.output.commit import Commit, wanted_tree
from sitegen.output.folder_contents import OutputFolder, find_intact, find_kept_files, reread
from sitegen.output.manifest import PublishedFile
from sitegen.output.recovery import recover
from sitegen.output.scan import Scan, scan_folder
from sitegen.output.unpublished import find_unpublished, remove_unpublished, save_unpublished
from sitegen.output.writers import NoWriter, Writer, Written
from sitegen.problems import SitegenError

#: Seconds after which the output folder is scanned again before a commit.
_LONG = 1.0


class Stage:
    """The tree that replaces the last one on commit."""

    def __init__(
        self,
        folder: OutputFolder,
        notes: tuple[str, ...],
        published: Collection[str],
        check: Callable[[Scan], None],
    ) -> None:
        self.seconds = 0.0
        """Time spent writing."""
        self.notes = notes
        """Sentences on limits of this system."""
        self.changed: tuple[str, ...] = ()
        """The paths of new and changed files, after the commit."""
        self.removed: tuple[str, ...] = ()
        """The paths of removed files, after the commit."""
        self.tree = ""
        """The digest of all paths and bytes, after the commit."""
        self.published = published
        """The paths of the site's files that readers see until the commit."""
        self._folder = folder
        self._locations, self._disk = folder.locations, folder.disk
        self._check = check
        self._opened = time.monotonic()
        self._intact = find_intact(folder)
        self._unchanged: dict[str, PublishedFile] = {}
        self._written: dict[str, PublishedFile] = {}
        self._new: dict[str, str] = {}
        self._writer: Writer | None = None
        self._commit: Commit | None = None

    def intact(self) -> Mapping[str, str]:
        """The digests of published files that still have their bytes, by path."""
        return {path: file.digest for path, file in self._intact.files.items()}

    def has(self, path: str, digest: str) -> bool:
        """Whether a published file still has the bytes of this digest."""
        file = self._intact.files.get(path)
        return file is not None and file.digest == digest

    def reuse(self, path: str, digest: str) -> bool:
        """Add an output that an earlier build rendered but did not publish; return whether there is one with
        this digest."""
        if self.has(path, digest):
            self.keep(path)
            return True
        start = time.perf_counter()
        written = find_unpublished(self._locations, path, digest)
        self.seconds += time.perf_counter() - start
        if written is not None:
            self.adopt(path, written)
        return written is not None

    def save_unpublished(self, wanted: Collection[str]) -> None:
        """Instead of a commit: save the new files, so that a later build can `reuse` them, and remove saved
        files that are not wanted."""
        if self._folder.manifest is None and self._locations.workspace != self._locations.state:
            return  # nothing was ever published: leave nothing beside the output folder
        start = time.perf_counter()
        with contextlib.suppress(OSError):  # what is not saved is rendered again
            new = {path: self._new[path] for path in self._written}
            save_unpublished(self._locations, self._disk, new, wanted)
        self.seconds += time.perf_counter() - start

    def writer(self) -> Writer:
        """A writer for this stage, usable in any process; `adopt` each file that it writes.

        OSError if the disk fails. Files that are not adopted are removed when the stage is closed.
        """
        if self._writer is None:
            self._disk.make_folder(self._locations.new)
            self._writer = Writer(self._locations.new, self._disk, self.intact())
        return self._writer

    def write(self, path: str, data: bytes, digest: str = "") -> None:
        """Write one file unless it has these bytes; `path` has slashes and is relative to the tree's root.

        `digest` is that of the bytes, if known.
        """
        start = time.perf_counter()
        _check_path(path)
        digest = digest or digest_bytes(data)
        if self._exists(path, digest, len(data)):
            self.keep(path)
        else:
            self._add(path, self.writer().write(path, data, digest))
        self.seconds += time.perf_counter() - start

    def adopt(self, path: str, written: Written) -> None:
        """Add a file that this stage's writer has written; `path` as in `write`."""
        start = time.perf_counter()
        _check_path(path)
        if self._exists(path, written.file.digest, written.file.size):
            if written.location:
                self._disk.remove(written.location)
            self.keep(path)
        else:
            self._add(path, written)
        self.seconds += time.perf_counter() - start

    def keep(self, path: str) -> None:
        """Keep a file of the last tree; KeyError unless it is intact."""
        self._unchanged[path] = self._intact.files[path]
        self._written.pop(path, None)

    def commit(self) -> bool:
        """Publish the files that were written or kept, and remove all others; return whether any changed.

        OSError if the disk fails before the new tree is in place; later failures become notes.
        """
        start = time.perf_counter()
        if time.monotonic() - self._opened > _LONG:
            self._rescan()
        kept = find_kept_files(self._folder, self._intact)
        files = {**self._unchanged, **self._written}
        only_in_mirror = self._intact.only_in_mirror & files.keys() | kept.only_in_mirror - files.keys()
        commit = self._commit = Commit(self._folder)
        new = {path: self._new[path] for path in self._written}
        changed = commit.run(wanted_tree(files, kept, self._folder.manifest), new, only_in_mirror)
        self.changed, self.removed = commit.change.place, commit.change.remove
        self.notes += commit.notes
        self.tree = commit.tree
        remove_unpublished(self._locations, self._disk)
        self.seconds += time.perf_counter() - start
        return changed

    def _rescan(self) -> None:
        """Find files that were added outside sitegen since the stage was opened: they would be lost with the
        old tree."""
        scan = scan_folder(self._locations.out, self._folder.manifest)
        self._folder = msgspec.structs.replace(self._folder, scan=scan)
        self._check(scan)

    def _exists(self, path: str, digest: str, size: int) -> bool:
        files = self._intact.files
        if path in files:
            return files[path].digest == digest
        found = self._folder.scan.stat(path)
        if found is None or found.st_size != size or not stat.S_ISREG(found.st_mode):
            return False
        file = reread(f"{self._locations.out}/{path}", PublishedFile(digest, size, 0, 0))
        if file is None:
            return False
        files[path] = file
        return True

    def _add(self, path: str, written: Written) -> None:
        if path in self._new:  # the same file, written twice
            self._disk.remove(self._new[path])
        self._new[path] = written.location
        self._written[path] = written.file
        self._unchanged.pop(path, None)

    def close(self) -> str:
        """Clean up, with or without a commit; return a sentence on the output folder for an error message."""
        out = Path(self._locations.out)
        is_mixed = self._commit is not None and self._commit.is_mixed
        try:
            recover(self._locations, self._disk)
            if not self._folder.scan.folders and not any(os.scandir(out) if out.exists() else ()):
                self._disk.remove_folder(self._locations.out)
            has_state = any(map(os.path.lexists, (self._locations.manifest, self._locations.unpublished)))
            if not has_state and not out.exists():
                self._remove_state()
        except OSError:
            if not out.exists() and os.path.exists(self._locations.old):
                return f"`{out}` was moved to `{self._locations.old}`. The next build restores it."
        if is_mixed:
            return f"`{out}` has both old and new files until the next build."
        return f"`{out}` is unchanged."

    def _remove_state(self) -> None:
        """Remove the state of an output folder that was never published."""
        self._disk.remove_tree(self._locations.state)
        with contextlib.suppress(OSError):
            self._disk.remove_tree(self._locations.mirror)
            self._disk.remove_folder(self._locations.workspace)


class NullStage(Stage):
    """A stage that writes nothing, for checks."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.notes = ()
        self.changed = self.removed = ()
        self.tree = ""
        self.published = ()

    def intact(self) -> Mapping[str, str]:
        """No files."""
        return {}

    def has(self, path: str, digest: str) -> bool:  # noqa: ARG002
        """Always true: a check needs no bytes."""
        return True

    def reuse(self, path: str, digest: str) -> bool:  # noqa: ARG002
        """Always true: a check needs no bytes."""
        return True

    def save_unpublished(self, wanted: Collection[str]) -> None:
        """Do nothing."""

    def writer(self) -> Writer:
        """A writer that writes nothing."""
        return NoWriter()

    def write(self, path: str, data: bytes, digest: str = "") -> None:
        """Do nothing."""

    def adopt(self, path: str, written: Written) -> None:
        """Do nothing."""

    def keep(self, path: str) -> None:
        """Do nothing."""

    def commit(self) -> bool:
        """Do nothing."""
        return False


def _check_path(path: str) -> None:
    parts = path.split("/")
    if ".." in parts or not parts[0]:
        raise SitegenError(f"`{path}` would be outside the site. Nothing was written.")
    if "" in parts or "." in parts:
        raise SitegenError(f"`{path}` is not a valid file path. Nothing was written.")
