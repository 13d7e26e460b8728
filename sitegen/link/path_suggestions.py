"""Suggestions for missing files: a similar name in the same folder, or the same name in another one."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Protocol

from sitegen.lazy_regex import lazy_pattern
from sitegen.problems import MOST_SEARCHED
from sitegen.suggest import NameIndex, most_alike

#: Most files of the same name in other folders that are compared.
_MAX_COMPARED = 50

_DATE = lazy_pattern(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}-")


class Suggestions(Protocol):
    """Suggests files for a missing one."""

    def nearest(self, folder: str, written: str) -> str | None:
        """The path most similar to `written`; both are relative to `folder`."""
        ...

    def dated(self, folder: str, written: str) -> list[str]:
        """The files with the name `written` after a date."""
        ...


def suggest(known: Suggestions, source: str, written: str, otherwise: str, place: int = 0) -> str:
    """A hint for a missing file `written` in the document at `source`; late places get `otherwise`."""
    found = known.nearest(posixpath.dirname(source), written) if place < MOST_SEARCHED else None
    return f"Did you mean `{found}`?" if found else otherwise


class PathSuggestions:
    """Known paths by folder and name; the indexes are built on first use.

    A document `x/index.md` counts as a file named `x/index.md` in the parent folder, too.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths = tuple(paths)

    def nearest(self, folder: str, written: str) -> str | None:
        """The path most similar to `written`; both are relative to `folder`."""
        parent, name = _split_path(posixpath.normpath(posixpath.join(folder, written)))
        names = self._by_folder.get(parent)
        if names and (found := names.nearest(name)):
            return posixpath.relpath(f"{parent}/{found}", folder)
        paths = [
            posixpath.relpath(f"{other}/{name}", folder)
            for other in self._by_name.get(name, ())[:_MAX_COMPARED]
        ]
        return most_alike(written, paths) or next(iter(paths), None)

    def dated(self, folder: str, written: str) -> list[str]:
        """The files with the name `written` after a date."""
        parent, name = posixpath.split(posixpath.join(folder, written))
        start = written[: len(written) - len(name)]
        return sorted(start + each for each in self._dated.get((posixpath.normpath(parent), name), ()))

    @cached_property
    def _by_folder(self) -> dict[str, NameIndex]:
        folders = defaultdict(list)
        for path in self.paths:
            for folder, name in {posixpath.split(path), _split_path(path)}:
                folders[folder].append(name)
        return {folder: NameIndex(names) for folder, names in folders.items()}

    @cached_property
    def _dated(self) -> dict[tuple[str, str], set[str]]:
        """Names that start with a date, by their folder and the rest of the name."""
        dated = defaultdict(set)
        for path in self.paths:
            for folder, name in {posixpath.split(path), _split_path(path)}:
                if date := _DATE.match(name):
                    dated[folder, name[date.end() :]].add(name)
        return dated

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        """The folders of files, by the files' names."""
        names = defaultdict(list)
        for folder, name in map(_split_path, self.paths):
            names[name].append(folder)
        return names


def _split_path(path: str) -> tuple[str, str]:
    """A file's folder and name; for `asia/straits/index.md`, `asia` and `straits/index.md`."""
    folder, name = posixpath.split(path)
    if not name.startswith("index."):
        return folder, name
    folder, bundle = posixpath.split(folder)
    return folder, f"{bundle}/{name}"
