"""How long an author waits for a preview: `python -m bench.preview`.

Each generator's own server runs on the same publication; `--shapes` names others. The clock starts when a
file has been saved, and stops when the server returns a page that shows the change: the benchmark requests
the page repeatedly. For a title, the lists that show it must be updated, too.
"""

from __future__ import annotations

import argparse
import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from bench.command import among, versions_of
from bench.contest import installed
from bench.corpus import Article, added_sentence, with_sentence, with_title
from bench.machine import this_machine
from bench.peers.peer import BENCH, Peer, Tools
from bench.publications import PUBLICATIONS, corpora_of, missing, peer_of, size_of
from bench.report import NAMES, machine_and_versions
from bench.results import Results
from bench.sites import Site, write_all
from bench.targets import SITEGEN

#: The arguments that start each generator's server.
_SERVERS: dict[str, Callable[[int], Sequence[str]]] = {
    "sitegen": lambda port: ("serve", "--port", str(port)),
    "hugo-norelated": lambda port: ("server", "--port", str(port), "--bind", "127.0.0.1", "--noBuildLock"),
    "eleventy": lambda port: ("--serve", "--incremental", "--quiet", f"--port={port}"),
}
#: The timeout, and the pause between two requests, in seconds.
_LONGEST, _PAUSE = 240.0, 0.004
#: The pause between two edits, in seconds: servers check again, and clean up.
_REST = 2.0
_TEMPLATES = {
    "sitegen": ("templates/base.html", "{% extends '!broadsheet/base.html' %}"),
    "hugo-norelated": ("layouts/baseof.html", ""),
    "eleventy": ("_includes/base.njk", ""),
}


#: Bounds in milliseconds for the median and the 95th percentile of each edit.
_BOUNDS = {
    "a sentence": (50, 100),
    "a title, with its section's list": (None, 250),
    "the base template": (None, 500),
    "none: from the command to the first page": (1500, None),
}

#: Default sizes, and factors for the bounds, of publications that differ.
_SIZES = {"archive": 3_000}
_LENIENCY = {"archive": 2}

_INTRODUCTION = """# How long an author waits for a preview

The publications are those of the [builds](RESULTS.md). Each generator's own server watches the same one,
with warm caches if it has any. The clock starts when a file has been saved, and stops when the server
returns a page that shows the change. For a title, the list of its section must show it, too. Figures are
in milliseconds, with sitegen's bounds in parentheses. `python -m bench.preview` measures again and writes
this page.
"""

_HEAD = "| | edit | edits | median | 95th percentile |\n|---|---|---:|---:|---:|"


@dataclass(frozen=True)
class Wait:
    """The seconds until each edit of one kind appeared."""

    peer: str
    what: str
    seconds: tuple[float, ...]

    def line(self, leniency: int) -> str:
        """The figures as a table row, with bounds multiplied by `leniency`."""
        middle, high = median(self.seconds), quantiles(self.seconds, n=20)[-1]
        bounds = _BOUNDS[self.what] if self.peer == "sitegen" else (None, None)
        figures = " | ".join(
            _figure(time, most and most * leniency) for time, most in zip((middle, high), bounds, strict=True)
        )
        return f"| {NAMES[self.peer]} | {self.what} | {len(self.seconds)} | {figures} |"


