"""Many clients read a preview during edits: every page is consistent, and memory does not grow.

`SITEGEN_SOAK=1` reads and edits for minutes, beside wrk, and holds the growth of memory below 5 %.
"""

from __future__ import annotations

import os
import re
import subprocess
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.projects import article
from tests.serve.conftest import Client
from tests.serve.test_run import address, running

_SOAK = os.environ.get("SITEGEN_SOAK") == "1"
#: Edits to warm up the server, and edits to measure its growth.
_WARM, _EDITS = (600, 1500) if _SOAK else (160, 80)
_READERS = 4
#: The allowed growth in percent.
_GROWTH = 5

NEW = "content/asia/new.md"
PAGES = ("/asia/new/", "/asia/", "/tags/number/", "/asia/feed.xml", "/feed.xml", "/sitemap.xml", "/style.css")
_NUMBER = re.compile(rb"No\. (\d+)")


def _edited(number: int) -> str:
    """An article with its number in every part."""
    text = f"No. {number}"
    body = "\n\n".join([f"## Part {part}, {text}\n\n{text} again." for part in range(40)])
    return article(
        text, "2026-10-01", f"{text}.\n\n{body}", subtitle=text, summary=f"In short, {text}", tags="[Number]"
    )


class Readers:
    """Threads that read pages until they are stopped, and their results."""

    def __init__(self, port: int) -> None:
        self._client = Client(port)
        self._going = True
        self._threads = [threading.Thread(target=self._read, args=(number,)) for number in range(_READERS)]
        self.read: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.seen: set[bytes] = set()

    def __enter__(self) -> Readers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._going = False
        for thread in self._threads:
            thread.join()

    def _read(self, number: int) -> None:
        index = number
        while self._going:
            path = PAGES[index % len(PAGES)]
            index += 1
            try:
                status, headers, body = self._client.ask(path)
            except OSError as error:
                self.wrong.append(f"{path}: {error!r}")
                continue
            self.read[path] += 1
            self.wrong += [f"{path}: {fault}" for fault in self._faults(path, status, headers, body)]

    def _faults(self, path: str, status: int, headers: dict[str, str], body: bytes) -> list[str]:
        """What is wrong with a response. A page must show one version of its article throughout."""
        found = []
        if status != 200:
            found.append(f"status {status}")
        if len(body) != int(headers.get("content-length", -1)):
            found.append(f"{len(body)} bytes of {headers.get('content-length')}")
        numbers = set(_NUMBER.findall(body))
        self.seen |= numbers
        if len(numbers) > 1 or (path == "/asia/new/" and not numbers):
            found.append(f"shows {sorted(numbers)}")
        ends = {
            "text/html; charset=utf-8": b"</html>",
            "application/xml": b">",
            "application/atom+xml": b"</feed>",
        }
        if not body.rstrip().endswith(ends.get(headers.get("content-type", ""), b"")):
            found.append("has no end")
        return found


def _edit(project, first: int, count: int) -> None:
    """Replace the file, as editors do."""
    file: Path = project.root / NEW
    beside = file.with_name(".new.md.swp")
    for number in range(first, first + count):
        beside.write_text(_edited(number))
        os.replace(beside, file)
        time.sleep(0.02)


def _open_files(process: int) -> int:
    return len(os.listdir(f"/proc/{process}/fd"))


def _memory(process: int) -> int:
    """The private memory of a process in bytes (`Private` in smaps_rollup, see proc(5))."""
    text = Path(f"/proc/{process}/smaps_rollup").read_text()
    return sum(int(size) for size in re.findall(r"^Private\w+:\s+(\d+) kB", text, re.MULTILINE)) * 1024


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="the system has no /proc")
def test_pages_are_complete_during_edits_and_memory_does_not_grow(project):
    project.write({NEW: _edited(0), "static/style.css": "p { margin: 0 }\n"})
    with running(project, "--port", "0") as process:
        port, _ = address(process)
        drain = threading.Thread(target=process.stdout.read, daemon=True)
        drain.start()
        load = _loaded(port, 60) if _SOAK else None
        with Readers(port) as readers:
            _edit(project, 1, _WARM)
            time.sleep(2)
            files, memory = _open_files(process.pid), _memory(process.pid)
            _edit(project, _WARM + 1, _EDITS)
            time.sleep(2)
        assert readers.wrong == []
        assert len(readers.seen) > _WARM / 4
        assert all(readers.read[path] for path in PAGES)
        time.sleep(1)
        assert f"No. {_WARM + _EDITS}".encode() in Client(port).ask("/asia/new/")[2]
        assert _open_files(process.pid) <= files
        assert _memory(process.pid) < memory * (100 + _GROWTH) / 100
        if load is not None:
            output = load.communicate()[0]
            assert "requests in" in output, output
            assert "Socket errors" not in output, output
            assert "Non-2xx" not in output, output


def _loaded(port: int, seconds: int) -> subprocess.Popen[str]:
    """Run wrk against the preview."""
    command = ["wrk", "-t1", "-c4", f"-d{seconds}s", f"http://localhost:{port}/asia/new/"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
