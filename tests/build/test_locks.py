from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

import pytest

from sitegen import locks
from sitegen.locks import locked
from sitegen.output.open_stage import OutputOptions, open_stage
from sitegen.problems import SitegenError, WrongUse
from tests.conftest import REPOSITORY

#: A process that takes the lock, says so, and keeps it until it is told to end.
HOLDER = """
import sys, pathlib
from sitegen.locks import locked
with locked(pathlib.Path(sys.argv[1])):
    print("locked", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def holder(tmp_path):
    """Another build of the project in `tmp_path`."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "locked\n"
    yield process
    process.kill()
    process.communicate()


def test_without_waiting_the_other_build_is_named(tmp_path, holder):
    with (
        pytest.raises(SitegenError, match=rf"\(process {holder.pid}\)") as error,
        locked(tmp_path, wait=False),
    ):
        pass
    assert not isinstance(error.value, WrongUse)
    with (
        pytest.raises(SitegenError, match="Another build"),
        open_stage(tmp_path, tmp_path / "public", OutputOptions(wait=False)),
    ):
        pass
    assert not (tmp_path / "public").exists()


def test_waiting_for_another_build_is_reported_once(tmp_path, holder):
    said = []

    def waiting(message):
        said.append(message)
        holder.stdin.write("end\n")
        holder.stdin.flush()

    with locked(tmp_path, waiting=waiting) as notes:
        assert holder.wait(timeout=60) == 0
    assert notes == ()
    assert said == [
        f"Another build of this site is running (process {holder.pid}). Waiting until it finishes."
    ]


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_process_releases_the_lock(tmp_path, holder, end):
    with locked(tmp_path, waiting=lambda _: os.kill(holder.pid, end)):
        holder.wait(timeout=60)


def test_a_stale_lock_file_is_ignored(tmp_path):
    (tmp_path / ".sitegen").mkdir()
    (tmp_path / ".sitegen" / "lock").write_text("4711\n")
    with locked(tmp_path, wait=False):
        assert (tmp_path / ".sitegen" / "lock").read_text() == f"{os.getpid()}\n"
    assert (tmp_path / ".sitegen" / "lock").read_text() == ""


def test_the_lock_is_reentrant(tmp_path):
    with locked(tmp_path, wait=False), locked(tmp_path / "x" / "..", wait=False):
        with open_stage(tmp_path, tmp_path / "public", OutputOptions(wait=False)) as stage:
            stage.write("index.html", b"front")
            stage.commit()
        assert (tmp_path / ".sitegen" / "lock").read_text() == f"{os.getpid()}\n"
    with locked(tmp_path, wait=False):
        pass


def test_another_thread_has_to_wait(tmp_path):
    found = []

    def other():
        try:
            with locked(tmp_path, wait=False):
                found.append("locked")
        except SitegenError:
            found.append("refused")

    for expected in (["refused"], ["refused", "locked"]):
        if expected == ["refused"]:
            with locked(tmp_path):
                _in_thread(other)
        else:
            _in_thread(other)
        assert found == expected


def _in_thread(function):
    thread = threading.Thread(target=function)
    thread.start()
    thread.join()


def test_projects_do_not_wait_for_each_other(tmp_path):
    with locked(tmp_path / "one", wait=False), locked(tmp_path / "two", wait=False):
        pass


def test_a_lock_file_that_is_removed_while_waiting(tmp_path, holder):
    """A waiting build checks again, since others lock a new file."""

    def waiting(_):
        (tmp_path / ".sitegen" / "lock").unlink()
        holder.stdin.write("end\n")
        holder.stdin.flush()

    with locked(tmp_path, waiting=waiting):
        assert (tmp_path / ".sitegen" / "lock").read_text() == f"{os.getpid()}\n"
        with pytest.raises(SitegenError):
            _other_process(tmp_path)


def _other_process(folder):
    code = "import sys, pathlib\nfrom sitegen.locks import locked\nwith locked(pathlib.Path(sys.argv[1]), wait=False): pass"
    result = subprocess.run(
        [sys.executable, "-c", code, str(folder)], cwd=REPOSITORY, capture_output=True, check=False
    )
    if result.returncode:
        raise SitegenError(result.stderr.decode())


def test_a_child_does_not_hold_its_parents_lock(tmp_path):
    """A worker that outlives a killed build does not block others."""
    end, told = os.pipe()
    with locked(tmp_path):
        child = os.fork()
        if child == 0:
            os.close(told)
            os.read(end, 1)
            os._exit(0)
        os.close(end)
    try:
        _other_process(tmp_path)
    finally:
        os.close(told)
        os.waitpid(child, 0)


def test_a_build_of_another_site_into_the_same_folder(tmp_path):
    out = tmp_path / "public"
    with open_stage(tmp_path / "one", out) as stage:
        stage.write("index.html", b"one")
        stage.commit()
    code = (
        "import sys, pathlib\nfrom sitegen.locks import locked_output\n"
        "with locked_output(pathlib.Path(sys.argv[1])):\n    print('locked', flush=True)\n    sys.stdin.readline()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(out)],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        other.stdout.readline()
        refused = pytest.raises(SitegenError, match=r"Another site's build into .* is running")
        with refused, open_stage(tmp_path / "two", out, OutputOptions(replace=True, wait=False)):
            pass
        said = []

        def waiting(message):
            said.append(message)
            other.communicate("end\n")

        with open_stage(tmp_path / "two", out, OutputOptions(replace=True, waiting=waiting)) as stage:
            stage.write("index.html", b"two")
            stage.commit()
        assert len(said) == 1
    assert (out / "index.html").read_bytes() == b"two"


def test_interrupting_the_wait(tmp_path, holder):
    def waiting(_):
        threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT)).start()

    with pytest.raises(KeyboardInterrupt), locked(tmp_path, waiting=waiting):
        pass
    assert (tmp_path / ".sitegen" / "lock").read_text() == f"{holder.pid}\n"


def test_missing_file_locks_are_noted(tmp_path, monkeypatch):
    monkeypatch.setattr(locks, "fcntl", None)
    with locked(tmp_path, wait=False) as notes, locked(tmp_path, wait=False) as again:
        assert (notes, again) == ((locks.UNLOCKED,), ())
    with open_stage(tmp_path, tmp_path / "public") as stage:
        assert stage.notes == (locks.UNLOCKED,)


def test_a_project_that_cannot_be_written(tmp_path):
    (tmp_path / ".sitegen").write_text("a file")
    with pytest.raises(SitegenError, match=r"\.sitegen.*could not be written"), locked(tmp_path):
        pass


def test_simultaneous_builds_run_one_after_another(tmp_path):
    """Each publishes a complete tree."""
    code = (
        "import sys, pathlib\nfrom sitegen.output.open_stage import open_stage\nroot = pathlib.Path(sys.argv[1])\n"
        "with open_stage(root, root / 'public') as stage:\n"
        "    for number in range(50): stage.write(f'{number}.html', sys.argv[2].encode())\n"
        "    stage.commit()\n"
    )
    builds = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path), str(number)], cwd=REPOSITORY)
        for number in range(4)
    ]
    assert [build.wait(timeout=120) for build in builds] == [0, 0, 0, 0]
    contents = {path.read_text() for path in (tmp_path / "public").iterdir()}
    assert len(list((tmp_path / "public").iterdir())) == 50
    assert len(contents) == 1
