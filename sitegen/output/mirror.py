"""The mirror: a second tree with the same files. It becomes the new output folder and is then updated."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Set
from typing import TypeVar

from msgspec import Struct

from sitegen.output.contents import OutputFolder, reread
from sitegen.output.diff import Diff, apply_offline, diff_trees, parent_of
from sitegen.output.fs import NEVER, FileSystem
from sitegen.output.manifest import NO_MANIFEST, UNKNOWN, Manifest, PublishedFile, StatData, tree_digest
from sitegen.output.scan import Scan, scan_mirror

Value = TypeVar("Value")


class WantedTree(Struct, frozen=True):
    """The tree to publish. Files to keep have no digest."""

    files: Mapping[str, PublishedFile]
    folders: Set[str]
    kept: Set[str] = frozenset()
    """Files to keep, and folders without published files: they are not in the manifest."""


class Tree(Struct, frozen=True):
    """The output folder or the mirror as it is: its files and folders with their stat data."""

    files: Mapping[str, PublishedFile]
    folders: Mapping[str, StatData]


class Linker:
    """Links files, or copies them if linking fails; `copies` tells whether it copied published files."""

    def __init__(self, disk: FileSystem) -> None:
        self.copies = False
        self._disk = disk

    def link(self, source: str, target: str, file: PublishedFile, replace: bool = False) -> PublishedFile:
        """Link or copy a file; return its stat data at the target. `replace` removes the target first."""
        if replace:
            self._disk.remove(target)
        try:
            self._disk.link(source, target)
            return file
        except OSError as error:
            if error.errno not in NEVER:
                raise
        self.copies = self.copies or bool(file.digest)
        found = self._disk.copy(source, target)
        return PublishedFile(file.digest, found.st_size, found.st_mtime_ns, found.st_ino)


def prepare_mirror(
    folder: OutputFolder,
    wanted: WantedTree,
    new: Mapping[str, str],
    only_in_mirror: Collection[str],
    linker: Linker,
) -> Tree:
    """Turn the mirror into the wanted tree, and return its files and folders.

    `new` gives the locations of new files. All others are linked from the output folder unless the mirror
    has them.
    """
    locations, disk = folder.locations, folder.disk
    scan = scan_mirror(locations.mirror, folder.manifest)
    files, place = dict(wanted.files), set(new)
    for path in _unverified(folder, wanted, scan) - new.keys():
        if file := _correct_file(folder, path, wanted.files[path], scan, only_in_mirror):
            files[path] = file
        else:
            place.add(path)
    change = diff_trees(place, scan.unwanted(wanted.files.keys()), scan.folders.keys(), wanted.folders)

    def put(path: str) -> None:
        target, file = f"{locations.mirror}/{path}", wanted.files[path]
        if path in new:
            disk.rename(new[path], target)
        else:
            files[path] = linker.link(f"{locations.out}/{path}", target, file, scan.has(path))

    apply_offline(disk, locations.mirror, change, put)
    return Tree(files, _changed_folders(locations.mirror, scan.folders, change))


def update_mirror(folder: OutputFolder, change: Diff, tree: Tree, linker: Linker) -> dict[str, PublishedFile]:
    """Apply the change to the former output folder, which is now the mirror; return the placed files."""
    locations, placed = folder.locations, {}

    def put(path: str) -> None:
        source, target = f"{locations.out}/{path}", f"{locations.mirror}/{path}"
        placed[path] = linker.link(source, target, tree.files[path], folder.scan.has(path))

    apply_offline(folder.disk, locations.mirror, change, put)
    return placed


def _changed_folders(root: str, found: Mapping[str, StatData], change: Diff) -> dict[str, StatData]:
    """The stat data of folders after a change."""
    folders = without(found, change.remove_folders)
    changed = change.changed_folders.difference(change.remove_folders)
    return folders | {path: stat_folder(root, path) for path in changed}


def stat_folder(root: str, path: str) -> StatData:
    """A folder's current stat data."""
    found = os.lstat(f"{root}/{path}" if path else root)
    return StatData(found.st_mtime_ns, found.st_ino)


def manifest_of(folder: OutputFolder, front: Tree, back: Tree, kept: Set[str]) -> Manifest:
    """The manifest of an output folder with the tree `front` and a mirror with the tree `back`.

    Folders with kept files or folders have no stat data, so that they are always listed.
    """
    files, folders = without(front.files, kept), without(front.folders, kept)
    mixed = {parent_of(path) for path in kept} & folders.keys()
    incomplete = {parent_of(path) for path in files.keys() - back.files.keys()}
    copied = {
        path: StatData(copy.mtime, copy.inode)
        for path, file in files.items()
        if (copy := back.files.get(path, file)) is not file
        and not (folder.locations.linked and copy.inode == file.inode)
    }
    folders |= dict.fromkeys(mixed, UNKNOWN)
    in_mirror = without(back.folders, mixed | incomplete)
    return Manifest(
        files,
        folders,
        [in_mirror.get(path, UNKNOWN) for path in folders],
        front.folders[""].inode,
        tree_digest(files, folder.manifest or NO_MANIFEST),
        folder.keep,
        copied,
        copies=bool(copied),
    )


def without(values: Mapping[str, Value], paths: Iterable[str]) -> dict[str, Value]:
    """A copy of a mapping without some keys, which may be missing."""
    rest = dict(values)
    for path in paths:
        rest.pop(path, None)
    return rest


def _unverified(folder: OutputFolder, wanted: WantedTree, scan: Scan) -> set[str]:
    """The wanted files that may differ between the mirror and the output folder."""
    manifest = folder.manifest
    known = manifest.files if manifest and folder.locations.linked and not manifest.copies else {}
    unverified = {path for path, file in wanted.files.items() if known.get(path) is not file}
    return unverified.union(path for path in (*scan.missing, *scan.changed) if path in wanted.files)


def _correct_file(
    folder: OutputFolder, path: str, wanted: PublishedFile, scan: Scan, only_in_mirror: Collection[str]
) -> PublishedFile | None:
    """A file's stat data in the mirror if it is the wanted one; None if it is not."""
    manifest = folder.manifest
    if not scan.has(path):
        return None
    if path in only_in_mirror:
        return wanted
    if manifest and manifest.copies:
        return _correct_copy(folder, manifest, path, wanted)
    inode = found.st_ino if (found := scan.stat(path)) else (manifest or NO_MANIFEST).files[path].inode
    return wanted if folder.locations.linked and inode == wanted.inode else None


def _correct_copy(
    folder: OutputFolder, manifest: Manifest, path: str, wanted: PublishedFile
) -> PublishedFile | None:
    """The same for a copy: compare its stat data with the manifest, else read it."""
    location, data = f"{folder.locations.mirror}/{path}", manifest.copied.get(path)
    try:
        found = os.lstat(location)
    except OSError:
        return None
    if data:
        copy = PublishedFile(wanted.digest, wanted.size, data.mtime, data.inode)
        if manifest.is_unmodified(found, copy):
            return copy
    if folder.locations.linked and found.st_ino == wanted.inode:
        return wanted
    return reread(location, wanted)
