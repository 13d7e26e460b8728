"""Whether an output folder is as a build of ours left it: all that a build with nothing to do has to know."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from sitegen.publish.filesystems import DISK, FileSystem
from sitegen.publish.guests import keeper
from sitegen.publish.holdings import reread
from sitegen.publish.homes import find_home
from sitegen.publish.records import Folder, Record, load, state_folder
from sitegen.publish.recovery import is_clear
from sitegen.publish.surveys import nothing, survey


def is_untouched(project: Path, out: Path, tree: str | None = None, disk: FileSystem = DISK) -> bool:
    """Whether every recorded file is in `out` as it was published, and no other file, guests aside.

    `tree` is the digest that the stage gave: whether it is that tree which is there, and not one that a later
    build published and could not tell of.
    """
    try:
        record = load(str(state_folder(project, out) / "record"))
        if record is None or tree not in (None, record.tree) or not out.is_dir() or out.is_symlink():
            return False
        home = find_home(project, out, disk)
        return is_clear(home) and _is_as(record, home.out)
    except OSError:
        return False


def _is_as(record: Record, root: str) -> bool:
    is_guest = keeper(record.keep)
    for path, folder in record.folders.items():
        place = f"{root}/{path}" if path else root
        now = os.lstat(place)
        mark = (now.st_mtime_ns, now.st_ino)
        if (mark != folder.mark or not record.trusts(mark)) and not _holds_only(
            place, path, folder, record, is_guest
        ):
            return False
        for name, stamp in folder.files.items():
            now = os.lstat(f"{place}/{name}")
            if (
                now.st_ino != stamp.inode
                or now.st_mtime_ns != stamp.mtime
                or now.st_size != stamp.size
                or not (record.trusts((stamp.mtime, 0)) or reread(f"{place}/{name}", stamp))
            ):
                return False
    return True


def _holds_only(
    place: str, path: str, folder: Folder, record: Record, is_guest: Callable[[str], bool]
) -> bool:
    """Whether a folder has no other entries than those that are recorded, guests and empty folders."""
    prefix = f"{path}/" if path else ""
    with os.scandir(place) as entries:
        for entry in entries:
            inner = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                if inner not in record.folders and not is_guest(inner) and _has_files(entry.path):
                    return False
            elif entry.name not in folder.files and not is_guest(inner):
                return False
    return True


def _has_files(place: str) -> bool:
    return bool(survey(place, nothing).files)
