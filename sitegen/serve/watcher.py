"""Hints that files have changed, from the system: quick, and not to be relied on.

Systems lose events, name folders before what is in them, and tell of renames in their own ways. So a hint
only says where to look first; what is there is found by looking (`Files.changes`).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from watchfiles import awatch

#: Milliseconds of silence after which a hint is given, and after which it is given anyway.
_STEP, _DEBOUNCE = 10, 60
#: Milliseconds between looks where the system gives no events.
_POLL = 300
#: Seconds between looks where it can give none any more.
_WITHOUT = 2
#: Seconds before a watch that failed at an event begins again.
_PAUSE = 0.1

_LOG = logging.getLogger(__name__)

_NOTHING: frozenset[str] = frozenset()


class Watcher:
    """Watches the folders that `wanted` names, which may come and go, and the files of the root itself."""

    def __init__(self, root: Path, wanted: Callable[[], Iterable[Path]]) -> None:
        self._root = root
        self._wanted = wanted
        self._found: asyncio.Queue[frozenset[str]] = asyncio.Queue()
        self._renew = asyncio.Event()

    async def hints(self) -> AsyncIterator[frozenset[str]]:
        """Paths from the root, a batch at a time; an empty batch says that anything may have changed."""
        watches = (self._watch_root(), self._watch_folders())
        tasks = [asyncio.create_task(self._without_fail(each)) for each in watches]
        try:
            while True:
                paths = set(await self._found.get())
                while not self._found.empty():
                    paths |= self._found.get_nowait()
                yield frozenset(paths)
        finally:
            for task in tasks:
                task.cancel()

    async def _without_fail(self, watch: Coroutine[Any, Any, None]) -> None:
        """Watch; where the system has no more watches to give, hint from time to time that anything may have
        changed."""
        try:
            await watch
        except OSError as error:
            _LOG.warning("Files are looked at every %d seconds: %s", _WITHOUT, error)
            while True:
                await asyncio.sleep(_WITHOUT)
                self._found.put_nowait(_NOTHING)

    def renew(self) -> None:
        """Watch what is wanted now."""
        self._renew.set()

    async def _watch_root(self) -> None:
        while True:
            async for changes in _watched((self._root,), recursive=False, stop=asyncio.Event()):
                self._take_root(changes)

    def _take_root(self, changes: set[str]) -> None:
        folders = {str(folder) for folder in self._wanted()}
        paths = {place for place in changes if Path(place).parent == self._root}
        if paths & folders:
            self.renew()
        files = {place for place in paths if Path(place).suffix in (".yaml", ".yml")}
        if files or paths & folders or not changes:
            self._found.put_nowait(self._inside(files))

    async def _watch_folders(self) -> None:
        while True:
            self._renew.clear()
            folders = tuple(folder for folder in self._wanted() if folder.is_dir())
            if not folders:
                await self._renew.wait()
            with suppress(FileNotFoundError):  # it has just gone: the root's watch tells of another one
                await self._watch_these(folders)
            self._found.put_nowait(_NOTHING)

    async def _watch_these(self, folders: tuple[Path, ...]) -> None:
        async for changes in _watched(folders, recursive=True, stop=self._renew):
            self._found.put_nowait(self._inside(changes))

    def _inside(self, places: Iterable[str]) -> frozenset[str]:
        root = f"{self._root}/"
        return frozenset(place.removeprefix(root) for place in places)


async def _watched(
    folders: tuple[Path, ...], recursive: bool, stop: asyncio.Event
) -> AsyncIterator[set[str]]:
    """Places that changed, a batch at a time; ends with an empty one where the watch fails at an event."""
    found = awatch(
        *folders,
        watch_filter=None,
        step=_STEP,
        debounce=_DEBOUNCE,
        recursive=recursive,
        stop_event=stop,
        poll_delay_ms=_POLL,
        ignore_permission_denied=True,
    )
    try:
        async for changes in found:
            yield {place for _, place in changes}
    except OSError:
        raise
    except Exception:  # a name that is no UTF-8, say: what it tells of is lost, and the next will do
        await asyncio.sleep(_PAUSE)
        yield set()
