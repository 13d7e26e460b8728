"""A preview of a small project, and a server for it that ends with the test."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import http.client
import json
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import pytest
import uvicorn

from sitegen.serve.guard import Guard
from sitegen.serve.preview import Preview
from sitegen.serve.server import application
from sitegen.serve.session import Session
from sitegen.serve.snapshots import PreviewOptions
from tests.projects import Project

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


@pytest.fixture
def preview(project: Project) -> Callable[..., Preview]:
    """Preview the project with these options."""

    def make(**options: Any) -> Preview:
        made = Preview(PreviewOptions(project.root, **options), lambda: NOW)
        made.update()
        return made

    return make


#: Seconds to wait for a response: a busy machine may have to read thousands of files first.
PATIENCE = 120


class Client:
    """Sends requests to a server on this machine, including those that no browser would send."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.origin = f"http://localhost:{port}"

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """The status, headers and body of a response. `_` in header names becomes `-`."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            given = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in {"Host": f"localhost:{self.port}", **given}.items():
                connection.putheader(name, value)
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    @contextlib.contextmanager
    def events(self, number: int = 0, run: str = "") -> Iterator[Iterator[dict[str, Any]]]:
        """The event stream for a page that shows snapshot `number` of a run."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request(
            "GET",
            f"/_desk/events?number={number}&run={run}",
            headers={"Host": f"localhost:{self.port}", "Origin": self.origin},
        )
        answer = connection.getresponse()
        assert answer.status == 200
        try:
            yield _events(answer.fp)
        finally:
            connection.close()


def _events(lines: BinaryIO) -> Iterator[dict[str, Any]]:
    """The events of a stream. The test fails at the first keep-alive."""
    for line in iter(lines.readline, b""):
        if line.startswith(b":"):
            pytest.fail("There is no event.")
        if line.startswith(b"data:"):
            yield json.loads(line[5:])


@pytest.fixture
def serving(preview: Callable[..., Preview]) -> Iterator[Callable[..., Client]]:
    """Serve the preview over HTTP."""
    with contextlib.ExitStack() as stack:

        def serve(**options: Any) -> Client:
            return Client(stack.enter_context(served(preview(**options))))

        yield serve


@contextlib.contextmanager
def served(shown: Preview, port: int = 0) -> Iterator[int]:
    """Serve a preview on a port of this machine, by default a free one."""
    listener = socket.create_server(("127.0.0.1", port))
    port = listener.getsockname()[1]
    shown.use_spawned_workers()
    session = Session(shown, lambda _: None)
    config = uvicorn.Config(
        application(session, Guard("127.0.0.1", port)),
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])), daemon=True)
    thread.start()
    while not server.started:
        pass
    try:
        yield port
    finally:
        session.close_streams()
        server.should_exit = True
        thread.join(10)
        listener.close()
