"""Our renderer gives the same HTML as markdown-it's."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML

from sitegen.config.settings import MarkdownConfig
from sitegen.read.parser import parser_of

_PIECES = (
    *("\n", "\n\n", "- ", "1. ", "> ", "# ", "    ", "```\n", "---\n", "a ", "*b*", "**c**", "~~d~~", "`e`"),
    *(
        "[f](g)",
        '![h](i "j")',
        "<k>",
        "&amp;",
        '"',
        "  \n",
        "::: note\n",
        ":::\n",
        "{.l}",
        "\n: m\n",
        "<hr>\n",
    ),
    *("| n | o |\n|---|:-:|\n| p | q |\n", "{#r}\n", "2. "),
)


def _theirs(parser: MarkdownIt) -> RendererHTML:
    renderer = RendererHTML(parser)
    theirs: Any = parser.renderer
    own = {name: rule for name, rule in theirs.rules.items() if name not in renderer.rules}
    renderer.rules.update({name: rule.__func__.__get__(renderer) for name, rule in own.items()})
    return renderer


@given(st.lists(st.sampled_from(_PIECES), max_size=30).map("".join))
def test_the_html_is_the_same(text: str) -> None:
    parser = parser_of(MarkdownConfig(), "en")
    tokens = parser.parse(text, {})
    theirs = _theirs(parser).render(tokens, parser.options, {})
    assert parser.renderer.render(tokens, parser.options, {}) == theirs


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("-\n- > b", "<ul>\n<li></li>\n<li>\n<blockquote>\n<p>b</p>\n</blockquote>\n</li>\n</ul>\n"),
        ("a\n\n---", "<p>a</p>\n<hr>\n"),
    ],
)
def test_lines(text: str, html: str) -> None:
    parser = parser_of(MarkdownConfig(), "en")
    assert parser.render(text) == html
