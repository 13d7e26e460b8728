"""The commit of a stage: prepare the new tree in the mirror, and swap it with the output folder."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Set
from contextlib import contextmanager
from pathlib import Path

import msgspec

from sitegen.output.contents import KeptFiles, OutputFolder
from sitegen.output.diff import Diff, apply_live, diff_trees, folders_of
from sitegen.output.fs import NEVER
from sitegen.output.locations import COPIES, MIRROR_FAILED, ONE_BY_ONE, TWO_RENAMES
from sitegen.output.manifest import UNKNOWN, Manifest, PublishedFile, save_manifest
from sitegen.output.mirror import (
    Linker,
    Tree,
    WantedTree,
    manifest_of,
    prepare_mirror,
    stat_folder,
    update_mirror,
    without,
)
from sitegen.problems import SitegenError


class CannotSwap(Exception):
    """The output folder cannot be renamed: it is a mount point, or its parent is not writable."""


class Commit:
    """Publishes one tree.

    `change` holds the changes to the output folder, `tree` the digest of its new contents, and `notes`
    sentences on anything unusual. `is_mixed` is set while the output folder has files of both trees.
    """

    def __init__(self, folder: OutputFolder) -> None:
        self.change = Diff((), (), (), ())
        self.tree = ""
        self.is_mixed = False
        self._folder = folder
        self._locations, self._disk = folder.locations, folder.disk
        self._kept: Set[str] = frozenset()
        self._linker = Linker(folder.disk)
        self._notes: list[str] = []

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences for the user."""
        return tuple(self._notes)

    def run(self, wanted: WantedTree, new: Mapping[str, str], only_in_mirror: Collection[str]) -> bool:
        """Publish the tree; return whether the output folder changed.

        `new` gives the locations of new files, `only_in_mirror` the files that only the mirror has.
        """
        scan = self._folder.scan
        self._kept = wanted.kept
        self.change = diff_trees(
            {*new, *only_in_mirror},
            scan.unwanted(wanted.files.keys()),
            scan.folders.keys(),
            wanted.folders,
        )
        if not self.change.place and not self.change.remove and scan.folders:
            self._finish_unchanged(wanted)
            return False
        mirror = prepare_mirror(self._folder, wanted, new, only_in_mirror, self._linker)
        try:
            if not self._locations.movable:
                raise CannotSwap
            self._swap(mirror, self._unchanged_part(wanted))
        except CannotSwap:
            self._replace(mirror, self._unchanged_part(wanted))
        if self._linker.copies:
            self._notes.append(COPIES)
        return True

    def _unchanged_part(self, wanted: WantedTree) -> Tree:
        """The part of the output folder that the change leaves as it is."""
        return Tree(
            without(wanted.files, self.change.place),
            without(self._folder.scan.folders, self.change.changed_folders),
        )

    def _finish_unchanged(self, wanted: WantedTree) -> None:
        """Update the mirror and the manifest of an output folder that is up to date."""
        out = self._unchanged_part(wanted)
        try:
            mirror = prepare_mirror(self._folder, wanted, {}, (), self._linker)
        except OSError as error:
            self._note_mirror_failure(error)
            mirror = Tree({}, {})
        out = Tree(out.files, {path: out.folders.get(path, UNKNOWN) for path in wanted.folders})
        manifest, last = self._manifest_of(out, mirror), self._folder.manifest
        self.tree = manifest.tree
        if last is None or msgspec.structs.replace(last, written=0) != manifest:
            save_manifest(self._locations.manifest, manifest, self._disk)
        self._disk.remove(self._locations.legacy_manifest)

    def _swap(self, mirror: Tree, out: Tree) -> None:
        """Swap the output folder and the mirror."""
        manifest = self._manifest_of(mirror, out)
        self.tree = manifest.tree
        save_manifest(self._locations.journal, manifest, self._disk)
        self._flush(self._locations.workspace)
        one_step = self._swap_folders()
        try:
            self._disk.rename(self._locations.journal, self._locations.manifest)
            if not one_step:
                self._notes.append(TWO_RENAMES.format(out=Path(self._locations.out).name))
                self._disk.rename(self._locations.old, self._locations.mirror)
            self._update_mirror(mirror, out, manifest)
            self._disk.remove(self._locations.legacy_manifest)
        except OSError as error:
            self._note_mirror_failure(error)

    def _swap_folders(self) -> bool:
        """Swap the two folders; return whether it took one step.

        Between two renames, recovery restores the old tree. CannotSwap if neither is possible, OSError if the
        disk fails.
        """
        locations, disk = self._locations, self._disk
        if not os.path.lexists(locations.out):
            with _movable():
                disk.rename(locations.mirror, locations.out)
            return True
        try:
            disk.exchange(locations.mirror, locations.out)
            return True
        except OSError as error:
            if error.errno not in NEVER:
                raise
        with _movable():
            disk.rename(locations.out, locations.old)
        disk.rename(locations.mirror, locations.out)
        return False

    def _update_mirror(self, mirror: Tree, out: Tree, manifest: Manifest) -> None:
        """Bring the new mirror up to date. If most files are new in it, save their stat data, too; else the
        next build checks them."""
        locations, disk = self._locations, self._disk
        placed = update_mirror(self._folder, self.change, mirror, self._linker)
        if 2 * len(placed) > len(mirror.files):
            folders = {
                path: out.folders.get(path) or stat_folder(locations.mirror, path) for path in mirror.folders
            }
            back = Tree({**out.files, **placed}, folders)
            save_manifest(locations.manifest, self._manifest_of(mirror, back), disk)
        elif self._linker.copies and not manifest.copies:
            save_manifest(locations.manifest, msgspec.structs.replace(manifest, copies=True), disk)

    def _replace(self, mirror: Tree, out: Tree) -> None:
        """Replace the files one by one if the folder cannot be swapped."""
        locations, disk = self._locations, self._disk
        note = ONE_BY_ONE.format(out=Path(locations.out).name)
        if note not in locations.notes:
            self._notes.append(note)
        change = self.change
        if "" in change.make_folders:
            disk.make_folder(locations.out)
            rest = tuple(path for path in change.make_folders if path)
            change = msgspec.structs.replace(change, make_folders=rest)
        files = {**out.files, **self._link_incoming(change, mirror)}
        folders = {path: out.folders.get(path, UNKNOWN) for path in mirror.folders}
        journal = self._manifest_of(Tree(files, folders), mirror)
        self.tree = journal.tree
        save_manifest(locations.journal, msgspec.structs.replace(journal, in_place=True), disk)
        self._flush(locations.out)
        self.is_mixed = True
        self._replace_files(change)
        self.is_mixed = False
        try:
            current = {
                path: stat_folder(locations.out, path) if data == UNKNOWN else data
                for path, data in folders.items()
            }
            save_manifest(locations.manifest, self._manifest_of(Tree(files, current), mirror), disk)
            disk.remove(locations.journal)
            disk.remove(locations.legacy_manifest)
        except OSError as error:
            self._note_mirror_failure(error)

    def _link_incoming(self, change: Diff, mirror: Tree) -> dict[str, PublishedFile]:
        """Link the files to place into a hidden folder of the output folder, so that a full disk fails here;
        return their stat data."""
        locations = self._locations
        self._disk.make_folder(locations.incoming)
        return {
            path: self._linker.link(
                f"{locations.mirror}/{path}", f"{locations.incoming}/{number}", mirror.files[path]
            )
            for number, path in enumerate(change.place)
        }

    def _replace_files(self, change: Diff) -> None:
        """Move the incoming files to their paths."""
        locations, disk = self._locations, self._disk
        numbers = {path: number for number, path in enumerate(change.place)}

        def put(path: str) -> None:
            disk.rename(f"{locations.incoming}/{numbers[path]}", f"{locations.out}/{path}")

        apply_live(disk, locations.out, change, put)
        disk.remove_folder(locations.incoming)

    def _manifest_of(self, front: Tree, back: Tree) -> Manifest:
        return manifest_of(self._folder, front, back, self._kept)

    def _flush(self, folder: str) -> None:
        """Flush a folder and the state folder to disk before the new tree is visible."""
        self._disk.flush(folder)
        if self._disk.mount(folder)[0] != self._disk.mount(self._locations.state)[0]:
            self._disk.flush(self._locations.state)

    def _note_mirror_failure(self, error: OSError) -> None:
        self._notes.append(MIRROR_FAILED.format(reason=error.strerror or error))


@contextmanager
def _movable() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in NEVER:
            raise
        raise CannotSwap from error


def wanted_tree(files: Mapping[str, PublishedFile], kept: KeptFiles, manifest: Manifest | None) -> WantedTree:
    """The tree of the site's files and the files to keep. The site's files win where both have a path."""
    other_files = {path: file for path, file in kept.files.items() if path not in files}
    if manifest and files.keys() == manifest.files.keys() and not other_files and not kept.folders:
        return WantedTree(files, manifest.folders.keys())
    own_folders = folders_of(files)
    other_folders = [f"{path}/" for path in kept.folders if path not in files]
    folders = own_folders | folders_of([*other_files, *other_folders])
    all_files = {**other_files, **files}
    if both := all_files.keys() & folders:
        raise SitegenError(f"`{min(both)}` would be both a file and a folder. Nothing was written.")
    return WantedTree(all_files, folders, other_files.keys() | (folders - own_folders))
