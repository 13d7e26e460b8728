"""The stage: where a new tree is put together, out of what is kept of the last one and what is written."""

from __future__ import annotations

import contextlib
import os
import stat
import time
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from sitegen.digest import digest_bytes
from sitegen.output import salvage
from sitegen.output.commit import Commit, wanted_tree
from sitegen.output.fs import FileSystem
from sitegen.output.intact import IntactFiles, reread, take_stock
from sitegen.output.kept_files import find_guests
from sitegen.output.locations import Locations
from sitegen.output.manifest import Manifest, PublishedStamp
from sitegen.output.recovery import recover
from sitegen.output.scan import Scan, scan_folder
from sitegen.output.writers import NoWriter, Writer, Written
from sitegen.problems import SitegenError

#: Seconds after which somebody else may well have been at the output folder.
_LONG = 1.0


class Stage:
    """A tree that is being put together, to take the place of the last one."""

    def __init__(
        self,
        home: Locations,
        disk: FileSystem,
        record: Manifest | None,
        found: Scan,
        keep: tuple[str, ...],
        notes: tuple[str, ...],
        refuse: Callable[[Scan], None],
        published: Collection[str] = (),
    ) -> None:
        self.seconds = 0.0
        """What writing took."""
        self.notes = notes
        """What is not as it should be on this system: a plain sentence each."""
        self.changed: tuple[str, ...] = ()
        """The paths of new and changed files, once it is committed."""
        self.removed: tuple[str, ...] = ()
        """The paths of files that are gone, once it is committed."""
        self.tree = ""
        """The digest of the published tree, its paths and bytes, once it is committed."""
        self.published = published
        """The paths of our files that readers see until then."""
        self._home = home
        self._disk = disk
        self._record = record
        self._found = found
        self._keep = keep
        self._refuse = refuse
        self._opened = time.monotonic()
        self._holdings = take_stock(home, record, found) if record else IntactFiles({}, set())
        self._kept: dict[str, PublishedStamp] = {}
        self._written: dict[str, PublishedStamp] = {}
        self._new: dict[str, str] = {}
        self._writer: Writer | None = None
        self._commit: Commit | None = None

    def intact(self) -> Mapping[str, str]:
        """The files of the last published tree whose bytes are really there, with their digests."""
        return {path: stamp.digest for path, stamp in self._holdings.stamps.items()}

    def has(self, path: str, digest: str) -> bool:
        """Whether a file of the last published tree is really there with the bytes of this digest."""
        stamp = self._holdings.stamps.get(path)
        return stamp is not None and stamp.digest == digest

    def reuse(self, path: str, digest: str) -> bool:
        """Take in what an earlier build rendered but did not publish, if its bytes have this digest; whether
        they have."""
        if self.has(path, digest):
            self.keep(path)
            return True
        start = time.perf_counter()
        written = salvage.find(self._home, path, digest)
        self.seconds += time.perf_counter() - start
        if written is not None:
            self.adopt(path, written)
        return written is not None

    def salvage(self, wanted: Collection[str]) -> None:
        """Instead of a commit: keep the new files of these paths for `reuse` by a later build, and of what
        earlier builds have kept that of these paths."""
        if self._record is None and self._home.shelf != self._home.state:
            return  # nothing was ever published: leave nothing beside the output folder
        start = time.perf_counter()
        with contextlib.suppress(OSError):  # what is not kept is rendered again
            new = {path: self._new[path] for path in self._written}
            salvage.keep(self._home, self._disk, new, wanted)
        self.seconds += time.perf_counter() - start

    def writer(self) -> Writer:
        """What writes files for this stage, in this process or another; each has to be adopted then.

        OSError where the disk refuses. What is written and not adopted goes when the stage is closed.
        """
        if self._writer is None:
            self._disk.make_folder(self._home.new)
            self._writer = Writer(self._home.new, self._disk, self.intact())
        return self._writer

    def write(self, path: str, data: bytes, digest: str = "") -> None:
        """Write one file; `path` has slashes and is relative to the tree's root.

        A file that has these bytes already stays as it is. `digest` saves taking that of the bytes.
        """
        start = time.perf_counter()
        _refuse_outside(path)
        digest = digest or digest_bytes(data)
        if self._is_there(path, digest, len(data)):
            self.keep(path)
        else:
            self._take(path, self.writer().write(path, data, digest))
        self.seconds += time.perf_counter() - start

    def adopt(self, path: str, written: Written) -> None:
        """Take in a file that this stage's writer has written; `path` as in `write`."""
        start = time.perf_counter()
        _refuse_outside(path)
        if self._is_there(path, written.stamp.digest, written.stamp.size):
            if written.place:
                self._disk.remove(written.place)
            self.keep(path)
        else:
            self._take(path, written)
        self.seconds += time.perf_counter() - start

    def keep(self, path: str) -> None:
        """Let a file of the last tree stay as it is; KeyError for one that is not intact."""
        self._kept[path] = self._holdings.stamps[path]
        self._written.pop(path, None)

    def commit(self) -> bool:
        """Publish: what was neither written nor kept is gone. Whether anything has changed.

        OSError where the disk refuses before the new tree is in its place; what it refuses later is noted.
        """
        start = time.perf_counter()
        if time.monotonic() - self._opened > _LONG:
            self._look_again()
        home, record, found = self._home, self._record, self._found
        guests = find_guests(home, record, found, self._holdings, self._keep)
        ours = {**self._kept, **self._written}
        only_mirrored = self._holdings.only_mirrored & ours.keys() | guests.only_mirrored - ours.keys()
        commit = self._commit = Commit(home, self._disk, record, found, self._keep)
        new = {path: self._new[path] for path in self._written}
        changed = commit.run(wanted_tree(ours, guests, record), new, only_mirrored)
        self.changed, self.removed = commit.change.place, commit.change.remove
        self.notes += commit.notes
        self.tree = commit.tree
        salvage.forget(home, self._disk)
        self.seconds += time.perf_counter() - start
        return changed

    def _look_again(self) -> None:
        """See what another hand has put into the output folder since the stage was opened: what was not seen
        would be gone with the old tree."""
        self._found = scan_folder(self._home.out, self._record)
        self._refuse(self._found)

    def _is_there(self, path: str, digest: str, size: int) -> bool:
        stamps = self._holdings.stamps
        if path in stamps:
            return stamps[path].digest == digest
        found = self._found.look(path)
        if found is None or found.st_size != size or not stat.S_ISREG(found.st_mode):
            return False
        stamp = reread(f"{self._home.out}/{path}", PublishedStamp(digest, size, 0, 0))
        if stamp is None:
            return False
        stamps[path] = stamp
        return True

    def _take(self, path: str, written: Written) -> None:
        if path in self._new:  # the same file, written twice
            self._disk.remove(self._new[path])
        self._new[path] = written.place
        self._written[path] = written.stamp
        self._kept.pop(path, None)

    def close(self) -> str:
        """Clear up, committed or not; what there is to say of the output folder after a failure."""
        out = Path(self._home.out)
        mixed = self._commit is not None and self._commit.in_sight
        try:
            recover(self._home, self._disk)
            if not self._found.folders and not any(os.scandir(out) if out.exists() else ()):
                self._disk.remove_folder(self._home.out)
            remembered = os.path.lexists(self._home.record) or os.path.lexists(self._home.salvage)
            if not remembered and not out.exists():
                self._leave()
        except OSError:
            if not out.exists() and os.path.exists(self._home.aside):
                return f"`{out}` is in `{self._home.aside}`, and the next build puts it back."
        if mixed:
            return f"`{out}` has old files and new ones until the next build."
        return f"`{out}` is as it was."

    def _leave(self) -> None:
        """Nothing was ever published: there is nothing to remember."""
        self._disk.remove_tree(self._home.state)
        with contextlib.suppress(OSError):
            self._disk.remove_tree(self._home.mirror)
            self._disk.remove_folder(self._home.shelf)


