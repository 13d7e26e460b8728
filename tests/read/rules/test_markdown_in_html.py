"""`markdown="1"` on elements of raw HTML."""

from __future__ import annotations

import pytest

from sitegen.config.settings import MarkdownConfig, RawHtml
from sitegen.read.markdown import read_body
from tests.read.rules.markup import rendered
from tests.read.rules.test_raw_html import reported

INSIDE = "<div>\n<p><em>a</em></p>\n</div>\n"


@pytest.mark.parametrize(
    "text",
    [
        '<div markdown="1">\n*a*\n</div>',
        "<div markdown='1'>\n\n*a*\n\n</div>",
        "<div markdown=1>*a*</div>",
        '<DIV Markdown="block">\n      *a*\n</DIV>',
        '<div markdown="on">*a*\n</div>',
        '  <div markdown="1">\n  *a*</div>  ',
    ],
)
def test_markdown_is_read(text: str) -> None:
    assert rendered(text) == INSIDE
    assert rendered(f"{text}\n\n*b*") == f"{INSIDE}<p><em>b</em></p>\n"
    assert reported(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<p markdown="1">*a*\n**b**</p>', "<p><em>a</em>\n<strong>b</strong></p>\n"),
        ('<div markdown="span">\n- *a*\n</div>', "<div>- <em>a</em></div>\n"),
        ('<h2 id="x" markdown="1">*a*</h2>', '<h2 id="x"><em>a</em></h2>\n'),
        ('<div class="x" onclick="y" markdown="1">a</div>', '<div class="x">\n<p>a</p>\n</div>\n'),
        ('<div markdown="1">a</div> *b*', "<div>\n<p>a</p>\n</div>\n<p><em>b</em></p>\n"),
        (
            '<div markdown="1">\n- a\n\n  <div class="x" markdown="1">\n  *b*\n  </div>\n</div>',
            '<div>\n<ul>\n<li>\n<p>a</p>\n<div class="x">\n<p><em>b</em></p>\n</div>\n</li>\n</ul>\n</div>\n',
        ),
        (
            '<div markdown="1">\n  <div markdown="1">\n    *a*\n\n    b\n  </div>\n</div>',
            "<div>\n<div>\n<p><em>a</em></p>\n<p>b</p>\n</div>\n</div>\n",
        ),
        (
            '<section>\n  <h2>*t*</h2>\n      <div markdown="1">\n      *a*\n      </div>\n</section>\n\n*b*',
            "<section>\n  <h2>*t*</h2>\n<div>\n<p><em>a</em></p>\n</div>\n</section>\n<p><em>b</em></p>\n",
        ),
        (
            '<div markdown="1">\n```\n</div>\n```\n</div>\n*a*',
            "<div>\n<pre><code>&lt;/div&gt;\n</code></pre>\n</div>\n<p><em>a</em></p>\n",
        ),
        ('> <div markdown="1">\n> *a*\n> </div>', f"<blockquote>\n{INSIDE}</blockquote>\n"),
        ('<div markdown="0">\n*a*\n</div>', "<div>\n*a*\n</div>"),
        ('<div title="markdown=1">\n*a*\n</div>', '<div title="markdown=1">\n*a*\n</div>'),
        ('`<div markdown="1">`', '<p><code>&lt;div markdown="1"&gt;</code></p>\n'),
    ],
)
def test_contents(text: str, expected: str) -> None:
    assert rendered(text) == expected
    assert reported(text) == []


def test_an_unclosed_element_is_raw_html() -> None:
    assert rendered('<div markdown="1">\n*a*\n\n*b*') == "<div>\n*a*\n<p><em>b</em></p>\n</div>"
    assert reported('<div markdown="1">\n*a*') == [(1, 1, "unclosed-html")]


def test_other_settings_for_raw_html() -> None:
    text = '<div onclick="x" markdown="1">\n*a*\n</div>'
    trusted = '<div onclick="x">\n<p><em>a</em></p>\n</div>\n'
    assert rendered(text, MarkdownConfig(html=RawHtml.TRUSTED)) == trusted
    assert "&lt;div" in rendered(text, MarkdownConfig(html=RawHtml.ESCAPED))
    assert rendered(text, MarkdownConfig(extras=False)) == "<div>\n*a*\n</div>"


def test_problems_have_their_lines() -> None:
    text = 'x\n\n<section>\n<div markdown="1">a <b c>\n\n  d <e>\n</div>\n</section>'
    found = read_body(text, 11, "en", MarkdownConfig()).problems
    assert [(each.line, each.code) for each in found] == [(14, "unknown-html"), (16, "unknown-html")]
