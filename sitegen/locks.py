"""Locks for one build at a time. The operating system releases them when the process ends."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from sitegen.config.project import STATE, make_state_folder, real_path
from sitegen.problems import SitegenError

fcntl: ModuleType | None
try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

UNLOCKED = (
    "File locks are not available here. Do not run two builds of this site at the same time: one may undo "
    "the other's work."
)

#: The descriptors of the locks of this process, by thread and file, so that a thread can take a lock again.
#: None if locks are not available.
_held: dict[tuple[int, Path], int | None] = {}


class Unwritable(SitegenError):
    """The state folder of a project cannot be written."""

    def __init__(self, place: Path, error: OSError) -> None:
        super().__init__(
            f"`{error.filename or place}` could not be written: {error.strerror}. Builds record their files "
            f"in `{STATE}/`. Check its permissions and the free disk space."
        )


def ignore_message(message: str) -> None:
    """Do nothing with a message."""


@contextmanager
def locked(
    project: Path, wait: bool = True, waiting: Callable[[str], None] = ignore_message
) -> Iterator[tuple[str, ...]]:
    """Lock the project for one build. Yields notes for the report, if locks are not available.

    A thread can take the lock again. If another build has it, `waiting` is called once with a message, and
    this one waits. Without `wait`, it raises a SitegenError that names the process.
    """
    try:
        file = make_state_folder(project) / "lock"
    except OSError as error:
        raise Unwritable(project / STATE, error) from error
    sentence = "Another build of this site is running"
    with _holding(file, os.O_RDWR | os.O_CREAT, sentence, wait, waiting) as held:
        yield () if held else (UNLOCKED,)


@contextmanager
def locked_output(
    out: Path, wait: bool = True, waiting: Callable[[str], None] = ignore_message
) -> Iterator[None]:
    """Lock an output folder, if it exists, against builds of other projects. See `locked`."""
    if not out.is_dir():
        yield
        return
    sentence = f"Another site's build into `{out}` is running"
    with _holding(out, os.O_RDONLY, sentence, wait, waiting):
        yield


@contextmanager
def _holding(
    file: Path, flags: int, sentence: str, wait: bool, waiting: Callable[[str], None]
) -> Iterator[bool]:
    """Hold the lock of a file or folder. Yields False if locks are not available."""
    key = threading.get_ident(), real_path(file)
    if key in _held:
        yield True
        return
    try:
        descriptor = _take(file, flags, sentence, wait, waiting)
    except OSError as error:
        raise Unwritable(file, error) from error
    _held[key] = descriptor
    try:
        yield descriptor is not None
    finally:
        del _held[key]
        if descriptor is not None:
            with contextlib.suppress(OSError):
                os.ftruncate(descriptor, 0)
            os.close(descriptor)


def _take(file: Path, flags: int, sentence: str, wait: bool, waiting: Callable[[str], None]) -> int | None:
    """A descriptor with the lock; None if locks are not available."""
    reported = False
    while fcntl is not None:
        descriptor = os.open(file, flags | os.O_CLOEXEC, 0o666)
        try:
            if not _lock(descriptor, block=False):
                message = f"{sentence}{_holder(descriptor)}."
                if not wait:
                    raise SitegenError(f"{message} Wait until it finishes, then build again.")
                if not reported:
                    waiting(f"{message} Waiting until it finishes.")
                    reported = True
                _lock(descriptor, block=True)
            if _is_same_file(file, descriptor):
                with contextlib.suppress(OSError):  # in a folder, or on a full disk
                    os.ftruncate(descriptor, 0)
                    os.pwrite(descriptor, b"%d\n" % os.getpid(), 0)
                return descriptor
        except _NoLocks:
            os.close(descriptor)
            break
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)  # the file has been replaced, and others lock the new one
    return None


class _NoLocks(Exception):
    """The file system does not support locks."""


def _lock(descriptor: int, block: bool) -> bool:
    """Try to take the lock. Returns whether that worked."""
    assert fcntl is not None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX if block else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        raise _NoLocks from error
    return True


def _holder(descriptor: int) -> str:
    with contextlib.suppress(OSError):
        number = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
        return f" (process {number})" if number.isdecimal() else ""
    return ""


def _is_same_file(file: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(os.stat(file), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _drop_in_child() -> None:
    """Drop the locks in a forked process: they are its parent's, and must not outlive it."""
    for descriptor in _held.values():
        if descriptor is not None:
            os.close(descriptor)
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_drop_in_child)
