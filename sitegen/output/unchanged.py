"""Whether an output folder is as a build of ours left it: all that a build with nothing to do has to know."""

from __future__ import annotations

import os
from pathlib import Path

from sitegen.output.fs import DISK, FileSystem
from sitegen.output.intact import reread
from sitegen.output.kept_files import keeper
from sitegen.output.locations import find_locations
from sitegen.output.manifest import Manifest, PublishedStamp, load, state_folder
from sitegen.output.recovery import is_clear
from sitegen.output.scan import scan_folder


def is_unchanged(project: Path, out: Path, tree: str | None = None, disk: FileSystem = DISK) -> bool:
    """Whether every recorded file is in `out` as it was published, and no other file, guests aside.

    `tree` is the digest that the stage gave: whether it is that tree which is there, and not one that a later
    build published and could not tell of.
    """
    try:
        record = load(str(state_folder(project, out) / "record"))
        if record is None or tree not in (None, record.tree) or not out.is_dir() or out.is_symlink():
            return False
        home = find_locations(project, out, disk)
        return is_clear(home) and _is_as(record, home.out)
    except OSError:
        return False


def _is_as(record: Manifest, root: str) -> bool:
    found, is_guest = scan_folder(root, record), keeper(record.keep)
    return (
        not found.missing
        and all(map(is_guest, found.added))
        and all(_is_same(f"{root}/{path}", now, record.files[path]) for path, now in found.changed.items())
    )


def _is_same(place: str, now: os.stat_result, stamp: PublishedStamp) -> bool:
    """Whether only the time was too short to tell a file from the one that was published."""
    return stamp.fits(now) and reread(place, stamp) is not None
