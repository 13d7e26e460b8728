"""Pelican's metadata are recognised, and converted to front matter without loss."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.model.front_matter import Kind, Status
from sitegen.read.front_matter import read_matter
from sitegen.read.pelican import as_front_matter, is_metadata
from sitegen.read.split import split
from sitegen.yaml.parser import parse
from sitegen.yaml.tree import plain_value
from tests.read.matters import OPTIONS

META = """\
Title: Trade: the "next" round
Date: 2010-12-03 10:20
Modified: 2010-12-05
Tags: trade, c#,
    gnu/linux
Authors: Desk, Asia; Desk, World
Status: hidden
Summary: Short: of
    two lines # one
Category: Asia
Translation: true
Empty:

Title: this is text
"""


def _keys(text: str) -> dict[str, object]:
    converted = as_front_matter(text)
    assert converted is not None
    front, problems = split(converted.encode(), "a.md")
    assert front is not None
    node, found = parse(front.text, "a.md")
    assert node is not None
    assert [*problems, *found] == []
    return plain_value(node)  # type: ignore[no-any-return]


def test_each_value_is_kept() -> None:
    assert _keys(META) == {
        "title": 'Trade: the "next" round',
        "date": "2010-12-03 10:20",
        "updated": "2010-12-05",
        "tags": ["trade", "c#", "gnu/linux"],
        "authors": ["Desk, Asia", "Desk, World"],
        "status": "hidden",
        "summary": "Short: of two lines # one",
        "category": "Asia",
        "empty": None,
        "extra": {"translation": "true"},
    }


def test_the_text_does_not_change() -> None:
    converted = as_front_matter(META)
    assert converted is not None
    assert converted.endswith("---\n\nTitle: this is text\n")
    windows = as_front_matter("\ufeff" + META.replace("\n", "\r\n"))
    assert windows == "\ufeff" + converted.replace("\n", "\r\n")


@pytest.mark.parametrize("status", ["draft", "hidden", "skip"])
def test_hidden_documents_stay_hidden(status: str) -> None:
    converted = as_front_matter(f"Title: x\nDate: 2010-12-03\nStatus: {status}\n\nText")
    assert converted is not None
    front, _ = split(converted.encode(), "a.md")
    assert front is not None
    matter, _, _ = read_matter(Kind.ARTICLE, front, "a.md", OPTIONS)
    assert getattr(matter, "status", None) is Status.DRAFT


@pytest.mark.parametrize(
    "text", ["", "Text", "Note: x\n\nTitle: y", "---\ntitle: x\n---\n", "# Title: x", "Title : x", "\n"]
)
def test_other_texts_are_left_alone(text: str) -> None:
    assert not is_metadata(text)
    assert as_front_matter(text) is None


@pytest.mark.parametrize("text", ["Title: x", "\n\nTITLE: x\nText", "Date: 2010-12-03\nTitle: x\n\nText"])
def test_metadata_is_recognised(text: str) -> None:
    assert is_metadata(text)


@given(st.text("aé\"'#:-{}[]!&*|>%@`\\ ~0", min_size=1, max_size=20).map(str.strip).filter(bool))
def test_any_value_is_read_back(value: str) -> None:
    assert _keys(f"Title: {value}\nAuthor: x\n\nText")["title"] in (
        value,
        int(value) if value.isdigit() else value,
    )
