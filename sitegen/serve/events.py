"""Server-sent events that tell open pages about changes (HTML Standard, section 9.2)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping

#: Seconds between messages that keep an idle connection alive.
_HEARTBEAT = 15.0
#: Events to queue for a page that does not read them. A page with more is told to reload.
_MAX_QUEUED = 16


class EventHub:
    """The open pages that listen for events. Belongs to one event loop."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[str]] = set()
        self._closed = False
        self._latest = 0
        self._latest_files = 0

    def publish(self, number: int, data: Mapping[str, object]) -> None:
        """Tell every page about a new snapshot."""
        self._latest = number
        if data.keys() & {"styles", "files", "reload"}:
            self._latest_files = number
        text = _event(number, data)
        for queue in self._listeners:
            if queue.full():  # one reload replaces all queued events
                while not queue.empty():
                    queue.get_nowait()
                queue.put_nowait(_event(number, {"reload": True}))
            else:
                queue.put_nowait(text)

    def close(self) -> None:
        """Close all connections."""
        self._closed = True
        for queue in self._listeners:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait("")

    async def listen(self, number: int, restarted: bool = False) -> AsyncIterator[str]:
        """Events for a page that shows snapshot `number`, starting with one if there is a newer snapshot.

        `restarted` says that the number belongs to an earlier run of the preview.
        """
        queue: asyncio.Queue[str] = asyncio.Queue(_MAX_QUEUED)
        self._listeners.add(queue)
        try:
            yield "retry: 500\n\n"
            if restarted:
                yield _event(self._latest, {"restarted": True})
            elif number < self._latest:
                yield _event(self._latest, {"reload": True} if number < self._latest_files else {})
            while not self._closed:
                try:
                    text = await asyncio.wait_for(queue.get(), _HEARTBEAT)
                except TimeoutError:
                    text = ": keep-alive\n\n"
                if text:
                    yield text
        finally:
            self._listeners.discard(queue)


def _event(number: int, data: Mapping[str, object]) -> str:
    return f"id: {number}\nevent: update\ndata: {json.dumps({'number': number, **data})}\n\n"
