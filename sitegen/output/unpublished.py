"""Outputs of a build that could not be published, kept so that the next build need not render them again.

Each output has at most one file, named by the digest of its path. Readers must know the digest of the bytes
that they expect, so a stale, truncated or foreign file is never published.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path

from sitegen.config.project import STATE
from sitegen.digest import digest_bytes
from sitegen.output.contents import reread
from sitegen.output.fs import DISK, FileSystem
from sitegen.output.locations import UNPUBLISHED, Locations, workspace_beside
from sitegen.output.manifest import PublishedFile, named_output
from sitegen.output.writers import Written


def find_unpublished(locations: Locations, path: str, digest: str) -> Written | None:
    """The saved file of an output if its bytes have this digest."""
    location = f"{locations.unpublished}/{_name(path)}"
    try:
        size = os.lstat(location).st_size
    except OSError:
        return None
    file = reread(location, PublishedFile(digest, size, 0, 0))
    return Written(file, location) if file else None


def save_unpublished(
    locations: Locations, disk: FileSystem, new: Mapping[str, str], wanted: Collection[str]
) -> None:
    """Save new files, given as locations by output path, and remove older ones unless they are wanted.

    OSError if the disk fails.
    """
    if new and not os.path.isdir(locations.unpublished):
        disk.make_folder(locations.unpublished)
    for path, location in new.items():
        target = f"{locations.unpublished}/{_name(path)}"
        if path in wanted and location != target:
            disk.rename(location, target)
    names = set(map(_name, wanted))
    for name in _entries(locations.unpublished):
        if name not in names:
            disk.remove(f"{locations.unpublished}/{name}")


def remove_unpublished(locations: Locations, disk: FileSystem) -> None:
    """Remove all saved outputs of an output folder."""
    if os.path.lexists(locations.unpublished):
        disk.remove_tree(locations.unpublished)


def remove_all_unpublished(project: Path, disk: FileSystem = DISK) -> int:
    """Remove the saved outputs of all output folders of a project; return their size in bytes."""
    size = 0
    for state in (project / STATE / "outputs").glob("*/"):
        out = named_output(state, project)
        for workspace in (state, *([workspace_beside(project, out)] if out else [])):
            folder = workspace / UNPUBLISHED
            size += sum(file.stat().st_size for file in folder.glob("*"))
            disk.remove_tree(str(folder))
    return size


def _name(path: str) -> str:
    return digest_bytes(os.fsencode(path))


def _entries(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []
