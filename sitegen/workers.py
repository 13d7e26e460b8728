"""Work shared out to processes where that pays, and the garbage collector tuned for it."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from sitegen.problems import WrongUse

if TYPE_CHECKING:
    from sitegen.process_pool import MakePool, Work

Item = TypeVar("Item")
Result = TypeVar("Result")

#: Seconds of work that show what an item costs.
_SAMPLE = 0.06
#: Seconds that a batch of items is meant to take: long beside what sending it costs, short beside the whole.
_BATCH = 0.12
#: Seconds until a forked process is at work.
_FORK = 0.05
#: Seconds until a new Python is at work, at most.
_NEW_PYTHON = 0.6
_METHODS = ("fork", "forkserver", "spawn")
#: Thresholds of the garbage collector: most of our values form no cycles, and stay.
_GENERATIONS = (50_000, 20, 20)


def processors() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Workers:
    """How work is shared out: by how many processes (0: as many as there are processors), started how."""

    def __init__(self, count: int = 0, method: str = "", make_pool: MakePool | None = None) -> None:
        if method:
            _check(method)
        self.count = count or processors()
        self.method = method or ("fork" if sys.platform == "linux" else "spawn")
        self._make_pool = make_pool

    def spread(self, work: Work[Item, Result], items: Sequence[Item]) -> Iterator[Result]:
        """The results in the order of the items.

        The first items are done here. What they cost decides, again after each, whether the others go to a
        pool. A process that dies is a SitegenError.
        """
        if not items:
            return
        yield work(items[0])  # which pays for what all share: it is no measure
        start, done = time.perf_counter(), 1
        while done < len(items):
            yield work(items[done])
            done += 1
            spent = time.perf_counter() - start
            if self.count > 1 and spent > _SAMPLE:
                each, rest = spent / (done - 1), items[done:]
                if each * len(rest) * (1 - 1 / self.count) > self._startup():
                    yield from self._pooled(work, rest, max(1, round(_BATCH / each)))
                    return

    def _startup(self) -> float:
        """Seconds that a pool costs: a new Python does again what this one did at its start."""
        return _FORK if self.method == "fork" else min(time.process_time(), _NEW_PYTHON)

    def _pooled(self, work: Work[Item, Result], items: Sequence[Item], size: int) -> Iterator[Result]:
        from sitegen.process_pool import (  # multiprocessing takes 6 ms, and few builds need it
            in_batches,
            process_pool,
        )

        size = min(size, max(1, len(items) // (self.count * 4)))
        batches = [items[at : at + size] for at in range(0, len(items), size)]
        count = min(self.count, len(batches))
        return in_batches(work, batches, self._make_pool or process_pool(self.method), count)


def _check(method: str) -> None:
    import multiprocessing

    if method not in multiprocessing.get_all_start_methods():
        raise WrongUse(f"Processes cannot be started by `{method}` here. Choose one of {_METHODS}.")


def tune_gc() -> None:
    """Let the garbage collector of this process run less often."""
    gc.set_threshold(*_GENERATIONS)


@contextmanager
def gc_paused() -> Iterator[None]:
    """Import modules without the garbage collector, which would look at them again and again.

    Freezes every object that exists by then, so this is for the start of a process.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()
