"""The mirror: a second tree with the same files, which becomes the new tree and then follows it."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping

from msgspec import Struct

from sitegen.digest import digest_of
from sitegen.publish.differences import Difference, apply_unseen, difference
from sitegen.publish.filesystems import NEVER, FileSystem
from sitegen.publish.holdings import is_unchanged, reread
from sitegen.publish.homes import Home
from sitegen.publish.records import UNKNOWN, Folder, Mark, Record, Stamp
from sitegen.publish.surveys import Survey, survey


class Tree(Struct, frozen=True):
    """The tree that is wanted, or one of the two that are there: files with their stamps, folders with their
    marks. A stamp without a digest is that of another hand's file."""

    files: Mapping[str, Stamp]
    folders: Mapping[str, Mark]


class Twins:
    """Gives files second names, or copies them where that cannot be done; `copies` tells."""

    def __init__(self, disk: FileSystem) -> None:
        self.copies = False
        self._disk = disk

    def put(self, source: str, target: str, stamp: Stamp, there: bool = False) -> Stamp:
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
        return Stamp(stamp.digest, now.st_size, now.st_mtime_ns, now.st_ino)


def lay_out(
    home: Home,
    disk: FileSystem,
    record: Record | None,
    wanted: Tree,
    new: Mapping[str, str],
    only_mirrored: Collection[str],
    twins: Twins,
) -> Tree:
    """Make the mirror the wanted tree, and tell how its files and folders are stamped there.

    `new` says which files are new, and where they wait; the others are taken from the output folder, if they
    are not right in the mirror already.
    """
    found = survey(home.mirror, _inode, record, twin=True)
    stamps = {
        path: stamp
        for path, wish in wanted.files.items()
        if path not in new and (stamp := _right(home, record, path, wish, found, only_mirrored))
    }
    change = difference(found.files, found.folders.keys(), wanted.files, wanted.folders.keys(), stamps)

    def put(path: str) -> None:
        target, stamp = f"{home.mirror}/{path}", wanted.files[path]
        if path in new:
            disk.rename(new[path], target)
            stamps[path] = stamp
        else:
            stamps[path] = twins.put(f"{home.out}/{path}", target, stamp, path in found.files)

    apply_unseen(disk, home.mirror, change, put)
    return Tree(stamps, marks(home.mirror, found.folders, change, wanted))


def follow(
    home: Home, disk: FileSystem, change: Difference, tree: Tree, twins: Twins, there: Collection[str]
) -> dict[str, Stamp]:
    """Make the same difference to the tree that is the mirror now, and that has the files that were `there`;
    the stamps of what was placed."""
    stamps = {}

    def put(path: str) -> None:
        source, target = f"{home.out}/{path}", f"{home.mirror}/{path}"
        stamps[path] = twins.put(source, target, tree.files[path], path in there)

    apply_unseen(disk, home.mirror, change, put)
    return stamps


def marks(root: str, found: Mapping[str, Mark], change: Difference, wanted: Tree) -> dict[str, Mark]:
    """The marks of the wanted folders, as they are after a change of those that were found."""
    touched = change.touched
    return {path: mark_of(root, path) if path in touched else found[path] for path in wanted.folders}


def mark_of(root: str, path: str) -> Mark:
    """A folder's mark as it is now."""
    now = os.lstat(f"{root}/{path}" if path else root)
    return now.st_mtime_ns, now.st_ino


def record_of(front: Tree, back: Tree, home: Home, keep: tuple[str, ...]) -> Record:
    """The record of an output folder and what is known of its mirror.

    Folders with files of another hand have no marks, so that they are always looked into.
    """
    files: dict[str, dict[str, Stamp]] = {path: {} for path in front.folders if _is_text(path)}
    twins: dict[str, dict[str, Mark]] = {}
    loose = {path.rpartition("/")[0] for path in front.folders if not _is_text(path)}
    unsure: set[str] = set()
    for path, stamp in front.files.items():
        folder, _, name = path.rpartition("/")
        if not stamp.digest:
            loose.add(folder)
            continue
        files[folder][name] = stamp
        twin = back.files.get(path)
        if twin is None:
            unsure.add(folder)
        elif not home.linked or twin.inode != stamp.inode:
            twins.setdefault(folder, {})[name] = (twin.mtime, twin.inode)
    folders = {
        path: Folder(
            UNKNOWN if path in loose else front.folders[path],
            UNKNOWN if path in loose or path in unsure else back.folders.get(path, UNKNOWN),
            inside,
            twins.get(path),
        )
        for path, inside in files.items()
    }
    tree = digest_of(sorted((path, stamp.digest) for path, stamp in front.files.items() if stamp.digest))
    return Record(folders, front.folders[""][1], tree, keep, copies=bool(twins))


def _is_text(path: str) -> bool:
    """Whether the name can be written down; other hands' folders may have names that are no UTF-8."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def _inode(place: str, stamp: Stamp | None) -> int:
    return stamp.inode if stamp else os.lstat(place).st_ino


def _right(
    home: Home,
    record: Record | None,
    path: str,
    wish: Stamp,
    found: Survey[int],
    only_mirrored: Collection[str],
) -> Stamp | None:
    """The stamp of a file that is in the mirror as it should be."""
    inode = found.files.get(path)
    if inode is None:
        return None
    if path in only_mirrored:
        return wish
    if record and record.copies:
        return _right_copy(home, record, path, wish)
    return wish if home.linked and inode == wish.inode else None


def _right_copy(home: Home, record: Record, path: str, wish: Stamp) -> Stamp | None:
    """The same among copies: the recorded stamp, or the file's bytes, have to tell."""
    folder, _, name = path.rpartition("/")
    recorded, place = record.folders.get(folder), f"{home.mirror}/{path}"
    try:
        now = os.lstat(place)
        if recorded and recorded.twins and name in recorded.twins:
            stamp = Stamp(wish.digest, wish.size, *recorded.twins[name])
            if is_unchanged(now, stamp, record):
                return stamp
    except OSError:
        return None
    if home.linked and now.st_ino == wish.inode:
        return wish
    return reread(place, wish)
