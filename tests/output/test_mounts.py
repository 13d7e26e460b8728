"""Output folders on real file systems and mounts. Mounting needs root."""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager

import pytest

from sitegen.output.locations import BESIDE, COPIES, ONE_BY_ONE
from sitegen.output.open_stage import is_unchanged, open_stage
from tests.projects import tree

A = {"index.html": b"front", "asia/index.html": b"asia", "style.css": b"css"}
B = {"index.html": b"front, again", "asia/a/index.html": b"a", "style.css": b"css"}


@contextmanager
def mounted(folder, *arguments):
    """A mount on the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        done = subprocess.run(["mount", *arguments, str(folder)], capture_output=True, check=False)
    except FileNotFoundError:
        done = None
    if done is None or done.returncode:
        pytest.skip("a mount is missing: this machine does not let us make one")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def _build(project, out, files):
    with open_stage(project, out) as stage:
        for path, data in files.items():
            stage.write(path, data)
        stage.commit()
    assert tree(out) == files
    assert is_unchanged(project, out)
    return stage.notes


def _notes(out):
    [beside] = out.parent.glob(f".{out.name}.*.sitegen")
    return BESIDE.format(out=out.name, beside=beside.name)


def test_an_output_on_another_file_system(tmp_path):
    with mounted(tmp_path / "www", "-t", "tmpfs", "tmpfs") as www:
        out = www / "public"
        for files in (A, B, A, A):
            assert _build(tmp_path / "project", out, files) == (_notes(out),)
        assert sorted(path.name for path in www.iterdir())[1] == "public"
        assert len(list(www.iterdir())) == 2


def test_state_on_another_file_system(tmp_path):
    """Like a cache mounted in a container."""
    project = tmp_path / "project"
    with mounted(project / ".sitegen", "-t", "tmpfs", "tmpfs"):
        for files in (A, B, A, A):
            assert _build(project, project / "public", files) == (_notes(project / "public"),)


@pytest.mark.parametrize("kind", ["a file system", "the same file system"])
def test_an_output_that_is_a_mount_point(tmp_path, kind):
    out = tmp_path / "public"
    (tmp_path / "elsewhere").mkdir()
    arguments = (
        ("-t", "tmpfs", "tmpfs") if kind == "a file system" else ("--bind", str(tmp_path / "elsewhere"))
    )
    with mounted(out, *arguments):
        for files in (A, B, A):
            notes = _build(tmp_path / "project", out, files)
            assert notes == (ONE_BY_ONE.format(out="public"), COPIES)
        assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_bind_mount_around_state_and_output(tmp_path):
    """Like most containers: one mount with everything."""
    (tmp_path / "elsewhere").mkdir()
    with mounted(tmp_path / "work", "--bind", str(tmp_path / "elsewhere")) as work:
        for files in (A, B, A):
            assert _build(work, work / "public", files) == ()


def test_an_output_below_an_overlay(tmp_path):
    """Folders of a container image cannot be renamed, only replaced."""
    lower, upper, scratch = (tmp_path / name for name in ("lower", "upper", "scratch"))
    for folder in (lower, upper, scratch):
        folder.mkdir()
    _build(lower, lower / "public", A)
    options = f"lowerdir={lower},upperdir={upper},workdir={scratch}"
    with mounted(tmp_path / "work", "-t", "overlay", "overlay", "-o", options) as work:
        for files in (B, A, B):
            _build(work, work / "public", files)
        assert tree(lower / "public") == A


def test_mounts_are_distinguished(tmp_path):
    from sitegen.output.fs import DISK

    (tmp_path / "elsewhere").mkdir()
    with mounted(tmp_path / "work", "--bind", str(tmp_path / "elsewhere")) as work:
        assert os.stat(work).st_dev == os.stat(tmp_path).st_dev
        assert DISK.mount(str(work)) != DISK.mount(str(tmp_path))
        assert DISK.mount(str(tmp_path)) == DISK.mount(str(tmp_path / "elsewhere"))
