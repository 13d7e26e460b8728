"""Opening a stage: the output folder and its mirror, two trees that share their files.

A build applies the difference between the old site and the new one to the mirror, swaps the two folders in
one step, and applies the same difference to the former output folder. Readers see the old site or the new
one, and the cost of a build depends on the size of the difference. Both trees are scanned first, so that
files modified outside sitegen are never published.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from sitegen.locks import in_silence, locked, occupied
from sitegen.output.contents import OutputFolder, is_unchanged, keep_matcher
from sitegen.output.fs import DISK, FileSystem
from sitegen.output.locations import find_locations
from sitegen.output.manifest import load_manifest
from sitegen.output.recovery import prune, recover
from sitegen.output.safety import check_foreign_files, check_location, check_output
from sitegen.output.scan import Scan, scan_folder
from sitegen.output.stage import NullStage, Stage
from sitegen.problems import SitegenError

__all__ = ["NullStage", "OutputOptions", "Stage", "check_output", "is_unchanged", "open_stage"]


class OutputOptions(Struct, frozen=True):
    """How to open an output folder."""

    replace: bool = False
    """Whether to replace an output folder with files that sitegen did not write."""
    keep: tuple[str, ...] = ()
    """Files and folders to keep although sitegen did not write them."""
    wait: bool = True
    """Whether to wait while another build is running, or to fail."""
    waiting: Callable[[str], None] = in_silence
    """Called once with a message before waiting."""


DEFAULTS = OutputOptions()


@contextmanager
def open_stage(
    project: Path, out: Path | None, options: OutputOptions = DEFAULTS, disk: FileSystem = DISK
) -> Iterator[Stage]:
    """Open a stage for `out`, or one that writes nothing if it is None. Without a commit, nothing changes.

    The project is locked meanwhile. WrongUse if `out` contains files that sitegen did not write, unless
    `replace` is set; SitegenError if the disk fails.
    """
    if out is None:
        yield NullStage()
        return
    check_location(project, out)
    wait, waiting = options.wait, options.waiting
    with locked(project, wait, waiting) as notes, occupied(out, wait, waiting):
        try:
            stage = _open(project, out, options, notes, disk)
        except OSError as error:
            raise _write_error(error, f"`{out}` is unchanged.") from error
        try:
            yield stage
            stage.close()
            prune(project, out, disk)
        except OSError as error:
            raise _write_error(error, stage.close()) from error
        except BaseException:  # including an interruption of the cleanup
            stage.close()
            raise


def _open(
    project: Path, out: Path, options: OutputOptions, notes: tuple[str, ...], disk: FileSystem
) -> Stage:
    locations = find_locations(project, out, disk)
    recover(locations, disk)
    manifest = load_manifest(locations.manifest)
    folder = OutputFolder(locations, disk, manifest, scan_folder(locations.out, manifest), options.keep)

    def check(scan: Scan) -> None:
        if not options.replace:
            check_foreign_files(project, out, scan.added, manifest, options.keep)

    try:
        check(folder.scan)
        return Stage(folder, (*notes, *locations.notes), _published(folder, options.replace), check)
    except SitegenError:
        if manifest is None:
            with contextlib.suppress(OSError):
                disk.remove_folder(locations.state)
        raise


def _published(folder: OutputFolder, replace: bool) -> Collection[str]:
    """The site's files that readers see now, even if they were modified or the manifest is lost."""
    if folder.manifest is not None:
        return folder.manifest.files.keys() - folder.scan.missing
    is_kept = keep_matcher(folder.keep)
    return () if replace else [path for path in folder.scan.added if not is_kept(path)]


def _write_error(error: OSError, consequence: str) -> SitegenError:
    location = f" (`{error.filename}`)" if error.filename else ""
    return SitegenError(f"The site could not be written: {error.strerror or error}{location}. {consequence}")
