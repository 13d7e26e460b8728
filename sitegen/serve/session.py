"""A running preview: its thread, its file watcher, its clock and its open pages."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar, TypeVarTuple

from sitegen.problems import SitegenError
from sitegen.read.content_paths import layout_of
from sitegen.read.file_state import STATIC
from sitegen.read.other_files import DATA
from sitegen.read.theme.load import bundled_themes
from sitegen.serve.events import EventHub
from sitegen.serve.preview import Preview
from sitegen.serve.snapshots import Update
from sitegen.serve.watcher import Watcher

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

_LOG = logging.getLogger(__name__)

#: Seconds without hints before a scan, and before the second scan.
_SCAN_DELAYS = (0.12, 1.0)
#: The longest wait for a quiet moment, in seconds.
_MAX_DELAY = 3.0
#: If more files than this change, pages are told to reload instead of checking each file.
_MAX_FILES_IN_EVENT = 50
#: The longest time between looks at the clock, in seconds: somebody may set it.
_MAX_SLEEP = 60.0


class Session:
    """Follows the files and the clock. `on_update` is called for each new snapshot."""

    def __init__(self, preview: Preview, on_update: Callable[[Update | None], None]) -> None:
        self.preview = preview
        self.hub = EventHub()
        self._on_update = on_update
        self._thread = ThreadPoolExecutor(1, "preview")
        self._scanner = ThreadPoolExecutor(1, "scanner")
        self._watched = self._folders()
        self._watcher = Watcher(preview.options.root, self._folders)
        self._hinted = asyncio.Event()
        self._updated = asyncio.Event()
        self._last_error = ""
        self._closing = False
        self._loop: asyncio.AbstractEventLoop | None = None

    async def run(self, do: Callable[[*Ts], T], *args: *Ts) -> T:
        """Call a method of the preview in its thread, one call at a time."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, do, *args)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Follow the files and the clock inside the `with` block."""
        self._loop = asyncio.get_running_loop()
        follow = (self._follow_hints(), self._scan(), self._follow_clock())
        tasks = [asyncio.create_task(each) for each in follow]
        tasks.append(asyncio.create_task(self._save_cache()))
        self._hinted.set()  # a file may have changed since the first snapshot
        try:
            yield
        finally:
            self.hub.close()
            for task in tasks:
                task.cancel()
            self._thread.shutdown(wait=False, cancel_futures=True)
            self._scanner.shutdown(wait=False, cancel_futures=True)

    def close_streams(self) -> None:
        """Close the event streams of open pages, so that the server can end. Thread-safe."""
        self._closing = True
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self.hub.close)

    async def _save_cache(self) -> None:
        await self.run(self.preview.save_cache)

    async def _follow_hints(self) -> None:
        async for paths in self._watcher.hints():
            if paths:
                await self._apply(self.preview.update_paths, paths)
            else:
                await self._apply(self.preview.update)
            self._hinted.set()

    async def _scan(self) -> None:
        """After hints, scan the files twice, as soon as no more hints come."""
        while True:
            await self._hinted.wait()
            for delay in _SCAN_DELAYS:
                await self._wait_until_quiet(delay)
                await self._scan_once()

    async def _wait_until_quiet(self, seconds: float) -> None:
        """Wait until there are no hints for so long, but at most `_MAX_DELAY`."""
        loop = asyncio.get_running_loop()
        end = loop.time() + _MAX_DELAY
        while loop.time() < end:
            self._hinted.clear()
            try:
                await asyncio.wait_for(self._hinted.wait(), seconds)
            except TimeoutError:
                return

    async def _scan_once(self) -> None:
        """Compare all files with the snapshot's, in another thread: pages are more urgent."""
        loop = asyncio.get_running_loop()
        files = self.preview.scanner()
        try:
            changes = await loop.run_in_executor(self._scanner, files.changes)
            is_current = await self.run(self.preview.has_read, changes)
        except Exception as error:
            self._log_error(error)
            is_current = False
        if not is_current:
            await self._apply(self.preview.update)

    async def _follow_clock(self) -> None:
        """Update when a document is due to appear or expire."""
        while True:
            self._updated.clear()
            snapshot = self.preview.snapshot
            due = snapshot.site.until if snapshot and not self.preview.options.as_of else None
            seconds = (due - dt.datetime.now(dt.UTC)).total_seconds() if due else _MAX_SLEEP
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._updated.wait(), min(max(seconds, 0.01), _MAX_SLEEP))
            if due and due <= dt.datetime.now(dt.UTC):
                await self._apply(self.preview.update_clock)

    async def _apply(self, update: Callable[[*Ts], Update | None], *args: *Ts) -> None:
        """Run an update and announce it."""
        before = self.preview.number
        try:
            result = await self.run(update, *args)
        except Exception as error:  # keep the last snapshot: the next update may succeed
            self._log_error(error)
            return
        self._last_error = ""
        if self.preview.number == before:
            return
        self.hub.publish(self.preview.number, await self.run(self._event_data, result))
        with contextlib.suppress(OSError):  # the output is closed
            self._on_update(result)
        self._updated.set()
        if self._folders() != self._watched:
            self._watched = self._folders()
            self._watcher.restart()

    def _log_error(self, error: Exception) -> None:
        """Log an error, but not the same one again: updates are repeated."""
        expected = isinstance(error, SitegenError | OSError)
        message = str(error) if expected else repr(error)
        if message != self._last_error and not self._closing:  # a signal also ends the workers
            self._last_error = message
            _LOG.error("%s", message, exc_info=None if expected else error)

    def _event_data(self, update: Update | None) -> dict[str, object]:
        data: dict[str, object] = {}
        if update is None:
            return data
        if update.styles:
            data["styles"] = dict(update.styles)
        elif len(update.files) > _MAX_FILES_IN_EVENT:
            data["reload"] = True
        elif update.files:
            data["files"] = update.files
        if self.preview.options.follow and len(update.saved) == 1:
            data["follow"] = self.preview.url_of(update.saved[0])
        return data

    def _folders(self) -> tuple[Path, ...]:
        """The folders that a site is built from."""
        root, snapshot = self.preview.options.root, self.preview.snapshot
        names = {"templates", "themes", DATA, STATIC, *self._content()}
        folders = {root / name for name in names}
        if snapshot is not None:
            folders.add(bundled_themes() / snapshot.config.theme.name)
        return tuple(sorted(folders))

    def _content(self) -> Iterable[str]:
        snapshot = self.preview.snapshot
        return (folder for folder, _ in layout_of(snapshot.config).roots) if snapshot else ("content",)
