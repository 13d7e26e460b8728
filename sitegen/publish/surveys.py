"""What lies in a folder: its files and folders, by path."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from sitegen.publish.records import Folder, Mark, Record, Stamp

Found = TypeVar("Found")


class Survey(Generic[Found]):
    """Paths with slashes; the root's is empty. Whatever is no folder is a file, links above all."""

    def __init__(self) -> None:
        self.files: dict[str, Found] = {}
        self.folders: dict[str, Mark] = {}


def survey(
    root: str,
    look: Callable[[str, Stamp | None], Found],
    record: Record | None = None,
    twin: bool = False,
) -> Survey[Found]:
    """All that lies below `root`, which may be missing.

    `look` is given a file's path on the disk, and its stamp where the file is known to be there by the mark
    of its folder; FileNotFoundError from it means that there is no such file. Folders that have their
    recorded marks (those of the mirror with `twin`) are not looked into.
    """
    found: Survey[Found] = Survey()
    inner = _children(record.folders) if record else {}
    waiting = [""]
    while waiting:
        path = waiting.pop()
        place = f"{root}/{path}" if path else root
        try:
            known = os.lstat(place)
        except FileNotFoundError:
            continue
        mark = found.folders[path] = (known.st_mtime_ns, known.st_ino)
        prefix = f"{path}/" if path else ""
        folder = record.folders.get(path) if record else None
        files: dict[str, tuple[str, Stamp | None]] = {}
        if folder is not None and record and mark == _mark(folder, twin) and record.trusts(mark):
            waiting += inner.get(path, ())
            files.update((name, (f"{place}/{name}", stamp)) for name, stamp in folder.files.items())
        else:
            with os.scandir(place) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(prefix + entry.name)
                    else:
                        files[entry.name] = entry.path, None
        for name, (file, known_stamp) in files.items():
            try:
                found.files[prefix + name] = look(file, known_stamp)
            except FileNotFoundError:
                continue
    return found


def status(place: str, _stamp: Stamp | None) -> os.stat_result:
    """Look at a file in full."""
    return os.lstat(place)


def nothing(_place: str, _stamp: Stamp | None) -> None:
    """Look no further than a file's name."""


def _mark(folder: Folder, twin: bool) -> Mark:
    return folder.twin if twin else folder.mark


def _children(folders: Mapping[str, Folder]) -> dict[str, list[str]]:
    children: dict[str, list[str]] = {}
    for path in folders:
        if path:
            children.setdefault(path.rpartition("/")[0], []).append(path)
    return children
