"""New files written by other processes."""

from __future__ import annotations

import errno
import multiprocessing
import os
import pickle
import signal
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

import pytest

from sitegen.digest import digest_bytes
from sitegen.output.fs import FileSystem
from sitegen.output.open_stage import open_stage
from sitegen.output.writers import Writer
from sitegen.problems import SitegenError
from tests.output.disks import Place
from tests.projects import tree

A = {"index.html": b"front", "asia/index.html": b"asia", "asia/a/index.html": b"a", "style.css": b"css"}
B = {**A, "asia/a/index.html": b"a, corrected", "asia/b/index.html": b"b"}


class Full(FileSystem):
    """A disk that is full in one place."""

    def write(self, path, data):
        if data == B["asia/b/index.html"]:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().write(path, data)


@pytest.fixture
def place(tmp_path):
    """A project on an ordinary disk."""
    return Place(tmp_path)


def _write(writer, files):
    return {path: writer.write(path, data) for path, data in files.items()}


def _write_and_die(writer, files):
    _write(writer, files)
    os.kill(os.getpid(), signal.SIGKILL)


def _build(place, files, write=_write, **named):
    with place.stage(**named) as stage:
        for path, written in write(stage.writer(), files).items():
            stage.adopt(path, written)
        stage.any_change = stage.commit()
    return stage


@pytest.mark.parametrize("method", ["fork", "forkserver", "spawn"])
def test_other_processes_write(place, method):
    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(2, context) as pool:

        def shared_out(writer, files):
            halves = [dict(list(files.items())[at::2]) for at in range(2)]
            done = [pool.submit(_write, writer, half) for half in halves]
            return {path: one for each in done for path, one in each.result().items()}

        for files in (A, B, A):
            assert _build(place, files, shared_out).any_change
            assert tree(place.out) == tree(place.mirror) == files
            assert place.litter() == []


def test_a_pickled_writer(place):
    with place.stage() as stage:
        first = stage.writer()
        again = pickle.loads(pickle.dumps(first))
        one, other = first.write("x", b"x"), again.write("y", b"y", digest_bytes(b"y"))
        assert one.location != other.location  # though the two count alike
        assert (other.file.digest, other.file.size) == (digest_bytes(b"y"), 1)
        stage.adopt("x", one)
        stage.adopt("y", other)
        stage.commit()
    assert tree(place.out) == {"x": b"x", "y": b"y"}


def test_published_bytes_are_not_written_again(place):
    place.build(A)
    with place.stage() as stage:
        written = _write(pickle.loads(pickle.dumps(stage.writer())), B)
        assert [path for path, one in written.items() if one.location] == [
            "asia/a/index.html",
            "asia/b/index.html",
        ]
        for path, one in written.items():
            stage.adopt(path, one)
        assert stage.commit()
    assert tree(place.out) == B


def test_without_a_manifest_equal_files_are_kept(place):
    """Without a manifest, a writer does not know them."""
    place.build(A)
    (place.state / "record").unlink()
    before = (place.out / "index.html").stat()
    assert not _build(place, A).any_change
    assert (place.out / "index.html").stat().st_ino == before.st_ino
    assert place.litter() == []


def test_the_last_file_for_a_path_wins(place):
    with place.stage() as stage:
        for data in (b"one", b"two"):
            stage.adopt("index.html", stage.writer().write("index.html", data))
        stage.commit()
    assert tree(place.out) == {"index.html": b"two"}
    assert place.litter() == []


def test_files_that_are_not_adopted_are_not_published(place):
    with place.stage() as stage:
        writer = stage.writer()
        writer.write("index.html", b"front")
        stage.adopt("other.html", writer.write("other.html", b"other"))
        stage.commit()
    assert tree(place.out) == {"other.html": b"other"}
    assert place.litter() == []


def test_without_a_commit_new_files_are_removed(place):
    place.build(A)
    with place.stage() as stage:
        for path, written in _write(stage.writer(), B).items():
            stage.adopt(path, written)
    assert tree(place.out) == A
    assert place.litter() == []


def test_files_of_a_killed_process_are_removed(place):
    place.build(A)
    with ProcessPoolExecutor(1, multiprocessing.get_context("fork")) as pool:

        def in_a_process_that_dies(writer, files):
            return pool.submit(_write_and_die, writer, files).result()

        with pytest.raises(BrokenProcessPool):
            _build(place, B, in_a_process_that_dies)
    assert tree(place.out) == A
    assert place.litter() == []


def test_files_of_a_killed_build_are_removed(place):
    place.build(A)
    (place.state / "new").mkdir()
    (place.state / "new" / f"{os.getpid()}-0").write_bytes(b"of another build")
    _build(place, B)
    assert tree(place.out) == B
    assert place.litter() == []


def test_a_file_of_another_process_with_the_same_number(place):
    """On another machine, or a former process."""
    with place.stage() as stage:
        writer = stage.writer()
        theirs = pickle.loads(pickle.dumps(writer))
        stage.adopt("a", theirs.write("a", b"theirs"))
        stage.adopt("b", writer.write("b", b"ours"))
        stage.commit()
    assert tree(place.out) == {"a": b"theirs", "b": b"ours"}


def test_a_full_disk_in_another_process(place):
    place.build(A)
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:

        def fails(writer, files):
            return pool.submit(_write, writer, files).result()

        words = r"No space left on device \(`asia/b/index\.html`\)\. .*is unchanged"
        with pytest.raises(SitegenError, match=words):
            _build(place, B, fails, disk=Full())
    assert tree(place.out) == A
    assert place.litter() == []


@pytest.mark.parametrize("path", ["../x", "/x", "a//x", ""])
def test_invalid_paths(place, path):
    with pytest.raises(SitegenError, match="Nothing was written"):
        _build(place, {path: b"x"})
    assert not place.out.exists()


def test_the_writer_of_a_stage_without_output_writes_nothing(tmp_path):
    with open_stage(tmp_path / "project", None) as stage:
        writer = pickle.loads(pickle.dumps(stage.writer()))
        assert isinstance(writer, Writer)
        written = writer.write("index.html", b"front")
        assert (written.location, written.file.digest) == ("", digest_bytes(b"front"))
        stage.adopt("index.html", written)
        assert stage.commit() is False
    assert list(tmp_path.iterdir()) == []
