"""The preview over HTTP: what is asked where, and what goes out with every answer."""

from __future__ import annotations

import asyncio
import contextlib
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from msgspec.structs import replace
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from sitegen.serve.guard import DESK, EVENTS, HEADERS, OPEN, STATIC, Forbidden, Guard, names_of
from sitegen.serve.http_range import range_of
from sitegen.serve.pages import media_of
from sitegen.serve.preview import Preview, Reply
from sitegen.serve.session import Session

#: Bytes of a form that opens a file.
_LONGEST_FORM = 16_384

_FILES = Path(__file__).parent / "static"


def application(session: Session, guard: Guard) -> ASGIApp:
    """The preview as an ASGI application."""

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with session.running():
            yield

    ends = _Ends(session)
    routes = [
        Route(EVENTS, ends.events),
        Route(STATIC + "{name}", ends.static),
        Route(f"{DESK}articles.json", ends.articles),
        Route(OPEN, ends.opening, methods=["POST"]),
        Route(DESK, ends.desk),
        Route(DESK + "{name}", ends.desk),
        Route("/{path:path}", ends.page),
    ]
    return _Guarded(Starlette(routes=routes, lifespan=lifespan), guard, session.preview)


class _Ends:
    """What answers at each address."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._preview = session.preview

    async def page(self, request: Request) -> Response:
        """Anything of the site."""
        if request.scope["path"] == DESK.rstrip("/"):
            return Response(status_code=307, headers={"Location": DESK})
        paper = "_print" in request.query_params
        return _sent(request, await self._session.ask(self._preview.reply, request.scope["path"], paper))

    async def desk(self, request: Request) -> Response:
        """A page of the desk."""
        name, path = request.path_params.get("name", ""), request.query_params.get("path", "")
        reply = await self._session.ask(self._preview.desk, name, path)
        return _sent(request, reply)

    async def articles(self, request: Request) -> Response:
        """The desk's list, as JSON."""
        return _sent(request, await self._session.ask(self._preview.articles))

    async def events(self, request: Request) -> Response:
        """The stream of what changes."""
        headers = {"Cache-Control": "no-store"}
        if request.method == "HEAD":
            return Response(headers=headers, media_type="text/event-stream")
        number = _number(request.query_params.get("number", ""))
        run = request.query_params.get("run", "")
        events = self._session.hub.listen(number, anew=run not in ("", self._preview.run))
        return StreamingResponse(events, media_type="text/event-stream", headers=headers)

    async def static(self, request: Request) -> Response:
        """A file of the desk's own."""
        name = request.path_params["name"]
        known = {file.name: file for file in _FILES.iterdir()}
        if name not in known:
            return Response("There is no such file.\n", 404)
        headers = {"Cache-Control": "no-cache"}
        return Response(known[name].read_bytes(), 200, headers, media_of(name))

    async def opening(self, request: Request) -> Response:
        """Open a file in the author's editor."""
        given = await _form(request)
        if given is None:
            return Response("This is no form of the preview's.\n", 400)
        token, path, line, column = (given.get(name, "") for name in ("token", "path", "line", "column"))
        place = _number(line), _number(column)
        command = await self._session.ask(self._preview.opening, token, path, *place)
        if command is None:
            return Response("This file cannot be opened from here.\n", 403)
        try:
            # In a session of its own: the Ctrl-C that ends the preview is not for an editor with open files.
            await asyncio.create_subprocess_exec(
                *command, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL, start_new_session=True
            )
        except OSError as error:
            return Response(f"`{command[0]}` cannot be run: {error.strerror}.\n", 500)
        return Response(status_code=204)


async def _form(request: Request) -> dict[str, str] | None:
    """The fields of a form (URL Standard, section 5); None for one that is too long, broken off or none."""
    data = b""
    try:
        async for part in request.stream():
            data += part
            if len(data) > _LONGEST_FORM:
                return None
        return dict(parse_qsl(data.decode("ascii"), max_num_fields=8))
    except (ClientDisconnect, ValueError):
        return None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _sent(request: Request, reply: Reply) -> Response:
    headers = {"Cache-Control": "no-store" if reply.media.startswith("text/html") else "no-cache"}
    if reply.location:
        query = f"?{request.url.query}" if request.url.query else ""
        return Response(status_code=reply.status, headers={**headers, "Location": reply.location + query})
    headers["ETag"] = f'"{reply.etag}"'
    if reply.status != 200:
        return Response(reply.body, reply.status, headers, reply.media)
    if _is_known(request.headers.get("if-none-match", ""), headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return _whole_or_part(request, reply, {**headers, "Accept-Ranges": "bytes"})


def _is_known(header: str, etag: str) -> bool:
    """Whether an `If-None-Match` header names the tag (RFC 9110, section 13.1.2)."""
    return header.strip() == "*" or etag in [each.strip().removeprefix("W/") for each in header.split(",")]


def _whole_or_part(request: Request, reply: Reply, headers: dict[str, str]) -> Response:
    """A file, or the part of it that is asked for: Safari plays no media without."""
    size = len(reply.body)
    is_meant = request.headers.get("if-range", headers["ETag"]) == headers["ETag"]
    part = range_of(request.headers.get("range", ""), size) if request.method == "GET" and is_meant else None
    if part is None:
        return Response(reply.body, 200, headers, reply.media)
    if not part:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    return Response(reply.body[part.start : part.stop], 206, headers, reply.media)


class _Guarded:
    """The application behind its guard, with the headers of every answer."""

    def __init__(self, app: ASGIApp, guard: Guard, preview: Preview) -> None:
        self._app = app
        self._guard = guard
        self._preview = preview

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, if it may be asked."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]
        }
        guard = replace(self._guard, hosts=self._guard.hosts | names_of(self._preview.hosts))
        refusal = guard.refusal_of(scope["method"], scope["path"], headers)
        if refusal is not None:
            await _refused(refusal)(scope, receive, _with_headers(send))
            return
        await self._app(scope, receive, _with_headers(send))


def _refused(refusal: Forbidden) -> Response:
    headers = {"Allow": refusal.allow} if refusal.allow else {}
    return Response(f"{refusal.reason}\n", refusal.status, headers, "text/plain; charset=utf-8")


def _with_headers(send: Send) -> Callable[[Any], Awaitable[None]]:
    async def sending(message: Any) -> None:
        if message["type"] == "http.response.start":
            given = {name.lower() for name, _ in message["headers"]}
            own = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
            message["headers"] = [*message["headers"], *(each for each in own if each[0] not in given)]
        await send(message)

    return sending
