"""The output tree and its mirror: two trees that share their files, and one exchange of the two.

A build makes the difference between the old site and the new one good in the mirror, which nobody reads,
exchanges the two folders in one step, and makes the same difference good in what is the mirror from then on.
A reader sees the old site or the new one, whole; what a build costs follows the difference. Both trees are
looked through before, so that nothing is published that another hand has changed in either.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from sitegen.locks import in_silence, locked, occupied
from sitegen.output.cleanup import prune
from sitegen.output.fs import DISK, FileSystem
from sitegen.output.locations import find_locations
from sitegen.output.manifest import Manifest, load
from sitegen.output.recovery import recover
from sitegen.output.safety import check_output, check_place, keeper, refuse_foreign
from sitegen.output.scan import Scan, scan_folder
from sitegen.output.stage import NullStage, Stage
from sitegen.output.unchanged import is_unchanged
from sitegen.problems import SitegenError

__all__ = ["NullStage", "Stage", "check_output", "is_unchanged", "open_stage"]


@contextmanager
def open_stage(
    project: Path,
    out: Path | None,
    replace: bool = False,
    *,
    keep: tuple[str, ...] = (),
    wait: bool = True,
    waiting: Callable[[str], None] = in_silence,
    disk: FileSystem = DISK,
) -> Iterator[Stage]:
    """A stage for `out`. Left without a commit, all is as it was, and nothing lies about.

    `out` None stages nothing. `keep` names files and folders that another hand may put into the output
    folder. The project is locked: see `locked` for `wait` and `waiting`. WrongUse where `out` holds files
    that no build of this project made, unless `replace` is set; SitegenError where the disk refuses.
    """
    if out is None:
        yield NullStage()
        return
    check_place(project, out)
    with locked(project, wait, waiting) as notes, occupied(out, wait, waiting):
        try:
            stage = _open(project, out, replace, keep, notes, disk)
        except OSError as error:
            raise _refusal(error, f"`{out}` is as it was.") from error
        try:
            yield stage
            stage.close()
            prune(project, out, disk)
        except OSError as error:
            raise _refusal(error, stage.close()) from error
        except BaseException:  # an interruption, of the clearing up among others
            stage.close()
            raise


def _open(
    project: Path, out: Path, replace: bool, keep: tuple[str, ...], notes: tuple[str, ...], disk: FileSystem
) -> Stage:
    home = find_locations(project, out, disk)
    recover(home, disk)
    record = load(home.record)
    found = scan_folder(home.out, record)

    def refuse(found: Scan) -> None:
        if not replace:
            refuse_foreign(project, out, found.added, record, keep)

    try:
        refuse(found)
        published = _published(record, found, keep, replace)
        return Stage(home, disk, record, found, keep, (*notes, *home.notes), refuse, published)
    except SitegenError:
        if record is None:
            with contextlib.suppress(OSError):
                disk.remove_folder(home.state)
        raise


def _published(record: Manifest | None, found: Scan, keep: tuple[str, ...], replace: bool) -> Collection[str]:
    """The files of ours that readers see now, whatever has become of their bytes, and of the record."""
    if record is not None:
        return record.files.keys() - found.missing
    kept = keeper(keep)
    return () if replace else [path for path in found.added if not kept(path)]


def _refusal(error: OSError, after: str) -> SitegenError:
    place = f" (`{error.filename}`)" if error.filename else ""
    return SitegenError(f"The site could not be written: {error.strerror or error}{place}. {after}")
