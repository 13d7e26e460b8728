"""Builds with a cache that is busy or cannot be written."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

import pytest

from sitegen.build.cache import store_path
from sitegen.build.why import explain
from sitegen.config.project import make_state_folder
from sitegen.problems import SitegenError
from sitegen.store import Store, StoreDamage
from tests.projects import article, tree


@pytest.fixture
def busy(project, monkeypatch):
    """A built project with a cache that another program writes to."""
    monkeypatch.setattr("sitegen.store._PATIENCE", 0)
    project.build()
    other = sqlite3.connect(store_path(project.root))
    other.execute("BEGIN IMMEDIATE")
    other.execute("DELETE FROM entries WHERE namespace = ''")
    yield project
    other.commit()
    assert other.execute("SELECT count(*) FROM entries").fetchone()[0] > 0
    other.close()


def test_a_build_ignores_a_busy_cache(busy):
    before = store_path(busy.root).stat().st_ino
    busy.write({"content/asia/new.md": article("New")})
    report = busy.build()
    assert report.published
    assert any("is in use by another program" in note for note in report.notes)
    assert "New" in busy.page("asia/new/index.html")
    assert store_path(busy.root).stat().st_ino == before


def test_why_reads_the_last_build_from_a_busy_cache(busy):
    """As while another build is running."""
    assert explain(busy.root, busy.out, "/asia/")[1].startswith("  rendered in the last build")


def test_the_cache_works_again_afterwards(project, monkeypatch):
    monkeypatch.setattr("sitegen.store._PATIENCE", 0)
    project.build()
    other = sqlite3.connect(store_path(project.root))
    other.execute("BEGIN IMMEDIATE")
    project.write({"content/asia/new.md": article("New")})
    project.build()
    other.close()
    project.write({"content/asia/new.md": article("Newer")})
    report = project.build()
    assert not report.notes
    clean = project.out.with_name("clean")
    project.build(clean, fresh=True)
    assert tree(project.out) == tree(clean)


def test_why_creates_and_removes_no_files(project):
    project.build()
    store_path(project.root).write_bytes(b"no database")
    before = sorted(project.root.rglob("*"))
    with pytest.raises(Exception, match="cannot be used"):
        explain(project.root, project.out, "/asia/")
    assert sorted(project.root.rglob("*")) == before
    assert store_path(project.root).read_bytes() == b"no database"


@pytest.mark.parametrize("published", [True, False])
def test_a_full_disk_is_a_note(project, published, monkeypatch):
    """However often a new file is started."""
    save = Store.save

    def full(store, namespace, entries):
        if store.file == store_path(project.root):
            raise StoreDamage(f"`{store.file}` cannot be used: database or disk is full.")
        save(store, namespace, entries)

    project.build()
    project.write({"content/asia/new.md": article("New")})
    monkeypatch.setattr(Store, "save", full)
    report = project.build() if published else project.check()
    assert any("disk is full" in note for note in report.notes)
    assert (report.errors, report.published) == (0, published)


def test_a_read_only_project_can_be_checked(project):
    (project.root / ".sitegen").touch()
    report = project.check()
    assert (report.errors, report.pages > 0) == (0, True)
    assert any(".sitegen` cannot be written" in note for note in report.notes)
    with pytest.raises(SitegenError, match=r"could not be written: .*Check its permissions"):
        project.build()


def test_a_full_disk_leaves_no_partial_gitignore(tmp_path, monkeypatch):
    def write(file, _text):
        file.touch()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_text", write)
        with pytest.raises(OSError, match="No space left"):
            make_state_folder(tmp_path)
    assert (make_state_folder(tmp_path) / ".gitignore").read_text() == "*\n"
