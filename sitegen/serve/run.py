"""Running a preview until it is interrupted."""

from __future__ import annotations

import datetime as dt
import errno
import logging
import socket
import threading
import webbrowser
from collections.abc import Callable
from types import FrameType

import uvicorn
from msgspec import Struct

from sitegen.build.report import new_among
from sitegen.problems import Problem, SitegenError, WrongUse
from sitegen.serve.diagnostics import ProblemsByFile
from sitegen.serve.guard import Guard
from sitegen.serve.preview import Preview
from sitegen.serve.server import application
from sitegen.serve.session import Session
from sitegen.serve.snapshots import PreviewOptions, Update

#: Seconds that open connections get when the preview ends.
_SHUTDOWN_TIMEOUT = 1
#: The ports to try if none is given.
_PORTS = range(8000, 8050)


class ServerAddress(Struct, frozen=True):
    """Where the preview listens. `is_public` says that other machines can connect."""

    url: str
    requested_port: int | None
    port: int
    is_public: bool


class Callbacks(Struct, frozen=True):
    """Called when the preview listens, and when its problems change."""

    listening: Callable[[ServerAddress], None]
    problems: Callable[[ProblemUpdate], None]


class ProblemUpdate(Struct, frozen=True):
    """New problems: all of them on the `first` update. `fixed` says that the last one is gone."""

    problems: tuple[Problem, ...]
    first: bool
    fixed: bool


def serve(
    options: PreviewOptions, host: str, port: int | None, callbacks: Callbacks, open_browser: bool
) -> None:
    """Preview a project until it is interrupted."""
    listener = listen(host, port)
    preview = Preview(options, lambda: dt.datetime.now(dt.UTC))
    preview.update()
    reported = ReportedProblems()

    def report(_: Update | None = None) -> None:
        callbacks.problems(reported.update(preview.problems_by_file))

    address = _address(listener, host, port)
    callbacks.listening(address)
    report()
    preview.use_spawned_workers()
    _run(preview, listener, host, address, report, open_browser)


class ReportedProblems:
    """The problems reported so far. A problem stays the same if its line moves or changes."""

    def __init__(self) -> None:
        self._reported: ProblemsByFile | None = None

    def update(self, problems_by_file: ProblemsByFile) -> ProblemUpdate:
        """The new problems. Files with the same tuple of problems as before are skipped."""
        reported = self._reported or {}
        new: list[Problem] = []
        for path, problems in problems_by_file.items():
            before = reported.get(path, ())
            if before is not problems:
                new += [problems[index] for index in new_among(problems, before)]
        fixed = bool(reported) and not problems_by_file
        update = ProblemUpdate(tuple(new), first=self._reported is None, fixed=fixed)
        self._reported = problems_by_file
        return update


def _run(
    preview: Preview,
    listener: socket.socket,
    host: str,
    address: ServerAddress,
    report: Callable[[Update | None], None],
    open_browser: bool,
) -> None:
    session = Session(preview, report)
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)  # hide warnings about invalid requests
    config = uvicorn.Config(
        application(session, Guard(host, address.port)),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        lifespan="on",
        timeout_graceful_shutdown=_SHUTDOWN_TIMEOUT,
    )
    server = _Server(config, session)
    if open_browser:
        threading.Thread(target=webbrowser.open, args=(address.url,), daemon=True).start()
    server.run(sockets=[listener])


class _Server(uvicorn.Server):
    """A server that closes event streams as soon as it must end."""

    def __init__(self, config: uvicorn.Config, session: Session) -> None:
        super().__init__(config)
        self._session = session

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Handle a signal to end."""
        super().handle_exit(sig, frame)
        self._session.close_streams()


# Sockets


def listen(host: str, port: int | None) -> socket.socket:
    """A socket on a port, by default the first free one from 8000.

    Raises SitegenError if no port is free, WrongUse if the host is not an address of this machine.
    """
    if port is not None:
        return _listen(host, port)
    for candidate in _PORTS:
        try:
            return _listen(host, candidate)
        except _PortInUse:
            continue
    raise SitegenError(f"Ports {_PORTS[0]} to {_PORTS[-1]} are in use. Choose another one with --port.")


class _PortInUse(SitegenError):
    """Another program uses the port."""


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror as error:
        raise WrongUse(f"--host: `{host}` cannot be resolved: {error.strerror}.") from None
    listener = socket.socket(family, kind, protocol)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen(128)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise _PortInUse(f"Port {port} is in use. Choose another one with --port, or omit it.") from None
        message = f"Cannot listen on {host}, port {port}: {error.strerror}."
        raise WrongUse(f"{message} Choose another --host or --port.") from None
    listener.set_inheritable(False)
    return listener


def _address(listener: socket.socket, host: str, requested_port: int | None) -> ServerAddress:
    port = listener.getsockname()[1]
    shown = _shown_host(host, port)
    name = f"[{shown}]" if ":" in shown else shown
    loopback = host in ("::1", "localhost") or host.startswith("127.")
    return ServerAddress(f"http://{name}:{port}/", requested_port, port, not loopback)


def _shown_host(host: str, port: int) -> str:
    """The host name to show: `localhost`, unless another program listens on its other address."""
    match host:
        case "127.0.0.1" | "0.0.0.0" | "":
            return "127.0.0.1" if _is_in_use("::1", port) else "localhost"
        case "::1":
            return host if _is_in_use("127.0.0.1", port) else "localhost"
        case "::":
            return "localhost"
    return host


def _is_in_use(address: str, port: int) -> bool:
    """Whether a program listens on an address."""
    try:
        socket.create_connection((address, port), timeout=0.2).close()
    except OSError:
        return False
    return True
