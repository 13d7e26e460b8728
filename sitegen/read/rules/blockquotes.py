"""Blockquotes: an empty one is written with its tags on separate lines, as CommonMark's reference does."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict


def blockquotes(parser: MarkdownIt) -> None:
    """Write the opening tag of every blockquote on its own line."""
    parser.add_render_rule("blockquote_open", _open)


def _open(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    tag = renderer.renderToken(tokens, index, options, env)
    return tag if tag.endswith("\n") else tag + "\n"
