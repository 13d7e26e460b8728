"""The mirror: a second tree with the same files, which becomes the new tree and then follows it."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Set
from typing import TypeVar

from msgspec import Struct

from sitegen.output.diff import Diff, apply_unseen, difference, parent_of
from sitegen.output.fs import NEVER, FileSystem
from sitegen.output.intact import reread
from sitegen.output.locations import Locations
from sitegen.output.manifest import NO_RECORD, UNKNOWN, Manifest, Mark, PublishedStamp, tree_of
from sitegen.output.scan import Scan, scan_mirror

Value = TypeVar("Value")


class Wanted(Struct, frozen=True):
    """The tree that is wanted. A stamp without a digest is that of another hand's file."""

    files: Mapping[str, PublishedStamp]
    folders: Set[str]
    guests: Set[str] = frozenset()
    """Files of another hand, and folders that hold none of ours: they are not recorded."""


class Tree(Struct, frozen=True):
    """One of the two trees that are there: files with their stamps, folders with their marks."""

    files: Mapping[str, PublishedStamp]
    folders: Mapping[str, Mark]


class Twins:
    """Gives files second names, or copies them where that cannot be done; `copies` tells."""

    def __init__(self, disk: FileSystem) -> None:
        self.copies = False
        self._disk = disk

    def put(self, source: str, target: str, stamp: PublishedStamp, there: bool = False) -> PublishedStamp:
        """Put a stamped file into a second place, in which another may be `there` now; its stamp in it."""
        if there:
            self._disk.remove(target)
        try:
            self._disk.link(source, target)
            return stamp
        except OSError as error:
            if error.errno not in NEVER:
                raise
        self.copies = self.copies or bool(stamp.digest)
        now = self._disk.copy(source, target)
        return PublishedStamp(stamp.digest, now.st_size, now.st_mtime_ns, now.st_ino)


def lay_out(
    home: Locations,
    disk: FileSystem,
    record: Manifest | None,
    wanted: Wanted,
    new: Mapping[str, str],
    only_mirrored: Collection[str],
    twins: Twins,
) -> Tree:
    """Make the mirror the wanted tree, and tell how its files and folders are stamped there.

    `new` says which files are new, and where they wait; the others are taken from the output folder, if they
    are not right in the mirror already.
    """
    found = scan_mirror(home.mirror, record)
    stamps, place = dict(wanted.files), set(new)
    for path in _doubtful(home, record, wanted, found) - new.keys():
        if stamp := _right(home, record, path, wanted.files[path], found, only_mirrored):
            stamps[path] = stamp
        else:
            place.add(path)
    change = difference(place, found.beyond(wanted.files.keys()), found.folders.keys(), wanted.folders)

    def put(path: str) -> None:
        target, stamp = f"{home.mirror}/{path}", wanted.files[path]
        if path in new:
            disk.rename(new[path], target)
        else:
            stamps[path] = twins.put(f"{home.out}/{path}", target, stamp, found.has(path))

    apply_unseen(disk, home.mirror, change, put)
    return Tree(stamps, marks(home.mirror, found.folders, change))


def follow(
    home: Locations, disk: FileSystem, change: Diff, tree: Tree, twins: Twins, there: Scan
) -> dict[str, PublishedStamp]:
    """Make the same difference to the tree that is the mirror now, and in which was found what is `there`;
    the stamps of what was placed."""
    stamps = {}

    def put(path: str) -> None:
        source, target = f"{home.out}/{path}", f"{home.mirror}/{path}"
        stamps[path] = twins.put(source, target, tree.files[path], there.has(path))

    apply_unseen(disk, home.mirror, change, put)
    return stamps


def marks(root: str, found: Mapping[str, Mark], change: Diff) -> dict[str, Mark]:
    """The marks of the folders that were found, as they are after a change."""
    now = without(found, change.clear)
    return now | {path: mark_of(root, path) for path in change.touched.difference(change.clear)}


def mark_of(root: str, path: str) -> Mark:
    """A folder's mark as it is now."""
    now = os.lstat(f"{root}/{path}" if path else root)
    return Mark(now.st_mtime_ns, now.st_ino)


def record_of(
    front: Tree,
    back: Tree,
    guests: Set[str],
    home: Locations,
    keep: tuple[str, ...],
    former: Manifest = NO_RECORD,
) -> Manifest:
    """The record of an output folder and what is known of its mirror; `former` is one that it resembles.

    Folders with files or folders of another hand have no marks, so that they are always looked into.
    """
    files, marks = without(front.files, guests), without(front.folders, guests)
    loose = {parent_of(path) for path in guests} & marks.keys()
    unsure = {parent_of(path) for path in files.keys() - back.files.keys()}
    copied = {
        path: Mark(twin.mtime, twin.inode)
        for path, stamp in files.items()
        if (twin := back.files.get(path, stamp)) is not stamp
        and not (home.linked and twin.inode == stamp.inode)
    }
    marks |= dict.fromkeys(loose, UNKNOWN)
    behind = without(back.folders, loose | unsure)
    return Manifest(
        files,
        marks,
        [behind.get(path, UNKNOWN) for path in marks],
        front.folders[""].inode,
        tree_of(files, former),
        keep,
        copied,
        copies=bool(copied),
    )


def without(values: Mapping[str, Value], paths: Iterable[str]) -> dict[str, Value]:
    """A copy of a mapping, without some paths of which it may have none."""
    rest = dict(values)
    for path in paths:
        rest.pop(path, None)
    return rest


def _doubtful(home: Locations, record: Manifest | None, wanted: Wanted, found: Scan) -> set[str]:
    """The wanted files that are not certainly in the mirror as they are in the output folder."""
    recorded = record.files if record and home.linked and not record.copies else {}
    doubtful = {path for path, wish in wanted.files.items() if recorded.get(path) is not wish}
    return doubtful.union(path for path in (*found.missing, *found.changed) if path in wanted.files)


def _right(
    home: Locations,
    record: Manifest | None,
    path: str,
    wish: PublishedStamp,
    found: Scan,
    only_mirrored: Collection[str],
) -> PublishedStamp | None:
    """The stamp of a file that is in the mirror as it should be."""
    if not found.has(path):
        return None
    if path in only_mirrored:
        return wish
    if record and record.copies:
        return _right_copy(home, record, path, wish)
    inode = now.st_ino if (now := found.look(path)) else (record or NO_RECORD).files[path].inode
    return wish if home.linked and inode == wish.inode else None


def _right_copy(home: Locations, record: Manifest, path: str, wish: PublishedStamp) -> PublishedStamp | None:
    """The same among copies: the recorded stamp, or the file's bytes, have to tell."""
    place, mark = f"{home.mirror}/{path}", record.copied.get(path)
    try:
        now = os.lstat(place)
    except OSError:
        return None
    if mark:
        stamp = PublishedStamp(wish.digest, wish.size, mark.mtime, mark.inode)
        if record.knows(now, stamp):
            return stamp
    if home.linked and now.st_ino == wish.inode:
        return wish
    return reread(place, wish)
