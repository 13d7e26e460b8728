"""Unpublished outputs: saved by a failed build, reused by the next one."""

from __future__ import annotations

import os
import time

import pytest

from sitegen.digest import digest_bytes
from sitegen.output.fs import DISK
from sitegen.output.recovery import prune
from sitegen.output.unpublished import remove_all_unpublished
from tests.output.disks import KINDS, Place
from tests.projects import tree

OLD = {"a.html": b"old a", "sub/b.html": b"old b", "same.html": b"same"}
NEW = {"a.html": b"new a", "sub/b.html": b"old b", "sub/c.html": b"new c", "same.html": b"same"}


@pytest.fixture(params=KINDS)
def place(request, tmp_path) -> Place:
    return Place(tmp_path, request.param)


def save_unpublished(place: Place, files, wanted=None, **named) -> None:
    """A build that publishes nothing."""
    with place.stage(**named) as stage:
        for path, data in files.items():
            stage.adopt(path, stage.writer().write(path, data))
        stage.save_unpublished(files.keys() if wanted is None else wanted)


def reused(place: Place, files) -> set[str]:
    """Publish these files; return the paths of those that are reused."""
    with place.stage() as stage:
        found = {path for path, data in files.items() if stage.reuse(path, digest_bytes(data))}
        for path in files.keys() - found:
            stage.write(path, files[path])
        stage.commit()
    assert tree(place.out) == dict(files)
    assert place.litter() == []
    return found


def test_outputs_of_a_failed_build_after_a_published_one(place):
    place.build(OLD)
    save_unpublished(place, NEW)
    assert tree(place.out) == OLD
    assert reused(place, NEW) == NEW.keys()
    assert reused(place, OLD) == {"sub/b.html", "same.html"}


def test_outputs_of_a_failed_first_build(place):
    save_unpublished(place, NEW)
    assert reused(place, NEW) == (set() if place.kind == "state elsewhere" else NEW.keys())


def test_several_failed_builds(place):
    place.build(OLD)
    save_unpublished(place, {"a.html": b"1", "x.html": b"x", "y.html": b"y"})
    save_unpublished(place, {"a.html": b"2"}, {"a.html", "x.html"})
    assert reused(place, {"a.html": b"2", "x.html": b"x", "y.html": b"y"}) == {"a.html", "x.html"}


def test_reused_outputs_survive_another_failed_build(place):
    place.build(OLD)
    save_unpublished(place, NEW)
    with place.stage() as stage:
        assert all(stage.reuse(path, digest_bytes(data)) for path, data in NEW.items())
    with place.stage() as stage:
        assert all(stage.reuse(path, digest_bytes(data)) for path, data in NEW.items())
        stage.save_unpublished(NEW.keys())
    assert reused(place, NEW) == NEW.keys()


def test_outputs_with_other_bytes_are_not_reused(place):
    place.build(OLD)
    save_unpublished(place, NEW)
    assert reused(place, NEW | {"a.html": b"other", "sub/c.html": b""}) == {"sub/b.html", "same.html"}


@pytest.mark.parametrize("at", range(1, 5))
def test_a_disk_error_while_saving(tmp_path, at):
    """Fewer outputs are saved, and the build continues."""
    place = Place(tmp_path)
    place.build(OLD)
    with place.stage() as stage:
        for path, data in NEW.items():
            stage.adopt(path, stage.writer().write(path, data))
        stage._disk = place.disk(at)
        stage.save_unpublished(NEW.keys())
        stage._disk = DISK
    assert tree(place.out) == OLD
    reused(place, NEW)


def test_outputs_for_deleted_folders_are_removed_after_a_day(tmp_path):
    place = Place(tmp_path)
    save_unpublished(place, NEW)
    other = place.out.with_name("other")
    prune(place.project, other, DISK)
    folder = place.state / "salvage"
    assert len(list(folder.iterdir())) == len(NEW)
    os.utime(folder, (time.time() - 100_000,) * 2)
    prune(place.project, other, DISK)
    assert not folder.exists()


def test_removing_all(tmp_path):
    place = Place(tmp_path)
    save_unpublished(place, NEW)
    assert remove_all_unpublished(place.project) == sum(map(len, NEW.values()))
    assert reused(place, NEW) == set()
