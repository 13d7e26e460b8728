"""What a build that was killed has left: finished or undone, by what the journal and the disk say."""

from __future__ import annotations

import os

import msgspec

from sitegen.output.fs import FileSystem
from sitegen.output.locations import Locations
from sitegen.output.manifest import UNKNOWN, Manifest, PublishedStamp, load, save


def recover(home: Locations, disk: FileSystem) -> None:
    """Clear up, so that the record, if there is one, tells what the output folder holds.

    The journal is the record of the tree that a build was about to put in place. It is the record now if the
    output folder is the one that it names.
    """
    _put_back(home, disk)
    journal = load(home.journal)
    if journal is not None and journal.in_place:
        _note_mixture(home, disk, journal)
    elif journal is not None and _inode(home.out) == journal.inode:
        disk.rename(home.journal, home.record)
    _clear_up(home, disk)


def is_clear(home: Locations) -> bool:
    """Whether no build has left anything that is to be cleared up."""
    return not any(map(os.path.lexists, (*_passing_folders(home), *_passing_files(home))))


def _put_back(home: Locations, disk: FileSystem) -> None:
    """Between two renames there is no tree: the old one comes back, if the new one is not there yet."""
    if not os.path.lexists(home.aside):
        return
    if not os.path.lexists(home.out):
        disk.rename(home.aside, home.out)
    elif not os.path.lexists(home.mirror):
        disk.rename(home.aside, home.mirror)


def _note_mixture(home: Locations, disk: FileSystem, journal: Manifest) -> None:
    """Files were being replaced one by one: each of them is an old one or a new one, and known as such."""
    record = load(home.record)
    save(home.record, mixture(home, record, journal) if record else journal, disk)


def mixture(home: Locations, old: Manifest, new: Manifest) -> Manifest:
    """A record of all files of two; each has to be read before it is trusted again."""
    stamps = dict(old.files)
    for path, stamp in new.files.items():
        if path not in stamps or _has(f"{home.out}/{path}", stamp):
            stamps[path] = stamp
    files = {path: PublishedStamp(stamp.digest, stamp.size, 0, 0) for path, stamp in stamps.items()}
    folders = dict.fromkeys((*old.folders, *new.folders), UNKNOWN)
    return msgspec.structs.replace(
        new, files=files, folders=folders, twins=[*folders.values()], copied={}, tree=""
    )


def _has(place: str, stamp: PublishedStamp) -> bool:
    try:
        return stamp.fits(os.lstat(place))
    except OSError:
        return False


def _inode(folder: str) -> int | None:
    try:
        return os.lstat(folder).st_ino
    except FileNotFoundError:
        return None


def _is_folder(place: str) -> bool:
    return os.path.isdir(place) and not os.path.islink(place)


def _clear_up(home: Locations, disk: FileSystem) -> None:
    """The journal goes last: while it is there, there is something to clear up."""
    for folder in _passing_folders(home):
        if os.path.lexists(folder):
            disk.remove_tree(folder)
    if os.path.lexists(home.mirror) and not _is_folder(home.mirror):
        disk.remove(home.mirror)
    for file in _passing_files(home):
        disk.remove(file)


def _passing_folders(home: Locations) -> tuple[str, ...]:
    return home.new, home.aside, home.landing


def _passing_files(home: Locations) -> tuple[str, ...]:
    return f"{home.record}.part", f"{home.journal}.part", f"{home.state}/out.part", home.journal
