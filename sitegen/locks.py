"""One build at a time: locks that the system itself releases when their holder dies."""

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
    "There are no file locks here: take care that no two builds of this site run at the same time, because "
    "one may undo the other's work."
)

#: The locks of this process, by thread and file, so that a thread that has one can ask for it again; without
#: a descriptor where there are none.
_held: dict[tuple[int, Path], int | None] = {}


class Unwritable(SitegenError):
    """A project's folder of notes refuses a build's."""

    def __init__(self, place: Path, error: OSError) -> None:
        super().__init__(
            f"`{error.filename or place}` could not be written: {error.strerror}. A build has to note in "
            f"`{STATE}/` which files are its own: see to the permissions there, and to room on the disk."
        )


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
    try:
        file = make_state_folder(project) / "lock"
    except OSError as error:
        raise Unwritable(project / STATE, error) from error
    sentence = "Another build of this site is running"
    with _holding(file, os.O_RDWR | os.O_CREAT, sentence, wait, waiting) as held:
        yield () if held else (UNLOCKED,)


@contextmanager
def occupied(out: Path, wait: bool = True, waiting: Callable[[str], None] = in_silence) -> Iterator[None]:
    """Keep builds of other projects out of an output folder, if it is there. See `locked`."""
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
    """The lock of a file or folder; false where there are no locks."""
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
    """A descriptor that has the lock; None where there are no locks."""
    told = False
    while fcntl is not None:
        descriptor = os.open(file, flags | os.O_CLOEXEC, 0o666)
        try:
            if not _lock(descriptor, block=False):
                message = f"{sentence}{_holder(descriptor)}."
                if not wait:
                    raise SitegenError(f"{message} Wait until it ends, and build again.")
                if not told:
                    waiting(f"{message} Waiting for its end.")
                    told = True
                _lock(descriptor, block=True)
            if _is(file, descriptor):
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
        os.close(descriptor)  # another is in its place by now, and that is what others lock
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
    with contextlib.suppress(OSError):
        number = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
        return f" (process {number})" if number.isdecimal() else ""
    return ""


def _is(file: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(os.stat(file), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _let_go() -> None:
    """In a process that was forked: the locks are its parent's, and must not outlive that."""
    for descriptor in _held.values():
        if descriptor is not None:
            os.close(descriptor)
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go)
