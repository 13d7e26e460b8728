"""Which folders a build may write into, and whose files lie in them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from sitegen.config.project import STATE, real_path
from sitegen.output.kept_files import keeper
from sitegen.output.locations import LANDING, shelf_beside
from sitegen.output.manifest import Manifest, former_paths, load, state_folder
from sitegen.output.scan import scan_folder
from sitegen.problems import WrongUse

__all__ = ["check_output", "check_place", "keeper", "refuse_foreign"]


def check_output(
    project: Path,
    out: Path,
    replace: bool = False,
    sources: Iterable[str] = (),
    keep: tuple[str, ...] = (),
) -> None:
    """WrongUse where `out` is not a folder that a build may replace; `sources` are content folders, and
    `keep` what another hand may put there."""
    check_place(project, out, sources)
    has_record = (state_folder(project, out) / "record").exists()  # by which a stage looks closer
    if not replace and out.is_dir() and not has_record:
        refuse_foreign(project, out, _paths_in(out), None, keep)


def check_place(project: Path, out: Path, sources: Iterable[str] = ()) -> None:
    """WrongUse where `out` is no folder, or one that a build must not touch whatever is in it."""
    try:
        _check_kind(out)
    except OSError as error:
        reason = error.strerror or error
        raise WrongUse(f"`{out}` cannot be an output folder: {reason}. Choose another with --out.") from error
    _check_surroundings(project, out, sources)


def _check_kind(out: Path) -> None:
    if out.is_symlink():
        raise WrongUse(
            f"`{out}` is a symbolic link, and only a folder itself can be exchanged for a new one. Remove "
            "it, or choose another with --out, such as the folder that it leads to."
        )
    if os.path.lexists(out) and not out.is_dir():
        raise WrongUse(f"`{out}` is not a folder. Remove it, or choose another with --out.")
    above = next((folder for folder in out.absolute().parents if os.path.lexists(folder)), out)
    if above != out and not above.is_dir():
        raise WrongUse(f"`{above}` is not a folder, so there can be no `{out}`. Choose another with --out.")


def _check_surroundings(project: Path, out: Path, sources: Iterable[str]) -> None:
    inside, whole = real_path(out), real_path(project)
    if whole == inside or whole.is_relative_to(inside):
        raise WrongUse(f"`{out}` holds the project itself. Choose another folder with --out.")
    for kept in ("content", "static", "templates", "themes", "data", STATE, *sources):
        source = real_path(project / kept.strip("/"))
        if inside.is_relative_to(source):
            raise WrongUse(f"`{out}` lies in the project's `{kept}`. Choose another folder with --out.")
        if source.is_relative_to(inside):
            raise WrongUse(f"`{out}` holds the project's `{kept}`. Choose another folder with --out.")
    if inside.is_relative_to(whole) and inside.relative_to(whole).parts[0][0] == ".":
        raise WrongUse(f"`{out}` is a hidden folder of the project. Choose another folder with --out.")


def refuse_foreign(
    project: Path, out: Path, added: Iterable[str], record: Manifest | None, keep: tuple[str, ...]
) -> None:
    """WrongUse where some of the files that the record does not name are neither of a build of ours nor named
    by `keep`."""
    kept = keeper(keep)
    unknown = {path for path in added if not kept(path)}
    if unknown:
        unknown -= _known_otherwise(project, out, record)
    if unknown:
        more = f" and {len(unknown) - 1} more" if len(unknown) > 1 else ""
        stay = "Let them stay with `keep` in sitegen.yaml" if record else "Choose another folder with --out"
        raise WrongUse(
            f"`{out}` holds files that no build of this project made (`{min(unknown)}`{more}). "
            f"{stay}, or give --replace to remove them."
        )


def _known_otherwise(project: Path, out: Path, record: Manifest | None) -> set[str]:
    """Files of ours that the record does not name: of a build that was killed, of a record that is damaged,
    of sitegen 0.1."""
    state = state_folder(project, out)
    known = set(former_paths(project, out))
    if journal := load(str(state / "journal")):
        known.update(journal.files)
    if record is None:
        for shelf in (state, shelf_beside(project, out)):
            known.update(_paths_in(shelf / "mirror"))
    return known


def _paths_in(folder: Path) -> list[str]:
    return [path for path in scan_folder(str(folder)).added if not path.startswith(f"{LANDING}/")]
