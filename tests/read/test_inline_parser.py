"""Labels end where markdown-it lets them end."""

from __future__ import annotations

import markdown_it.helpers
from hypothesis import example, given
from hypothesis import strategies as st

from sitegen.config.settings import MarkdownConfig
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
