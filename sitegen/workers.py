"""Work shared out to processes where that pays."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from sitegen.problems import WrongUse

if TYPE_CHECKING:
    from sitegen.process_pool import MakePool, Work

Item = TypeVar("Item")
Result = TypeVar("Result")

#: Seconds of work after which to estimate the cost of an item.
_SAMPLE = 0.06
#: Target seconds for a batch of items: much longer than it takes to send, much shorter than the whole work.
_BATCH = 0.12
#: Seconds to start a forked process.
_FORK = 0.05
#: The most seconds to start a new Python process.
_NEW_PYTHON = 0.6
_METHODS = ("fork", "forkserver", "spawn")


def processors() -> int:
    """The number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Workers:
    """Distributes work to `count` processes (0: one per processor), started by `method`."""

    def __init__(self, count: int = 0, method: str = "", make_pool: MakePool | None = None) -> None:
        if method:
            _check(method)
        self.count = count or processors()
        self.method = method or ("fork" if sys.platform == "linux" else "spawn")
        self._make_pool = make_pool

    def spread(self, work: Work[Item, Result], items: Sequence[Item]) -> Iterator[Result]:
        """The results in the order of the items.

        The first items are done in this process. After each, their cost decides whether the rest goes to a
        pool. Raises SitegenError if a process dies.
        """
        if not items:
            return
        yield work(items[0])  # this includes one-time costs, so it is not measured
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
        """Seconds to start a pool. A new Python process repeats the startup work of this one."""
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
        raise WrongUse(f"The start method `{method}` is not available here. Choose one of {_METHODS}.")
