from __future__ import annotations

import pytest

from sitegen.publish.parts import StoredMemo
from sitegen.store import StoreDamage, temporary_store

RELATED = (((1, 2), (), (0,)),)
KEY, OTHER = "a" * 32, "b" * 32


def _never():
    raise AssertionError


def test_a_part_is_made_once():
    store = temporary_store()
    assert StoredMemo(store)("related", KEY, lambda: RELATED) == RELATED
    assert StoredMemo(store)("related", KEY, _never) == RELATED


def test_what_is_made_of_something_else_is_made_anew():
    store = temporary_store()
    memo = StoredMemo(store)
    memo("related", KEY, lambda: RELATED)
    assert memo("related", OTHER, lambda: ()) == ()
    assert memo("related", OTHER, _never) == ()
    assert memo("related", KEY, lambda: RELATED) == RELATED


def test_other_code_makes_it_anew(monkeypatch):
    store = temporary_store()
    StoredMemo(store)("related", KEY, lambda: RELATED)
    monkeypatch.setattr("sitegen.publish.parts.code_version", lambda rooms: "another")
    assert StoredMemo(store)("related", KEY, lambda: ()) == ()


def test_what_cannot_be_understood_is_damage():
    store = temporary_store()
    memo = StoredMemo(store)
    memo("related", KEY, lambda: "no relations")
    with pytest.raises(StoreDamage):
        memo("related", KEY, _never)
