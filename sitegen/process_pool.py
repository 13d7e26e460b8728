"""Pools of worker processes. They take work in batches, and end with the process that started them."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing.connection import wait
from typing import Any, Protocol, TypeVar

from sitegen.gc_tuning import tune_gc
from sitegen.problems import SitegenError

Item = TypeVar("Item")
Result = TypeVar("Result")
Item_contra = TypeVar("Item_contra", contravariant=True)
Result_co = TypeVar("Result_co", covariant=True)

_DIED = (
    "A worker process died: it was killed, or it ran out of memory. The site is unchanged. Try fewer "
    "processes with --jobs."
)

#: The signals that end a process.
_END_SIGNALS = (signal.SIGINT, signal.SIGTERM)
#: The option of prctl(2) that sends a signal to the process when its parent dies.
_PR_SET_PDEATHSIG = 1


class Work(Protocol[Item_contra, Result_co]):
    """The function to apply to each item. It is sent to each process once; items and results go in
    batches."""

    def __call__(self, item: Item_contra) -> Result_co:
        """The result for one item."""
        ...


class MakePool(Protocol):
    """Creates an executor. `ProcessPoolExecutor` and those of cluster libraries take these arguments."""

    def __call__(
        self, max_workers: int, *, initializer: Callable[..., None], initargs: tuple[object, ...]
    ) -> Executor:
        """An executor with processes that first call the initializer."""
        ...


def process_pool(method: str) -> MakePool:
    """A factory of process pools that use this start method."""
    return partial(ProcessPoolExecutor, mp_context=multiprocessing.get_context(method))


def in_batches(
    work: Work[Item, Result], batches: Sequence[Sequence[Item]], make_pool: MakePool, count: int
) -> Iterator[Result]:
    """The results in the order of the items. Raises SitegenError if a process dies."""
    pool = make_pool(count, initializer=_begin, initargs=(work,))
    try:
        futures = _submit(pool, batches)
        futures.reverse()
        while futures:
            yield from futures.pop().result()
    except BrokenProcessPool:
        raise SitegenError(_DIED) from None
    finally:
        _end(pool)


def _submit(pool: Executor, batches: Sequence[Sequence[object]]) -> list[Future[list[Any]]]:
    """Submit all batches. Raises SitegenError if a process dies while it starts."""
    try:
        with _signals_blocked():  # processes inherit the blocked signals when they start
            return [pool.submit(_do, batch) for batch in batches]
    except (ConnectionError, EOFError):
        raise SitegenError(_DIED) from None


def _end(pool: Executor) -> None:
    """Shut down the pool, and make sure that its processes have ended and write nothing more."""
    processes = list((getattr(pool, "_processes", None) or {}).values())
    interrupted = sys.exc_info()[0] is not None
    pool.shutdown(wait=not interrupted, cancel_futures=True)
    if interrupted:
        for process in processes:
            with suppress(OSError, ValueError):
                process.kill()
                process.join()


@contextmanager
def _signals_blocked() -> Iterator[None]:
    """Block the signals that would end this process, if the platform supports that."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _END_SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Worker:
    """The state of a worker process."""

    work: Work[Any, object] | None = None


def _begin(work: Work[Any, object]) -> None:
    """Set up a new process. Its parent handles interrupts, and it ends with its parent."""
    with suppress(ValueError):  # an executor may run this in a thread
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _END_SIGNALS)
    parent = multiprocessing.parent_process()
    if parent is not None and threading.current_thread() is threading.main_thread():
        _die_with_parent()
        threading.Thread(target=_watch, args=(parent.sentinel,), daemon=True).start()
    _Worker.work = work
    gc.collect()
    gc.freeze()  # inherited objects are never collected, so their memory stays shared
    tune_gc()


def _die_with_parent() -> None:
    """Have the kernel kill this process when its parent dies. Linux only, and not with a fork server, which
    outlives its parent while it has children."""
    if sys.platform == "linux":
        with suppress(ImportError, OSError, AttributeError):
            import ctypes

            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _watch(parent: int) -> None:
    """Exit when the parent exits, even if that was before `_die_with_parent` ran."""
    wait([parent])
    os._exit(1)


def _do(batch: Sequence[object]) -> list[object]:
    work = _Worker.work
    assert work is not None
    return [work(item) for item in batch]
