"""All file system operations of a commit, in one class, so that tests can make any of them fail."""

from __future__ import annotations

import contextlib
import errno
import functools
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ctypes

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
#: The system call number of renameat2, for C libraries without that function (musl).
_RENAMEAT2 = {"x86_64": 316, "aarch64": 276}

_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)

#: Errors of a link, exchange or rename that the system does not support: trying again cannot help.
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
    """The real file system. Every method raises OSError on failure."""

    def write(self, path: str, data: bytes | bytearray) -> os.stat_result:
        """Create a file, which must not exist; return its stat data."""
        descriptor = os.open(path, _NEW_FILE, 0o666)
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            return os.fstat(descriptor)
        finally:
            os.close(descriptor)

    def link(self, source: str, target: str) -> None:
        """Create a hard link, which must not exist."""
        os.link(source, target)

    def copy(self, source: str, target: str) -> os.stat_result:
        """Copy a file with its modification time; return the stat data of the copy.

        rsync skips files with equal times.
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
        """Rename a file or folder, replacing a file at `target`."""
        os.replace(source, target)

    def exchange(self, one: str, other: str) -> None:
        """Swap two folders atomically."""
        if _renameat2(os.fsencode(one), os.fsencode(other)) != 0:
            import ctypes

            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), one, None, other)

    def remove(self, path: str) -> None:
        """Remove a file if it exists."""
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)

    def make_folder(self, path: str) -> None:
        """Create a folder, which must not exist."""
        os.mkdir(path)

    def remove_folder(self, path: str) -> None:
        """Remove an empty folder if it exists."""
        with contextlib.suppress(FileNotFoundError):
            os.rmdir(path)

    def remove_tree(self, path: str) -> None:
        """Remove a folder with its contents; ignore errors."""
        import shutil

        shutil.rmtree(path, ignore_errors=True)

    def flush(self, folder: str) -> None:
        """Flush the file system of `folder` to disk."""
        try:
            descriptor = os.open(folder, os.O_RDONLY)
        except PermissionError:  # Windows cannot open folders
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
        """The device and the mount of a folder. Links and renames cannot cross either."""
        return os.stat(folder).st_dev, _mount_id(folder)


#: The file system outside tests.
DISK = FileSystem()


@functools.cache
def _library() -> ctypes.CDLL | None:
    """The C library; None if it cannot be loaded."""
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
    """The mount ID on Linux; 0 on other systems."""
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
