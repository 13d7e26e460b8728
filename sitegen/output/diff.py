"""The difference between two trees of files, and applying it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set

from msgspec import Struct

from sitegen.output.fs import FileSystem


class Diff(Struct, frozen=True):
    """Changes to make to a tree: paths of files and folders. The root's path is empty."""

    place: tuple[str, ...]
    """Files that are missing or wrong."""
    remove: tuple[str, ...]
    """Files to remove."""
    make_folders: tuple[str, ...]
    """Folders that are missing, parents first."""
    remove_folders: tuple[str, ...]
    """Folders to remove, children first."""

    @property
    def changed_folders(self) -> frozenset[str]:
        """Folders that gain or lose entries."""
        paths = (*self.place, *self.remove, *self.make_folders, *self.remove_folders)
        return frozenset(parent_of(path) for path in paths if path) | frozenset(self.make_folders)


def parent_of(path: str) -> str:
    """The folder that contains a file or folder."""
    return path.rpartition("/")[0]


def folders_of(paths: Iterable[str]) -> set[str]:
    """All folders above these files, including the root."""
    folders = {""}
    outer = {parent_of(path) for path in paths}
    while outer:
        folders |= outer
        outer = {parent_of(path) for path in outer} - folders
    return folders


def diff_trees(
    place: Iterable[str], remove: Iterable[str], folders: Set[str], wanted_folders: Set[str]
) -> Diff:
    """The changes that place and remove these files and turn `folders` into `wanted_folders`."""
    make = clear = frozenset[str]()
    if folders != wanted_folders:  # rare, and faster to test than to compute
        make, clear = frozenset(wanted_folders - folders), frozenset(folders - wanted_folders)
    return Diff(
        tuple(sorted(place)), tuple(sorted(remove)), tuple(sorted(make)), tuple(sorted(clear, reverse=True))
    )


def apply_offline(disk: FileSystem, root: str, change: Diff, put: Callable[[str], None]) -> None:
    """Apply the changes to a tree that no reader sees; `put` places one file."""
    _remove(disk, root, change.remove, change.remove_folders)
    _make(disk, root, change.make_folders)
    for path in change.place:
        put(path)


def apply_live(disk: FileSystem, root: str, change: Diff, put: Callable[[str], None]) -> None:
    """Apply the changes to a tree that is being served: assets before the pages that need them, removals
    last."""
    files, folders = set(change.place), set(change.make_folders)
    blocking = [path for path in change.remove if path in folders or _is_below(path, files)]
    cleared = [path for path in change.remove_folders if path in files or _is_below(path, files)]
    _remove(disk, root, blocking, cleared)
    _make(disk, root, change.make_folders)
    for path in sorted(change.place, key=lambda path: (path.endswith(".html"), path)):
        put(path)
    gone = {*blocking, *cleared}
    _remove(
        disk,
        root,
        [path for path in change.remove if path not in gone],
        [path for path in change.remove_folders if path not in gone],
    )


def _is_below(path: str, paths: Set[str]) -> bool:
    folder = parent_of(path)
    while folder:
        if folder in paths:
            return True
        folder = parent_of(folder)
    return False


def _remove(disk: FileSystem, root: str, files: Iterable[str], folders: Iterable[str]) -> None:
    for path in files:
        disk.remove(f"{root}/{path}")
    for path in folders:
        disk.remove_folder(f"{root}/{path}")


def _make(disk: FileSystem, root: str, folders: Iterable[str]) -> None:
    for path in folders:
        disk.make_folder(f"{root}/{path}" if path else root)
