"""The contents of an output folder: files that are still as published, and files to keep from elsewhere."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from msgspec import Struct

from sitegen.digest import digest_bytes
from sitegen.output.diff import folders_of
from sitegen.output.fs import DISK, FileSystem
from sitegen.output.locations import Locations, find_locations
from sitegen.output.manifest import Manifest, PublishedFile, load_manifest, state_folder
from sitegen.output.recovery import is_clean
from sitegen.output.scan import Scan, scan_folder


class OutputFolder(Struct, frozen=True):
    """An output folder as a build finds it; `manifest` is None if none can be read."""

    locations: Locations
    disk: FileSystem
    manifest: Manifest | None
    scan: Scan
    keep: tuple[str, ...] = ()
    """Files and folders to keep although sitegen did not write them, such as `CNAME`."""


class IntactFiles(Struct, frozen=True):
    """Published files that still have their bytes, with their current stat data."""

    files: dict[str, PublishedFile]
    only_in_mirror: set[str]
    """Files that are intact in the mirror only."""


class KeptFiles(Struct, frozen=True):
    """Files and folders that sitegen did not write and leaves in place. The files have no digest."""

    files: Mapping[str, PublishedFile]
    folders: Collection[str]
    only_in_mirror: frozenset[str] = frozenset()
    """Files that are left in the mirror only, because the output folder was deleted."""


def find_intact(folder: OutputFolder) -> IntactFiles:
    """Compare the bytes of every file that looks modified or missing: stat data only hint at a change."""
    manifest, locations, scan = folder.manifest, folder.locations, folder.scan
    if manifest is None:
        return IntactFiles({}, set())
    intact = IntactFiles(dict(manifest.files), set())
    for path in (*scan.missing, *scan.changed):
        file = intact.files.pop(path)
        if path in scan.changed and (current := reread(f"{locations.out}/{path}", file)):
            intact.files[path] = current
        elif current := _find_in_mirror(locations, manifest, path, file):
            intact.files[path] = current
            intact.only_in_mirror.add(path)
    return intact


def reread(location: str, file: PublishedFile) -> PublishedFile | None:
    """The current stat data of a file on disk if it has the bytes of a published file; None if it differs."""
    try:
        found = os.lstat(location)
        if not stat.S_ISREG(found.st_mode) or found.st_size != file.size:
            return None
        with open(location, "rb") as opened:
            same = digest_bytes(opened.read()) == file.digest
    except OSError:
        return None
    return _published(file.digest, found) if same else None


def _find_in_mirror(
    locations: Locations, manifest: Manifest, path: str, file: PublishedFile
) -> PublishedFile | None:
    location = f"{locations.mirror}/{path}"
    if locations.linked:
        try:
            if manifest.is_unmodified(os.lstat(location), file):
                return file
        except OSError:
            return None
    return reread(location, file)


def keep_matcher(keep: tuple[str, ...]) -> Callable[[str], bool]:
    """A function that tells whether `keep` names a path or a folder that contains it."""
    names = frozenset(name.strip("/") for name in keep) - {""}
    prefixes = tuple(f"{name}/" for name in names)
    return lambda path: path in names or path.startswith(prefixes)


def find_kept_files(folder: OutputFolder, intact: IntactFiles) -> KeptFiles:
    """Files that `keep` names and sitegen did not publish, or that were modified outside sitegen."""
    if not folder.keep:
        return KeptFiles({}, ())
    scan, is_kept = folder.scan, keep_matcher(folder.keep)
    if scan.is_empty:
        return _kept_in_mirror(folder)
    files = {
        path: _published("", found)
        for path, found in (*scan.added.items(), *scan.changed.items())
        if is_kept(path) and (path not in intact.files or path in intact.only_in_mirror)
    }
    published = folder.manifest.files if folder.manifest else {}
    own_folders = folders_of(path for path in published if is_kept(path))
    return KeptFiles(files, [path for path in scan.folders if is_kept(path) and path not in own_folders])


def _kept_in_mirror(folder: OutputFolder) -> KeptFiles:
    is_kept, published = keep_matcher(folder.keep), folder.manifest.files if folder.manifest else {}
    mirror = scan_folder(folder.locations.mirror)
    files = {
        path: _published("", found)
        for path, found in mirror.added.items()
        if is_kept(path) and path not in published
    }
    return KeptFiles(files, (), frozenset(files))


def _published(digest: str, found: os.stat_result) -> PublishedFile:
    return PublishedFile(digest, found.st_size, found.st_mtime_ns, found.st_ino)


def is_unchanged(project: Path, out: Path, tree: str | None = None, disk: FileSystem = DISK) -> bool:
    """Whether `out` contains exactly the published files and files to keep.

    `tree` is the digest from the stage. It must match unless it is None: a later build may have published
    another tree and been killed before it could save its report.
    """
    try:
        manifest = load_manifest(str(state_folder(project, out) / "record"))
        if manifest is None or tree not in (None, manifest.tree) or not out.is_dir() or out.is_symlink():
            return False
        locations = find_locations(project, out, disk)
        return is_clean(locations) and _matches(manifest, locations.out)
    except OSError:
        return False


def _matches(manifest: Manifest, root: str) -> bool:
    scan, is_kept = scan_folder(root, manifest), keep_matcher(manifest.keep)
    return (
        not scan.missing
        and all(map(is_kept, scan.added))
        and all(
            _is_same(f"{root}/{path}", found, manifest.files[path]) for path, found in scan.changed.items()
        )
    )


def _is_same(location: str, found: os.stat_result, file: PublishedFile) -> bool:
    """Whether a file looks changed only because it was written too shortly before the manifest."""
    return file.matches(found) and reread(location, file) is not None
