from __future__ import annotations

import datetime as dt
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.digest import digest_bytes, digest_in_order, digest_of
from sitegen.model.front_matter import When
from tests.factory import document

REPOSITORY = Path(__file__).resolve().parent.parent


def test_the_digest_of_bytes_is_blake2b():
    assert digest_bytes(b"") == hashlib.blake2b(b"", digest_size=16).hexdigest()
    assert digest_bytes(b"a") == "27c35e6e9373877f29e562464e46497e"


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4).map(tuple) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(), _VALUES), st.randoms(use_true_random=False))
def test_the_order_of_keys_makes_no_difference(value, chance):
    keys = list(value)
    chance.shuffle(keys)
    assert digest_of({key: value[key] for key in keys}) == digest_of(value)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a", "b"),
        (("a", "b"), ("ab",)),
        (("a", ("b",)), ("a", "b")),
        (1, "1"),
        (None, ""),
        (True, 1),
        (When(dt.datetime(2026, 1, 1, tzinfo=dt.UTC)), When(dt.datetime(2026, 1, 1, tzinfo=dt.UTC), False)),
        (document("content/asia/a.md"), document("content/asia/a.md", title="Another")),
        (document("content/asia/a.md"), document("content/asia/b.md", title="a")),
    ],
)
def test_different_values_have_different_digests(one, other):
    assert digest_of(one) == digest_of(one)
    assert digest_of(one) != digest_of(other)


def test_the_hash_seed_makes_no_difference():
    program = "from sitegen.digest import digest_in_order, digest_of; print(digest_of({'b': frozenset('hypothesis'), 'a': (1, 'x')}))"
    found = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(REPOSITORY)},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        ).stdout
        for seed in ("0", "1", "42")
    }
    assert len(found) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"n": 2**70}, {"n": 2**70 + 1}),
        ({1: "a", "b": 2}, {1: "a", "b": 3}),
        ({"n": [2**70, {2: 1, "x": 0}]}, {"n": [2**70, {2: 1, "x": 1}]}),
    ],
)
def test_values_that_messagepack_cannot_encode_have_a_digest(one, other):
    assert digest_of(one) == digest_of(dict(reversed(one.items())))
    assert digest_of(one) != digest_of(other)


@pytest.mark.parametrize("value", [{"a": 1, "b": 2}, {"a": 2**70, "b": [1, {2: 1, "c": 3}]}])
def test_digest_in_order_depends_on_the_order_of_mappings(value):
    other = dict(reversed(value.items()))
    assert digest_of(value) == digest_of(other)
    assert digest_in_order(value) != digest_in_order(other)
    assert digest_in_order(value) == digest_in_order(dict(value))
