"""Recovery after killed builds, and removal of state that no output folder needs."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

import msgspec

from sitegen.output.fs import FileSystem
from sitegen.output.locations import UNPUBLISHED, Locations, workspace_beside
from sitegen.output.manifest import (
    NAME,
    UNKNOWN,
    Manifest,
    PublishedFile,
    load_manifest,
    name_of,
    named_output,
    save_manifest,
    state_folder,
)

#: Seconds after which the state of a deleted output folder is removed.
_MONTH = 30 * 24 * 3600

#: Seconds after which unpublished outputs of an output folder that never existed are removed.
_DAY = 24 * 3600


def recover(locations: Locations, disk: FileSystem) -> None:
    """Finish or undo a build that was killed, so that the manifest, if any, matches the output folder.

    The journal is the manifest of the tree that the build was publishing. It becomes the manifest if the
    output folder is the one that it names.
    """
    _restore_old_tree(locations, disk)
    journal = load_manifest(locations.journal)
    if journal is not None and journal.in_place:
        _save_mixed_manifest(locations, disk, journal)
    elif journal is not None and _inode(locations.out) == journal.inode:
        disk.rename(locations.journal, locations.manifest)
    _remove_leftovers(locations, disk)


def is_clean(locations: Locations) -> bool:
    """Whether no build has left temporary files or folders."""
    return not any(map(os.path.lexists, (*_temporary_folders(locations), *_temporary_files(locations))))


def _restore_old_tree(locations: Locations, disk: FileSystem) -> None:
    """Between two renames there is no output folder: restore the old tree unless the new one is in place."""
    if not os.path.lexists(locations.old):
        return
    if not os.path.lexists(locations.out):
        disk.rename(locations.old, locations.out)
    elif not os.path.lexists(locations.mirror):
        disk.rename(locations.old, locations.mirror)


def _save_mixed_manifest(locations: Locations, disk: FileSystem, journal: Manifest) -> None:
    """Describe an output folder in which each file may be old or new."""
    manifest = load_manifest(locations.manifest)
    mixed = mixed_manifest(locations, manifest, journal) if manifest else journal
    save_manifest(locations.manifest, mixed, disk)


def mixed_manifest(locations: Locations, old: Manifest, new: Manifest) -> Manifest:
    """A manifest with the files of both trees. Each has to be read before it is trusted again."""
    merged = dict(old.files)
    for path, file in new.files.items():
        if path not in merged or _matches(f"{locations.out}/{path}", file):
            merged[path] = file
    files = {path: PublishedFile(file.digest, file.size, 0, 0) for path, file in merged.items()}
    folders = dict.fromkeys((*old.folders, *new.folders), UNKNOWN)
    return msgspec.structs.replace(
        new, files=files, folders=folders, mirror_folders=[*folders.values()], copied={}, tree=""
    )


def _matches(location: str, file: PublishedFile) -> bool:
    try:
        return file.matches(os.lstat(location))
    except OSError:
        return False


def _inode(folder: str) -> int | None:
    try:
        return os.lstat(folder).st_ino
    except FileNotFoundError:
        return None


def _remove_leftovers(locations: Locations, disk: FileSystem) -> None:
    """Remove the journal last: as long as it exists, there are leftovers."""
    for folder in _temporary_folders(locations):
        if os.path.lexists(folder):
            disk.remove_tree(folder)
    mirror = locations.mirror
    if os.path.lexists(mirror) and (os.path.islink(mirror) or not os.path.isdir(mirror)):
        disk.remove(mirror)
    for file in _temporary_files(locations):
        disk.remove(file)


def _temporary_folders(locations: Locations) -> tuple[str, ...]:
    return locations.new, locations.old, locations.incoming


def _temporary_files(locations: Locations) -> tuple[str, ...]:
    manifest, journal = locations.manifest, locations.journal
    return f"{manifest}.part", f"{journal}.part", f"{locations.state}/{NAME}.part", journal


def prune(project: Path, out: Path, disk: FileSystem) -> None:
    """Remove the mirrors of the project's deleted output folders, which are as large as a site.

    Remove their other state after a month, and unpublished outputs of folders that never existed after a
    day.
    """
    state = state_folder(project, out)
    with contextlib.suppress(OSError):
        _write_name(state, project, out, disk)
        for other_state in state.parent.iterdir():
            other = named_output(other_state, project) if other_state != state else None
            if other is not None and not other.exists():
                _prune_state(other_state, project, other, disk)


def _prune_state(state: Path, project: Path, out: Path, disk: FileSystem) -> None:
    manifest = state / "record"
    for workspace in (state, workspace_beside(project, out)):
        disk.remove_tree(str(workspace / "mirror"))
        if manifest.exists() or _is_older(workspace / UNPUBLISHED, _DAY):
            disk.remove_tree(str(workspace / UNPUBLISHED))
    if _is_older(manifest, _MONTH):
        disk.remove_tree(str(state))


def _is_older(path: Path, seconds: float) -> bool:
    return path.exists() and time.time() - path.stat().st_mtime > seconds


def _write_name(state: Path, project: Path, out: Path, disk: FileSystem) -> None:
    """Write the name of the output folder into its state folder."""
    if state.is_dir() and not (state / NAME).exists():
        part = str(state / f"{NAME}.part")
        disk.write(part, os.fsencode(name_of(project, out)))
        disk.rename(part, str(state / NAME))
