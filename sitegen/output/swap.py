"""Putting a finished tree in the place of the old one: in one step, or in the safest way that is left."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from sitegen.output.diff import Diff, apply_in_sight
from sitegen.output.fs import NEVER, FileSystem
from sitegen.output.locations import Locations
from sitegen.output.manifest import PublishedStamp
from sitegen.output.mirror import Tree, Twins


class CannotSwap(Exception):
    """The output folder cannot be renamed: it is a mount point, or its parent is not ours."""


def exchange(home: Locations, disk: FileSystem) -> bool:
    """Let the output folder and the mirror change places; whether that was one step.

    Between two renames, recovery puts the old tree back. CannotSwap where neither can be done, OSError where
    the disk refuses.
    """
    if not os.path.lexists(home.out):
        with _movable():
            disk.rename(home.mirror, home.out)
        return True
    try:
        disk.exchange(home.mirror, home.out)
        return True
    except OSError as error:
        if error.errno not in NEVER:
            raise
    with _movable():
        disk.rename(home.out, home.aside)
    disk.rename(home.mirror, home.out)
    return False


@contextmanager
def _movable() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in NEVER:
            raise
        raise CannotSwap from error


def land(
    home: Locations, disk: FileSystem, change: Diff, mirror: Tree, twins: Twins
) -> dict[str, PublishedStamp]:
    """Bring the files that are to be placed one by one into the output folder, where nobody sees them yet;
    a disk that is full says so here. The stamps that they have there."""
    disk.make_folder(home.landing)
    return {
        path: twins.put(f"{home.mirror}/{path}", f"{home.landing}/{number}", mirror.files[path])
        for number, path in enumerate(change.place)
    }


def replace_one_by_one(home: Locations, disk: FileSystem, change: Diff) -> None:
    """Put the files that have landed in their places."""
    numbers = {path: number for number, path in enumerate(change.place)}

    def put(path: str) -> None:
        disk.rename(f"{home.landing}/{numbers[path]}", f"{home.out}/{path}")

    apply_in_sight(disk, home.out, change, put)
    disk.remove_folder(home.landing)
