"""What a command costs: time, processor time and memory of all its processes together.

Memory is the proportional set size (PSS), which counts what processes share once. Reading it takes time of
the machine that is measured, so that samples are the rarer the longer one takes.
"""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

#: Seconds between two samples of memory: few at first, so that short commands are seen, too.
_SHORTEST, _LONGEST = 0.005, 0.05
#: The share of one processor's time that samples may take, and the longest pause that this may bring.
_SHARE, _PAUSE = 0.05, 0.5

_PROC = Path("/proc")
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Cost:
    """What a command took."""

    wall: float
    """Seconds from its start to its end."""
    cpu: float
    """Seconds of processors, system time included, of all processes that were waited for."""
    memory: int
    """Bytes of all processes together, at the worst moment that was seen."""
    memory_kind: str
    """What `memory` is: `PSS`, `RSS`, or `RSS of the largest process`."""
    printed: str = ""
    """What it printed into the pipe that it was given."""


class Failed(Exception):
    """A measured command came to no good end."""


def measure(
    command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None, seconds: float = 7_200
) -> Cost:
    """Run a command in a folder, for so many seconds at most; Failed with its last words if it fails."""
    # What was written before is not to be written to the disk during the run.
    os.sync()
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    watch = _Watch(process.pid, seconds)
    watch.start()
    assert process.stdout is not None
    with process.stdout as pipe:
        printed = pipe.read().decode(errors="replace")
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    watch.stop()
    if process.returncode:
        said = printed.strip()[-2_000:]
        raise Failed(f"exit status {process.returncode} of {' '.join(command)}\n{said}")
    largest = usage.ru_maxrss * 1024
    kind = watch.kind or "RSS of the largest process"
    return Cost(wall, usage.ru_utime + usage.ru_stime, watch.peak or largest, kind, printed)


def _kind() -> str:
    """What this system tells of a process' memory; empty where it tells nothing."""
    for kind, name in (("PSS", "smaps_rollup"), ("RSS", "statm")):
        try:
            (_PROC / "self" / name).read_bytes()
        except OSError:
            continue
        return kind
    return ""


@dataclass
class _Watch:
    """A thread that looks at a process and its descendants until it is stopped."""

    pid: int
    seconds: float
    peak: int = 0
    kind: str = field(default_factory=_kind)
    _stopped: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        if self._thread:
            self._thread.join()

    def _look(self) -> None:
        start = time.perf_counter()
        while True:
            # The thread's own time: waiting for a busy processor is no reason to look more seldom.
            before, past = time.thread_time(), time.perf_counter() - start
            if past > self.seconds:
                self._end()
            if self.kind:
                self.peak = max(self.peak, sum(_memory(pid, self.kind) for pid in _tree(self.pid)))
            due = min(_PAUSE, (time.thread_time() - before) / _SHARE)
            if self._stopped.wait(max(due, min(_LONGEST, max(_SHORTEST, past / 20)))):
                return

    def _end(self) -> None:
        for pid in reversed(list(_tree(self.pid))):
            try:
                os.kill(pid, 9)
            except ProcessLookupError:
                continue


def _tree(root: int) -> Iterator[int]:
    """A process and all its descendants, parents first."""
    children: dict[int, list[int]] = defaultdict(list)
    for folder in _PROC.iterdir() if _PROC.is_dir() else ():
        if folder.name.isdigit():
            children[_parent(folder)].append(int(folder.name))
    waiting = [root]
    while waiting:
        pid = waiting.pop()
        yield pid
        waiting += children[pid]


def _parent(folder: Path) -> int:
    try:
        # The name of the program, in parentheses, may hold anything.
        return int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, IndexError):
        return -1


def _memory(pid: int, kind: str) -> int:
    """Bytes of one process; 0 if it has gone."""
    try:
        if kind == "RSS":
            return int((_PROC / str(pid) / "statm").read_text().split()[1]) * _PAGE
        text = (_PROC / str(pid) / "smaps_rollup").read_text()
        return int(text.partition("\nPss:")[2].split(maxsplit=1)[0]) * 1024
    except (OSError, IndexError):
        return 0
