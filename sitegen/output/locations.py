"""Where a build keeps what belongs to one output folder, and what can be done between the two."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct

from sitegen.config.project import real_path
from sitegen.digest import digest_bytes
from sitegen.output.fs import FileSystem
from sitegen.output.manifest import former_record, state_folder

#: The folder in which files land that replace those of a folder that cannot be exchanged.
LANDING = ".sitegen-new"

#: The folder in which a shelf keeps outputs of a build that was not published.
SALVAGE = "salvage"

ONE_BY_ONE = (
    "`{out}` cannot be exchanged as a whole, as a mount point cannot: its files were replaced one by one, "
    "and for a moment readers may see old and new ones together."
)
BESIDE = "`{out}` is not on the file system of `.sitegen`: a second copy of the site is kept in `{shelf}`."
TWO_RENAMES = "Two folders cannot be exchanged in one step here: for a moment there was no `{out}`."
LATER = "The second copy of the site could not be brought up to date ({reason}); the next build does that."
COPIES = "Files cannot be linked here: there are two copies of the site, and builds take longer."


class Locations(Struct, frozen=True):
    """The output folder, and the folders that serve it."""

    out: str
    state: str
    """In `.sitegen/`: the record of what is in the output folder, and the journal of a build."""
    shelf: str
    """Holds the mirror; on the file system of the output folder, where there is a way."""
    linked: bool
    """Whether files of the two can be links of each other."""
    movable: bool
    """Whether the output folder can be exchanged as a whole, as far as can be told before."""
    former: str
    """Where the record of sitegen 0.1 would be."""
    notes: tuple[str, ...] = ()

    @property
    def record(self) -> str:
        """What the output folder holds."""
        return f"{self.state}/record"

    @property
    def journal(self) -> str:
        """What it is about to hold."""
        return f"{self.state}/journal"

    @property
    def mirror(self) -> str:
        """The second tree, which shares its files with the output folder."""
        return f"{self.shelf}/mirror"

    @property
    def new(self) -> str:
        """Where new files wait for the commit."""
        return f"{self.shelf}/new"

    @property
    def salvage(self) -> str:
        """Where outputs of a build that was not published wait for the next one."""
        return f"{self.shelf}/{SALVAGE}"

    @property
    def aside(self) -> str:
        """Where the old tree is, for a moment, if it cannot be exchanged with the new one."""
        return f"{self.shelf}/old"

    @property
    def landing(self) -> str:
        """Where new files wait that replace old ones one by one."""
        return f"{self.out}/{LANDING}"


def find_locations(project: Path, out: Path, disk: FileSystem) -> Locations:
    """The home of an output folder; its folder of state and the output's parent are made. OSError where the
    disk refuses."""
    state, beside = state_folder(project, out), shelf_beside(project, out)
    os.makedirs(state, exist_ok=True)
    os.makedirs(out.parent, exist_ok=True)
    here, around = disk.mount(str(state)), disk.mount(str(out.parent))
    there = disk.mount(str(out)) if out.is_dir() else around
    former = str(former_record(project, out))
    if here == around == there:
        return Locations(str(out), str(state), str(state), linked=True, movable=True, former=former)
    if there != around or not os.access(out.parent, os.W_OK):
        note = ONE_BY_ONE.format(out=out.name)
        return Locations(str(out), str(state), str(state), there == here, False, former, (note,))
    note = BESIDE.format(out=out.name, shelf=beside.name)
    os.makedirs(beside, exist_ok=True)
    return Locations(str(out), str(state), str(beside), True, True, former, (note,))


def shelf_beside(project: Path, out: Path) -> Path:
    """A hidden folder beside the output folder; each project has another."""
    return out.with_name(f".{out.name}.{digest_bytes(os.fsencode(real_path(project)))[:8]}.sitegen")
