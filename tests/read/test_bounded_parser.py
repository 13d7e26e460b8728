"""Nesting limits, and labels that end where markdown-it ends them."""

from __future__ import annotations

import markdown_it.helpers
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sitegen.config.settings import MarkdownConfig
from sitegen.read.markdown import read_body
from sitegen.read.parser import parser_of

_PIECES = [
    "[",
    "[",
    "]",
    "]",
    "![",
    "^[",
    "](b)",
    "][a]",
    "[]",
    "(b)",
    "a",
    "`",
    "\\",
    "<b>",
    "*",
    "[^a]",
    "\n",
]
_NESTED = [
    "[" * 40 + "a" + "]" * 40,
    "![" * 20 + "](b)" * 20,
    "[" * 33 + "](b)" * 33,
    "^[" * 14 + "a" + "]" * 14,
]


@given(st.lists(st.sampled_from([*_PIECES, *_NESTED]), max_size=25).map("".join))
@example("[a [b](c) d](e) [" * 3)
@example("[" * 35 + "]" * 3 + "](b)" * 9)
def test_labels_end_as_in_markdown_it(text):
    text += "\n\n[a]: c\n\n[^a]: d"
    ours, theirs = parser_of(MarkdownConfig(), "en"), parser_of(MarkdownConfig(), "en")
    theirs.helpers = markdown_it.helpers
    assert ours.render(text) == theirs.render(text)


@pytest.mark.parametrize("text", [">" * 33 + " a", "- " * 17 + "a", "> " * 31 + "- a\n\nb"])
def test_blocks_nested_too_deeply_are_reported(text: str) -> None:
    found = read_body(f"x\n\n{text}", 1, "en", MarkdownConfig())
    assert [(each.line, each.code) for each in found.problems] == [(3, "blocks-too-deep")]


@pytest.mark.parametrize("text", [">" * 31 + " a", "- " * 15 + "a"])
def test_blocks_up_to_the_limit_are_read(text: str) -> None:
    found = read_body(text, 1, "en", MarkdownConfig())
    assert found.problems == ()
    assert found.plain == "a"
