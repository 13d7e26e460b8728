"""A disk that fails at any operation, or from it on: the site is the old or the new one, and the next build
succeeds."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from sitegen.output.open_stage import is_unchanged
from sitegen.problems import SitegenError
from tests.output.disks import KINDS, LIVE, Place, memory
from tests.projects import tree

OLD = {"index.html": b"front", "a/index.html": b"a", "gone/x.html": b"x", "b": b"b", "c/d": b"d"}
NEW = {
    "index.html": b"front",
    "a/index.html": b"a, corrected",
    "b/index.html": b"b",
    "c": b"c",
    "new/n.css": b"n",
}
KEEP = ("CNAME",)


def _nothing(place):
    pass


def _empty(place):
    place.out.mkdir(exist_ok=True)


def _old(place):
    place.build(OLD)


def _new(place):
    place.build(NEW)


def _damaged(place):
    place.build(OLD)
    (place.out / "index.html").unlink()
    shutil.rmtree(place.mirror / "a")


def _without_manifest(place):
    place.build(OLD)
    (place.state / "record").write_bytes(b"damaged")


def _with_kept_files(place):
    place.build(OLD)
    (place.out / "CNAME").write_bytes(b"example.org")


def _with_foreign(place):
    place.build(OLD)
    (place.out / "strange" / "folder").mkdir(parents=True)
    (place.out / "strange" / "folder" / "file").write_bytes(b"?")


BEGINNINGS = {
    "nothing there": _nothing,
    "an empty folder": _empty,
    "another tree": _old,
    "the same tree": _new,
    "damaged trees": _damaged,
    "a damaged manifest": _without_manifest,
    "kept files": _with_kept_files,
    "foreign files": _with_foreign,
}


def _before(place):
    return tree(place.out) if place.out.exists() else None


def _attempt(place, disk):
    """Build on a disk that fails; return the error message, or None if the build succeeded."""
    try:
        place.build(NEW, disk=disk, keep=KEEP, replace=True)
    except SitegenError as error:
        return str(error)
    return None


def _operations(folder, kind, begin):
    place = Place(folder, kind)
    begin(place)
    disk = place.disk()
    assert _attempt(place, disk) is None
    return disk.names


#: Kinds that differ from others in one thing only: there the plainest beginning has to do, but in a soak.
ALIKE = ("no exchange", "no links", "a mount point")
#: Beginnings from which all operations are tried on a disk that fails for good.
PLAIN = ("nothing there", "another tree")

CASES = [
    (kind, beginning, lasting)
    for kind in KINDS
    for beginning in BEGINNINGS
    for lasting in (False, True)
    if os.environ.get("SITEGEN_SOAK") == "1"
    or (not (kind in ALIKE and beginning != "another tree") and not (lasting and beginning not in PLAIN))
]


@pytest.fixture
def folder(tmp_path):
    """A folder in memory, if possible: these are thousands of builds."""
    with memory() as found:
        yield found or tmp_path


@pytest.mark.parametrize(("kind", "beginning", "lasting"), CASES)
def test_after_any_failure_the_site_is_old_or_new_and_the_next_build_succeeds(
    folder, kind, beginning, lasting
):
    begin = BEGINNINGS[beginning]
    names = _operations(folder / "count", kind, begin)
    for number in range(1, len(names) + 1):
        place = Place(folder / str(number), kind)
        begin(place)
        kept = {"CNAME": b"example.org"} if beginning == "kept files" else {}
        new, before = NEW | kept, _before(place)
        error = errno.ENOSPC if names[number - 1] in ("write", "copy", "link", "make_folder") else errno.EIO
        disk = place.disk(number, error=error, lasting=lasting)
        said = _attempt(place, disk)
        after = _before(place)
        where = f"{names[number - 1]} ({number} of {len(names)})"
        if said is None:
            assert after == new, where
        else:
            _check_old(place, said, error, before, after, new, where)
        place.build(NEW, keep=KEEP, replace=True)
        assert tree(place.out) == tree(place.mirror) == new, where
        assert place.litter() == [], where
        assert is_unchanged(place.project, place.out, disk=place.disk()), where
        place.build(OLD, keep=KEEP)
        assert tree(place.out) == tree(place.mirror) == OLD | kept, where
        shutil.rmtree(folder / str(number))


def _check_old(place, said, error, before, after, new, where):
    assert os.strerror(error) in said, where
    if "both old and new files" in said:
        assert place.kind in LIVE, where
        for path, data in _files(after).items():
            assert data in ((before or {}).get(path), new.get(path)), where
    elif "next build restores it" in said:
        assert after is None, where
        assert place.kind.startswith("no exchange"), where
    else:
        assert "is unchanged" in said, where
        assert _files(after) == _files(before), where
        assert (after is None) == (before is None) or (place.kind in LIVE and not _files(after)), where


def _files(found):
    return {path: data for path, data in (found or {}).items() if not path.startswith(".sitegen-new/")}


def test_a_temporary_failure_leaves_no_files(tmp_path):
    names = _operations(tmp_path / "count", "everything", _old)
    for number in range(1, len(names) + 1):
        place = Place(tmp_path / str(number))
        _old(place)
        _attempt(place, place.disk(number))
        assert place.litter() == []


def test_an_unreadable_output_file_is_replaced(tmp_path):
    """It is written again."""
    place = Place(tmp_path)
    place.build(OLD)
    (place.out / "index.html").unlink()
    (place.out / "index.html").symlink_to("index.html")
    place.build(OLD)
    assert tree(place.out) == OLD


def test_a_failure_after_the_swap_is_noted(tmp_path):
    """The site is published: the build has not failed."""
    place = Place(tmp_path)
    place.build(OLD)
    names = _operations(tmp_path / "count", "everything", _old)
    last = len(names) - 1 - names[::-1].index("link") + 1
    stage = place.build(NEW, disk=place.disk(last, error=errno.ENOSPC))
    [note] = stage.notes
    assert "No space left on device" in note
    assert "next build" in note


def test_other_errors_are_not_hidden(tmp_path):
    place = Place(tmp_path)
    words = r"could not be written: No such file.*`absent`.*is unchanged"
    with pytest.raises(SitegenError, match=words), place.stage():
        Path("absent").read_bytes()