class NullStage(Stage):
    """A stage that keeps nothing, for builds that only check."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.notes = ()
        self.changed = self.removed = ()
        self.tree = ""
        self.published = ()

    def intact(self) -> Mapping[str, str]:
        """Nothing."""
        return {}

    def has(self, path: str, digest: str) -> bool:  # noqa: ARG002
        """Yes: nobody will look at the bytes."""
        return True

    def reuse(self, path: str, digest: str) -> bool:  # noqa: ARG002
        """Yes, likewise."""
        return True

    def salvage(self, wanted: Collection[str]) -> None:
        """Nothing."""

    def writer(self) -> Writer:
        """One that writes nothing."""
        return NoWriter()

    def write(self, path: str, data: bytes, digest: str = "") -> None:
        """Nothing."""

    def adopt(self, path: str, written: Written) -> None:
        """Nothing."""

    def keep(self, path: str) -> None:
        """Nothing."""

    def commit(self) -> bool:
        """Nothing."""
        return False


def _refuse_outside(path: str) -> None:
    parts = path.split("/")
    if ".." in parts or not parts[0]:
        raise SitegenError(f"`{path}` would lie outside of the site. Nothing was written.")
    if "" in parts or "." in parts:
        raise SitegenError(f"`{path}` is no path of a file. Nothing was written.")
