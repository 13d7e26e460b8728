"""Where a teaser's opening ends."""

from __future__ import annotations

import pytest

from sitegen.config import MarkdownConfig, RawHtml
from sitegen.read.markdown import read_body
from tests.read.rules.markup import parts


@pytest.mark.parametrize("html", list(RawHtml))
@pytest.mark.parametrize("extras", [True, False])
@pytest.mark.parametrize(
    "mark",
    [
        "<!-- more -->",
        "<!--MORE-->",
        "  <!--  More -->  ",
        "<!-- read more -->",
        "<!-- MORE: -->",
        "<!--more…-->",
    ],
)
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
            "a\n\n- x\n\n## c\n\nd",
            "<p>a</p>\n<ul>\n<li>x</li>\n</ul>\n",
            '<h2 id="c">c</h2>\n<p>d</p>\n',
        ),
        ("a\n\n> b\n\nc", "<p>a</p>\n<blockquote>\n<p>b</p>\n</blockquote>\n", "<p>c</p>\n"),
        ("a\n\n- x\n- y\n\nc", "<p>a</p>\n", "<ul>\n<li>x</li>\n<li>y</li>\n</ul>\n<p>c</p>\n"),
        (
            "## h\n\n<p>a</p><p>b</p><p>c</p>\n\nd",
            '<h2 id="h">h</h2>\n<p>a</p><p>b</p><p>c</p>\n',
            "<p>d</p>\n",
        ),
        ("a\n\n<p>b<p>c\n\nd", "<p>a</p>\n", "<p>b</p><p>c\n</p><p>d</p>\n"),
        ("a\n\n<div>b</div>\n\nc", "<p>a</p>\n<div>b</div>\n", "<p>c</p>\n"),
        ("```\na\n```\n\n---\n\nc", "<pre><code>a\n</code></pre>\n<hr>\n", "<p>c</p>\n"),
        (
            "a\n\n::: note\nb\n\nc\n:::",
            "<p>a</p>\n",
            '<div class="note" role="note">\n<p>b</p>\n<p>c</p>\n</div>\n',
        ),
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


@pytest.mark.parametrize("html", list(RawHtml))
@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\n\n<!-- more --> b", 13),
        ("a\n\nb <!-- more --> c", 13),
        ("a\n\nb\n`x` <!--MORE--> c", 14),
        ("<div>\na\n<!-- more --> b\n</div>", 13),
        ("- a\n\n  <!-- more -->\n\n- b", 13),
        ("> a\n> <!-- more -->", 12),
        ("a\n\n    <!-- more -->\n\nb", 13),
        ("a\n\n<!-- more of it -->\n\nb", 13),
        ("a\n\n<!-- Read more here -->\n\nb", 13),
        ("a\n\n<!--\nmore\n-->\n\nb", 13),
        ("`<!-- more -->` and <!-- more -->", 11),
        ("a <!-- more -->\n\n<!-- more -->\n\nb", 11),
        ("a[^n]\n\n[^n]: b\n\n    <!-- more -->", 15),
        ("a\n\n<!-- more -->\n\nb <!-- more -->\n\n<!-- more -->", 0),
        ("`<!-- more -->`", 0),
        ("a\n\n```\n<!-- more -->\n```", 0),
        ("a\n\n    <p>\n    <!-- more -->", 0),
        (r"\<!-- more -->", 0),
        ("<!-- moreover -->", 0),
        ("a, and more -->", 0),
    ],
)
def test_what_looks_like_the_mark_is_found(text: str, line: int, html: RawHtml) -> None:
    found = read_body(text, 11, "en", MarkdownConfig(html=html))
    assert (found.more, found.outline.misplaced_more) == (line, line > 0)


def test_a_mark_within_raw_html_is_found() -> None:
    assert read_body("<div>\n<!-- more -->\nb\n</div>", 11, "en", MarkdownConfig()).more == 12
