"""Rules are asked only where they can begin: most of what Markdown reads is known by its first character.

markdown-it asks every rule at every line and at every mark of punctuation. Here, each chain of rules becomes
one that looks at the character first, and rules for a text as a whole are asked if it holds what they are
for. The tokens are the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from sitegen.read.rules.emphasis import plain_emphasis
from sitegen.read.rules.links import plain_link
from sitegen.read.rules.marker_spaces import BLANKS
from sitegen.read.rules.more import FIRSTS
from sitegen.read.rules.paragraphs import lone_line

#: The first characters of what each rule for blocks reads; one that is not named is asked everywhere, but of
#: lines that `lone_line` knows to be paragraphs.
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
    "markdown_in_html": "<",
    "more": FIRSTS,
    "reference": "[",
    "templates": "{",
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
#: The characters of which a text must hold one for a rule that goes through all of it.
TEXTS = {
    "attributes": "{",
    "blanks": BLANKS,
    "fence_languages": "{",
    "figures": "!",
    "footnotes": "^",
    "normalize": "\r\0",
    "raw_html": "<",
    "references": "[",
    "smartquotes": "\"'&",  # entities can stand for quotes in what was made a caption
    "tables": "|",
    "text_join": "\\&<",  # raw HTML can become text
}
#: The same for rules that go through a line when it is read.
LINES = {"balance_pairs": "*_~", "emphasis": "*_", "strikethrough": "~", "unwrap": "\n"}
#: All rules, and those which may end what another has begun.
_CHAINS = ("", "paragraph", "reference", "blockquote", "list")
#: Where text ends: `]` ends a label, though no rule begins with it.
_MARKS = "".join(INLINES.values()) + "]"

_Rule = Callable[..., bool]
_Rules = dict[str, list[_Rule]]
_Chain = Callable[[_Rules, list[_Rule], str], _Rule]


def starts(parser: MarkdownIt) -> None:
    """Ask each rule only where it can begin; to be called when all rules are there."""
    parser.inline.terminator_re = re.compile(f"[{re.escape(_MARKS)}]")
    parser.block.ruler = _Ruler(parser.block.ruler, BLOCKS, _block_chain)
    parser.inline.ruler = _Ruler(parser.inline.ruler, INLINES, _inline_chain)
    parser.inline.ruler2 = _WholeRuler(parser.inline.ruler2, LINES)
    parser.core.ruler = _WholeRuler(parser.core.ruler, TEXTS)


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
        return chain(by_first, [rule for rule, first in rules if first is None], name)

    def getRules(self, chainName: str = "") -> list[Any]:
        """The one rule of a chain."""
        return self._chains[chainName]

    def get_active_rules(self) -> list[str]:
        """The names of the rules that are asked."""
        return self._active


class _WholeRuler(Ruler[Any]):
    """A ruler whose rules are asked where the text holds one of their characters."""

    def __init__(self, ruler: Ruler[Any], marks: Mapping[str, str]) -> None:
        self._active = ruler.get_active_rules()
        named = zip(self._active, ruler.getRules(""), strict=True)
        self._rules = [_where(marks[name], rule) if name in marks else rule for name, rule in named]

    def getRules(self, _chain: str = "") -> list[Any]:
        """The rules, each with its condition."""
        return self._rules

    def get_active_rules(self) -> list[str]:
        """The names of the rules."""
        return self._active


def _where(marks: str, rule: Callable[[Any], None]) -> Callable[[Any], None]:
    def ask(state: Any) -> None:
        for mark in marks:
            if mark in state.src:
                return rule(state)

    return ask


def _block_chain(by_first: _Rules, others: list[_Rule], name: str) -> _Rule:
    others = others if name else [lone_line, *others]

    def ask(state: StateBlock, line: int, last: int, silent: bool) -> bool:
        start = state.bMarks[line] + state.tShift[line]
        for rule in by_first.get(state.src[start : start + 1], others):
            if rule(state, line, last, silent):
                return True
        return False

    return ask


def _inline_chain(by_first: _Rules, others: list[_Rule], _name: str) -> _Rule:
    first = {"[": plain_link(_MARKS), "*": plain_emphasis(_MARKS), "_": plain_emphasis(_MARKS)}
    by_first = by_first | {mark: [rule, *by_first[mark]] for mark, rule in first.items()}

    def ask(state: StateInline, silent: bool) -> bool:
        for rule in by_first.get(state.src[state.pos], others):  # noqa: SIM110  `any` makes a generator for each mark
            if rule(state, silent):
                return True
        return False

    return ask
