"""nginx in tests: a small reading of its configuration, and a server that runs one."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

_TOKEN = re.compile(
    r"""\s+|#[^\n]*|(?P<sign>[{};])|(?P<word>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^\s{};"'][^\s{};]*)"""
)
_MAIN = """
{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log;
daemon off;
events {{}}
http {{
    types {{
        text/html html; text/css css; text/javascript js; application/xml xml;
        image/svg+xml svg; image/jpeg jpg; image/webp webp; image/avif avif;
    }}
    access_log {folder}/all.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{server}
}}
"""


class Answer(Struct, frozen=True):
    """An answer of the server."""

    status: int
    headers: Mapping[str, str]
    text: str


def syntax_errors(config: str) -> list[str]:
    """Blocks that are not closed, and directives that do not end in a semicolon."""
    found, depth, words = [], 0, list[str]()
    if sum(len(match[0]) for match in _TOKEN.finditer(config)) != len(config):
        found.append("a quotation mark is missing")
    for match in _TOKEN.finditer(config):
        sign = match["sign"]
        if match["word"]:
            words.append(match["word"])
            continue
        if sign is None:
            continue
        if (sign == "}") is bool(words):
            found.append(f"`{' '.join(words)}{sign}`: a semicolon or a name is missing")
        words = []
        depth += {"{": 1, "}": -1, ";": 0}[sign]
        if depth < 0:
            found.append("a block is closed that was never opened")
    if words or depth:
        found.append("the file ends within a block or a directive")
    return found


@contextmanager
def served_by_nginx(nginx: str, config: str, folder: Path) -> Iterator[Callable[[str], Answer]]:
    """Check a configuration with `nginx -t`, run it on a free port, and give a function that asks for a path."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = re.sub(r"listen \[::\]:80;", "", config).replace("listen 80;", f"listen 127.0.0.1:{port};")
    file = folder / "nginx.conf"
    user = "user root;" if os.geteuid() == 0 else ""  # or its workers could not read the tests' folders
    file.write_text(_MAIN.format(user=user, folder=folder, server=server), encoding="utf-8")
    command = [nginx, "-p", str(folder), "-c", str(file), "-e", str(folder / "error.log")]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False, timeout=60)
    assert checked.returncode == 0, checked.stderr
    assert "warn" not in checked.stderr, checked.stderr
    with subprocess.Popen(command) as process:
        try:
            _wait(port)
            yield lambda path: _ask(port, path)
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"nginx does not listen on port {port}")


def _ask(port: int, path: str) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read().decode(errors="replace"))
    finally:
        connection.close()
