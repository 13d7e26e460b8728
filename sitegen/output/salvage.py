"""Outputs of a build that could not be published: kept, so that the next build need not render them again.

Each output has one file at most, named by the digest of its path. Whoever takes a file has to know the digest
of the bytes that it should have, so a file that is stale, cut off or someone else's is never published.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path

from sitegen.config.project import STATE
from sitegen.digest import digest_bytes
from sitegen.output.fs import DISK, FileSystem
from sitegen.output.intact import reread
from sitegen.output.locations import SALVAGE, Locations, shelf_beside
from sitegen.output.manifest import PublishedStamp, named_output
from sitegen.output.writers import Written


def find(home: Locations, path: str, digest: str) -> Written | None:
    """The file that is kept for an output, if it has the bytes of this digest."""
    place = f"{home.salvage}/{_name(path)}"
    try:
        size = os.lstat(place).st_size
    except OSError:
        return None
    stamp = reread(place, PublishedStamp(digest, size, 0, 0))
    return Written(stamp, place) if stamp else None


def keep(home: Locations, disk: FileSystem, new: Mapping[str, str], wanted: Collection[str]) -> None:
    """Keep the files that wait at `new` places, by their outputs' paths, and of the older ones those of the
    outputs that are still wanted. OSError where the disk refuses."""
    if new and not os.path.isdir(home.salvage):
        disk.make_folder(home.salvage)
    for path, place in new.items():
        target = f"{home.salvage}/{_name(path)}"
        if path in wanted and place != target:
            disk.rename(place, target)
    names = set(map(_name, wanted))
    for name in _entries(home.salvage):
        if name not in names:
            disk.remove(f"{home.salvage}/{name}")


def forget(home: Locations, disk: FileSystem) -> None:
    """Remove everything that is kept for an output folder."""
    if os.path.lexists(home.salvage):
        disk.remove_tree(home.salvage)


def forget_all(project: Path, disk: FileSystem = DISK) -> int:
    """Remove everything that is kept for any output folder of a project; its size in bytes."""
    size = 0
    for state in (project / STATE / "outputs").glob("*/"):
        out = named_output(state, project)
        for shelf in (state, *([shelf_beside(project, out)] if out else [])):
            folder = shelf / SALVAGE
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
