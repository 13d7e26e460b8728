"""Definition lists with their terms."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin

from sitegen.read.rules.definitions import definitions
from tests.read.rules.markup import rendered


def _tags(text: str) -> str:
    return re.sub(r"\s*\n\s*", "", rendered(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A\n: B", "<dl><dt>A</dt><dd>B</dd></dl>"),
        ("A\nB\n: C", "<dl><dt>A</dt><dt>B</dt><dd>C</dd></dl>"),
        ("A\nB\nC\n~ D\n~ E", "<dl><dt>A</dt><dt>B</dt><dt>C</dt><dd>D</dd><dd>E</dd></dl>"),
        ("A\nB\n\n: C", "<dl><dt>A</dt><dt>B</dt><dd>C</dd></dl>"),
        ("*A*\n  B\n: C", "<dl><dt><em>A</em></dt><dt>B</dt><dd>C</dd></dl>"),
        (
            "A\n: B\n\nC\nD\n: E\n\nF\n: G",
            "<dl><dt>A</dt><dd>B</dd><dt>C</dt><dt>D</dt><dd>E</dd><dt>F</dt><dd>G</dd></dl>",
        ),
        ("- A\n  B\n  : C", "<ul><li><dl><dt>A</dt><dt>B</dt><dd>C</dd></dl></li></ul>"),
        ("> A\n> B\n> : C", "<blockquote><dl><dt>A</dt><dt>B</dt><dd>C</dd></dl></blockquote>"),
        ("A\nB\n: C\n\nText\nmore", "<dl><dt>A</dt><dt>B</dt><dd>C</dd></dl><p>Textmore</p>"),
    ],
)
def test_terms(text: str, expected: str) -> None:
    assert _tags(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\nb\n\nc", "<p>ab</p><p>c</p>"),
        ("a\n- b\n: c", "<p>a</p><ul><li>b: c</li></ul>"),
        ("a\nb\n:c", "<p>ab:c</p>"),
        ("\n".join("abcdefghijklmnop") + "\n: x", f"<p>{'abcdefghijklmnop'}: x</p>"),
    ],
)
def test_not_definition_lists(text: str, expected: str) -> None:
    assert _tags(text) == expected


def test_one_term_is_read_like_the_plugin() -> None:
    ours, plain = MarkdownIt("commonmark"), MarkdownIt("commonmark")
    definitions(ours)
    plain.use(deflist_plugin)
    for text in (
        "A\n: B",
        "A\n: B\n\n  C\n\nD\n\n: E\n: F\n\nG",
        "A\n\n: B\n\n: C",
        "- A\n  : B",
        "A\n: - B\n  - C",
    ):
        assert [token.as_dict() for token in ours.parse(text)] == [
            token.as_dict() for token in plain.parse(text)
        ]
