"""The fast paths give the same tokens as markdown-it's rules, to which they leave the rest."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.rules_block import StateBlock

from sitegen.config.settings import MarkdownConfig
from sitegen.read.bounded_parser import Inline
from sitegen.read.parser import parser_of
from sitegen.read.rules.emphasis import plain_emphasis
from sitegen.read.rules.links import plain_link
from sitegen.read.rules.paragraphs import single_line_paragraph

_MARKS = "{<`*_&\\[^!~\n]"


def _line(text: str) -> Inline:
    return Inline(text, MarkdownIt("commonmark"), {}, [])


@pytest.mark.parametrize(
    "address",
    [
        "a.md",
        "../a/b-c.md",
        "/a/",
        "#b",
        "?c=d",
        "https://example.org",
        "http://a.b/c?d=e#f",
        "a/../b.html#c-d",
    ],
)
def test_plain_links(address: str) -> None:
    state = _line(f"[a b]({address}) c")
    assert plain_link(_MARKS)(state, False)
    assert state.src[state.pos :] == " c"
    opening, text, closing = state.tokens
    assert (opening.attrs, text.content, closing.type) == ({"href": address}, "a b", "link_close")
    assert normalizeLink(address) == address


@pytest.mark.parametrize(
    "written",
    [
        *("[](a)", "[a]()", "[a](b c)", '[a](b "c")', "[a](<b>)", "[a](b%20c)", "[a](//b/c)", "[a](b:c)"),
        *("[*a*](b)", "[a\nb](c)", "[a](b", "[a] (b)", "[a](https://Ä.b)", "[a](https://a.b:1)", "[a](ä)"),
        *("[a](https://a@b)", "[a](HTTPS://a.b)", "[a](&amp;)", "[a](b(c))", "[a](b\\c)"),
    ],
)
def test_other_links_are_not_read(written: str) -> None:
    state = _line(written)
    assert not plain_link(_MARKS)(state, False)
    assert (state.pos, state.tokens) == (0, [])


@pytest.mark.parametrize("mark", ["*", "_", "**", "__"])
@pytest.mark.parametrize("after", ["", " b", ".", "”"])
def test_plain_emphasis(mark: str, after: str) -> None:
    state = _line(f"{mark}a, b{mark}{after}")
    assert plain_emphasis(_MARKS)(state, False)
    assert state.src[state.pos :] == after


@pytest.mark.parametrize("letter", ["ﬁ", "ꜣ", "ꙁ", "𐐀", "𝒜"])
def test_letters_that_the_fast_path_skips_are_emphasized_all_the_same(letter: str) -> None:
    state = _line(f"*{letter}*")
    assert not plain_emphasis(_MARKS)(state, False)
    assert parser_of(MarkdownConfig(), "en").render(f"*{letter}* b") == f"<p><em>{letter}</em> b</p>\n"


@pytest.mark.parametrize(
    "written",
    [
        "*a",
        "* a*",
        "*a *",
        "*a**",
        "***a***",
        "*a*b",
        "*a_",
        "*a *b* c*",
        "*.a*",
        "*a\nb*",
        "**a*",
        "*真*",
        "*a真* b",
        "**을**",
    ],
)
def test_other_emphasis_is_not_read(written: str) -> None:
    state = _line(written)
    assert not plain_emphasis(_MARKS)(state, False)
    assert (state.pos, state.tokens) == (0, [])


def test_emphasis_does_not_begin_within_a_word() -> None:
    state = _line("a*b* c")
    state.pos = 1
    assert not plain_emphasis(_MARKS)(state, False)


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("a", True),
        ("a\n\nb", True),
        ("  a\n", True),
        ("a\nb", False),
        ("a\n---", False),
        ("a | b\n--|--", False),
        ("a\n\n: b", False),
        ("    a", False),
    ],
)
def test_single_lines(text: str, alone: bool) -> None:
    state = StateBlock(text, parser_of(MarkdownConfig(), "en"), {}, [])
    assert single_line_paragraph(state, 0, state.lineMax, False) is alone
    assert [token.content for token in state.tokens] == (["", "a", ""] if alone else [])