def _figure(seconds: float, most: int | None) -> str:
    shown = f"{seconds * 1000:,.0f}"
    return shown if most is None else f"{shown} ({most:,}{', missed' if seconds * 1000 > most else ''})"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and write the report."""
    parser = argparse.ArgumentParser(prog="python -m bench.preview", description=__doc__.split(":", 1)[0])
    parser.add_argument(
        "--articles", type=int, metavar="N", help="of each publication [10,000; of the archive 3,000]"
    )
    parser.add_argument(
        "--shapes",
        type=among(PUBLICATIONS),
        default=["short"],
        metavar="NAME,…",
        help=f"of {', '.join(PUBLICATIONS)} [short]",
    )
    parser.add_argument("--peers", default=",".join(_SERVERS), metavar="NAME,…")
    parser.add_argument("--edits", type=int, default=20, metavar="N", help="of each kind [20; others 3]")
    parser.add_argument("--tools", type=Path, default=BENCH.parent / ".venv" / "bench", metavar="DIR")
    parser.add_argument("--out", type=Path, default=BENCH / "PREVIEW.md", metavar="FILE", help="the report")
    options = parser.parse_args(arguments)
    tools = Tools(options.tools.resolve())
    names, lacking = installed(options.peers.split(","), tools)
    tables = [table for shape in options.shapes for table in _table(shape, names, tools, options)]
    about = machine_and_versions(Results(this_machine(), versions_of(names, tools), missing=lacking))
    options.out.write_text("\n".join([_INTRODUCTION, about, *tables]), encoding="utf-8")
    print(f"The report is in {options.out}.", file=sys.stderr)


def _table(shape: str, names: Sequence[str], tools: Tools, options: argparse.Namespace) -> Iterator[str]:
    """The table of one publication; empty if it is not on this machine."""
    if reason := missing(shape):
        print(reason, file=sys.stderr)
        return
    with tempfile.TemporaryDirectory(prefix="bench-") as work:
        count = options.articles or _SIZES.get(shape, 10_000)
        corpus, *_ = corpora_of(shape, [count], 1, Path(work) / "source", tools)
        lines = [f"## {size_of(shape, corpus.count)}\n", _HEAD]
        for name in names:
            if peer := peer_of(shape, name):
                site = Site(peer, corpus, Path(work) / name, tools)
                write_all([site])
                for wait in measured(site, tools, options.edits if name == SITEGEN else 3):
                    lines.append(wait.line(_LENIENCY.get(shape, 1)))
                    print(lines[-1], file=sys.stderr, flush=True)
        yield "\n".join([*lines, ""])


def measured(site: Site, tools: Tools, edits: int) -> Iterator[Wait]:
    """Every kind of wait for one generator."""
    peer, corpus = site.peer, site.corpus
    article = corpus.article(corpus.middle())
    page = f"/{article.address}/"
    if peer.name == "sitegen":  # authors start with warm caches on every day but the first
        subprocess.run(
            peer.command(tools),
            cwd=site.folder,
            env=peer.surroundings(tools),
            check=True,
            capture_output=True,
        )
    with _server(peer, tools, site.folder) as server:
        yield Wait(peer.name, "none: from the command to the first page", (server.until(page, "</h1>"),) * 2)
        yield Wait(peer.name, "a sentence", tuple(_sentences(site, server, article, page, edits)))
        yield Wait(peer.name, "a title, with its section's list", tuple(_titles(site, server, edits)))
        if peer.name == "sitegen":
            yield Wait(peer.name, "the base template", tuple(_templates(site, server, page, edits)))


def _sentences(site: Site, server: _Server, article: Article, page: str, edits: int) -> Iterator[float]:
    for number in range(edits):
        time.sleep(_REST)
        site.write(with_sentence(article, number))
        yield server.until(page, added_sentence(number))


def _titles(site: Site, server: _Server, edits: int) -> Iterator[float]:
    """Edit the title of the newest article, which is on its section's first page."""
    corpus = site.corpus
    newest = corpus.article(corpus.newest())
    pages = f"/{newest.address}/", f"/{newest.section}/"
    for number in range(edits):
        time.sleep(_REST)
        site.write(with_title(newest, number))
        began = time.perf_counter()
        for page in pages:
            server.until(page, f"(Revised {number} Times)")
        yield time.perf_counter() - began


def _templates(site: Site, server: _Server, page: str, edits: int) -> Iterator[float]:
    path, text = _TEMPLATES[site.peer.name]
    file = site.folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    for number in range(edits):
        time.sleep(_REST)
        file.write_text(
            text + "{% block footer %}Footer " + str(number) + ".{% endblock %}", encoding="utf-8"
        )
        yield server.until(page, f"Footer {number}.")


class _Server:
    """A server on this machine, and when it was started."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._began = time.perf_counter()
        self._is_new = True

    def until(self, path: str, text: str) -> float:
        """Seconds until a page contains a text: from the server's start the first time, from now on later."""
        began = self._began if self._is_new else time.perf_counter()
        self._is_new = False
        wanted = text.encode()
        while time.perf_counter() - began < _LONGEST:
            with suppress(OSError, http.client.HTTPException):
                if wanted in self._page(path):
                    return time.perf_counter() - began
            time.sleep(_PAUSE)
        raise TimeoutError(f"{path} does not show {text!r}")

    def _page(self, path: str) -> bytes:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=_LONGEST)
        try:
            connection.request("GET", path, headers={"Host": f"localhost:{self._port}"})
            return connection.getresponse().read()
        finally:
            connection.close()


@contextmanager
def _server(peer: Peer, tools: Tools, folder: Path) -> Iterator[_Server]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [*(peer.find(tools) or ()), *_SERVERS[peer.name](port)]
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=peer.surroundings(tools),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield _Server(port)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


if __name__ == "__main__":
    main()
