"""KeptFiles: files that another hand put into the output folder and that stay there (`CNAME`)."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping

from msgspec import Struct

from sitegen.output.diff import folders_of
from sitegen.output.intact import IntactFiles
from sitegen.output.locations import Locations
from sitegen.output.manifest import Manifest, PublishedStamp
from sitegen.output.scan import Scan, scan_folder


class KeptFiles(Struct, frozen=True):
    """What stays: files with their stamps, which have no digest, and folders."""

    files: Mapping[str, PublishedStamp]
    folders: Collection[str]
    only_mirrored: frozenset[str] = frozenset()
    """Files that have gone with the whole output folder, and are left in the mirror."""


def keeper(keep: tuple[str, ...]) -> Callable[[str], bool]:
    """Whether a path is, or lies in, one of those that `keep` names."""
    names = frozenset(name.strip("/") for name in keep) - {""}
    prefixes = tuple(f"{name}/" for name in names)
    return lambda path: path in names or path.startswith(prefixes)


def find_guests(
    home: Locations,
    record: Manifest | None,
    found: Scan,
    holdings: IntactFiles,
    keep: tuple[str, ...],
) -> KeptFiles:
    """The guests of the output folder. Files of ours are none, but what another hand made of them is."""
    if not keep:
        return KeptFiles({}, ())
    kept, recorded = keeper(keep), record.files if record else {}
    if found.is_empty:
        return _left_in_mirror(home, record, keep)
    files = {
        path: _stamp(now)
        for path, now in (*found.added.items(), *found.changed.items())
        if kept(path) and (path not in holdings.stamps or path in holdings.only_mirrored)
    }
    ours = folders_of(path for path in recorded if kept(path))
    return KeptFiles(files, [path for path in found.folders if kept(path) and path not in ours])


def _left_in_mirror(home: Locations, record: Manifest | None, keep: tuple[str, ...]) -> KeptFiles:
    kept, ours = keeper(keep), record.files if record else {}
    left = scan_folder(home.mirror)
    files = {path: _stamp(now) for path, now in left.added.items() if kept(path) and path not in ours}
    return KeptFiles(files, (), frozenset(files))


def _stamp(now: os.stat_result) -> PublishedStamp:
    return PublishedStamp("", now.st_size, now.st_mtime_ns, now.st_ino)
