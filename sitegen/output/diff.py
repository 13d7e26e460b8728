"""The difference between the tree that is there and the tree that is wanted, and how it is made good."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set

from msgspec import Struct

from sitegen.output.fs import FileSystem


class Diff(Struct, frozen=True):
    """What has to be done to a tree: paths of files, and of folders with an empty one for the root."""

    place: tuple[str, ...]
    """Files that are missing or wrong."""
    remove: tuple[str, ...]
    """Files that do not belong there."""
    make: tuple[str, ...]
    """Folders that are missing, outer ones first."""
    clear: tuple[str, ...]
    """Folders that do not belong there, inner ones first."""

    @property
    def touched(self) -> frozenset[str]:
        """The folders whose entries change."""
        return frozenset(
            parent_of(path) for path in (*self.place, *self.remove, *self.make, *self.clear) if path
        ) | frozenset(self.make)


def parent_of(path: str) -> str:
    """The folder that a file or a folder lies in."""
    return path.rpartition("/")[0]


def folders_of(paths: Iterable[str]) -> set[str]:
    """All folders that files at these paths lie in, the root among them."""
    folders = {""}
    outer = {parent_of(path) for path in paths}
    while outer:
        folders |= outer
        outer = {parent_of(path) for path in outer} - folders
    return folders


def difference(
    place: Iterable[str], remove: Iterable[str], folders: Set[str], wanted_folders: Set[str]
) -> Diff:
    """What is to be done where files are to be placed and removed, and other folders are wanted."""
    make = clear = frozenset[str]()
    if folders != wanted_folders:  # they seldom differ, which is seen faster than how
        make, clear = frozenset(wanted_folders - folders), frozenset(folders - wanted_folders)
    return Diff(
        tuple(sorted(place)), tuple(sorted(remove)), tuple(sorted(make)), tuple(sorted(clear, reverse=True))
    )


def apply_unseen(disk: FileSystem, root: str, change: Diff, put: Callable[[str], None]) -> None:
    """Make the difference good in a tree that nobody looks at; `put` places one file."""
    _remove(disk, root, change.remove, change.clear)
    _make(disk, root, change.make)
    for path in change.place:
        put(path)


def apply_in_sight(disk: FileSystem, root: str, change: Diff, put: Callable[[str], None]) -> None:
    """Make the difference good in a tree that is being read: what pages need comes before the pages, and what
    is gone goes last."""
    files, folders = set(change.place), set(change.make)
    blocking = [path for path in change.remove if path in folders or _lies_in(path, files)]
    cleared = [path for path in change.clear if path in files or _lies_in(path, files)]
    _remove(disk, root, blocking, cleared)
    _make(disk, root, change.make)
    for path in sorted(change.place, key=lambda path: (path.endswith(".html"), path)):
        put(path)
    gone = {*blocking, *cleared}
    _remove(
        disk,
        root,
        [path for path in change.remove if path not in gone],
        [path for path in change.clear if path not in gone],
    )


def _lies_in(path: str, places: Set[str]) -> bool:
    folder = path.rpartition("/")[0]
    while folder:
        if folder in places:
            return True
        folder = folder.rpartition("/")[0]
    return False


def _remove(disk: FileSystem, root: str, files: Iterable[str], folders: Iterable[str]) -> None:
    for path in files:
        disk.remove(f"{root}/{path}")
    for path in folders:
        disk.remove_folder(f"{root}/{path}")


def _make(disk: FileSystem, root: str, folders: Iterable[str]) -> None:
    for path in folders:
        disk.make_folder(f"{root}/{path}" if path else root)
