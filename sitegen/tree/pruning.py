"""What is kept of output folders that are gone: as little as has to be."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

from sitegen.tree.filesystems import FileSystem
from sitegen.tree.homes import shelf_beside
from sitegen.tree.records import name_of, state_folder

#: For so many seconds after its last build an output folder may come back and is ours.
_MONTH = 30 * 24 * 3600

_NAME = "out"


def prune(project: Path, out: Path, disk: FileSystem) -> None:
    """Remove the mirrors of the project's other output folders where these are gone, for a mirror is as large
    as a site; after a month, forget the folders."""
    here = state_folder(project, out)
    with contextlib.suppress(OSError):
        _name(here, project, out, disk)
        for state in here.parent.iterdir():
            other = _named(state, project) if state != here else None
            if other is not None and not other.exists():
                _forget(state, project, other, disk)


def _forget(state: Path, project: Path, out: Path, disk: FileSystem) -> None:
    for shelf in (state, shelf_beside(project, out)):
        disk.remove_tree(str(shelf / "mirror"))
    if time.time() - (state / "record").stat().st_mtime > _MONTH:
        disk.remove_tree(str(state))


def _name(state: Path, project: Path, out: Path, disk: FileSystem) -> None:
    """Note in the folder of state which output folder it belongs to."""
    if state.is_dir() and not (state / _NAME).exists():
        part = str(state / f"{_NAME}.part")
        disk.write(part, os.fsencode(name_of(project, out)))
        disk.rename(part, str(state / _NAME))


def _named(state: Path, project: Path) -> Path | None:
    try:
        return project / os.fsdecode((state / _NAME).read_bytes())
    except OSError:
        return None
