"""Running a preview until it is told to stop."""

from __future__ import annotations

import datetime as dt
import logging
import socket
import threading
import webbrowser
from collections.abc import Callable
from types import FrameType

import uvicorn
from msgspec import Struct

from sitegen.build.report import new_among
from sitegen.problems import Problem
from sitegen.serve.diagnostics import ByFile
from sitegen.serve.guard import Guard
from sitegen.serve.options import PreviewOptions
from sitegen.serve.ports import bound, is_taken
from sitegen.serve.preview import Preview
from sitegen.serve.server import application
from sitegen.serve.session import Session
from sitegen.serve.snapshots import Update

#: Seconds that open connections are given when the preview ends.
_FAREWELL = 1


class Listening(Struct, frozen=True):
    """Where a preview can be seen; `open_to_network` says that others than this machine can see it."""

    url: str
    asked: int | None
    port: int
    open_to_network: bool


class Heralds(Struct, frozen=True):
    """Who is told of what: where the preview listens, and of each problem once."""

    listening: Callable[[Listening], None]
    problems: Callable[[News], None]


class News(Struct, frozen=True):
    """Problems that were not there before: at the start (`first`) these are all; `fixed` says that none is
    left."""

    problems: tuple[Problem, ...]
    first: bool
    fixed: bool


def serve(options: PreviewOptions, host: str, port: int | None, heralds: Heralds, open_browser: bool) -> None:
    """Preview a project; comes back when it is interrupted."""
    listener = bound(host, port)
    preview = Preview(options, lambda: dt.datetime.now(dt.UTC))
    preview.look()
    known = Known()

    def tell(_: Update | None = None) -> None:
        heralds.problems(known.news(preview.problems_by_file))

    place = _listening(listener, host, port)
    heralds.listening(place)
    tell()
    preview.rest()
    _run(preview, listener, host, place, tell, open_browser)


class Known:
    """The problems that were told. One whose line has moved, or is written otherwise, is the one it was."""

    def __init__(self) -> None:
        self._told: ByFile | None = None

    def news(self, by_file: ByFile) -> News:
        """What is new of the problems, by their files' paths; files that have the same ones as before are not
        looked at."""
        told = self._told or {}
        new: list[Problem] = []
        for path, problems in by_file.items():
            before = told.get(path, ())
            if before is not problems:
                new += [problems[index] for index in new_among(problems, before)]
        news = News(tuple(new), first=self._told is None, fixed=bool(told) and not by_file)
        self._told = by_file
        return news


def _listening(listener: socket.socket, host: str, asked: int | None) -> Listening:
    number = listener.getsockname()[1]
    shown = _shown(host, number)
    name = f"[{shown}]" if ":" in shown else shown
    loopback = host in ("::1", "localhost") or host.startswith("127.")
    return Listening(f"http://{name}:{number}/", asked, number, not loopback)


def _shown(host: str, port: int) -> str:
    """The name that leads here: `localhost`, unless another program has its other address."""
    match host:
        case "127.0.0.1" | "0.0.0.0" | "":
            return "127.0.0.1" if is_taken("::1", port) else "localhost"
        case "::1":
            return host if is_taken("127.0.0.1", port) else "localhost"
        case "::":
            return "localhost"
    return host


def _run(
    preview: Preview,
    listener: socket.socket,
    host: str,
    place: Listening,
    tell: Callable[[Update | None], None],
    open_browser: bool,
) -> None:
    session = Session(preview, tell)
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)  # what strangers send is no news to the author
    config = uvicorn.Config(
        application(session, Guard(host, place.port)),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        lifespan="on",
        timeout_graceful_shutdown=_FAREWELL,
    )
    server = _Server(config, session)
    if open_browser:
        threading.Thread(target=webbrowser.open, args=(place.url,), daemon=True).start()
    server.run(sockets=[listener])


class _Server(uvicorn.Server):
    """A server that lets open pages go as soon as it is told to end."""

    def __init__(self, config: uvicorn.Config, session: Session) -> None:
        super().__init__(config)
        self._session = session

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal to end has come."""
        super().handle_exit(sig, frame)
        self._session.let_go()
