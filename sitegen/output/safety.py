"""Checks before a build writes: which folders can be output folders, and which files are foreign."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from sitegen.config.project import STATE, real_path
from sitegen.output.contents import keep_matcher
from sitegen.output.locations import INCOMING, workspace_beside
from sitegen.output.manifest import Manifest, legacy_paths, load_manifest, state_folder
from sitegen.output.scan import scan_folder
from sitegen.problems import WrongUse


def check_output(
    project: Path,
    out: Path,
    replace: bool = False,
    sources: Iterable[str] = (),
    keep: tuple[str, ...] = (),
) -> None:
    """WrongUse if a build must not replace `out`. `sources` are the content folders."""
    check_location(project, out, sources)
    has_manifest = (state_folder(project, out) / "record").exists()  # then opening a stage checks more
    if not replace and out.is_dir() and not has_manifest:
        check_foreign_files(project, out, _paths_in(out), None, keep)


def check_location(project: Path, out: Path, sources: Iterable[str] = ()) -> None:
    """WrongUse if `out` is not a folder, or one that a build must never write to."""
    try:
        _check_type(out)
    except OSError as error:
        reason = error.strerror or error
        raise WrongUse(f"`{out}` cannot be an output folder: {reason}. Choose another with --out.") from error
    _check_surroundings(project, out, sources)


def _check_type(out: Path) -> None:
    if out.is_symlink():
        raise WrongUse(
            f"`{out}` is a symbolic link, so it cannot be swapped for a new folder. Remove it, or choose "
            "another with --out, such as the target of the link."
        )
    if os.path.lexists(out) and not out.is_dir():
        raise WrongUse(f"`{out}` is not a folder. Remove it, or choose another with --out.")
    above = next((folder for folder in out.absolute().parents if os.path.lexists(folder)), out)
    if above != out and not above.is_dir():
        raise WrongUse(
            f"`{out}` cannot be created, because `{above}` is not a folder. Choose another with --out."
        )


def _check_surroundings(project: Path, out: Path, sources: Iterable[str]) -> None:
    real_out, real_project = real_path(out), real_path(project)
    if real_project == real_out or real_project.is_relative_to(real_out):
        raise WrongUse(f"`{out}` contains the project itself. Choose another folder with --out.")
    for name in ("content", "static", "templates", "themes", "data", STATE, *sources):
        source = real_path(project / name.strip("/"))
        if real_out.is_relative_to(source):
            raise WrongUse(f"`{out}` is inside the project's `{name}`. Choose another folder with --out.")
        if source.is_relative_to(real_out):
            raise WrongUse(f"`{out}` contains the project's `{name}`. Choose another folder with --out.")
    if real_out.is_relative_to(real_project) and real_out.relative_to(real_project).parts[0][0] == ".":
        raise WrongUse(f"`{out}` is in a hidden folder of the project. Choose another folder with --out.")


def check_foreign_files(
    project: Path, out: Path, added: Iterable[str], manifest: Manifest | None, keep: tuple[str, ...]
) -> None:
    """WrongUse if any of the files that the manifest lacks was not written by this project's builds and is
    not named by `keep`."""
    is_kept = keep_matcher(keep)
    unknown = {path for path in added if not is_kept(path)}
    if unknown:
        unknown -= _other_known_files(project, out, manifest)
    if unknown:
        more = f" and {len(unknown) - 1} more" if len(unknown) > 1 else ""
        stay = "List them under `keep` in sitegen.yaml" if manifest else "Choose another folder with --out"
        raise WrongUse(
            f"`{out}` contains files that no build of this project wrote (`{min(unknown)}`{more}). "
            f"{stay}, or remove them with --replace."
        )


def _other_known_files(project: Path, out: Path, manifest: Manifest | None) -> set[str]:
    """Files that sitegen wrote though the manifest lacks them: after a killed build, with a damaged manifest,
    or by sitegen 0.1."""
    state = state_folder(project, out)
    known = set(legacy_paths(project, out))
    if journal := load_manifest(str(state / "journal")):
        known.update(journal.files)
    if manifest is None:
        for workspace in (state, workspace_beside(project, out)):
            known.update(_paths_in(workspace / "mirror"))
    return known


def _paths_in(folder: Path) -> list[str]:
    return [path for path in scan_folder(str(folder)).added if not path.startswith(f"{INCOMING}/")]
