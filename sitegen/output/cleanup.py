"""What is kept of output folders that are gone: as little as has to be."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

from sitegen.output.fs import FileSystem
from sitegen.output.locations import SALVAGE, shelf_beside
from sitegen.output.manifest import NAME, name_of, named_output, state_folder

#: For so many seconds after its last build an output folder may come back and is ours.
_MONTH = 30 * 24 * 3600

#: For so many seconds an output folder that was never published keeps what failed builds rendered.
_DAY = 24 * 3600


def prune(project: Path, out: Path, disk: FileSystem) -> None:
    """Remove the mirrors of the project's other output folders where these are gone, for a mirror is as large
    as a site; after a month, forget the folders. What was never published is forgotten after a day."""
    here = state_folder(project, out)
    with contextlib.suppress(OSError):
        _name(here, project, out, disk)
        for state in here.parent.iterdir():
            other = named_output(state, project) if state != here else None
            if other is not None and not other.exists():
                _forget(state, project, other, disk)


def _forget(state: Path, project: Path, out: Path, disk: FileSystem) -> None:
    record = state / "record"
    for shelf in (state, shelf_beside(project, out)):
        disk.remove_tree(str(shelf / "mirror"))
        if record.exists() or _is_older(shelf / SALVAGE, _DAY):
            disk.remove_tree(str(shelf / SALVAGE))
    if _is_older(record, _MONTH):
        disk.remove_tree(str(state))


def _is_older(path: Path, seconds: float) -> bool:
    return path.exists() and time.time() - path.stat().st_mtime > seconds


def _name(state: Path, project: Path, out: Path, disk: FileSystem) -> None:
    """Note in the folder of state which output folder it belongs to."""
    if state.is_dir() and not (state / NAME).exists():
        part = str(state / f"{NAME}.part")
        disk.write(part, os.fsencode(name_of(project, out)))
        disk.rename(part, str(state / NAME))
