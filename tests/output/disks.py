"""File systems for tests: without hard links or swaps, with mount points, and with failing operations."""

from __future__ import annotations

import errno
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sitegen.output.fs import FileSystem
from sitegen.output.open import OutputOptions, Stage, open_stage

#: The kinds of disks.
KINDS = (
    "everything",
    "no exchange",
    "no links",
    "no exchange and no links",
    "state elsewhere",
    "a mount point",
    "a mount point, with state elsewhere",
    "a folder that cannot be renamed",
)

#: Disks on which files are replaced one by one.
LIVE = KINDS[-3:]


class Disk(FileSystem):
    """A disk of a kind for one output folder. It counts operations and fails at a given one.

    `fail_at` is the number of the first operation that fails; with `lasting` all later ones fail too.
    """

    def __init__(
        self, kind: str, out: Path, fail_at: int = 0, error: int = errno.EIO, lasting: bool = False
    ) -> None:
        self.kind = kind
        self.out = str(out)
        self.asked = 0
        self.names: list[str] = []
        self._fail_at = fail_at
        self._error = error
        self._lasting = lasting

    def write(self, path, data):
        if self._fails("write"):
            super().write(path, data[: len(data) // 2])
            raise self._failure(path)
        return super().write(path, data)

    def link(self, source, target):
        self._ask("link", source)
        if "no links" in self.kind:
            raise OSError(errno.EPERM, os.strerror(errno.EPERM))
        self._stay_inside(source, target)
        super().link(source, target)

    def copy(self, source, target):
        if self._fails("copy"):
            FileSystem.write(self, target, b"cop")
            raise self._failure(target)
        made = super().copy(source, target)
        self.names.pop()  # copying writes: that is one operation
        self.asked -= 1
        return made

    def rename(self, source, target):
        self._ask("rename", source)
        self._refuse_root(source, target)
        self._stay_inside(source, target)
        super().rename(source, target)

    def exchange(self, one, other):
        self._ask("exchange", one)
        if "no exchange" in self.kind:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        self._refuse_root(one, other)
        self._stay_inside(one, other)
        super().exchange(one, other)

    def remove(self, path):
        self._ask("remove", path)
        super().remove(path)

    def make_folder(self, path):
        self._ask("make_folder", path)
        super().make_folder(path)

    def remove_folder(self, path):
        self._ask("remove_folder", path)
        super().remove_folder(path)

    def flush(self, folder):
        self._ask("flush", folder)

    def mount(self, folder):
        return self._mount(folder), 0

    def _mount(self, path: str) -> int:
        if "a mount point" in self.kind and f"{path}/".startswith(f"{self.out}/"):
            return 2
        return 3 if "state elsewhere" in self.kind and "/.sitegen/" in f"{path}/" else 1

    def _stay_inside(self, one: str, other: str) -> None:
        if self._mount(one) != self._mount(other):
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    def _refuse_root(self, *paths: str) -> None:
        if self.kind in LIVE and self.out in paths:
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))

    def _fails(self, name: str) -> bool:
        self.asked += 1
        self.names.append(name)
        return self.asked == self._fail_at or (self._lasting and 0 < self._fail_at < self.asked)

    def _ask(self, name: str, path: str) -> None:
        if self._fails(name):
            raise self._failure(path)

    def _failure(self, path: str) -> OSError:
        return OSError(self._error, os.strerror(self._error), path)


@contextmanager
def memory() -> Iterator[Path | None]:
    """A folder in memory, for tests with hundreds of builds; None if there is none."""
    if not os.access("/dev/shm", os.W_OK):
        yield None
        return
    with tempfile.TemporaryDirectory(dir="/dev/shm", prefix="sitegen-tests-") as name:
        yield Path(name)


class Place:
    """A project and its output folder, side by side, on a disk of some kind.

    If it is `calm`, enough time passes after each build for the next one to trust all stat data.
    """

    def __init__(self, folder: Path, kind: str = "everything", calm: bool = False) -> None:
        self.kind = kind
        self.calm = calm
        self.project = folder / "project"
        self.out = folder / "out" / "public"
        self.project.mkdir(parents=True)
        self.out.parent.mkdir()
        if "a mount point" in kind:
            self.out.mkdir()

    def disk(self, fail_at: int = 0, **named: Any) -> Disk:
        """The disk."""
        return Disk(self.kind, self.out, fail_at, **named)

    @contextmanager
    def stage(self, **named: Any) -> Iterator[Stage]:
        """A stage for the output folder."""
        disk = named.pop("disk", None) or self.disk()
        with open_stage(self.project, self.out, OutputOptions(**named), disk) as stage:
            yield stage

    def build(self, files, **named):
        """Publish these files; return the stage."""
        with self.stage(**named) as opened:
            stage: Any = opened
            for path, data in files.items():
                stage.write(path, data)
            stage.any_change = stage.commit()
        if self.calm:
            time.sleep(0.03)
            os.utime(self.state / "record")
        return stage

    @property
    def state(self) -> Path:
        """The state folder of the output folder."""
        [found] = (self.project / ".sitegen" / "outputs").iterdir()
        return found

    @property
    def mirror(self) -> Path:
        """The mirror."""
        found = [self.state / "mirror", *self.out.parent.glob(".public.*.sitegen/mirror")]
        return next(path for path in found if path.exists())

    def litter(self) -> list[str]:
        """Leftover files: everything but the output folder, a mirror, a manifest and the lock."""
        allowed = {".gitignore", "lock", "record", "mirror", "out"}
        found = [path for path in self.out.parent.iterdir() if path != self.out]
        for workspace in [path for path in found if path.name.endswith(".sitegen")]:
            found.remove(workspace)
            found += workspace.iterdir()
        state = self.project / ".sitegen"
        found += [path for path in state.glob("*") if path.name != "outputs"]
        found += state.glob("outputs/*/*")
        return sorted(str(path) for path in found if path.name not in allowed)
