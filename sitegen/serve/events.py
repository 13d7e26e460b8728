"""Telling open pages what has changed, by server-sent events (HTML Standard, section 9.2)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

#: Seconds after which a silent connection is told that it still stands.
_PULSE = 15.0
#: Events that wait for a page which does not take them; then it is told to look anew.
_MOST = 16


class EventHub:
    """The pages that listen. Belongs to one event loop."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[str]] = set()
        self._closed = False
        self._latest = 0
        self._latest_files = 0

    def tell(self, number: int, news: Mapping[str, Any]) -> None:
        """Tell every page of a new snapshot."""
        self._latest = number
        if news.keys() & {"styles", "files", "reload"}:
            self._latest_files = number
        text = _event(number, news)
        for queue in self._listeners:
            if queue.full():  # one that only says that something has changed stands for all
                while not queue.empty():
                    queue.get_nowait()
                queue.put_nowait(_event(number, {"reload": True}))
            else:
                queue.put_nowait(text)

    def close(self) -> None:
        """Let all pages go."""
        self._closed = True
        for queue in self._listeners:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait("")

    async def listen(self, number: int, anew: bool = False) -> AsyncIterator[str]:
        """Events for a page that shows the snapshot of that number: at once if there is another one by now.

        `anew` says that the page is of another run, whose numbers mean nothing here.
        """
        queue: asyncio.Queue[str] = asyncio.Queue(_MOST)
        self._listeners.add(queue)
        try:
            yield "retry: 500\n\n"
            if anew:
                yield _event(self._latest, {"anew": True})
            elif number < self._latest:
                yield _event(self._latest, {"reload": True} if number < self._latest_files else {})
            while not self._closed:
                try:
                    text = await asyncio.wait_for(queue.get(), _PULSE)
                except TimeoutError:
                    text = ": still here\n\n"
                if text:
                    yield text
        finally:
            self._listeners.discard(queue)


def _event(number: int, news: Mapping[str, Any]) -> str:
    return f"id: {number}\nevent: turn\ndata: {json.dumps({'number': number, **news})}\n\n"
