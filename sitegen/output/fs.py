"""What a build asks of the disk, all in one place, so that a test can let any of it fail or be missing."""

from __future__ import annotations

import contextlib
import errno
import functools
import os
import sys
from typing import Any

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
#: The number of renameat2 where the C library does not know it by name (musl).
_RENAMEAT2 = {"x86_64": 316, "aarch64": 276}

_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)

#: What a system says of a link, an exchange or a rename that it can never do, however often it is asked.
NEVER = frozenset(
    {
        errno.EACCES,
        errno.EBUSY,
        errno.EINVAL,
        errno.EMLINK,
        errno.ENOSYS,
        errno.ENOTSUP,
        errno.EOPNOTSUPP,
        errno.EPERM,
        errno.EXDEV,
    }
)


class FileSystem:
    """The real disk. Every method raises OSError where the disk refuses; paths are the system's own."""

    def write(self, path: str, data: bytes | bytearray) -> os.stat_result:
        """Make a new file, which must not be there yet; what the disk knows of it."""
        descriptor = os.open(path, _NEW_FILE, 0o666)
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            return os.fstat(descriptor)
        finally:
            os.close(descriptor)

    def link(self, source: str, target: str) -> None:
        """Give a file a second name, which must not be there yet."""
        os.link(source, target)

    def copy(self, source: str, target: str) -> os.stat_result:
        """Make a second file with the bytes and the time of the first; what the disk knows of it.

        Keeping the time lets rsync see that nothing has changed.
        """
        if os.path.islink(source):
            os.symlink(os.readlink(source), target)
            return os.lstat(target)
        with open(source, "rb") as file:
            found = os.fstat(file.fileno())
            self.write(target, file.read())
        os.utime(target, ns=(found.st_mtime_ns, found.st_mtime_ns))
        return os.lstat(target)

    def rename(self, source: str, target: str) -> None:
        """Rename a file, replacing what `target` was, or a folder."""
        os.replace(source, target)

    def exchange(self, one: str, other: str) -> None:
        """Let two folders change places in one step."""
        if _renameat2(os.fsencode(one), os.fsencode(other)) != 0:
            import ctypes

            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), one, None, other)

    def remove(self, path: str) -> None:
        """Remove a file; nothing where it is gone already."""
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)

    def make_folder(self, path: str) -> None:
        """Make a folder, which must not be there yet."""
        os.mkdir(path)

    def remove_folder(self, path: str) -> None:
        """Remove an empty folder; nothing where it is gone already."""
        with contextlib.suppress(FileNotFoundError):
            os.rmdir(path)

    def remove_tree(self, path: str) -> None:
        """Remove a folder and all that is in it, as far as that can be done."""
        import shutil

        shutil.rmtree(path, ignore_errors=True)

    def flush(self, folder: str) -> None:
        """Return when the file system of `folder` has everything that was written on the disk itself."""
        try:
            descriptor = os.open(folder, os.O_RDONLY)
        except PermissionError:  # Windows opens no folders
            return
        try:
            library = _library()
            if library is None or not hasattr(library, "syncfs"):
                os.fsync(descriptor)
            elif library.syncfs(descriptor) != 0:
                import ctypes

                number = ctypes.get_errno()
                raise OSError(number, os.strerror(number), folder)
        finally:
            os.close(descriptor)

    def mount(self, folder: str) -> tuple[int, int]:
        """The device and the mount of a folder: links and renames stay inside both."""
        return os.stat(folder).st_dev, _mount_id(folder)


#: The disk of everybody but tests.
DISK = FileSystem()


@functools.cache
def _library() -> Any:
    """The C library; None where there is none to be had."""
    try:
        import ctypes

        return ctypes.CDLL(None, use_errno=True)
    except (ImportError, OSError, TypeError):
        return None


def _renameat2(one: bytes, other: bytes) -> int:
    library = _library()
    arguments = (_AT_FDCWD, one, _AT_FDCWD, other, _RENAME_EXCHANGE)
    if sys.platform != "linux" or library is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    if hasattr(library, "renameat2"):
        return int(library.renameat2(*arguments))
    if os.uname().machine not in _RENAMEAT2:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    return int(library.syscall(_RENAMEAT2[os.uname().machine], *arguments))


def _mount_id(folder: str) -> int:
    """The number that Linux gives a mount; 0 elsewhere."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return 0
    try:
        with open(f"/proc/self/fdinfo/{descriptor}", encoding="ascii") as lines:
            return next((int(line.split()[1]) for line in lines if line.startswith("mnt_id:")), 0)
    except OSError:
        return 0
    finally:
        os.close(descriptor)
