"""What builds remember while another program is at work on it: nobody takes it away from whoever has it."""

from __future__ import annotations

import sqlite3

import pytest

from sitegen.publish.explanations import explain
from sitegen.publish.memories import store_of
from tests.publish.projects import article, tree


@pytest.fixture
def busy(project, monkeypatch):
    """A built project, whose store another program writes to."""
    monkeypatch.setattr("sitegen.store._PATIENCE", 0)
    project.build()
    other = sqlite3.connect(store_of(project.root))
    other.execute("BEGIN IMMEDIATE")
    other.execute("DELETE FROM entries WHERE shelf = ''")
    yield project
    other.commit()
    assert other.execute("SELECT count(*) FROM entries").fetchone()[0] > 0
    other.close()


def test_a_build_goes_on_without_it_and_leaves_it(busy):
    before = store_of(busy.root).stat().st_ino
    busy.write({"content/asia/new.md": article("New")})
    report = busy.build()
    assert report.published
    assert any("is in use by another program" in note for note in report.notes)
    assert "New" in busy.page("asia/new/index.html")
    assert store_of(busy.root).stat().st_ino == before


def test_why_is_told_of_the_last_build(busy):
    """As it is while another build runs."""
    assert explain(busy.root, busy.out, "/asia/")[1].startswith("  made in the last build")


def test_afterwards_all_is_right_again(project, monkeypatch):
    monkeypatch.setattr("sitegen.store._PATIENCE", 0)
    project.build()
    other = sqlite3.connect(store_of(project.root))
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


def test_why_makes_and_removes_nothing(project):
    project.build()
    store_of(project.root).write_bytes(b"no database")
    before = sorted(project.root.rglob("*"))
    with pytest.raises(Exception, match="cannot be used"):
        explain(project.root, project.out, "/asia/")
    assert sorted(project.root.rglob("*")) == before
    assert store_of(project.root).read_bytes() == b"no database"
