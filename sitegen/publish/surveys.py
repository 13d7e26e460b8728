"""What lies in a folder: its files and folders, by path."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
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
    known = record.folders if record else {}
    inner = _children(known)
    waiting = [""]
    while waiting:
        path = waiting.pop()
        place, prefix = (f"{root}/{path}", f"{path}/") if path else (root, "")
        try:
            now = os.lstat(place)
        except FileNotFoundError:
            continue
        mark = found.folders[path] = (now.st_mtime_ns, now.st_ino)
        folder = known.get(path)
        if folder is not None and mark == (folder.twin if twin else folder.mark) and _trusts(record, mark):
            waiting += inner.get(path, ())
            entries: Iterable[tuple[str, Stamp | None]] = folder.files.items()
        else:
            folders, names = _listed(place)
            waiting += [prefix + name for name in folders]
            entries = ((name, None) for name in names)
        for name, stamp in entries:
            try:
                found.files[prefix + name] = look(f"{place}/{name}", stamp)
            except FileNotFoundError:
                continue
    return found


def _listed(place: str) -> tuple[list[str], list[str]]:
    """The names of a folder's folders, and of everything else in it."""
    folders: list[str] = []
    names: list[str] = []
    with os.scandir(place) as entries:
        for entry in entries:
            (folders if entry.is_dir(follow_symlinks=False) else names).append(entry.name)
    return folders, names


def _trusts(record: Record | None, mark: Mark) -> bool:
    return record is not None and record.trusts(mark)


def status(place: str, _stamp: Stamp | None) -> os.stat_result:
    """Look at a file in full."""
    return os.lstat(place)


def nothing(_place: str, _stamp: Stamp | None) -> None:
    """Look no further than a file's name."""


def _children(folders: Mapping[str, Folder]) -> dict[str, list[str]]:
    children: dict[str, list[str]] = {}
    for path in folders:
        if path:
            children.setdefault(path.rpartition("/")[0], []).append(path)
    return children
