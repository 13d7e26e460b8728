"""Calling rules only where they can match gives the same tokens as calling each everywhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sitegen.config.settings import MarkdownConfig, RawHtml
from sitegen.read.parser import parser_of
from sitegen.read.rules.dispatch import BLOCK_RULES, CORE_RULES, INLINE2_RULES, INLINE_RULES, dispatch_rules

_OPTIONS = [
    MarkdownConfig(),
    MarkdownConfig(linkify=False),
    MarkdownConfig(html=RawHtml.ESCAPED, typography=False, extras=False),
]
_PIECES = (
    *(character for character in "\n #*+-_:<>[]()\\\\`~{}!&^|=\"'.0123456789ab\t"),
    *(
        "\n\n",
        "    ",
        ":::",
        "```",
        "~~~",
        "[^1]",
        "[^1]: ",
        "](",
        "[a]: b",
        "<!-- more -->",
        "\u00a0<!-- more -->",
        "<div>\n",
    ),
    *(
        "&amp;",
        "<i>",
        "</i>",
        "<http://a.b>",
        "| a | b |\n|---|---|\n",
        "\n: ",
        "---",
        "{.a}",
        "^[",
        "![a](b)",
        "[a b](c/d.md)",
        "*a b*",
        "__a__",
        "https://a.b/c_d--e*",
        " www.a.b",
        "a_b@c.de ",
        " a_-_b.md",
        "C:\\\\_x",
        "don't ",
        "\n- a",
        *(
            "真",
            "。",
            "「",
            "을",
            "한\n",
            "真\n",
            "(",
            ")",
            "“",
            "”",
            "**",
            "~~",
            "*真*",
            "\u00a0",
            "\n-\u00a0",
            "\n:\u00a0",
        ),
    ),
)


def _parsers(options: MarkdownConfig) -> tuple[MarkdownIt, MarkdownIt]:
    everywhere, dispatched = parser_of(options, "en"), parser_of(options, "en")
    dispatch_rules(dispatched)
    return everywhere, dispatched


_PARSERS = [_parsers(options) for options in _OPTIONS]


@pytest.mark.parametrize("parsers", _PARSERS)
@given(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join))
def test_the_tokens_are_the_same(parsers: tuple[MarkdownIt, MarkdownIt], text: str) -> None:
    everywhere, dispatched = parsers
    assert [token.as_dict() for token in dispatched.parse(text, {})] == [
        token.as_dict() for token in everywhere.parse(text, {})
    ]


@pytest.mark.parametrize("options", _OPTIONS)
def test_no_rule_is_lost(options: MarkdownConfig) -> None:
    everywhere, dispatched = _parsers(options)
    assert dispatched.get_active_rules() == everywhere.get_active_rules()


def test_each_name_is_a_rule() -> None:
    rules = parser_of(MarkdownConfig(), "en").get_active_rules()
    assert set(BLOCK_RULES) <= set(rules["block"])
    assert set(INLINE_RULES) <= set(rules["inline"])
    assert set(INLINE2_RULES) <= set(rules["inline2"])
    assert set(CORE_RULES) <= set(rules["core"])


def test_all_other_block_rules_are_known_to_the_paragraph_rule() -> None:
    """`single_line_paragraph` runs first, so it must know every rule that can begin with any character."""
    rules = parser_of(MarkdownConfig(), "en").get_active_rules()
    assert set(rules["block"]) - set(BLOCK_RULES) == {"table", "code", "lheading", "deflist", "paragraph"}
