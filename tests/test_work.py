from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from sitegen.problems import SitegenError, WrongUse
from sitegen.work import Workers


class Twice:
    """Work that takes a while, and says where it was done."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __call__(self, item: int) -> tuple[int, int]:
        time.sleep(self._seconds)
        return 2 * item, os.getpid()


class Deadly:
    """Work that kills its process, unless that is the one in which it was made."""

    def __init__(self) -> None:
        self._home = os.getpid()

    def __call__(self, item: int) -> int:
        time.sleep(0.04)
        if os.getpid() != self._home:
            os.kill(os.getpid(), 9)
        return item


class Mistaken:
    """Work that fails in another process."""

    def __init__(self) -> None:
        self._home = os.getpid()

    def __call__(self, item: int) -> int:
        time.sleep(0.04)
        if os.getpid() != self._home:
            raise SitegenError("The file changed.")
        return item


def test_little_work_stays_here():
    assert list(Workers(2).spread(Twice(0), range(100))) == [(2 * n, os.getpid()) for n in range(100)]


def test_no_work_is_no_trouble():
    assert list(Workers(2).spread(Twice(1), [])) == []


def test_one_process_is_this_one():
    assert {place for _, place in Workers(1).spread(Twice(0.01), range(12))} == {os.getpid()}


@pytest.mark.parametrize("method", ["fork", "forkserver", "spawn"])
def test_much_work_is_shared_out_and_comes_back_in_order(method):
    done = list(Workers(2, method).spread(Twice(0.03), range(100 if method != "fork" else 40)))
    assert [result for result, _ in done] == [2 * n for n in range(len(done))]
    assert len({place for _, place in done}) > 1


def test_another_engine_can_take_the_pools_place():
    made = []

    def make_pool(max_workers, *, initializer, initargs):
        made.append(max_workers)
        return ThreadPoolExecutor(max_workers, initializer=initializer, initargs=initargs)

    done = list(Workers(3, make_pool=make_pool).spread(Twice(0.03), range(40)))
    assert [result for result, _ in done] == [2 * n for n in range(40)]
    assert made == [3]


def test_a_process_that_dies_is_told():
    with pytest.raises(SitegenError, match=r"has died: it was killed.*--jobs"):
        list(Workers(2, "fork").spread(Deadly(), range(40)))


def test_a_failure_in_another_process_is_a_failure_here():
    with pytest.raises(SitegenError, match=r"The file changed\."):
        list(Workers(2, "fork").spread(Mistaken(), range(40)))


def test_a_way_to_start_processes_that_is_none():
    with pytest.raises(WrongUse, match="`teleport`"):
        Workers(2, "teleport")
