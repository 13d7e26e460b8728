from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from sitegen.problems import SitegenError, WrongUse
from sitegen.workers import Workers
from tests.conftest import REPOSITORY


class Twice:
    """Work that takes a while, and returns the id of its process."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __call__(self, item: int) -> tuple[int, int]:
        time.sleep(self._seconds)
        return 2 * item, os.getpid()


class Deadly:
    """Work that kills its process, except the one that created it."""

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


def test_little_work_stays_in_this_process():
    assert list(Workers(2).spread(Twice(0), range(100))) == [(2 * n, os.getpid()) for n in range(100)]


def test_no_items():
    assert list(Workers(2).spread(Twice(1), [])) == []


def test_one_process_is_this_one():
    assert {place for _, place in Workers(1).spread(Twice(0.01), range(12))} == {os.getpid()}


@pytest.mark.parametrize("method", ["fork", "forkserver", "spawn"])
def test_much_work_is_distributed_and_results_are_in_order(method):
    done = list(Workers(2, method).spread(Twice(0.03), range(100 if method != "fork" else 40)))
    assert [result for result, _ in done] == [2 * n for n in range(len(done))]
    assert len({place for _, place in done}) > 1


def test_another_executor_can_replace_the_pool():
    made = []

    def make_pool(max_workers, *, initializer, initargs):
        made.append(max_workers)
        return ThreadPoolExecutor(max_workers, initializer=initializer, initargs=initargs)

    done = list(Workers(3, make_pool=make_pool).spread(Twice(0.03), range(40)))
    assert [result for result, _ in done] == [2 * n for n in range(40)]
    assert made == [3]


def test_there_are_no_more_processes_than_batches():
    made = []

    def make_pool(max_workers, *, initializer, initargs):
        made.append(max_workers)
        return ThreadPoolExecutor(2, initializer=initializer, initargs=initargs)

    assert len(list(Workers(10_000, make_pool=make_pool).spread(Twice(0.03), range(40)))) == 40
    assert made[0] < 40


def test_a_dying_process_is_reported():
    with pytest.raises(SitegenError, match=r"died: it was killed.*--jobs"):
        list(Workers(2, "fork").spread(Deadly(), range(40)))


@pytest.mark.parametrize("error", [BrokenPipeError, EOFError])
def test_a_process_that_dies_at_its_start_is_reported(error):
    """Its parent is sending it the work: a broken pipe must not count as that of the output."""

    class Pool(ThreadPoolExecutor):
        def submit(self, *_args, **_options):
            raise error

    workers = Workers(2, make_pool=lambda count, **_: Pool(count))
    with pytest.raises(SitegenError, match="process died"):
        list(workers.spread(Twice(0.03), range(40)))


def test_an_exception_in_another_process_is_raised_here():
    with pytest.raises(SitegenError, match=r"The file changed\."):
        list(Workers(2, "fork").spread(Mistaken(), range(40)))


def test_an_unknown_start_method():
    with pytest.raises(WrongUse, match="`teleport`"):
        Workers(2, "teleport")


#: Work in other processes that never ends, and a build that is killed meanwhile.
LEFT_BEHIND = """
import os, sys, time
import sitegen.process_pool
from sitegen.workers import Workers

class Stay:
    def __init__(self, pipe):
        self.pipe, self.home = pipe, os.getpid()

    def __call__(self, item):
        if os.getpid() == self.home:
            time.sleep(0.04)
        else:
            pipe = os.open(self.pipe, os.O_WRONLY)  # as long as this process is there
            os.write(pipe, b"%d\\n" % os.getpid())
            time.sleep(1000)

if sys.argv[3]:
    setattr(sitegen.process_pool, sys.argv[3], lambda *_: None)
if __name__ == "__main__":
    list(Workers(2, sys.argv[1]).spread(Stay(sys.argv[2]), range(1000)))
"""


@pytest.mark.parametrize(
    ("method", "without"),
    [
        *(
            (method, without)
            for method in ("fork", "forkserver", "spawn")
            for without in ("", "_die_with_parent")
        ),
        ("fork", "_watch"),
        ("spawn", "_watch"),  # a fork server stays while it has children
    ],
)
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_processes_end_with_their_parent(tmp_path, method, end, without):
    """Each way to notice that must work alone."""
    if without == "_watch" and sys.platform != "linux":
        pytest.skip("prctl is missing: only Linux tells a process of its parent's death")
    program, pipe = tmp_path / "program.py", tmp_path / "pipe"
    program.write_text(LEFT_BEHIND)
    os.mkfifo(pipe)
    arguments = [sys.executable, str(program), method, str(pipe), without]
    with subprocess.Popen(arguments, env={**os.environ, "PYTHONPATH": str(REPOSITORY)}) as parent:
        reader = os.open(pipe, os.O_RDONLY)
        said = b""
        while len(set(said.split())) < 2:
            said += os.read(reader, 100)
        parent.send_signal(end)
    left = set(map(int, said.split()))
    try:
        assert select.select([reader], [], [], 30)[0], f"{left} are still there"
        assert os.read(reader, 100) == b""
    except AssertionError:
        for process in left:
            os.kill(process, signal.SIGKILL)
        raise
    finally:
        os.close(reader)


@pytest.mark.parametrize("method", ["fork", "forkserver", "spawn"])
def test_no_process_is_running_when_an_error_is_raised(tmp_path, method):
    """It could write to files that its parent cleans up."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with pytest.raises(SitegenError):
        list(Workers(2, method).spread(OneFails(str(pipe)), range(100)))
    assert os.read(reader, 100_000).endswith(b".")  # they were there,
    assert os.read(reader, 100) == b""  # and have all closed it
    os.close(reader)


class OneFails:
    """Work that never ends in other processes, but fails in one of them."""

    def __init__(self, pipe: str) -> None:
        self._pipe = pipe
        self._home = os.getpid()

    def __call__(self, item: int) -> int:
        if os.getpid() != self._home:
            os.write(os.open(self._pipe, os.O_WRONLY), b".")
            if item % 2:
                time.sleep(0.5)
                raise SitegenError("The file changed.")
            time.sleep(1000)
        time.sleep(0.04)
        return item


#: A program that ends while a thread of it waits for processes at work.
LEAVING = """
import threading, time
from sitegen.__main__ import _leave
from sitegen.workers import Workers

items = [0.05] * 4 + [60] * 20
threading.Thread(target=lambda: list(Workers(2, "fork").spread(time.sleep, items)), daemon=True).start()
time.sleep(2)
_leave(7)
"""


def test_a_program_exits_without_waiting_for_workers():
    """As a preview that is stopped while it reads."""
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-c", LEAVING]
    assert subprocess.run(command, env=environment, timeout=30, check=False).returncode == 7
