"""A preview that runs: its thread, its watch over the files, and the pages that listen."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

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

_LOG = logging.getLogger(__name__)

#: Seconds without a hint after which all files are looked at, and at which they are looked at once more.
_QUIET, _AGAIN = 0.12, 1.0
#: Seconds after which they are looked at although it is not quiet.
_PATIENCE = 3.0
#: Changed files that pages are told of one by one.
_NAMED = 50
#: Seconds after which the clock is looked at, however far away the next change is: clocks are set.
_LONGEST_SLEEP = 60.0


class Session:
    """Follows the files and the clock. `tell` is told of every new snapshot."""

    def __init__(self, preview: Preview, tell: Callable[[Update | None], None]) -> None:
        self.preview = preview
        self.hub = EventHub()
        self._tell = tell
        self._thread = ThreadPoolExecutor(1, "preview")
        self._scanner = ThreadPoolExecutor(1, "scanner")
        self._watched = self._folders()
        self._watcher = Watcher(preview.options.root, self._folders)
        self._stirred = asyncio.Event()
        self._due = asyncio.Event()
        self._said = ""
        self._ends = False
        self._loop: asyncio.AbstractEventLoop | None = None

    async def ask(self, do: Callable[..., T], *args: Any) -> T:
        """What the preview's thread answers: one request after another, so that none sees half a change."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, do, *args)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """While it lasts, the files and the clock are followed."""
        self._loop = asyncio.get_running_loop()
        tasks = [asyncio.create_task(each) for each in (self._heed(), self._scan(), self._follow_clock())]
        tasks.append(asyncio.create_task(self._remember()))
        self._stirred.set()  # a file may have changed since the first look
        try:
            yield
        finally:
            self.hub.close()
            for task in tasks:
                task.cancel()
            self._thread.shutdown(wait=False, cancel_futures=True)
            self._scanner.shutdown(wait=False, cancel_futures=True)

    def let_go(self) -> None:
        """Let open pages go, so that a server can end; may be called from anywhere."""
        self._ends = True
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self.hub.close)

    async def _remember(self) -> None:
        await self.ask(self.preview.remember)

    async def _heed(self) -> None:
        """Take every hint at once."""
        async for paths in self._watcher.hints():
            if paths:
                await self._turn(self.preview.hear, paths)
            else:
                await self._turn(self.preview.look)
            self._stirred.set()

    async def _scan(self) -> None:
        """After every hint, and when it has become quiet, look at what there really is."""
        while True:
            await self._stirred.wait()
            for pause in (_QUIET, _AGAIN):
                await self._quiet(pause)
                await self._look_around()

    async def _quiet(self, seconds: float) -> None:
        """Wait until nothing has stirred for so long, but not forever: something may never be quiet."""
        loop = asyncio.get_running_loop()
        end = loop.time() + _PATIENCE
        while loop.time() < end:
            self._stirred.clear()
            try:
                await asyncio.wait_for(self._stirred.wait(), seconds)
            except TimeoutError:
                return

    async def _look_around(self) -> None:
        """Compare all files with what was seen of them; in another thread, since pages are more urgent."""
        loop = asyncio.get_running_loop()
        files = self.preview.scanner()
        try:
            changes = await loop.run_in_executor(self._scanner, files.changes)
            settled = await self.ask(self.preview.is_settled, changes)
        except Exception as error:
            self._complain(error)
            settled = False
        if not settled:
            await self._turn(self.preview.look)

    async def _follow_clock(self) -> None:
        """What is due appears and goes."""
        while True:
            self._due.clear()
            snapshot = self.preview.snapshot
            due = snapshot.site.until if snapshot and not self.preview.options.as_of else None
            seconds = (due - dt.datetime.now(dt.UTC)).total_seconds() if due else _LONGEST_SLEEP
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._due.wait(), min(max(seconds, 0.01), _LONGEST_SLEEP))
            if due and due <= dt.datetime.now(dt.UTC):
                await self._turn(self.preview.at_once)

    async def _turn(self, do: Callable[..., Update | None], *args: Any) -> None:
        """Carry a change out, and tell of it."""
        before = self.preview.number
        try:
            turn = await self.ask(do, *args)
        except Exception as error:  # the last snapshot stands, and what comes next may be right again
            self._complain(error)
            return
        self._said = ""
        if self.preview.number == before:
            return
        self.hub.tell(self.preview.number, await self.ask(self._news, turn))
        with contextlib.suppress(OSError):  # nobody reads what is said any more
            self._tell(turn)
        self._due.set()
        if self._folders() != self._watched:
            self._watched = self._folders()
            self._watcher.renew()

    def _complain(self, error: Exception) -> None:
        """Say what has failed, once as long as it is the same: it is tried again and again."""
        said = str(error) if isinstance(error, SitegenError | OSError) else repr(error)
        if said != self._said and not self._ends:  # a signal to end is for processes that read, too
            self._said = said
            _LOG.error("%s", said, exc_info=None if isinstance(error, SitegenError | OSError) else error)

    def _news(self, turn: Update | None) -> dict[str, Any]:
        news: dict[str, Any] = {}
        if turn is None:
            return news
        if turn.styles:
            news["styles"] = dict(turn.styles)
        elif len(turn.files) > _NAMED:
            news["reload"] = True
        elif turn.files:
            news["files"] = turn.files
        if self.preview.options.follow and len(turn.saved) == 1:
            news["follow"] = self.preview.address_of(turn.saved[0])
        return news

    def _folders(self) -> tuple[Path, ...]:
        """What a site is made of."""
        root, snapshot = self.preview.options.root, self.preview.snapshot
        names = {"templates", "themes", DATA, STATIC, *self._content()}
        folders = {root / name for name in names}
        if snapshot is not None:
            folders.add(bundled_themes() / snapshot.config.theme.name)
        return tuple(sorted(folders))

    def _content(self) -> Iterable[str]:
        snapshot = self.preview.snapshot
        return (folder for folder, _ in layout_of(snapshot.config).roots) if snapshot else ("content",)
