"""The commit of a stage: the steps from two trees of the old site to two trees of the new one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Set
from pathlib import Path

import msgspec

from sitegen.output.diff import Diff, difference, folders_of
from sitegen.output.fs import FileSystem
from sitegen.output.kept_files import KeptFiles
from sitegen.output.locations import COPIES, LATER, ONE_BY_ONE, TWO_RENAMES, Locations
from sitegen.output.manifest import NO_RECORD, UNKNOWN, Manifest, PublishedStamp, save
from sitegen.output.mirror import Tree, Twins, Wanted, follow, lay_out, mark_of, record_of, without
from sitegen.output.scan import Scan
from sitegen.output.swap import CannotSwap, exchange, land, replace_one_by_one
from sitegen.problems import SitegenError


class Commit:
    """One commit of a wanted tree.

    `change` is what it does to the output folder, and `tree` the digest of what is there then. `in_sight` is
    set while that has files of both trees, and `notes` are on what went otherwise than it should.
    """

    def __init__(
        self,
        home: Locations,
        disk: FileSystem,
        record: Manifest | None,
        found: Scan,
        keep: tuple[str, ...],
    ) -> None:
        self.change = Diff((), (), (), ())
        self.tree = ""
        self.in_sight = False
        self._home = home
        self._disk = disk
        self._record = record
        self._found = found
        self._keep = keep
        self._guests: Set[str] = frozenset()
        self._twins = Twins(disk)
        self._notes: list[str] = []

    @property
    def notes(self) -> tuple[str, ...]:
        """Plain sentences."""
        return tuple(self._notes)

    def run(self, wanted: Wanted, new: Mapping[str, str], only_mirrored: Collection[str]) -> bool:
        """Publish the tree; whether that is a change.

        `new` says where its new files wait, `only_mirrored` which ones only the mirror has as they should be.
        """
        found = self._found
        self._guests = wanted.guests
        self.change = difference(
            {*new, *only_mirrored},
            found.beyond(wanted.files.keys()),
            found.folders.keys(),
            wanted.folders,
        )
        if not self.change.place and not self.change.remove and found.folders:
            self._leave(wanted)
            return False
        mirror = lay_out(self._home, self._disk, self._record, wanted, new, only_mirrored, self._twins)
        try:
            if not self._home.movable:
                raise CannotSwap
            self._exchange(mirror, self._here(wanted))
        except CannotSwap:
            self._replace(mirror, self._here(wanted))
        if self._twins.copies:
            self._notes.append(COPIES)
        return True

    def _here(self, wanted: Wanted) -> Tree:
        """What the output folder has of the wanted tree, and will have after the difference was made good."""
        return Tree(
            without(wanted.files, self.change.place), without(self._found.folders, self.change.touched)
        )

    def _leave(self, wanted: Wanted) -> None:
        """The output folder is as it should be. Bring the mirror and the record up to date with it."""
        here = self._here(wanted)
        try:
            mirror = lay_out(self._home, self._disk, self._record, wanted, {}, (), self._twins)
        except OSError as error:
            self._later(error)
            mirror = Tree({}, {})
        here = Tree(here.files, {path: here.folders.get(path, UNKNOWN) for path in wanted.folders})
        record = self._record_of(here, mirror)
        self.tree = record.tree
        if self._record is None or msgspec.structs.replace(self._record, written=0) != record:
            save(self._home.record, record, self._disk)
        self._disk.remove(self._home.former)

    def _exchange(self, mirror: Tree, here: Tree) -> None:
        """From here on the output folder is the mirror, and the mirror the output folder."""
        record = self._record_of(mirror, here)
        self.tree = record.tree
        save(self._home.journal, record, self._disk)
        self._flush(self._home.shelf)
        one_step = exchange(self._home, self._disk)
        try:
            self._disk.rename(self._home.journal, self._home.record)
            if not one_step:
                self._notes.append(TWO_RENAMES.format(out=Path(self._home.out).name))
                self._disk.rename(self._home.aside, self._home.mirror)
            self._follow(mirror, here, record)
            self._disk.remove(self._home.former)
        except OSError as error:
            self._later(error)

    def _follow(self, mirror: Tree, here: Tree, record: Manifest) -> None:
        """Bring what is the mirror now up to date. What is new in it is looked at by the next build, if that
        is not the whole."""
        home, disk = self._home, self._disk
        placed = follow(home, disk, self.change, mirror, self._twins, self._found)
        if 2 * len(placed) > len(mirror.files):
            marks = {path: here.folders.get(path) or mark_of(home.mirror, path) for path in mirror.folders}
            back = Tree({**here.files, **placed}, marks)
            save(home.record, self._record_of(mirror, back), disk)
        elif self._twins.copies and not record.copies:
            save(home.record, msgspec.structs.replace(record, copies=True), disk)

    def _replace(self, mirror: Tree, here: Tree) -> None:
        """Replace the files one by one, where the folder cannot be exchanged."""
        home, disk = self._home, self._disk
        note = ONE_BY_ONE.format(out=Path(home.out).name)
        if note not in home.notes:
            self._notes.append(note)
        change = self.change
        if "" in change.make:
            disk.make_folder(home.out)
            change = msgspec.structs.replace(change, make=tuple(path for path in change.make if path))
        landed = land(home, disk, change, mirror, self._twins)
        files = {**here.files, **landed}
        folders = {path: here.folders.get(path, UNKNOWN) for path in mirror.folders}
        journal = self._record_of(Tree(files, folders), mirror)
        self.tree = journal.tree
        save(home.journal, msgspec.structs.replace(journal, in_place=True), disk)
        self._flush(home.out)
        self.in_sight = True
        replace_one_by_one(home, disk, change)
        self.in_sight = False
        try:
            now = {
                path: mark_of(home.out, path) if mark == UNKNOWN else mark for path, mark in folders.items()
            }
            save(home.record, self._record_of(Tree(files, now), mirror), disk)
            disk.remove(home.journal)
            disk.remove(home.former)
        except OSError as error:
            self._later(error)

    def _record_of(self, front: Tree, back: Tree) -> Manifest:
        return record_of(front, back, self._guests, self._home, self._keep, self._record or NO_RECORD)

    def _flush(self, folder: str) -> None:
        """Have what was written on the disk before anybody sees it; the notes on it, too."""
        self._disk.flush(folder)
        if self._disk.mount(folder)[0] != self._disk.mount(self._home.state)[0]:
            self._disk.flush(self._home.state)

    def _later(self, error: OSError) -> None:
        self._notes.append(LATER.format(reason=error.strerror or error))


def wanted_tree(ours: Mapping[str, PublishedStamp], guests: KeptFiles, record: Manifest | None) -> Wanted:
    """The tree of our files and the guests, whose places ours may take."""
    theirs = {path: stamp for path, stamp in guests.files.items() if path not in ours}
    if record and ours.keys() == record.files.keys() and not theirs and not guests.folders:
        return Wanted(ours, record.folders.keys())
    own = folders_of(ours)
    folders = own | folders_of([*theirs, *(f"{path}/" for path in guests.folders if path not in ours)])
    files = {**theirs, **ours}
    if both := files.keys() & folders:
        raise SitegenError(f"`{min(both)}` would be a file and a folder at once. Nothing was written.")
    return Wanted(files, folders, theirs.keys() | (folders - own))
