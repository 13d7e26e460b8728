from __future__ import annotations

import posixpath
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.link.path_suggestions import PathSuggestions

_PATHS = (
    "content/asia/2024-03-02-straits.md",
    "content/asia/2024-3-4-straits.md",
    "content/asia/2024-03-04-ports/index.md",
    "content/asia/2024-straits.md",
    "content/europe/2024-03-02-straits.md",
)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("straits.md", ["2024-03-02-straits.md", "2024-3-4-straits.md"]),
        ("../asia/straits.md", ["../asia/2024-03-02-straits.md", "../asia/2024-3-4-straits.md"]),
        ("../europe/straits.md", ["../europe/2024-03-02-straits.md"]),
        ("its.md", []),
        ("2024-03-02-straits.md", []),
        ("", []),
        ("../africa/straits.md", []),
    ],
)
def test_names_with_a_date_are_found_without_it(written, found):
    assert PathSuggestions(_PATHS).dated("content/asia", written) == found


_NAMES = st.lists(st.text("2-01a", max_size=14), max_size=8)
_DATED = re.compile("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}-")


@given(_NAMES, st.text("-01a", max_size=4))
def test_only_names_with_a_date_in_the_same_folder_match(names, written):
    names = [f"{name}.md" for name in names]
    found = PathSuggestions([posixpath.join("content", name) for name in names]).dated(
        "content", f"{written}.md"
    )
    ends = [name for name in set(names) if name.endswith(f"{written}.md")]
    assert found == sorted(name for name in ends if _DATED.fullmatch(name.removesuffix(f"{written}.md")))
