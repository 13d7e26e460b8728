"""Scanning trees for differences from their manifest."""

from __future__ import annotations

import os
import shutil
import time

import pytest

from sitegen.output.manifest import Manifest, PublishedFile, StatData
from sitegen.output.scan import scan_folder, scan_mirror

FILES = ("index.html", "asia/index.html", "asia/a/index.html", "asia/a/b/index.html")
FOLDERS = ("", "asia", "asia/a", "asia/a/b")
LATER = 10_000_000_000
"""Ten seconds, in ns."""


def _mark(root, path):
    now = os.lstat(root / path)
    return StatData(now.st_mtime_ns, now.st_ino)


def _stamp(file):
    now = file.lstat()
    return PublishedFile("digest", now.st_size, now.st_mtime_ns, now.st_ino)


@pytest.fixture
def trees(tmp_path):
    """An output folder and its mirror."""
    out, mirror = tmp_path / "out", tmp_path / "mirror"
    for path in FILES:
        for root in (out, mirror):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_text(path)
        os.link(out / path, mirror / path)
    return out, mirror


@pytest.fixture
def manifest(trees):
    """Their manifest, written late enough to be trusted."""
    out, mirror = trees
    return Manifest(
        {path: _stamp(out / path) for path in FILES},
        {path: _mark(out, path) for path in FOLDERS},
        [_mark(mirror, path) for path in FOLDERS],
        out.stat().st_ino,
        written=time.time_ns() + LATER,
    )


def _noticed(found):
    return {
        name: sorted(getattr(found, name))
        for name in ("added", "changed", "missing", "changed_folders", "missing_folders")
        if getattr(found, name)
    }


def _is_there(found, files, folders):
    assert {path for path in (*FILES, *files) if found.has(path)} == set(files)
    assert found.unwanted(set()) == set(files)
    assert set(found.folders) == set(folders)


def test_without_a_manifest_everything_is_new(trees):
    found = scan_folder(str(trees[0]))
    assert _noticed(found) == {"added": sorted(FILES), "changed_folders": sorted(FOLDERS)}
    _is_there(found, FILES, FOLDERS)
    assert found.folders == {path: _mark(trees[0], path) for path in FOLDERS}


@pytest.mark.parametrize("look", [scan_folder, scan_mirror])
def test_a_missing_folder(tmp_path, manifest, look):
    for found in (look(str(tmp_path / "absent")), look(str(tmp_path / "absent"), manifest)):
        assert found.is_empty
        _is_there(found, (), ())


@pytest.mark.parametrize("look", [scan_folder, scan_mirror])
def test_files_and_symbolic_links_are_not_folders(tmp_path, trees, manifest, look):
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(trees[0])
    for name in ("file", "link"):
        for found in (look(str(tmp_path / name)), look(str(tmp_path / name), manifest)):
            assert found.is_empty
            _is_there(found, (), ())


def test_unchanged_folders_are_not_listed(trees, manifest, monkeypatch):
    monkeypatch.setattr("sitegen.output.scan.os.scandir", None)
    for found in (scan_folder(str(trees[0]), manifest), scan_mirror(str(trees[1]), manifest)):
        assert _noticed(found) == {}
        _is_there(found, FILES, FOLDERS)


def test_recent_changes_are_not_trusted(trees, manifest):
    early = Manifest(
        manifest.files, manifest.folders, manifest.mirror_folders, manifest.inode, written=time.time_ns()
    )
    found = scan_folder(str(trees[0]), early)
    assert _noticed(found) == {"changed": sorted(FILES), "changed_folders": sorted(FOLDERS)}
    _is_there(found, FILES, FOLDERS)
    assert _noticed(scan_mirror(str(trees[1]), early)) == {"changed_folders": sorted(FOLDERS)}


def _remove(root):
    (root / "asia/a/index.html").unlink()


def _replace_by_equal(root):
    data = (root / "asia/a/index.html").read_bytes()
    (root / "asia/a/index.html").rename(root / "asia/a/index.htm~")
    (root / "asia/a/index.html").write_bytes(data)
    (root / "asia/a/index.htm~").unlink()


