from __future__ import annotations

import os
from pathlib import Path

import pytest

from sitegen.digest import digest_bytes
from sitegen.read.file_state import Files, FileState, FileStates, file_clock, is_racy
from sitegen.read.walk import FileStamp

_LATER = 10_000_000_000


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in {"content/a.md": "one", "content/b/c.md": "two", "sitegen.yaml": "title: x"}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def _read(root: Path, known: FileStates | None = None, scan_time: int | None = None) -> FileStates:
    files = Files(root, file_clock(root) + _LATER if scan_time is None else scan_time, known)
    for path in files.walk("content").files:
        files.digest(path)
    files.walk("data")
    files.load("sitegen.yaml")
    return files.states()


def test_a_state_has_the_digest(root):
    seen = _read(root)
    assert {path: each.digest for path, each in seen.files.items()} == {
        "content/a.md": digest_bytes(b"one"),
        "content/b/c.md": digest_bytes(b"two"),
        "sitegen.yaml": digest_bytes(b"title: x"),
    }


def test_a_file_with_an_old_stamp_is_not_read_again(root):
    known = _read(root)
    forged = {path: FileState(each.stamp, "from the stamp") for path, each in known.files.items()}
    files = Files(root, 0, FileStates(known.scan_time, known.folders, forged))
    files.walk("content")
    assert files.digest("content/a.md") == "from the stamp"


def test_a_file_with_a_racy_stamp_is_read_again(root):
    known = _read(root, scan_time=(root / "content/a.md").stat().st_mtime_ns + 1_000_000)
    forged = {path: FileState(each.stamp, "from the stamp") for path, each in known.files.items()}
    files = Files(root, 0, FileStates(known.scan_time, known.folders, forged))
    files.walk("content")
    assert files.digest("content/a.md") == digest_bytes(b"one")


@pytest.mark.parametrize(
    ("modified", "changed", "scan_time", "racy"),
    [
        (1_000_000_001, 1_000_000_001, 1_010_000_000, True),
        (1_000_000_001, 1_000_000_001, 1_030_000_000, False),
        (1_000_000_001, 1_025_000_000, 1_030_000_000, True),
        (1_000_000_001, 2_000_000_000, 1_030_000_000, True),
        (1_000_000_000, 1_000_000_000, 2_500_000_000, True),
        (1_000_000_000, 1_000_000_000, 3_500_000_000, False),
    ],
)
def test_young_stamps_are_racy(modified, changed, scan_time, racy):
    assert is_racy(FileStamp(1, modified, changed, 1), scan_time) is racy


def test_nothing_changed(root):
    assert not Files(root, 0, _read(root)).changes().changed
    assert not Files(root, 0, _read(root, scan_time=0)).changes().changed


def _set_back(file: Path, text: str) -> None:
    status = file.stat()
    file.write_text(text)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.mark.parametrize("scan_time", [None, 0])
@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "content/a.md").write_text("more text"),
        lambda root: _set_back(root / "content/a.md", "eno"),
        lambda root: (root / "content/a.md").unlink(),
        lambda root: (root / "content/b/c.md").rename(root / "content/b/d.md"),
        lambda root: (root / "content/new.md").write_text(""),
        lambda root: (root / "content/.hidden.md").write_text(""),
        lambda root: ((root / "data").mkdir(), (root / "data/x.yaml").write_text("")),
        lambda root: (root / "sitegen.yaml").write_text("title: y"),
        lambda root: (root / "sitegen.yaml").unlink(),
    ],
)
def test_every_change_is_found(root, change, scan_time):
    seen = _read(root, scan_time=scan_time)
    change(root)
    found = Files(root, 0, seen).changes()
    assert found is None or found.changed


def test_a_touched_file_with_the_same_bytes_has_not_changed(root):
    seen = _read(root)
    (root / "content/a.md").touch()
    assert not Files(root, 0, seen).changes().changed
    (root / "content/a.md").write_text("one")
    assert not Files(root, 0, seen).changes().changed


def test_a_folder_that_is_no_longer_walked_is_forgotten(root):
    files = Files(root, 0, _read(root))
    assert files.changes() is not None
    files.walk("content")
    assert [spec.folder for spec in files.states().folders] == ["content"]


def test_folders_walked_for_changes_are_not_walked_again(root):
    files = Files(root, 0, _read(root))
    files.changes()
    (root / "content/new.md").write_text("")
    assert "content/new.md" not in files.walk("content").files
