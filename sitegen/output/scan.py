"""What lies in a folder: how it differs from what a record says of it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping, Set
from functools import cached_property

from sitegen.output.manifest import NO_RECORD, Manifest, Mark, PublishedStamp


class Scan:
    """Files and folders by their paths, which have slashes; the root's is empty. Whatever is no folder is a
    file, links above all."""

    def __init__(self, files: Mapping[str, PublishedStamp], folders: Mapping[str, Mark]) -> None:
        self._recorded = files
        self._marks = folders
        self.added: dict[str, os.stat_result] = {}
        """Files that are not recorded."""
        self.changed: dict[str, os.stat_result] = {}
        """Recorded files that are others now, or cannot be told from others by their marks."""
        self.missing: set[str] = set()
        """Recorded files that are not there."""
        self.marked: dict[str, Mark] = {}
        """Folders that are not recorded, or have another mark, or one that is not to be trusted."""
        self.gone: set[str] = set()
        """Recorded folders that are not there."""

    def look(self, path: str) -> os.stat_result | None:
        """What was seen of a file that is not as recorded; None for one that is, or that is not there."""
        return self.added.get(path) or self.changed.get(path)

    def has(self, path: str) -> bool:
        """Whether there is a file at a path."""
        return path in self.added or (path in self._recorded and path not in self.missing)

    @property
    def is_empty(self) -> bool:
        """Whether there are no files."""
        return not self.added and len(self.missing) == len(self._recorded)

    def beyond(self, wanted: Set[str]) -> set[str]:
        """The files that are there, and none of the wanted ones."""
        return (self._recorded.keys() - wanted - self.missing) | (self.added.keys() - wanted)

    @cached_property
    def folders(self) -> Mapping[str, Mark]:
        """All folders that are there, with their marks."""
        folders = {**self._marks, **self.marked}
        for path in self.gone:
            del folders[path]
        return folders


def scan_folder(root: str, record: Manifest | None = None) -> Scan:
    """All that lies below `root`, which may be missing, beside what is recorded of the output folder.

    Every recorded file is looked at, and every recorded folder; only those folders are looked into that have
    not the marks that are recorded.
    """
    record = record or NO_RECORD
    found = Scan(record.files, record.folders)
    _look_at_folders(root, record, record.folders, found)
    _look_at_files(root, record, found)
    _look_into_folders(root, record.files, record.folders, found)
    return found


def scan_mirror(root: str, record: Manifest | None = None) -> Scan:
    """The same of the mirror: a file is changed there if it is another one than the output folder's.

    Files in folders that have their recorded marks are there, and need not be looked at.
    """
    record = record or NO_RECORD
    folders = dict(zip(record.folders, record.twins, strict=True))
    found = Scan(record.files, folders)
    _look_at_folders(root, record, folders, found)
    found.missing.update(_files_in(found.gone, record.files))
    for path in _files_in(found.marked, record.files):
        now = _file_at(f"{root}/{path}")
        if now is None:
            found.missing.add(path)
        elif now.st_ino != record.files[path].inode:
            found.changed[path] = now
    _look_into_folders(root, record.files, folders, found)
    return found


def _look_at_folders(root: str, record: Manifest, recorded: Mapping[str, Mark], found: Scan) -> None:
    lstat, sure, prefix = os.lstat, record.sure, f"{root}/"
    for path, mark in recorded.items():
        try:
            now = lstat(prefix + path if path else root)
        except (FileNotFoundError, NotADirectoryError):
            found.gone.add(path)
            continue
        if (
            now.st_ino == mark.inode
            and now.st_mtime_ns == mark.mtime
            and (mark.mtime < sure or record.trusts(mark.mtime))
        ):
            continue
        if stat.S_ISDIR(now.st_mode):
            found.marked[path] = Mark(now.st_mtime_ns, now.st_ino)
        else:
            found.gone.add(path)
    if found.gone:
        _lose_inner_folders(recorded, found)


def _lose_inner_folders(recorded: Iterable[str], found: Scan) -> None:
    """Folders in a folder that is gone are gone with it, though there may be others behind a link."""
    for path in sorted(recorded):
        if path and path.rpartition("/")[0] in found.gone:
            found.gone.add(path)
            found.marked.pop(path, None)


def _look_at_files(root: str, record: Manifest, found: Scan) -> None:
    lstat, sure, prefix = os.lstat, record.sure, f"{root}/"
    missing = found.missing
    missing.update(_files_in(found.gone, record.files))
    for path, stamp in record.files.items():
        if path in missing:
            continue
        try:
            now = lstat(prefix + path)
        except (FileNotFoundError, NotADirectoryError):
            missing.add(path)
            continue
        if (
            now.st_ino == stamp.inode
            and now.st_mtime_ns == stamp.mtime
            and now.st_size == stamp.size
            and (stamp.mtime < sure or record.trusts(stamp.mtime))
        ):
            continue
        if stat.S_ISDIR(now.st_mode):
            missing.add(path)
        else:
            found.changed[path] = now


def _look_into_folders(
    root: str, files: Mapping[str, PublishedStamp], folders: Mapping[str, Mark], found: Scan
) -> None:
    """Find what is not recorded: it lies in folders that have no mark, or another one."""
    waiting = list(found.marked)
    while waiting:
        path = waiting.pop()
        prefix = f"{path}/" if path else ""
        with os.scandir(f"{root}/{path}") as entries:
            for entry in entries:
                inner = prefix + entry.name
                is_folder = entry.is_dir(follow_symlinks=False)
                if inner in (folders if is_folder else files):
                    continue
                try:
                    now = entry.stat(follow_symlinks=False)
                except FileNotFoundError:
                    continue
                if is_folder:
                    found.marked[inner] = Mark(now.st_mtime_ns, now.st_ino)
                    waiting.append(inner)
                else:
                    found.added[inner] = now


def _file_at(place: str) -> os.stat_result | None:
    """What the disk knows of a file; None where there is none."""
    try:
        now = os.lstat(place)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return None if stat.S_ISDIR(now.st_mode) else now


def _files_in(folders: Iterable[str], files: Iterable[str]) -> list[str]:
    """Those of the files that lie in one of the folders, and not in one of its folders."""
    chosen = set(folders)
    return [path for path in files if path.rpartition("/")[0] in chosen] if chosen else []
