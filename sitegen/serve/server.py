"""The preview over HTTP: routes, and the headers of responses."""

from __future__ import annotations

import asyncio
import contextlib
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qsl

from msgspec.structs import replace
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sitegen.lazy_regex import lazy_pattern
from sitegen.serve.guard import DESK, EVENTS, HEADERS, OPEN, STATIC, Guard, Rejection, normalize_hosts
from sitegen.serve.pages import media_type_of
from sitegen.serve.preview import Preview, Reply
from sitegen.serve.session import Session

#: The longest form that opens a file, in bytes.
_MAX_FORM = 16_384

_RANGE = lazy_pattern(r"bytes=\s*(?:([0-9]{1,18})-([0-9]{0,18})|-([0-9]{1,18}))\s*")

_FILES = Path(__file__).parent / "static"


def application(session: Session, guard: Guard) -> ASGIApp:
    """The preview as an ASGI application."""

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with session.running():
            yield

    endpoints = _Endpoints(session)
    routes = [
        Route(EVENTS, endpoints.events),
        Route(STATIC + "{name}", endpoints.static),
        Route(f"{DESK}articles.json", endpoints.articles),
        Route(OPEN, endpoints.open_file, methods=["POST"]),
        Route(DESK, endpoints.desk),
        Route(DESK + "{name}", endpoints.desk),
        Route("/{path:path}", endpoints.page),
    ]
    return _GuardedApp(Starlette(routes=routes, lifespan=lifespan), guard, session.preview)


class _Endpoints:
    """The handler of each route."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._preview = session.preview

    async def page(self, request: Request) -> Response:
        """A page or file of the site."""
        if request.scope["path"] == DESK.rstrip("/"):
            return Response(status_code=307, headers={"Location": DESK})
        for_print = "_print" in request.query_params
        reply = await self._session.run(self._preview.reply, request.scope["path"], for_print)
        return _response(request, reply)

    async def desk(self, request: Request) -> Response:
        """A page of the desk."""
        name, path = request.path_params.get("name", ""), request.query_params.get("path", "")
        reply = await self._session.run(self._preview.desk, name, path)
        return _response(request, reply)

    async def articles(self, request: Request) -> Response:
        """The desk's list of articles as JSON."""
        return _response(request, await self._session.run(self._preview.articles))

    async def events(self, request: Request) -> Response:
        """The stream of updates."""
        headers = {"Cache-Control": "no-store"}
        if request.method == "HEAD":
            return Response(headers=headers, media_type="text/event-stream")
        number = _number(request.query_params.get("number", ""))
        run = request.query_params.get("run", "")
        events = self._session.hub.listen(number, restarted=run not in ("", self._preview.run))
        return StreamingResponse(events, media_type="text/event-stream", headers=headers)

    async def static(self, request: Request) -> Response:
        """A script or stylesheet of the preview."""
        name = request.path_params["name"]
        known = {file.name: file for file in _FILES.iterdir()}
        if name not in known:
            return Response("Not found.\n", 404)
        headers = {"Cache-Control": "no-cache"}
        return Response(known[name].read_bytes(), 200, headers, media_type_of(name))

    async def open_file(self, request: Request) -> Response:
        """Open a file in the author's editor."""
        form = await _form(request)
        if form is None:
            return Response("Invalid form.\n", 400)
        token, path, line, column = (form.get(name, "") for name in ("token", "path", "line", "column"))
        position = _number(line), _number(column)
        command = await self._session.run(self._preview.editor_command, token, path, *position)
        if command is None:
            return Response("The preview cannot open this file.\n", 403)
        try:
            # In its own session: the Ctrl-C that ends the preview must not end the editor.
            await asyncio.create_subprocess_exec(
                *command, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL, start_new_session=True
            )
        except OSError as error:
            return Response(f"Cannot run `{command[0]}`: {error.strerror}.\n", 500)
        return Response(status_code=204)


async def _form(request: Request) -> dict[str, str] | None:
    """The fields of a form (URL Standard, section 5); None if it is invalid, too long or incomplete."""
    data = b""
    try:
        async for part in request.stream():
            data += part
            if len(data) > _MAX_FORM:
                return None
        return dict(parse_qsl(data.decode("ascii"), max_num_fields=8))
    except (ClientDisconnect, ValueError):
        return None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _response(request: Request, reply: Reply) -> Response:
    headers = {"Cache-Control": "no-store" if reply.media.startswith("text/html") else "no-cache"}
    if reply.location:
        query = f"?{request.url.query}" if request.url.query else ""
        return Response(status_code=reply.status, headers={**headers, "Location": reply.location + query})
    headers["ETag"] = f'"{reply.etag}"'
    if reply.status != 200:
        return Response(reply.body, reply.status, headers, reply.media)
    if _matches(request.headers.get("if-none-match", ""), headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return _full_or_partial(request, reply, {**headers, "Accept-Ranges": "bytes"})


def _matches(header: str, etag: str) -> bool:
    """Whether an `If-None-Match` header contains the tag (RFC 9110, section 13.1.2)."""
    return header.strip() == "*" or etag in [each.strip().removeprefix("W/") for each in header.split(",")]


def _full_or_partial(request: Request, reply: Reply, headers: dict[str, str]) -> Response:
    """A file or the requested part of it. Safari plays media only with range requests."""
    size = len(reply.body)
    is_same = request.headers.get("if-range", headers["ETag"]) == headers["ETag"]
    part = range_of(request.headers.get("range", ""), size) if request.method == "GET" and is_same else None
    if part is None:
        return Response(reply.body, 200, headers, reply.media)
    if not part:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    return Response(reply.body[part.start : part.stop], 206, headers, reply.media)


def range_of(header: str, size: int) -> range | None:
    """The bytes that a `Range` header requests (RFC 9110, section 14); empty if they are beyond the end.

    None without a single valid range: then the response is the whole file.
    """
    match = _RANGE.fullmatch(header)
    if match is None:
        return None
    first, last, suffix = match.groups()
    if suffix is not None:
        return range(max(0, size - int(suffix)), size)
    if last and int(last) < int(first):  # invalid
        return None
    return range(int(first), min(int(last) + 1, size) if last else size)


class _GuardedApp:
    """The application behind its guard, with security headers."""

    def __init__(self, app: ASGIApp, guard: Guard, preview: Preview) -> None:
        self._app = app
        self._guard = guard
        self._preview = preview

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request if it is allowed."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]
        }
        guard = replace(self._guard, hosts=self._guard.hosts | normalize_hosts(self._preview.hosts))
        refusal = guard.refusal_of(scope["method"], scope["path"], headers)
        if refusal is not None:
            await _refusal(refusal)(scope, receive, _with_headers(send))
            return
        await self._app(scope, receive, _with_headers(send))


def _refusal(refusal: Rejection) -> Response:
    headers = {"Allow": refusal.allow} if refusal.allow else {}
    return Response(f"{refusal.reason}\n", refusal.status, headers, "text/plain; charset=utf-8")


def _with_headers(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            given = {name.lower() for name, _ in message["headers"]}
            own = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
            message["headers"] = [*message["headers"], *(each for each in own if each[0] not in given)]
        await send(message)

    return send_with_headers
