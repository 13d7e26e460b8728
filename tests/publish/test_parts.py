from __future__ import annotations

import msgspec
import pytest

from sitegen.link.renewal import Relations
from sitegen.publish.parts import StoredMemo
from sitegen.store import StoreDamage, temporary_store

RELATED = Relations((((1, 2), (), (0,)),), msgspec.Raw(b"\x90"))
OTHERWISE = Relations((), msgspec.Raw(b"\x90"))
KEY, OTHER = "a" * 32, "b" * 32


def _never(last):
    raise AssertionError


def test_a_part_is_made_once():
    store = temporary_store()
    assert StoredMemo(store)("related", KEY, lambda _: RELATED) == RELATED
    assert StoredMemo(store)("related", KEY, _never) == RELATED


def test_what_is_made_of_something_else_is_made_anew():
    store = temporary_store()
    memo = StoredMemo(store)
    memo("related", KEY, lambda _: RELATED)
    assert memo("related", OTHER, lambda _: OTHERWISE) == OTHERWISE
    assert memo("related", OTHER, _never) == OTHERWISE
    assert memo("related", KEY, lambda _: RELATED) == RELATED


def test_other_code_makes_it_anew(monkeypatch):
    store = temporary_store()
    StoredMemo(store)("related", KEY, lambda _: RELATED)
    monkeypatch.setattr("sitegen.publish.parts.code_version", lambda rooms: "another")
    assert StoredMemo(store)("related", KEY, lambda _: OTHERWISE) == OTHERWISE


def test_what_cannot_be_understood_is_damage():
    store = temporary_store()
    memo = StoredMemo(store)
    memo("related", KEY, lambda _: "no relations")
    with pytest.raises(StoreDamage):
        memo("related", KEY, _never)
