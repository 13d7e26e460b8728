"""Measures readings and builds in a process of its own, since memory is told of a process as a whole.

`python -m tests.properties.measuring read|build < names` writes a line of JSON for each name: CPU seconds by size,
and the most memory that the process has had so far, in MB.
"""

from __future__ import annotations

import gc
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec import Struct

from sitegen.build.pipeline import Options, build
from sitegen.config.settings import MarkdownConfig
from sitegen.read.markdown import read_body
from tests.properties.patterns import DOCUMENTS, PATTERNS, PROSE, Write
from tests.sites.invalid.case import ARTICLE, GOOD

SIZES = (50_000, 100_000)
_NOW = "2026-11-23T12:00"


class Measured(Struct, frozen=True):
    """What reading or building a pattern took, for each of the sizes."""

    name: str
    seconds: tuple[float, ...]
    megabytes: int
    written: int = 0


def measure(what: str, names: Iterable[str]) -> list[Measured]:
    """Measure patterns one after the other in one new process; first of all, prose."""
    command = [sys.executable, "-m", "tests.properties.measuring", what]
    run = subprocess.run(
        command,
        input="\n".join(names),
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert run.returncode == 0, run.stderr
    return [Measured(**json.loads(line)) for line in run.stdout.splitlines()]


def _seconds(action: Callable[[], object]) -> float:
    """The CPU time of the action, without the collector, whose turn comes when it likes."""
    gc.collect()
    gc.disable()
    before = _cpu()
    action()
    taken = _cpu() - before
    gc.enable()
    return taken


def _cpu() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _read(name: str, write: Write, repeats: int) -> Measured:
    options = MarkdownConfig()

    def seconds(size: int) -> float:
        text = write(size)
        return min(_seconds(lambda: read_body(text, 1, "en", options)) for _ in range(repeats))

    return Measured(name, tuple(map(seconds, SIZES)), _megabytes())


def _build(name: str, write: Write, repeats: int) -> Measured:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        options = Options(root=root, out=root / "public", now=_NOW)
        for path, data in GOOD.items():
            if data is not None:
                _put(root / path, data)

        def seconds(size: int) -> float:
            for remembered in (root / "public", root / ".sitegen"):
                shutil.rmtree(remembered, ignore_errors=True)
            _put(root / ARTICLE, write(size).encode())
            return _seconds(lambda: build(options))

        found = tuple(min(seconds(size) for _ in range(repeats)) for size in SIZES)
        written = sum(path.stat().st_size for path in (root / "public").rglob("*") if path.is_file())
    return Measured(name, found, _megabytes(), written)


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _main(what: str) -> None:
    one, patterns = (_read, PATTERNS) if what == "read" else (_build, DOCUMENTS)
    one(PROSE, patterns[PROSE], 1)  # imports and compiles what is needed
    for name in (PROSE, *sys.stdin.read().splitlines()):
        found = one(name, patterns[name], 3 if name == PROSE else 1)
        print(json.dumps({field: getattr(found, field) for field in found.__struct_fields__}), flush=True)


if __name__ == "__main__":
    _main(sys.argv[1])
