"""Scanning a folder for differences from its manifest."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping, Set
from functools import cached_property

from sitegen.output.manifest import NO_MANIFEST, Manifest, PublishedFile, StatData


class Scan:
    """The files and folders in a folder. Paths have slashes; the root's is empty. Everything but a folder is
    a file, including symbolic links."""

    def __init__(self, files: Mapping[str, PublishedFile], folders: Mapping[str, StatData]) -> None:
        self._known_files = files
        self._known_folders = folders
        self.added: dict[str, os.stat_result] = {}
        """Files that are not in the manifest."""
        self.changed: dict[str, os.stat_result] = {}
        """Files of the manifest with other stat data, or with stat data that are not reliable."""
        self.missing: set[str] = set()
        """Files of the manifest that do not exist."""
        self.changed_folders: dict[str, StatData] = {}
        """Folders that are not in the manifest, or have other stat data, or unreliable ones."""
        self.missing_folders: set[str] = set()
        """Folders of the manifest that do not exist."""

    def stat(self, path: str) -> os.stat_result | None:
        """The stat data of an added or changed file; None for any other."""
        return self.added.get(path) or self.changed.get(path)

    def has(self, path: str) -> bool:
        """Whether a file exists."""
        return path in self.added or (path in self._known_files and path not in self.missing)

    @property
    def is_empty(self) -> bool:
        """Whether there are no files."""
        return not self.added and len(self.missing) == len(self._known_files)

    def unwanted(self, wanted: Set[str]) -> set[str]:
        """The files that exist and are not among the wanted ones."""
        return (self._known_files.keys() - wanted - self.missing) | (self.added.keys() - wanted)

    @cached_property
    def folders(self) -> Mapping[str, StatData]:
        """All folders that exist, with their stat data."""
        folders = {**self._known_folders, **self.changed_folders}
        for path in self.missing_folders:
            del folders[path]
        return folders


def scan_folder(root: str, manifest: Manifest | None = None) -> Scan:
    """Scan an output folder, which may be missing.

    Every file and folder of the manifest is checked. Only folders whose stat data differ are listed.
    """
    manifest = manifest or NO_MANIFEST
    scan = Scan(manifest.files, manifest.folders)
    _check_folders(root, manifest, manifest.folders, scan)
    _check_files(root, manifest, scan)
    _list_changed_folders(root, manifest.files, manifest.folders, scan)
    return scan


def scan_mirror(root: str, manifest: Manifest | None = None) -> Scan:
    """Scan the mirror. A file counts as changed if it is not the same inode as in the output folder.

    Files in folders with unchanged stat data exist and need no check.
    """
    manifest = manifest or NO_MANIFEST
    folders = dict(zip(manifest.folders, manifest.mirror_folders, strict=True))
    scan = Scan(manifest.files, folders)
    _check_folders(root, manifest, folders, scan)
    scan.missing.update(_files_in(scan.missing_folders, manifest.files))
    for path in _files_in(scan.changed_folders, manifest.files):
        found = _stat_file(f"{root}/{path}")
        if found is None:
            scan.missing.add(path)
        elif found.st_ino != manifest.files[path].inode:
            scan.changed[path] = found
    _list_changed_folders(root, manifest.files, folders, scan)
    return scan


def _check_folders(root: str, manifest: Manifest, known: Mapping[str, StatData], scan: Scan) -> None:
    lstat, trusted_before, prefix = os.lstat, manifest.trusted_before, f"{root}/"
    for path, data in known.items():
        try:
            found = lstat(prefix + path if path else root)
        except (FileNotFoundError, NotADirectoryError):
            scan.missing_folders.add(path)
            continue
        if (
            found.st_ino == data.inode
            and found.st_mtime_ns == data.mtime
            and (data.mtime < trusted_before or manifest.trusts(data.mtime))
        ):
            continue
        if stat.S_ISDIR(found.st_mode):
            scan.changed_folders[path] = StatData(found.st_mtime_ns, found.st_ino)
        else:
            scan.missing_folders.add(path)
    if scan.missing_folders:
        _drop_inner_folders(known, scan)


def _drop_inner_folders(known: Iterable[str], scan: Scan) -> None:
    """Mark folders inside missing folders as missing, even if a symbolic link leads to others."""
    for path in sorted(known):
        if path and path.rpartition("/")[0] in scan.missing_folders:
            scan.missing_folders.add(path)
            scan.changed_folders.pop(path, None)


def _check_files(root: str, manifest: Manifest, scan: Scan) -> None:
    lstat, trusted_before, prefix = os.lstat, manifest.trusted_before, f"{root}/"
    missing = scan.missing
    missing.update(_files_in(scan.missing_folders, manifest.files))
    for path, file in manifest.files.items():
        if path in missing:
            continue
        try:
            found = lstat(prefix + path)
        except (FileNotFoundError, NotADirectoryError):
            missing.add(path)
            continue
        if (
            found.st_ino == file.inode
            and found.st_mtime_ns == file.mtime
            and found.st_size == file.size
            and (file.mtime < trusted_before or manifest.trusts(file.mtime))
        ):
            continue
        if stat.S_ISDIR(found.st_mode):
            missing.add(path)
        else:
            scan.changed[path] = found


def _list_changed_folders(
    root: str, files: Mapping[str, PublishedFile], folders: Mapping[str, StatData], scan: Scan
) -> None:
    """Find files and folders that are not in the manifest."""
    pending = list(scan.changed_folders)
    while pending:
        path = pending.pop()
        prefix = f"{path}/" if path else ""
        with os.scandir(f"{root}/{path}") as entries:
            for entry in entries:
                inner = prefix + entry.name
                is_folder = entry.is_dir(follow_symlinks=False)
                if inner in (folders if is_folder else files):
                    continue
                try:
                    found = entry.stat(follow_symlinks=False)
                except FileNotFoundError:
                    continue
                if is_folder:
                    scan.changed_folders[inner] = StatData(found.st_mtime_ns, found.st_ino)
                    pending.append(inner)
                else:
                    scan.added[inner] = found


def _stat_file(location: str) -> os.stat_result | None:
    """The stat data of a file; None if there is no file."""
    try:
        found = os.lstat(location)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return None if stat.S_ISDIR(found.st_mode) else found


def _files_in(folders: Iterable[str], files: Iterable[str]) -> list[str]:
    """The files directly inside one of the folders."""
    chosen = set(folders)
    return [path for path in files if path.rpartition("/")[0] in chosen] if chosen else []
