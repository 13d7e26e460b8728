"""Files like one that is not there: of a similar name in its folder, or of its name elsewhere."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Protocol

from sitegen.lazy_regex import lazy_pattern
from sitegen.problems import MOST_SEARCHED
from sitegen.suggest import NameIndex, most_alike

#: Files of one name elsewhere of which the nearest is looked for.
_ELSEWHERE = 50

_DATE = lazy_pattern(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}-")


class Suggestions(Protocol):
    """Knows files like one that is not there."""

    def nearest(self, folder: str, written: str) -> str | None:
        """The nearest to what is `written` in a document of a folder, written in the same way."""
        ...

    def dated(self, folder: str, written: str) -> list[str]:
        """The files whose names are the one that is `written`, with a date in front."""
        ...


def hint(near: Suggestions, source: str, written: str, otherwise: str, place: int = 0) -> str:
    """A hint for what is `written` in the document at `source` and is not there, at a `place` in it."""
    found = near.nearest(posixpath.dirname(source), written) if place < MOST_SEARCHED else None
    return f"Did you mean `{found}`?" if found else otherwise


class PathSuggestions:
    """Known paths by their folders and names, sorted out when they are first asked for.

    A document that is a folder of its own counts as a file of that folder's name.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths = tuple(paths)

    def nearest(self, folder: str, written: str) -> str | None:
        """The nearest to what is `written` in a document of a folder, written in the same way."""
        there, name = _taken_apart(posixpath.normpath(posixpath.join(folder, written)))
        names = self._by_folder.get(there)
        if names and (found := names.nearest(name)):
            return posixpath.relpath(f"{there}/{found}", folder)
        ways = [
            posixpath.relpath(f"{other}/{name}", folder) for other in self._by_name.get(name, ())[:_ELSEWHERE]
        ]
        return most_alike(written, ways) or next(iter(ways), None)

    def dated(self, folder: str, written: str) -> list[str]:
        """The files whose names are the one that is `written`, with a date in front."""
        there, name = posixpath.split(posixpath.join(folder, written))
        start = written[: len(written) - len(name)]
        return sorted(start + each for each in self._dated.get((posixpath.normpath(there), name), ()))

    @cached_property
    def _by_folder(self) -> dict[str, NameIndex]:
        folders = defaultdict(list)
        for path in self.paths:
            for folder, name in {posixpath.split(path), _taken_apart(path)}:
                folders[folder].append(name)
        return {folder: NameIndex(names) for folder, names in folders.items()}

    @cached_property
    def _dated(self) -> dict[tuple[str, str], set[str]]:
        """The names that begin with a date, by their folder and what follows the date."""
        dated = defaultdict(set)
        for path in self.paths:
            for folder, name in {posixpath.split(path), _taken_apart(path)}:
                if date := _DATE.match(name):
                    dated[folder, name[date.end() :]].add(name)
        return dated

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        """The folders in which there is a file, by its name."""
        names = defaultdict(list)
        for folder, name in map(_taken_apart, self.paths):
            names[name].append(folder)
        return names


def _taken_apart(path: str) -> tuple[str, str]:
    """A file's folder and name; of `asia/straits/index.md` they are `asia` and `straits/index.md`."""
    folder, name = posixpath.split(path)
    if not name.startswith("index."):
        return folder, name
    folder, own = posixpath.split(folder)
    return folder, f"{own}/{name}"
