"""What references may expand to: a long address that is used by a short name often would fill gigabytes.

cmark has the same bound: all of them together may be as long as the text itself, and 100 kB at least.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from sitegen.read.text_problems import TextProblem, report

_ALWAYS = 100_000


def reference_limits(parser: MarkdownIt) -> None:
    """Show references as text where they would write more than the bound; after all inline rules."""
    parser.options["store_labels"] = True  # tells references from other links
    parser.core.ruler.after("inline", "reference_limits", _bound)


def _bound(state: StateCore) -> None:
    defined = state.env.get("references")
    if not defined:
        return
    left = max(_ALWAYS, len(state.src))
    longest = max(len(each["href"]) + len(each["title"]) for each in defined.values())
    if longest * state.src.count("[") > left:
        _Bound(left, state.env).blocks([*state.tokens, *_notes(state.env)])


def _notes(env: Any) -> list[Token]:
    """Notes written in place, which no block holds yet."""
    written = env.get("footnotes", {}).get("list", {}).values()
    return [Token("inline", "", 0, children=each["tokens"]) for each in written]


class _Bound:
    def __init__(self, left: int, env: Any) -> None:
        self.left = left
        self.env = env

    def blocks(self, tokens: Iterable[Token]) -> None:
        line = 0
        for token in tokens:
            line = token.map[0] if token.map else line
            if token.children and not self._fits(token.children):
                report(self.env, TextProblem(line, "too-many-references", *_said(), group="limit"))
                token.children[:] = self._within(token.children)

    def _fits(self, children: list[Token]) -> bool:
        """Whether all references fit; they are counted then."""
        cost = sum(_cost(child) for child in children)
        if cost > self.left:
            return False
        self.left -= cost
        return True

    def _within(self, children: list[Token]) -> list[Token]:
        """The tokens, with what stands in brackets in the place of each reference that does not fit."""
        kept: list[Token] = []
        opened: list[bool] = []
        for child in children:
            as_text = _cost(child) > self.left
            if not as_text:
                self.left -= _cost(child)
            if child.type == "link_open":
                opened.append(as_text)
            elif child.type == "link_close":
                as_text = opened.pop()
            kept.append(_as_text(child) if as_text else child)
        return kept


def _cost(token: Token) -> int:
    if "label" not in token.meta:
        return 0
    return len(str(token.attrs.get("href") or token.attrs.get("src", ""))) + len(
        str(token.attrs.get("title", ""))
    )


def _as_text(token: Token) -> Token:
    written = {"link_open": "[", "link_close": "]"}.get(token.type, f"![{token.content}]")
    return Token("text", "", 0, content=written, level=token.level)


def _said() -> tuple[str, str]:
    message = "References write their addresses and titles so often that the page would become far longer."
    return message, "Shorten the definitions that are used most; from here on, what is too long stays text."
