"""A pool of processes: given work in batches, and gone with the process that made it."""

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

from sitegen.problems import SitegenError
from sitegen.workers import tune_gc

Item = TypeVar("Item")
Result = TypeVar("Result")
Item_contra = TypeVar("Item_contra", contravariant=True)
Result_co = TypeVar("Result_co", covariant=True)

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


def process_pool(method: str) -> MakePool:
    """Makes pools of processes that are started by this method."""
    return partial(ProcessPoolExecutor, mp_context=multiprocessing.get_context(method))


def in_batches(
    work: Work[Item, Result], batches: Sequence[Sequence[Item]], make_pool: MakePool, count: int
) -> Iterator[Result]:
    """The results in the order of the batches' items. A process that dies is a SitegenError."""
    pool = make_pool(count, initializer=_begin, initargs=(work,))
    try:
        futures = _handed_out(pool, batches)
        futures.reverse()
        while futures:
            yield from futures.pop().result()
    except BrokenProcessPool:
        raise SitegenError(_DIED) from None
    finally:
        _end(pool)


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


class _Bench:
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
    tune_gc()


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
