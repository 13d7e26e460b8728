"""Render tokens to HTML like markdown-it, but faster."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict


class Renderer(RendererHTML):
    """Renders HTML, never XHTML. Text and tags without a rule are written directly."""

    def render(self, tokens: Sequence[Token], options: OptionsDict, env: EnvType) -> str:
        """Render blocks."""
        parts: list[str] = []
        rules = self.rules
        for index, token in enumerate(tokens):
            if token.type == "inline":
                parts.append(self.renderInline(token.children or (), options, env))
            elif token.type in rules:
                parts.append(rules[token.type](tokens, index, options, env))
            else:
                parts.append(self.renderToken(tokens, index, options, env))
        return "".join(parts)

    def renderInline(self, tokens: Sequence[Token], options: OptionsDict, env: EnvType) -> str:
        """Render inline content."""
        parts: list[str] = []
        rules = self.rules
        for index, token in enumerate(tokens):
            if token.type == "text":
                parts.append(escapeHtml(token.content))
            elif token.type in rules:
                parts.append(rules[token.type](tokens, index, options, env))
            else:
                parts.append(self.renderToken(tokens, index, options, env))
        return "".join(parts)

    def renderToken(self, tokens: Sequence[Token], idx: int, _: OptionsDict, __: EnvType) -> str:
        """Render a tag. A block's tag is on its own line, unless text or its end tag follows."""
        token = tokens[idx]
        if token.hidden:
            return ""
        attributes = self.renderAttrs(token) if token.attrs else ""
        tag = f"</{token.tag}{attributes}>" if token.nesting < 0 else f"<{token.tag}{attributes}>"
        if not token.block:
            return tag
        if token.nesting >= 0 and idx and tokens[idx - 1].hidden:
            tag = f"\n{tag}"
        return tag if token.nesting > 0 and _goes_on(tokens, idx) else f"{tag}\n"


def _goes_on(tokens: Sequence[Token], index: int) -> bool:
    """Whether what comes next belongs on the line of an opening tag."""
    if index + 1 == len(tokens):
        return False
    following = tokens[index + 1]
    if following.type == "inline" or following.hidden:
        return True
    return following.nesting < 0 and following.tag == tokens[index].tag
