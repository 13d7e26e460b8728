"""Work that can be shared out: done here while there is little, by a pool of processes where that pays."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing.connection import wait
from typing import Any, Generic, Protocol, TypeVar

from sitegen.collector import ease_collector
from sitegen.problems import SitegenError, WrongUse

Item = TypeVar("Item")
Result = TypeVar("Result")
Item_contra = TypeVar("Item_contra", contravariant=True)
Result_co = TypeVar("Result_co", covariant=True)

#: Seconds of work that show what an item costs.
_SAMPLE = 0.06
#: Seconds that a batch of items is meant to take: long beside what sending it costs, short beside the whole.
_BATCH = 0.12
#: Seconds until a forked process is at work.
_FORK = 0.05
#: Seconds until a new Python is at work, at most.
_NEW_PYTHON = 0.6
_METHODS = ("fork", "forkserver", "spawn")

_DIED = (
    "A process that was at work has died: it was killed, or there was not memory enough. "
    "The site is as it was. Try fewer processes with --jobs."
)

#: How a process is told to end from outside.
_ENDINGS = (signal.SIGINT, signal.SIGTERM)
#: The number of prctl(2)'s "send me a signal when my parent dies".
_PR_SET_PDEATHSIG = 1


class Work(Protocol[Item_contra, Result_co]):
    """What is done to each item. It goes to other processes once, items and results in batches."""

    def __call__(self, item: Item_contra) -> Result_co:
        """The result for one item."""
        ...


class MakePool(Protocol):
    """Makes an executor: `ProcessPoolExecutor` and those of cluster engines take these arguments."""

    def __call__(
        self, max_workers: int, *, initializer: Callable[..., None], initargs: tuple[Any, ...]
    ) -> Executor:
        """An executor, each of whose processes calls the initializer first."""
        ...


def processors() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Workers:
    """How work is shared out: by how many processes (0: as many as there are processors), started how."""

    def __init__(self, count: int = 0, method: str = "", make_pool: MakePool | None = None) -> None:
        if method and method not in multiprocessing.get_all_start_methods():
            raise WrongUse(f"Processes cannot be started by `{method}` here. Choose one of {_METHODS}.")
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
        size = min(size, max(1, len(items) // (self.count * 4)))
        batches = [items[at : at + size] for at in range(0, len(items), size)]
        pool = self._pool(work, min(self.count, len(batches)))
        try:
            futures = _handed_out(pool, batches)
            futures.reverse()
            while futures:
                yield from futures.pop().result()
        except BrokenProcessPool:
            raise SitegenError(_DIED) from None
        finally:
            _end(pool)

    def _pool(self, work: Work[Any, Any], count: int) -> Executor:
        if self._make_pool is not None:
            return self._make_pool(count, initializer=_begin, initargs=(work,))
        context = multiprocessing.get_context(self.method)
        return ProcessPoolExecutor(count, context, initializer=_begin, initargs=(work,))


def _handed_out(pool: Executor, batches: Sequence[Sequence[Any]]) -> list[Future[list[Any]]]:
    """The batches' futures; a process that dies before it is at work is a SitegenError, too."""
    try:
        with _undisturbed():  # what processes inherit while they start
            return [pool.submit(_do, batch) for batch in batches]
    except (ConnectionError, EOFError):
        raise SitegenError(_DIED) from None


def _end(pool: Executor) -> None:
    """Shut the pool. Its processes have ended then, so that none of them goes on writing."""
    processes = list((getattr(pool, "_processes", None) or {}).values())
    interrupted = sys.exc_info()[0] is not None
    pool.shutdown(wait=not interrupted, cancel_futures=True)
    if interrupted:
        for process in processes:
            with suppress(OSError, ValueError):
                process.kill()
                process.join()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let signals wait that would end this process, where signals can wait."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDINGS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Bench(Generic[Item, Result]):
    """A process's place of work."""

    work: Work[Any, Any] | None = None


def _begin(work: Work[Any, Any]) -> None:
    """In a new process: take the work in. Interruptions are its parent's business, and it ends with that."""
    with suppress(ValueError):  # an executor may run this in a thread
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDINGS)
    parent = multiprocessing.parent_process()
    if parent is not None and threading.current_thread() is threading.main_thread():
        _die_with_parent()
        threading.Thread(target=_watch, args=(parent.sentinel,), daemon=True).start()
    _Bench.work = work
    gc.collect()
    gc.freeze()  # what was inherited is never looked through again, and stays shared
    ease_collector()


def _die_with_parent() -> None:
    """Have the system kill this process when its parent dies, whatever this one is at; on Linux only, and not
    through a fork server, which stays while it has children."""
    if sys.platform == "linux":
        with suppress(ImportError, OSError, AttributeError):
            import ctypes

            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _watch(parent: int) -> None:
    """Wait for the parent's end, which may have come before the system could be asked, and follow."""
    wait([parent])
    os._exit(1)


def _do(batch: Sequence[Any]) -> list[Any]:
    work = _Bench.work
    assert work is not None
    return [work(item) for item in batch]
