"""Where a teaser's opening ends."""

from __future__ import annotations

import pytest

from sitegen.config import MarkdownConfig, RawHtml
from tests.read.rules.markup import parts


@pytest.mark.parametrize("html", list(RawHtml))
@pytest.mark.parametrize("extras", [True, False])
@pytest.mark.parametrize("mark", ["<!-- more -->", "<!--MORE-->", "  <!--  More -->  "])
def test_the_mark_splits(mark: str, html: RawHtml, extras: bool) -> None:
    options = MarkdownConfig(html=html, extras=extras, opening=9)
    assert parts(f"a\n\n{mark}\n\nb", options) == ("<p>a</p>\n", "<p>b</p>\n")
    assert parts(f"a\n{mark}\nb", options) == ("<p>a</p>\n", "<p>b</p>\n")


@pytest.mark.parametrize(
    "text",
    [
        "a <!-- more --> b",
        "    <!-- more -->",
        "```\n<!-- more -->\n```",
        "> <!-- more -->\n\nb",
        "<!-- more of it -->\n\nb",
    ],
)
def test_what_is_no_mark(text: str) -> None:
    assert parts(text)[1] == ""


@pytest.mark.parametrize(
    ("text", "opening", "rest"),
    [
        ("a\n\nb\n\nc", "<p>a</p>\n<p>b</p>\n", "<p>c</p>\n"),
        (
            "a\n\n- x\n\nb\n\n## c\n\nd",
            "<p>a</p>\n<ul>\n<li>x</li>\n</ul>\n<p>b</p>\n",
            '<h2 id="c">c</h2>\n<p>d</p>\n',
        ),
        ("a\n\n> b\n\nc", "<p>a</p>\n<blockquote>\n<p>b</p>\n</blockquote>\n<p>c</p>\n", ""),
        ("<p>a</p>\n\n<p>b</p>\n\n<p>c</p>", "<p>a</p>\n<p>b</p>\n", "<p>c</p>"),
        ("a\n\n## b\n\n<!-- more -->\n\nc", "<p>a</p>\n", '<h2 id="b">b</h2>\n<p>c</p>\n'),
        ("a\n\nb", "<p>a</p>\n<p>b</p>\n", ""),
        ("a\n\n<!-- more -->", "<p>a</p>\n", ""),
        ("a\n\n<!-- more -->\n\nb\n\n<!-- more -->\n\nc", "<p>a</p>\n", "<p>b</p>\n<p>c</p>\n"),
        ("", "", ""),
    ],
)
def test_two_paragraphs(text: str, opening: str, rest: str) -> None:
    assert parts(text, MarkdownConfig(opening=2)) == (opening, rest)


def test_no_opening_at_all() -> None:
    assert parts("a\n\nb", MarkdownConfig(opening=0)) == ("", "<p>a</p>\n<p>b</p>\n")
