"""Where a build keeps the files that belong to one output folder, and what the file system allows."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct

from sitegen.config.project import real_path
from sitegen.digest import digest_bytes
from sitegen.output.fs import FileSystem
from sitegen.output.manifest import legacy_manifest, state_folder

#: A folder inside an output folder that cannot be swapped, for new files until they replace old ones.
INCOMING = ".sitegen-new"

#: The folder for rendered outputs that could not be published.
UNPUBLISHED = "salvage"

ONE_BY_ONE = (
    "`{out}` cannot be swapped as a whole, for example because it is a mount point. Its files were replaced "
    "one by one, so readers may briefly have seen old and new files together."
)
BESIDE = "`{out}` and `.sitegen` are on different file systems. `{beside}` holds a second copy of the site."
TWO_RENAMES = "Folders cannot be swapped in one step on this system: `{out}` was missing for a moment."
MIRROR_FAILED = "The second copy of the site could not be updated ({reason}). The next build tries again."
COPIES = "Files cannot be hard-linked here, so sitegen keeps two copies of the site, and builds take longer."


class Locations(Struct, frozen=True):
    """The paths of an output folder and of the folders that belong to it."""

    out: str
    state: str
    """The folder in `.sitegen/` for the manifest and the journal."""
    workspace: str
    """The folder for the mirror, on the output folder's file system if possible."""
    linked: bool
    """Whether files in the mirror can be hard links to files in the output folder."""
    movable: bool
    """Whether the output folder can probably be swapped as a whole."""
    legacy_manifest: str
    """Where sitegen 0.1 kept its manifest."""
    notes: tuple[str, ...] = ()

    @property
    def manifest(self) -> str:
        """The file that describes what was published."""
        return f"{self.state}/record"

    @property
    def journal(self) -> str:
        """The manifest of a tree that is being published."""
        return f"{self.state}/journal"

    @property
    def mirror(self) -> str:
        """The second tree, which shares its files with the output folder."""
        return f"{self.workspace}/mirror"

    @property
    def new(self) -> str:
        """The folder for new files until the commit."""
        return f"{self.workspace}/new"

    @property
    def unpublished(self) -> str:
        """The folder for outputs that a failed build leaves for the next one."""
        return f"{self.workspace}/{UNPUBLISHED}"

    @property
    def old(self) -> str:
        """Where the old tree is between two renames."""
        return f"{self.workspace}/old"

    @property
    def incoming(self) -> str:
        """The folder for new files that replace old ones one by one."""
        return f"{self.out}/{INCOMING}"


def find_locations(project: Path, out: Path, disk: FileSystem) -> Locations:
    """The locations for an output folder. Create its state folder and its parent; OSError if that fails."""
    state, beside = state_folder(project, out), workspace_beside(project, out)
    os.makedirs(state, exist_ok=True)
    os.makedirs(out.parent, exist_ok=True)
    state_mount, parent_mount = disk.mount(str(state)), disk.mount(str(out.parent))
    out_mount = disk.mount(str(out)) if out.is_dir() else parent_mount
    legacy = str(legacy_manifest(project, out))
    if state_mount == parent_mount == out_mount:
        return Locations(str(out), str(state), str(state), linked=True, movable=True, legacy_manifest=legacy)
    if out_mount != parent_mount or not os.access(out.parent, os.W_OK):
        note = ONE_BY_ONE.format(out=out.name)
        return Locations(str(out), str(state), str(state), out_mount == state_mount, False, legacy, (note,))
    note = BESIDE.format(out=out.name, beside=beside.name)
    os.makedirs(beside, exist_ok=True)
    return Locations(str(out), str(state), str(beside), True, True, legacy, (note,))


def workspace_beside(project: Path, out: Path) -> Path:
    """A hidden folder beside the output folder, different for each project."""
    return out.with_name(f".{out.name}.{digest_bytes(os.fsencode(real_path(project)))[:8]}.sitegen")
