"""Quotations: an empty one is written as CommonMark's reference does, and our renderer does not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token


def blockquotes(parser: MarkdownIt) -> None:
    """Write every quotation's tags on lines of their own."""
    parser.add_render_rule("blockquote_open", _open)


def _open(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    tag = str(renderer.renderToken(tokens, index, options, env))
    return tag if tag.endswith("\n") else tag + "\n"
