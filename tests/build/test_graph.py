"""Saved graphs: rows by number, and numbers by key."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.build.cache import store_path
from sitegen.build.graph import BuiltOutput, Graph, RowIndex, outputs_of
from sitegen.build.options import Options
from sitegen.build.site_engine import EngineInputs
from sitegen.build.up_to_date import output_name
from sitegen.engine.rows import Row
from sitegen.store import Store, temporary_store
from tests.projects import Project

KEYS = st.dictionaries(st.integers(1, 50), st.binary(max_size=6), max_size=20)


@given(KEYS, KEYS, st.sets(st.integers(1, 50)))
def test_an_index_finds_each_number_by_its_key(
    first: dict[int, bytes], others: dict[int, bytes], gone: set[int]
) -> None:
    later = {id_ + 100: key for id_, key in others.items()}
    index = RowIndex(RowIndex().changed(first, ()).data()).changed(later, gone)
    left = {id_: key for id_, key in {**first, **later}.items() if id_ not in gone}
    for key in {*first.values(), *later.values(), b"none"}:
        assert sorted(index.find(key)) == sorted(id_ for id_, each in left.items() if each == key)


def row(id_: int, key: bytes, stale: int = 0) -> Row:
    return Row(id_, key, "digest", b"", b"", None, stale)


def test_rows_are_found_by_number_and_key() -> None:
    store = temporary_store()
    graph = Graph(store, "public", "code")
    graph.save([row(1, b"a"), row(2, b"b"), row(3, b"c", stale=1)], [])
    graph.save([row(4, b"d")], [2])
    graph.save_state(EngineInputs(), {}, "")
    for known in (graph, Graph(store, "public", "code")):
        assert known.find(b"a") == row(1, b"a")
        assert list(known.get([4, 1, 2])) == [row(1, b"a"), row(4, b"d")]
        assert known.find(b"b") is None
        assert known.find(b"d") == row(4, b"d")
        assert list(known.stale()) == [row(3, b"c", stale=1)]
        assert known.last() == 4
    assert Graph(store, "another", "code").find(b"a") is None


def test_other_code_starts_with_an_empty_graph() -> None:
    store = temporary_store()
    graph = Graph(store, "public", "code")
    graph.save([row(1, b"a")], [])
    graph.save_state(EngineInputs(), {"index.html": BuiltOutput("page", "digest")}, "")
    assert Graph(store, "public", "code").find(b"a") == row(1, b"a")
    graph = Graph(store, "public", "other code")
    assert (graph.last(), graph.find(b"a"), graph.is_of_other_code) == (0, None, True)
    assert Graph(store, "public", "code").find(b"a") == row(1, b"a")  # to look is not to forget
    graph.save([row(1, b"b")], [])
    graph.save_state(EngineInputs(), {}, "")
    again = Graph(store, "public", "other code")
    assert (again.find(b"a"), again.find(b"b"), again.last()) == (None, row(1, b"b"), 1)


def test_all_rows_at_once() -> None:
    store = temporary_store()
    graph = Graph(store, "public", "code")
    graph.save([row(1, b"a"), row(2, b"b", stale=1), row(4, b"d")], [])
    rows = graph.loaded()
    assert (rows.find(b"b"), rows.find(b"c")) == (graph.find(b"b"), None)
    assert list(rows.get([4, 3, 1])) == [row(4, b"d"), row(1, b"a")]


def test_a_snapshot_does_not_see_what_is_written_later(project: Project) -> None:
    project.build()
    held = Store(store_path(project.root))
    held.begin_snapshot()
    name = output_name(Options(project.root, project.out))
    before = outputs_of(held, name)
    project.write({"content/pages/about.md": "---\ntitle: About us\n---\n"})
    project.build()
    assert outputs_of(held, name) == before
    held.end_snapshot()
    assert outputs_of(held, name) != before
    held.close()


@pytest.mark.parametrize("column", ["key", "dependencies", "dependents", "digest"])
def test_a_damaged_row_is_detected(project: Project, column: str) -> None:
    project.build()
    with sqlite3.connect(store_path(project.root)) as sql:
        value = "'another'" if column == "digest" else "x'00112233'"
        sql.execute(f"UPDATE answers SET {column} = {value}")
    project.write({"content/pages/about.md": "---\ntitle: About us\n---\n"})
    report = project.build()
    assert any("cannot be used" in note for note in report.notes)
    assert "About us" in project.page("about/index.html")