def _add(root):
    (root / "asia/c/d").mkdir(parents=True)
    (root / "asia/c/d/more.html").touch()


def _fold(root):
    (root / "asia/a/index.html").unlink()
    (root / "asia/a/index.html").mkdir()
    (root / "asia/a/index.html/more.html").touch()


def _unfold(root):
    shutil.rmtree(root / "asia/a")
    (root / "asia/a").touch()


def _link_folder(root):
    (root / "asia/a").rename(root / "asia/x")
    (root / "asia/a").symlink_to("x")


def _link_changed_folder(root):
    (root / "asia/a/b/more.html").touch()
    _link_folder(root)


INNER = ["asia/a/b/index.html", "asia/a/index.html"]

CHANGES = {
    "removed": (_remove, {"missing": ["asia/a/index.html"], "changed_folders": ["asia/a"]}),
    "another": (_replace_by_equal, {"changed": ["asia/a/index.html"], "changed_folders": ["asia/a"]}),
    "more": (_add, {"added": ["asia/c/d/more.html"], "changed_folders": ["asia", "asia/c", "asia/c/d"]}),
    "a folder": (
        _fold,
        {
            "added": ["asia/a/index.html/more.html"],
            "missing": ["asia/a/index.html"],
            "changed_folders": ["asia/a", "asia/a/index.html"],
        },
    ),
    "no folder": (
        _unfold,
        {
            "added": ["asia/a"],
            "missing": INNER,
            "changed_folders": ["asia"],
            "missing_folders": ["asia/a", "asia/a/b"],
        },
    ),
    "a link to the folder": (
        _link_folder,
        {
            "added": ["asia/a", "asia/x/b/index.html", "asia/x/index.html"],
            "missing": INNER,
            "changed_folders": ["asia", "asia/x", "asia/x/b"],
            "missing_folders": ["asia/a", "asia/a/b"],
        },
    ),
    "a link to a folder that has changed": (
        _link_changed_folder,
        {
            "added": ["asia/a", "asia/x/b/index.html", "asia/x/b/more.html", "asia/x/index.html"],
            "missing": INNER,
            "changed_folders": ["asia", "asia/x", "asia/x/b"],
            "missing_folders": ["asia/a", "asia/a/b"],
        },
    ),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("which", [0, 1], ids=["output", "mirror"])
def test_changes_outside_sitegen_are_found(trees, manifest, change, which):
    do, expected = CHANGES[change]
    do(trees[which])
    found = (scan_folder, scan_mirror)[which](str(trees[which]), manifest)
    assert _noticed(found) == expected
    whole = scan_folder(str(trees[which]))
    _is_there(found, whole.added, whole.folders)
    assert found.folders == whole.folders


def _write_at_the_same_time(file):
    before = file.stat()
    file.write_text("more")
    os.utime(file, ns=(before.st_mtime_ns, before.st_mtime_ns))


@pytest.mark.parametrize("change", [lambda file: file.write_text("more"), os.utime, _write_at_the_same_time])
def test_a_file_that_changes_in_place(trees, manifest, change):
    """The mirror's file is the same inode, which the scan of the output folder checks."""
    change(trees[0] / "asia/index.html")
    assert _noticed(scan_folder(str(trees[0]), manifest)) == {"changed": ["asia/index.html"]}
    assert _noticed(scan_mirror(str(trees[1]), manifest)) == {}


def test_stat_data_of_files(trees, manifest):
    (trees[0] / "more.html").write_text("more")
    (trees[0] / "index.html").write_text("changed")
    found = scan_folder(str(trees[0]), manifest)
    assert found.stat("more.html").st_size == 4
    assert found.stat("index.html").st_size == 7
    assert found.stat("asia/index.html") is None
    assert found.stat("absent.html") is None
    assert found.unwanted({"index.html", "asia/index.html"}) == {"more.html", *INNER}
