"""Rules are asked only where they can begin: most of what Markdown reads is known by its first character.

markdown-it asks every rule at every line and at every mark of punctuation. Here, each chain of rules becomes
one that looks at the character first; the tokens are the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

#: The first characters of what each rule for blocks reads; one that is not named is asked everywhere.
BLOCKS = {
    "attributes": "{",
    "blockquote": ">",
    "container": ":",
    "fence": "`~",
    "footnote_definition": "[",
    "heading": "#",
    "hr": "*-_",
    "html_block": "<",
    "list": "*+-0123456789",
    "more": "<",
    "reference": "[",
}
#: The same for rules within a line.
INLINES = {
    "attributes": "{",
    "autolink": "<",
    "backticks": "`",
    "emphasis": "*_",
    "entity": "&",
    "escape": "\\",
    "footnote_call": "[",
    "footnote_inline": "^",
    "html_inline": "<",
    "image": "!",
    "link": "[",
    "newline": "\n",
    "strikethrough": "~",
}
#: All rules, and those which may end what another has begun.
_CHAINS = ("", "paragraph", "reference", "blockquote", "list")
#: Ends a label, so text may not run over it, though no rule begins with it.
_LABEL_END = "]"

_Rule = Callable[..., bool]
_Chain = Callable[[Mapping[str, list[_Rule]], list[_Rule]], _Rule]


def starts(parser: MarkdownIt) -> None:
    """Ask each rule only where it can begin; to be called when all rules are there."""
    marks = "".join(INLINES.values()) + _LABEL_END
    parser.inline.terminator_re = re.compile(f"[{re.escape(marks)}]")
    parser.block.ruler = _Ruler(parser.block.ruler, BLOCKS, _block_chain)
    parser.inline.ruler = _Ruler(parser.inline.ruler, INLINES, _inline_chain)


class _Ruler(Ruler[Any]):
    """A ruler whose chains hold one rule, which asks those that can begin with a character."""

    def __init__(self, ruler: Ruler[Any], firsts: Mapping[str, str], chain: _Chain) -> None:
        self._active = ruler.get_active_rules()
        self._chains = {name: [self._joined(ruler, name, firsts, chain)] for name in _CHAINS}

    def _joined(self, ruler: Ruler[Any], name: str, firsts: Mapping[str, str], chain: _Chain) -> _Rule:
        names = dict(zip(ruler.getRules(""), self._active, strict=True))
        rules = [(rule, firsts.get(names[rule])) for rule in ruler.getRules(name)]
        known = {character for characters in firsts.values() for character in characters}
        by_first = {
            character: [rule for rule, first in rules if first is None or character in first]
            for character in known
        }
        return chain(by_first, [rule for rule, first in rules if first is None])

    def getRules(self, chainName: str = "") -> list[Any]:
        """The one rule of a chain."""
        return self._chains[chainName]

    def get_active_rules(self) -> list[str]:
        """The names of the rules that are asked."""
        return self._active


def _block_chain(by_first: Mapping[str, list[_Rule]], others: list[_Rule]) -> _Rule:
    def ask(state: StateBlock, line: int, last: int, silent: bool) -> bool:
        start = state.bMarks[line] + state.tShift[line]
        for rule in by_first.get(state.src[start : start + 1], others):
            if rule(state, line, last, silent):
                return True
        return False

    return ask


def _inline_chain(by_first: Mapping[str, list[_Rule]], others: list[_Rule]) -> _Rule:
    def ask(state: StateInline, silent: bool) -> bool:
        for rule in by_first.get(state.src[state.pos], others):  # noqa: SIM110  `any` makes a generator for each mark
            if rule(state, silent):
                return True
        return False

    return ask
