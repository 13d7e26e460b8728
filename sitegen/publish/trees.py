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
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sitegen.digest import digest_bytes
from sitegen.problems import SitegenError, WrongUse

STATE = ".sitegen"

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class Stage:
    """A tree that is being written; `write` takes paths with slashes, relative to its root."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.written: list[str] = []
        self.committed = False
        self._folders: set[str] = set()

    def write(self, path: str, data: bytes) -> None:
        """Write one file."""
        folder = path.rpartition("/")[0]
        if folder not in self._folders:
            os.makedirs(self.folder / folder, exist_ok=True)
            self._folders.add(folder)
        with open(self.folder / path, "wb") as file:
            file.write(data)
        self.written.append(path)

    def commit(self) -> None:
        """Let the stage take the tree's place when it is left."""
        self.committed = True


class Nowhere(Stage):
    """A stage that keeps nothing, for builds that only check."""

    def __init__(self) -> None:
        super().__init__(Path())

    def write(self, path: str, data: bytes) -> None:  # noqa: ARG002
        """Count one file."""
        self.written.append(path)


@contextmanager
def staged(project: Path, out: Path | None, replace: bool = False) -> Iterator[Stage]:
    """A stage beside `out`, which takes its place if it was committed; otherwise all is as it was.

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
        stage = Stage(folder)
        yield stage
        if stage.committed:
            _swap(folder, out)
            _remember(project, out, stage.written)
    except OSError as error:
        raise SitegenError(f"The site could not be written: {error}. `{out}` is as it was.") from error
    finally:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def check_output(project: Path, out: Path, replace: bool = False) -> None:
    """WrongUse where `out` is not a folder that a build may replace."""
    if os.path.lexists(out) and (out.is_symlink() or not out.is_dir()):
        raise WrongUse(f"`{out}` is not a folder. Remove it, or choose another with --out.")
    inside = out.resolve()
    if project.resolve() == inside or project.resolve().is_relative_to(inside):
        raise WrongUse(f"`{out}` holds the project itself. Choose another folder with --out.")
    for kept in ("content", "static", "templates", "themes", "data"):
        if inside.is_relative_to((project / kept).resolve()):
            raise WrongUse(f"`{out}` lies in the project's `{kept}`. Choose another folder with --out.")
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
