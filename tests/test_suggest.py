from __future__ import annotations

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.suggest import NameIndex, most_alike

_NAMES = st.text("aabcdé-/1", min_size=1, max_size=12)


@given(_NAMES, st.lists(_NAMES, max_size=12))
def test_the_result_is_that_of_difflib(name, known):
    expected = difflib.get_close_matches(name, known, n=1, cutoff=0.72)
    assert most_alike(name, known) == (expected[0] if expected else None)


@pytest.mark.parametrize("name", ["", "x", "asia/alliances"])
def test_empty_names_have_no_match(name):
    assert most_alike(name, []) is None
    assert most_alike(name, [""]) is None


def test_the_last_of_equally_similar_names_is_found():
    assert most_alike("abcd", ["abce", "abcf"]) == "abcf"


def test_long_names_have_no_match():
    assert most_alike("x" * 200, ["x" * 199]) == "x" * 199
    assert most_alike("x" * 201, ["x" * 200]) is None


def test_results_do_not_depend_on_earlier_searches():
    known = [f"{place}-{number}" for place in ("hormuz", "malacca", "suez") for number in range(200)]
    wanted = ["hormzu-17", "malaca-3", "suez_199", "sezu-7", "suze7", "1suz-", "x"]
    used = NameIndex(known)
    for number in range(50):
        used.nearest(f"gibraltar-{number}")
    assert [used.nearest(name) for name in wanted] == [NameIndex(known).nearest(name) for name in wanted]
    assert (used.nearest("hormzu-17"), used.nearest("sezu-7")) == ("hormuz-17", "suez-7")
