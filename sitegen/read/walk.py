"""Which files a project has: a careful walk that follows no link out of it and stumbles over nothing."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from sitegen.problems import Problem

#: Files of version control and of desktops, which nobody expects to be published.
_SILENT = frozenset({".gitkeep", ".gitignore", ".gitattributes", ".DS_Store", ".keep", ".editorconfig"})


class FileStamp(Struct, frozen=True, array_like=True):
    """What a file system says of a file: bytes, times of its last change (ns) and its number.

    A file is not looked into again while all of it stays as it was. `changed` is the inode's own time
    (`st_ctime_ns`), which no program can set back.
    """

    size: int
    modified: int
    changed: int
    inode: int


class Walk(Struct, frozen=True):
    """What a walk saw, in the order of the paths."""

    stamps: Mapping[str, FileStamp]
    problems: tuple[Problem, ...]
    targets: Mapping[str, str] = {}
    """Of files in the same folder that a symbolic link leads to, where they really lie."""

    @property
    def files(self) -> tuple[str, ...]:
        """The paths of the files."""
        return tuple(self.stamps)


def stamp_of(status: os.stat_result) -> FileStamp:
    """The stamp that `stat` gives."""
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
        """The real path of a folder to walk through; None, with a Problem, where a link leads it astray."""
        real = os.path.realpath(self.root / folder)
        message = "" if real == self.real_root else self._why_refused(real)
        if not message:
            self._folder, self._real_folder = folder, real
            return real
        self.problems.append(
            _problem(folder, "symlink-outside", message, "Put the folder itself in its place.")
        )
        return None

    def walk(self, folder: str, real: str, above: frozenset[str]) -> Iterator[tuple[str, FileStamp]]:
        """Files below `folder`; `real` is its real path, `above` are those of the folders that lead here."""
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
        if not self._named_well(path, entry.name):
            return
        # Only a link can lead elsewhere: the real path of anything else costs nothing.
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
            lies_at = f"{self._folder}{real[len(self._real_folder) :]}"
            if lies_at != path:
                self.targets[path] = lies_at

    def _named_well(self, path: str, name: str) -> bool:
        try:
            path.encode("utf-8")
        except UnicodeEncodeError:
            shown = _printable(path)
            self.problems.append(
                _problem(shown, "unreadable-file", "The file's name is not valid UTF-8.", "Rename the file.")
            )
            return False
        if name.startswith(".") and path not in self.hidden:
            if name not in _SILENT:
                hint = "Rename it, or remove it from the folder."
                message = "A file whose name begins with a dot is not published."
                self.problems.append(_problem(path, "hidden-file", message, hint))
            return False
        return True

    def _stays_inside(self, path: str, real: str, above: frozenset[str]) -> bool:
        if _leads_nowhere(Path(real)):
            message = "The symbolic link leads nowhere, or in a circle."
        elif _is_within(real, self.real_root) and any(_is_within(folder, real) for folder in above):
            message = "The symbolic link leads to a folder that holds it, and so in a circle."
        else:
            message = self._why_refused(real)
        if not message:
            return True
        hint = "Put the file itself in its place."
        self.problems.append(_problem(path, "symlink-outside", message, hint))
        return False

    def _why_refused(self, real: str) -> str:
        """Why no link may lead to a real path; empty for what could be published where the link lies."""
        if not _is_within(real, self.real_root):
            return "The symbolic link leads out of the project."
        target = os.path.relpath(real, self.real_root)
        if self._is_hidden(target):
            return f"The symbolic link leads to `{_printable(target)}`: hidden files are never published."
        for place, name in self.off_limits.items():
            if _is_within(real, place) or _is_within(place, real):
                return f"The symbolic link leads to `{name}`, whose files are not published as they are."
        return ""

    def _is_hidden(self, path: str) -> bool:
        """Whether a part of the path begins with a dot, but for paths that are asked for."""
        if any(_is_within(path, shown) for shown in self.hidden):
            return False
        return any(part.startswith(".") for part in Path(path).parts)

    def _warn_of_document_name(self, path: str) -> None:
        if path.endswith(self.document_suffixes):
            message = "This is a folder, but its name is a document's."
            hint = "Rename the folder, or put the text into a file of this name."
            self.problems.append(_problem(path, "unreadable-file", message, hint))

    def _unreadable(self, path: str, error: OSError) -> None:
        reason = error.strerror or "unknown reason"
        hint = "Look at the file's permissions."
        self.problems.append(_problem(path, "unreadable-file", f"Cannot be read: {reason}.", hint))


def _is_within(real: str, folder: str) -> bool:
    return real == folder or real.startswith(folder.rstrip(os.sep) + os.sep)


def is_folder(place: Path) -> bool:
    """Whether there is a folder that can be looked at."""
    try:
        return stat.S_ISDIR(place.stat().st_mode)
    except (OSError, ValueError):
        return False


def _leads_nowhere(place: Path) -> bool:
    """Whether nothing is there; what may not be looked at is not nothing."""
    try:
        place.stat()
    except PermissionError:
        return False
    except OSError:
        return True
    return False


def _unreadable_folder(folder: str, error: OSError) -> Problem:
    reason = error.strerror or "unknown reason"
    hint = "Look at the permissions of the folder, and of those that it lies in."
    return _problem(folder, "unreadable-folder", f"The folder cannot be read: {reason}.", hint)


def _no_folder(place: Path, folder: str) -> tuple[Problem, ...]:
    """What is wrong where a folder is looked for and there is none: nothing, if nothing is there at all."""
    try:
        place.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        if not place.is_symlink():
            return ()
        message, hint = "The symbolic link leads nowhere.", "Put the folder itself in its place."
        return (_problem(folder, "symlink-outside", message, hint),)
    except OSError as error:
        return (_unreadable_folder(folder, error),)
    message, hint = "This has to be a folder, and it is a file.", "Rename it, or put a folder in its place."
    return (_problem(folder, "unreadable-file", message, hint),)


def walk(
    root: Path,
    folder: str,
    hidden: frozenset[str] = frozenset(),
    document_suffixes: tuple[str, ...] = (),
    off_limits: tuple[str, ...] = (),
) -> Walk:
    """All files below `folder` of the project `root`, dotfiles left out but for the paths in `hidden`.

    A symbolic link is followed within the project only, never to a hidden file or folder, and not to the
    paths `off_limits`, which lie in the project and belong to something else. A missing folder has no files,
    and is no problem.
    """
    if not is_folder(root / folder):
        return Walk({}, _no_folder(root / folder, folder))
    walker = _Walker(root, hidden, document_suffixes, off_limits)
    folder = folder.strip("/")
    start = walker.start(folder)
    if start is None:
        return Walk({}, tuple(walker.problems))
    stamps = dict(walker.walk(folder, start, frozenset({start, walker.real_root})))
    return Walk(stamps, tuple(walker.problems), walker.targets)
