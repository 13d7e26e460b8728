"""A limit for the expansion of reference links: many short uses of a long address could fill gigabytes.

All together may be as long as the text itself, and at least 100 kB, which is also cmark's limit.
"""

from __future__ import annotations

from collections.abc import Iterable

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType

from sitegen.read.rules.footnotes import inline_footnotes
from sitegen.read.text_problems import TextProblem, report

_LEAST_LIMIT = 100_000
_MESSAGE_AND_HINT = (
    "Reference links repeat addresses and titles so often that the page would be far longer than its text.",
    "Shorten the definitions that are used most. From here on, long references are shown as text.",
)


def reference_limits(parser: MarkdownIt) -> None:
    """Show references beyond the limit as text; runs after all inline rules."""
    parser.options["store_labels"] = True  # marks the tokens of references
    parser.core.ruler.after("inline", "reference_limits", _apply_limit)


def _apply_limit(state: StateCore) -> None:
    defined = state.env.get("references")
    if not defined:
        return
    left = max(_LEAST_LIMIT, len(state.src))
    longest = max(len(each["href"]) + len(each["title"]) for each in defined.values())
    if longest * state.src.count("[") > left:
        _Limit(left, state.env).apply([*state.tokens, *_inline_footnotes(state.env)])


def _inline_footnotes(env: EnvType) -> list[Token]:
    """Inline footnotes, which are not yet part of a block."""
    return [Token("inline", "", 0, children=each["tokens"]) for each in inline_footnotes(env).values()]


class _Limit:
    def __init__(self, left: int, env: EnvType) -> None:
        self.left = left
        self.env = env

    def apply(self, tokens: Iterable[Token]) -> None:
        line = 0
        for token in tokens:
            line = token.map[0] if token.map else line
            if token.children and not self._fits(token.children):
                report(self.env, TextProblem(line, "too-many-references", *_MESSAGE_AND_HINT, group="limit"))
                token.children[:] = self._within(token.children)

    def _fits(self, children: list[Token]) -> bool:
        """Whether all references are within the limit; if so, count them."""
        cost = sum(_cost(child) for child in children)
        if cost > self.left:
            return False
        self.left -= cost
        return True

    def _within(self, children: list[Token]) -> list[Token]:
        """The tokens, with each reference beyond the limit replaced by its text in brackets."""
        result: list[Token] = []
        open_links: list[bool] = []
        for child in children:
            as_text = _cost(child) > self.left
            if not as_text:
                self.left -= _cost(child)
            if child.type == "link_open":
                open_links.append(as_text)
            elif child.type == "link_close":
                as_text = open_links.pop()
            result.append(_as_text(child) if as_text else child)
        return result


def _cost(token: Token) -> int:
    if "label" not in token.meta:
        return 0
    return len(str(token.attrs.get("href") or token.attrs.get("src", ""))) + len(
        str(token.attrs.get("title", ""))
    )


def _as_text(token: Token) -> Token:
    text = {"link_open": "[", "link_close": "]"}.get(token.type, f"![{token.content}]")
    return Token("text", "", 0, content=text, level=token.level)
