"""Call each Markdown rule only where it can match, known by the first character of a line or delimiter.

markdown-it calls every rule at every line and every punctuation mark. Here, each chain becomes one rule that
looks at the character first, and rules for a whole text run only if it contains their characters. The tokens
are the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Generic, TypeVar, cast

from markdown_it import MarkdownIt
from markdown_it.parser_block import RuleFuncBlockType
from markdown_it.parser_inline import RuleFuncInlineType
from markdown_it.ruler import Ruler, StateBase
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from sitegen.read.rules.emphasis import plain_emphasis
from sitegen.read.rules.links import plain_link
from sitegen.read.rules.marker_spaces import NO_BREAK_SPACES
from sitegen.read.rules.more import FIRST_CHARACTERS
from sitegen.read.rules.paragraphs import single_line_paragraph

#: The first characters of what each block rule reads. A rule not listed is called at every line, except those
#: that `single_line_paragraph` reads.
BLOCK_RULES = {
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
    "more": FIRST_CHARACTERS,
    "reference": "[",
    "template_lines": "{",
}
#: The first characters of what each inline rule reads.
INLINE_RULES = {
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
#: The characters that a document must contain, at least one of them, for a core rule to run.
CORE_RULES = {
    "attributes": "{",
    "fence_languages": "{",
    "figures": "!",
    "footnotes": "^",
    "marker_spaces": NO_BREAK_SPACES,
    "normalize": "\r\0",
    "raw_html": "<",
    "reference_limits": "[",
    "smartquotes": "\"'&",  # an entity in a caption can stand for a quotation mark
    "tables": "|",
    "text_join": "\\&<",  # raw HTML can become text
}
#: The same for rules that run after a block's inline content is read.
INLINE2_RULES = {"balance_pairs": "*_~", "emphasis": "*_", "strikethrough": "~", "unwrap": "\n"}
#: The chain of all rules, and the chains of rules that can interrupt a block.
_CHAINS = ("", "paragraph", "reference", "blockquote", "list")
#: Characters that end plain text. `]` ends a label, though no rule begins with it.
_DELIMITERS = "".join(INLINE_RULES.values()) + "]"

RuleT = TypeVar("RuleT")
StateT = TypeVar("StateT", bound=StateBase)


def dispatch_rules(parser: MarkdownIt) -> None:
    """Call each rule only where it can match. All rules must have been added before."""
    parser.inline.terminator_re = re.compile(f"[{re.escape(_DELIMITERS)}]")
    parser.block.ruler = _CharacterRuler(parser.block.ruler, BLOCK_RULES, _block_chain)
    parser.inline.ruler = _CharacterRuler(parser.inline.ruler, INLINE_RULES, _inline_chain)
    parser.inline.ruler2 = _TextRuler(parser.inline.ruler2, INLINE2_RULES)
    parser.core.ruler = _TextRuler(parser.core.ruler, CORE_RULES)


class _CharacterRuler(Ruler[RuleT]):
    """A ruler with one rule per chain, which calls the rules that can begin with a character."""

    def __init__(
        self,
        ruler: Ruler[RuleT],
        characters: Mapping[str, str],
        chain: Callable[[dict[str, list[RuleT]], list[RuleT], str], RuleT],
    ) -> None:
        self._active = ruler.get_active_rules()
        names = dict(zip(ruler.getRules(""), self._active, strict=True))
        known = {character for each in characters.values() for character in each}
        self._chains: dict[str, list[RuleT]] = {}
        for name in _CHAINS:
            rules = [(rule, characters.get(names[rule])) for rule in ruler.getRules(name)]
            by_character = {
                character: [rule for rule, first in rules if first is None or character in first]
                for character in known
            }
            self._chains[name] = [chain(by_character, [rule for rule, first in rules if first is None], name)]

    def getRules(self, chainName: str = "") -> list[RuleT]:
        """The one rule of a chain."""
        return self._chains[chainName]

    def get_active_rules(self) -> list[str]:
        """The names of all rules."""
        return self._active


class _TextRuler(Ruler[Callable[[StateT], None]], Generic[StateT]):
    """A ruler that runs a rule only on texts with one of its characters."""

    def __init__(self, ruler: Ruler[Callable[[StateT], None]], characters: Mapping[str, str]) -> None:
        self._active = ruler.get_active_rules()
        named = zip(self._active, ruler.getRules(""), strict=True)
        self._rules = [
            _if_present(characters[name], rule) if name in characters else rule for name, rule in named
        ]

    def getRules(self, _chain: str = "") -> list[Callable[[StateT], None]]:
        """The rules, each with its condition."""
        return self._rules

    def get_active_rules(self) -> list[str]:
        """The names of all rules."""
        return self._active


def _if_present(characters: str, rule: Callable[[StateT], None]) -> Callable[[StateT], None]:
    def run(state: StateT) -> None:
        for character in characters:
            if character in state.src:
                return rule(state)

    return run


def _block_chain(
    by_character: dict[str, list[RuleFuncBlockType]], others: list[RuleFuncBlockType], name: str
) -> RuleFuncBlockType:
    others = others if name else [single_line_paragraph, *others]

    def run(state: StateBlock, line: int, last: int, silent: bool) -> bool:
        start = state.bMarks[line] + state.tShift[line]
        for rule in by_character.get(state.src[start : start + 1], others):
            if rule(state, line, last, silent):
                return True
        return False

    return run


def _inline_chain(
    by_character: dict[str, list[RuleFuncInlineType]], others: list[RuleFuncInlineType], _name: str
) -> RuleFuncInlineType:
    shortcuts = {
        "[": plain_link(_DELIMITERS),
        "*": plain_emphasis(_DELIMITERS),
        "_": plain_emphasis(_DELIMITERS),
    }
    # `BoundedInline` always passes an `Inline`, which the shortcuts need.
    first = {character: cast("RuleFuncInlineType", rule) for character, rule in shortcuts.items()}
    by_character = by_character | {each: [rule, *by_character[each]] for each, rule in first.items()}

    def run(state: StateInline, silent: bool) -> bool:
        for rule in by_character.get(state.src[state.pos], others):  # noqa: SIM110  `any` would make a generator for each delimiter
            if rule(state, silent):
                return True
        return False

    return run
