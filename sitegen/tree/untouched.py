"""Whether an output folder is as a build of ours left it: all that a build with nothing to do has to know."""

from __future__ import annotations

import os
from pathlib import Path

from sitegen.tree.filesystems import DISK, FileSystem
from sitegen.tree.guests import keeper
from sitegen.tree.holdings import reread
from sitegen.tree.homes import find_home
from sitegen.tree.records import Record, Stamp, load, state_folder
from sitegen.tree.recovery import is_clear
from sitegen.tree.surveys import survey


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
    found, is_guest = survey(root, record), keeper(record.keep)
    return (
        not found.missing
        and all(map(is_guest, found.added))
        and all(_is_same(f"{root}/{path}", now, record.files[path]) for path, now in found.changed.items())
    )


def _is_same(place: str, now: os.stat_result, stamp: Stamp) -> bool:
    """Whether only the time was too short to tell a file from the one that was published."""
    return stamp.fits(now) and reread(place, stamp) is not None
