"""One build of a project at a time: a lock that the system itself releases when its holder dies."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from sitegen.problems import SitegenError
from sitegen.publish.state import make_state_folder

fcntl: ModuleType | None
try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

UNLOCKED = (
    "There are no file locks here: take care that no two builds of this site run at the same time, because "
    "one may undo the other's work."
)

#: The locks of this process, by thread and project, so that a thread that has one can ask for it again.
_held: dict[tuple[int, Path], int | None] = {}


def in_silence(message: str) -> None:
    """Tell nobody."""


@contextmanager
def locked(
    project: Path, wait: bool = True, waiting: Callable[[str], None] = in_silence
) -> Iterator[tuple[str, ...]]:
    """Keep other builds of the project out; what is given are notes, where they cannot be kept out.

    A thread that has the lock may take it again. Where another build has it, `waiting` is told once, and its
    end is awaited; without `wait`, SitegenError names its process.
    """
    key = threading.get_ident(), project.resolve()
    if key in _held:
        yield ()
        return
    try:
        descriptor = _take(make_state_folder(project) / "lock", wait, waiting)
    except OSError as error:
        raise SitegenError(f"`{error.filename}` could not be written: {error.strerror}.") from error
    _held[key] = descriptor
    try:
        yield (UNLOCKED,) if descriptor is None else ()
    finally:
        del _held[key]
        if descriptor is not None:
            with contextlib.suppress(OSError):
                os.ftruncate(descriptor, 0)
            os.close(descriptor)


def _take(file: Path, wait: bool, waiting: Callable[[str], None]) -> int | None:
    """A descriptor that has the lock; None where there are no locks."""
    told = False
    while fcntl is not None:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            if not _lock(descriptor, block=False):
                message = f"Another build of this site is running{_holder(descriptor)}."
                if not wait:
                    raise SitegenError(f"{message} Wait until it ends, and build again.")
                if not told:
                    waiting(f"{message} Waiting for its end.")
                    told = True
                _lock(descriptor, block=True)
            if _is(file, descriptor):
                with contextlib.suppress(OSError):  # a full disk: the number is for others to read
                    os.ftruncate(descriptor, 0)
                    os.pwrite(descriptor, b"%d\n" % os.getpid(), 0)
                return descriptor
        except _NoLocks:
            os.close(descriptor)
            break
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)  # somebody removed the file meanwhile, and others lock another
    return None


class _NoLocks(Exception):
    """The file system has no locks."""


def _lock(descriptor: int, block: bool) -> bool:
    """Whether the lock was taken."""
    assert fcntl is not None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX if block else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        raise _NoLocks from error
    return True


def _holder(descriptor: int) -> str:
    number = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
    return f" (process {number})" if number.isdecimal() else ""


def _is(file: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(os.stat(file), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _let_go() -> None:
    """In a process that was forked: the lock is its parent's, and must not outlive that."""
    for descriptor in _held.values():
        if descriptor is not None:
            os.close(descriptor)
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go)
