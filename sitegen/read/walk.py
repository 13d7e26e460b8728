"""Find the files of a project, without following links out of it, and without failing."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from sitegen.problems import Problem

#: Hidden files of version control and desktops, which are skipped silently.
_SKIPPED_SILENTLY = frozenset(
    {".gitkeep", ".gitignore", ".gitattributes", ".DS_Store", ".keep", ".editorconfig"}
)


class FileStamp(Struct, frozen=True, array_like=True):
    """What the file system says about a file: its size in bytes, times in ns, and inode.

    A file with an unchanged stamp is not read again. `changed` is the inode's time (`st_ctime_ns`), which
    programs cannot set.
    """

    size: int
    modified: int
    changed: int
    inode: int


class Walk(Struct, frozen=True):
    """The result of a walk, in the order of paths."""

    stamps: Mapping[str, FileStamp]
    problems: tuple[Problem, ...]
    targets: Mapping[str, str] = {}
    """The real paths of files reached through symbolic links in the same folder."""

    @property
    def files(self) -> tuple[str, ...]:
        """The paths of the files."""
        return tuple(self.stamps)


def stamp_of(status: os.stat_result) -> FileStamp:
    """The stamp of a file, from its `stat` result."""
    return FileStamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def _problem(path: str, code: str, message: str, hint: str) -> Problem:
    return Problem(path, 0, 0, code, message, hint)


def _printable(path: str) -> str:
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


class _Walker:
    def __init__(
        self,
        root: Path,
        hidden: frozenset[str],
        document_suffixes: tuple[str, ...],
        off_limits: tuple[str, ...],
    ) -> None:
        self.root = root
        self.real_root = os.path.realpath(root)
        self.hidden = hidden
        self.document_suffixes = document_suffixes
        self.off_limits = {os.path.realpath(root / path): path for path in off_limits}
        self.problems: list[Problem] = []
        self.targets: dict[str, str] = {}
        self._folder = self._real_folder = ""

    def start(self, folder: str) -> str | None:
        """The real path of a folder to walk; None, with a problem, if it is a forbidden link."""
        real = os.path.realpath(self.root / folder)
        message = "" if real == self.real_root else self._link_mistake(real)
        if not message:
            self._folder, self._real_folder = folder, real
            return real
        self.problems.append(
            _problem(folder, "symlink-outside", message, "Replace the link with the folder itself.")
        )
        return None

    def walk(self, folder: str, real: str, above: frozenset[str]) -> Iterator[tuple[str, FileStamp]]:
        """Walk `folder`. `real` is its real path, `above` are the real paths of the folders on the way."""
        try:
            with os.scandir(self.root / folder) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            self.problems.append(_unreadable_folder(folder, error))
            return
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            yield from self._visit(path, entry, real, above)

    def _visit(
        self, path: str, entry: os.DirEntry[str], parent: str, above: frozenset[str]
    ) -> Iterator[tuple[str, FileStamp]]:
        if not self._has_valid_name(path, entry.name):
            return
        # Only links need `realpath`, which is slow.
        real = os.path.realpath(entry.path) if entry.is_symlink() else f"{parent}{os.sep}{entry.name}"
        if entry.is_symlink() and not self._stays_inside(path, real, above):
            return
        try:
            status = entry.stat()
        except OSError as error:
            self._unreadable(path, error)
            return
        if stat.S_ISDIR(status.st_mode):
            self._warn_of_document_name(path)
            yield from self.walk(path, real, above | {real})
        elif stat.S_ISREG(status.st_mode):
            self._note_target(path, real)
            yield path, stamp_of(status)
        else:
            self.problems.append(
                _problem(path, "unreadable-file", "This is neither a file nor a folder.", "Remove it.")
            )

    def _note_target(self, path: str, real: str) -> None:
        if real.startswith(self._real_folder + os.sep):
            target = f"{self._folder}{real[len(self._real_folder) :]}"
            if target != path:
                self.targets[path] = target

    def _has_valid_name(self, path: str, name: str) -> bool:
        try:
            path.encode("utf-8")
        except UnicodeEncodeError:
            shown = _printable(path)
            self.problems.append(
                _problem(shown, "unreadable-file", "The file name is not valid UTF-8.", "Rename the file.")
            )
            return False
        if name.startswith(".") and path not in self.hidden:
            if name not in _SKIPPED_SILENTLY:
                hint = "Rename it, or remove it from the folder."
                message = "A hidden file is not published: its name begins with a dot."
                self.problems.append(_problem(path, "hidden-file", message, hint))
            return False
        return True

    def _stays_inside(self, path: str, real: str, above: frozenset[str]) -> bool:
        if _is_missing(Path(real)):
            message = "The symbolic link is broken or circular."
        elif _is_within(real, self.real_root) and any(_is_within(folder, real) for folder in above):
            message = "The symbolic link is circular: it is inside the folder that it points to."
        else:
            message = self._link_mistake(real)
        if not message:
            return True
        hint = "Replace the link with the file itself."
        self.problems.append(_problem(path, "symlink-outside", message, hint))
        return False

    def _link_mistake(self, real: str) -> str:
        """What is wrong with a link to a real path; empty if it is allowed."""
        if not _is_within(real, self.real_root):
            return "The symbolic link points outside the project."
        target = os.path.relpath(real, self.real_root)
        if self._is_hidden(target):
            return f"The symbolic link points to `{_printable(target)}`: hidden files are never published."
        for excluded, name in self.off_limits.items():
            if _is_within(real, excluded) or _is_within(excluded, real):
                return f"The symbolic link points to `{name}`, where files are not published directly."
        return ""

    def _is_hidden(self, path: str) -> bool:
        """Whether a part of the path begins with a dot, unless the path is in `hidden`."""
        if any(_is_within(path, shown) for shown in self.hidden):
            return False
        return any(part.startswith(".") for part in Path(path).parts)

    def _warn_of_document_name(self, path: str) -> None:
        if path.endswith(self.document_suffixes):
            message = "This is a folder with the name of a document."
            hint = "Rename the folder, or put the text in a file with this name."
            self.problems.append(_problem(path, "unreadable-file", message, hint))

    def _unreadable(self, path: str, error: OSError) -> None:
        reason = error.strerror or "unknown reason"
        hint = "Check its permissions."
        self.problems.append(_problem(path, "unreadable-file", f"The file cannot be read: {reason}.", hint))


def _is_within(real: str, folder: str) -> bool:
    return real == folder or real.startswith(folder.rstrip(os.sep) + os.sep)


def is_folder(path: Path) -> bool:
    """Whether this is a folder that can be accessed."""
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def _is_missing(path: Path) -> bool:
    """Whether the file is missing, not only inaccessible."""
    try:
        path.stat()
    except PermissionError:
        return False
    except OSError:
        return True
    return False


def _unreadable_folder(folder: str, error: OSError) -> Problem:
    reason = error.strerror or "unknown reason"
    hint = "Check the permissions of the folder and of its parent folders."
    return _problem(folder, "unreadable-folder", f"The folder cannot be read: {reason}.", hint)


def _folder_problems(path: Path, folder: str) -> tuple[Problem, ...]:
    """What is wrong with something that is not a folder; nothing if it does not exist."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        if not path.is_symlink():
            return ()
        message, hint = "The symbolic link is broken.", "Replace the link with the folder itself."
        return (_problem(folder, "symlink-outside", message, hint),)
    except OSError as error:
        return (_unreadable_folder(folder, error),)
    message, hint = "This is a file, but must be a folder.", "Rename it, or replace it with a folder."
    return (_problem(folder, "unreadable-file", message, hint),)


def walk(
    root: Path,
    folder: str,
    hidden: frozenset[str] = frozenset(),
    document_suffixes: tuple[str, ...] = (),
    off_limits: tuple[str, ...] = (),
) -> Walk:
    """Find all files in `folder` of the project `root`.

    Hidden files are skipped, except the paths in `hidden`. Symbolic links are followed only inside the
    project, and never to hidden files or the paths in `off_limits`. A missing folder has no files, and is not
    a problem.
    """
    if not is_folder(root / folder):
        return Walk({}, _folder_problems(root / folder, folder))
    walker = _Walker(root, hidden, document_suffixes, off_limits)
    folder = folder.strip("/")
    start = walker.start(folder)
    if start is None:
        return Walk({}, tuple(walker.problems))
    stamps = dict(walker.walk(folder, start, frozenset({start, walker.real_root})))
    return Walk(stamps, tuple(walker.problems), walker.targets)
