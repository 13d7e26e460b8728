"""File events from the system, as hints about what changed: fast, but not reliable.

Systems lose events, report folders before the files in them, and report renames in different ways. So a hint
only says where to look first; a scan finds the actual changes (`Files.changes`).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import suppress
from pathlib import Path

from watchfiles import awatch

#: Milliseconds without events before a hint, and the longest wait.
_STEP, _DEBOUNCE = 10, 60
#: Milliseconds between polls if the system has no file events.
_POLL_DELAY = 300
#: Seconds between scans if watching fails.
_SCAN_INTERVAL = 2
#: Seconds before watching again after an invalid event.
_RETRY_DELAY = 0.1

_LOG = logging.getLogger(__name__)

#: A hint that anything may have changed.
_ANYTHING: frozenset[str] = frozenset()


class Watcher:
    """Watches the files in `root`, and the folders that `folders` returns, which may not exist yet."""

    def __init__(self, root: Path, folders: Callable[[], Iterable[Path]]) -> None:
        self._root = root
        self._folders = folders
        self._hints: asyncio.Queue[frozenset[str]] = asyncio.Queue()
        self._restart = asyncio.Event()

    async def hints(self) -> AsyncIterator[frozenset[str]]:
        """Batches of changed paths, relative to the root. In an empty batch, anything may have changed."""
        watches = (self._watch_root(), self._watch_folders())
        tasks = [asyncio.create_task(self._watch_or_scan(each)) for each in watches]
        try:
            while True:
                paths = set(await self._hints.get())
                while not self._hints.empty():
                    paths |= self._hints.get_nowait()
                yield frozenset(paths)
        finally:
            for task in tasks:
                task.cancel()

    async def _watch_or_scan(self, watch: Awaitable[None]) -> None:
        """Watch. If the system has no watches left, hint regularly that anything may have changed."""
        try:
            await watch
        except OSError as error:
            _LOG.warning(
                "Cannot watch files; checking them every %d seconds instead: %s", _SCAN_INTERVAL, error
            )
            while True:
                await asyncio.sleep(_SCAN_INTERVAL)
                self._hints.put_nowait(_ANYTHING)

    def restart(self) -> None:
        """Watch the folders that exist now."""
        self._restart.set()

    async def _watch_root(self) -> None:
        while True:
            async for changes in _watched((self._root,), recursive=False, stop=asyncio.Event()):
                self._handle_root(changes)

    def _handle_root(self, changes: set[str]) -> None:
        folders = {str(folder) for folder in self._folders()}
        paths = {path for path in changes if Path(path).parent == self._root}
        if paths & folders:
            self.restart()
        files = {path for path in paths if Path(path).suffix in (".yaml", ".yml")}
        if files or paths & folders or not changes:
            self._hints.put_nowait(self._relative(files))

    async def _watch_folders(self) -> None:
        while True:
            self._restart.clear()
            folders = tuple(folder for folder in self._folders() if folder.is_dir())
            if not folders:
                await self._restart.wait()
            with suppress(FileNotFoundError):  # deleted meanwhile: the root's watch reports a new one
                await self._watch_these(folders)
            self._hints.put_nowait(_ANYTHING)

    async def _watch_these(self, folders: tuple[Path, ...]) -> None:
        async for changes in _watched(folders, recursive=True, stop=self._restart):
            self._hints.put_nowait(self._relative(changes))

    def _relative(self, paths: Iterable[str]) -> frozenset[str]:
        root = f"{self._root}/"
        return frozenset(path.removeprefix(root) for path in paths)


async def _watched(
    folders: tuple[Path, ...], recursive: bool, stop: asyncio.Event
) -> AsyncIterator[set[str]]:
    """Batches of changed paths. After an invalid event, yields an empty batch and ends."""
    batches = awatch(
        *folders,
        watch_filter=None,
        step=_STEP,
        debounce=_DEBOUNCE,
        recursive=recursive,
        stop_event=stop,
        poll_delay_ms=_POLL_DELAY,
        ignore_permission_denied=True,
    )
    try:
        async for changes in batches:
            yield {path for _, path in changes}
    except OSError:
        raise
    except Exception:  # such as a name that is not UTF-8: the event is lost
        await asyncio.sleep(_RETRY_DELAY)
        yield set()
