"""The output tree: written beside its place, then put there in one step.

A reader of the tree sees the old site or the new one, whole. What a build of ours wrote is remembered in the
project's `.sitegen/` folder, so that a folder with anybody else's files is never replaced unasked.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sitegen.digest import digest_bytes
from sitegen.problems import SitegenError, WrongUse

STATE = ".sitegen"

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class Stage:
    """A tree that is being written beside the one that it will replace; `seconds` is what writing took."""

    def __init__(self, project: Path, out: Path, folder: Path) -> None:
        self.seconds = 0.0
        self._project = project
        self._out = out
        self._folder = folder
        self._written: list[str] = []
        self._folders: set[str] = set()

    def write(self, path: str, data: bytes) -> None:
        """Write one file; `path` has slashes and is relative to the tree's root."""
        start = time.perf_counter()
        if path.startswith("/") or ".." in path.split("/"):
            raise SitegenError(f"`{path}` would lie outside of the site. Nothing was written.")
        folder = path.rpartition("/")[0]
        if folder not in self._folders:
            os.makedirs(self._folder / folder, exist_ok=True)
            self._folders.add(folder)
        with open(self._folder / path, "wb") as file:
            file.write(data)
        self._written.append(path)
        self.seconds += time.perf_counter() - start

    def commit(self) -> None:
        """Put the tree in its place, whole; the old one is gone."""
        # Both trees' files are remembered while they change places, so that no crash makes ours foreign.
        _remember(self._project, self._out, {*self._written, *_remembered(self._project, self._out)})
        _swap(self._folder, self._out)
        _remember(self._project, self._out, self._written)
        shutil.rmtree(self._folder, ignore_errors=True)


class Nowhere(Stage):
    """A stage that keeps nothing, for builds that only check."""

    def __init__(self) -> None:
        super().__init__(Path(), Path(), Path())

    def write(self, path: str, data: bytes) -> None:
        """Nothing."""

    def commit(self) -> None:
        """Nothing."""


@contextmanager
def staged(project: Path, out: Path | None, replace: bool = False) -> Iterator[Stage]:
    """A stage beside `out`. Left without a commit, all is as it was, and nothing lies about.

    `out` None stages nothing. WrongUse where `out` holds files that no build of this project made, unless
    `replace` is set; SitegenError where the disk refuses.
    """
    if out is None:
        yield Nowhere()
        return
    check_output(project, out, replace)
    folder = None
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{out.name}.", suffix=".stage", dir=out.parent))
        folder.chmod(0o777 & ~_umask())
        yield Stage(project, out, folder)
    except OSError as error:
        raise SitegenError(f"The site could not be written: {error}. `{out}` is as it was.") from error
    finally:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def check_output(project: Path, out: Path, replace: bool = False, sources: Iterable[str] = ()) -> None:
    """WrongUse where `out` is not a folder that a build may replace; `sources` are content folders."""
    if os.path.lexists(out) and (out.is_symlink() or not out.is_dir()):
        raise WrongUse(f"`{out}` is not a folder. Remove it, or choose another with --out.")
    inside = out.resolve()
    if project.resolve() == inside or project.resolve().is_relative_to(inside):
        raise WrongUse(f"`{out}` holds the project itself. Choose another folder with --out.")
    for kept in ("content", "static", "templates", "themes", "data", STATE, *sources):
        source = (project / kept.strip("/")).resolve()
        if inside.is_relative_to(source):
            raise WrongUse(f"`{out}` lies in the project's `{kept}`. Choose another folder with --out.")
        if source.is_relative_to(inside):
            raise WrongUse(f"`{out}` holds the project's `{kept}`. Choose another folder with --out.")
    if inside.is_relative_to(project.resolve()) and inside.relative_to(project.resolve()).parts[0][0] == ".":
        raise WrongUse(f"`{out}` is a hidden folder of the project. Choose another folder with --out.")
    if replace or not out.is_dir():
        return
    foreign = sorted(_files_of(out) - _remembered(project, out))
    if foreign:
        more = f" and {len(foreign) - 1} more" if len(foreign) > 1 else ""
        raise WrongUse(
            f"`{out}` holds files that no build of this project made (`{foreign[0]}`{more}). "
            "Choose another folder with --out, or give --replace to remove them."
        )


def _files_of(folder: Path) -> set[str]:
    return {
        os.path.relpath(os.path.join(parent, name), folder).replace(os.sep, "/")
        for parent, _, names in os.walk(folder)
        for name in names
    }


def _record(project: Path, out: Path) -> Path:
    return project / STATE / "outputs" / f"{digest_bytes(str(out.resolve()).encode())}.json"


def _remember(project: Path, out: Path, paths: Iterable[str]) -> None:
    record = _record(project, out)
    record.parent.mkdir(parents=True, exist_ok=True)
    (project / STATE / ".gitignore").write_text("*\n")
    record.write_text(json.dumps(sorted(paths), ensure_ascii=False, indent=0))


def _remembered(project: Path, out: Path) -> set[str]:
    try:
        return set(json.loads(_record(project, out).read_text()))
    except (OSError, ValueError):
        return set()


def _swap(new: Path, out: Path) -> None:
    if not out.exists():
        os.rename(new, out)
    elif not _exchanged(new, out):
        # Without an exchange there is a moment with no tree; the old one is put back if the rename fails.
        aside = new.with_name(f"{new.name}.old")
        os.rename(out, aside)
        try:
            os.rename(new, out)
        except OSError:
            os.rename(aside, out)
            raise
        shutil.rmtree(aside, ignore_errors=True)


def _exchanged(new: Path, out: Path) -> bool:
    """Exchange two folders in one step (Linux renameat2); False where that cannot be done."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    result: int = renameat2(_AT_FDCWD, os.fsencode(new), _AT_FDCWD, os.fsencode(out), _RENAME_EXCHANGE)
    return result == 0
