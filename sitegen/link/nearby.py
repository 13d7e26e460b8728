"""Files like one that is not there: of its name elsewhere, or in its folder."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable

from sitegen.problems import did_you_mean

_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}-")


def _dated(name: str, short: str) -> bool:
    return _DATE.fullmatch(name[: len(name) - len(short)]) is not None


class Nearby:
    """Known paths by their names and folders, sorted out when they are first asked for."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = paths
        self._by_name: dict[str, list[str]] = defaultdict(list)
        self._by_folder: dict[str, list[str]] = defaultdict(list)

    def hint(self, source: str, written: str, otherwise: str, place: int = 0) -> str:
        """A hint for what is `written` in the document at `source` and is not there, at a `place` in it."""
        self._sort()
        here = posixpath.dirname(source)
        folder = posixpath.normpath(posixpath.join(here, posixpath.dirname(written)))
        way = posixpath.relpath(folder, here)
        inside = [posixpath.normpath(f"{way}/{name}") for name in self._by_folder.get(folder, ())]
        elsewhere = self._by_name.get(posixpath.basename(written), ())
        known = [*inside, *(posixpath.relpath(path, here) for path in elsewhere)]
        return did_you_mean(written, known, otherwise, place=place)

    def with_dates(self, source: str, written: str) -> list[str]:
        """The files whose names are the one that is `written`, with a date in front."""
        self._sort()
        folder, name = posixpath.split(posixpath.join(posixpath.dirname(source), written))
        names = self._by_folder.get(posixpath.normpath(folder), ())
        start = written[: len(written) - len(name)]
        return sorted(start + each for each in names if each.endswith(name) and _dated(each, name))

    def _sort(self) -> None:
        if self._by_name:
            return
        for path in self._paths:
            folder, name = posixpath.split(path)
            self._by_name[name].append(path)
            self._by_folder[folder].append(name)
