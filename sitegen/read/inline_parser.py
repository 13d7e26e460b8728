"""The inline parser, in time that grows as the text does: labels are looked for once, and nest to a bound.

markdown-it looks for a label's end anew at each bracket, and once more for each bracket around it.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkDestination, parseLinkTitle
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token

from sitegen.read.bare_addresses import NO_ADDRESSES, Addresses, addresses_in, may_hold_addresses
from sitegen.read.character_scan import may_hold_cjk
from sitegen.read.rules.cjk import scan

#: Under which a parser's `env` keeps the marks of addresses that a text holds.
ADDRESSES = "addresses"
#: The same for characters of Chinese, Japanese and Korean; where nothing is said, it may.
EAST_ASIAN = "east_asian"
#: Labels nested deeper than this are text.
_DEEPEST_LABELS = 12
_NONE = -1


class Inline(StateInline):
    """The state of a text that is read, with the ends of labels as far as they are known."""

    def __init__(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> None:
        super().__init__(src, md, env, tokens)
        self.last_bracket = src.rfind("]")
        self.last_target = src.rfind("](")
        #: By what is read and whether links may be inside: from each place on, where the label ends.
        self.ends: dict[tuple[int, bool], dict[int, int]] = {}
        #: How many elements of code are open that are written as HTML.
        self.raw_code = 0
        marks = env.get(ADDRESSES)
        self.addresses: Addresses = addresses_in(src, marks) if marks else NO_ADDRESSES

    def holds_address(self, start: int, end: int) -> bool:
        """Whether an address begins between two places."""
        return bool(self.addresses.starts) and self.addresses.next(start, end) < end


class EastAsianInline(Inline):
    """The state of a text that may hold Chinese, Japanese or Korean, which put no blanks around marks."""

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:
        """What the marks at `start` can do: open emphasis, close it, both or neither."""
        found = super().scanDelims(start, canSplitWord)
        return scan(self, start, found) if canSplitWord else found


class BoundedInline(ParserInline):
    """The inline parser with a bound for labels within labels, each of which starts it anew.

    Text without a mark is text, and no rule is asked. `by_script` says whether marks beside characters of
    Chinese, Japanese and Korean need no blanks.
    """

    def __init__(self, *, by_script: bool = False) -> None:
        super().__init__()
        self._by_script = by_script

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        """Process a piece of text and fill `tokens`."""
        depth = env.get("depth", 0)
        is_plain = not self.terminator_re.search(src)
        if is_plain and (marks := env.get(ADDRESSES)):
            is_plain = not may_hold_addresses(src, marks)
        if src and (is_plain or depth > _DEEPEST_LABELS):
            tokens.append(Token("text", "", 0, content=src))
            return tokens
        env["depth"] = depth + 1
        is_eastasian = self._by_script and env.get(EAST_ASIAN, True) and may_hold_cjk(src)
        try:
            state = (EastAsianInline if is_eastasian else Inline)(src, md, env, tokens)
            self.tokenize(state)
            for rule in self.ruler2.getRules(""):
                rule(state)
            return state.tokens
        finally:
            env["depth"] = depth


def label_end(state: Inline, start: int, disableNested: bool = False) -> int:
    """Where the label that begins at `start` ends, or -1: as markdown-it's `parseLinkLabel` has it.

    What is found out for one place holds for each place on the way to it.
    """
    if state.last_bracket < start:
        return _NONE
    known = state.ends.setdefault((state.posMax, disableNested), {})
    before, state.pos = state.pos, start + 1
    end = _walk(state, known, disableNested)
    state.pos = before
    return end


def _walk(state: Inline, known: dict[int, int], alone: bool) -> int:
    """The end of the label in which `state.pos` is; `alone` where no link may be inside.

    Each open bracket is a list of the places that were passed since: they end where it does.
    """
    opened: list[list[int]] = [[]]
    src, skip = state.src, state.md.inline.skipToken
    while (pos := state.pos) < state.posMax:
        if src[pos] == "]":
            end = pos
        elif pos in known:
            end = known[pos]
        else:
            opened[-1].append(pos)
            skip(state)
            if src[pos] == "[":
                if state.pos == pos + 1:
                    opened.append([])
                elif alone:
                    break
            continue
        if end == _NONE:
            break
        known.update(dict.fromkeys(opened.pop(), end))
        if not opened:
            return end
        state.pos = end
        skip(state)
    for passed in opened:
        known.update(dict.fromkeys(passed, _NONE))
    return _NONE


#: In the place of `markdown_it.helpers`, which rules reach through the parser.
HELPERS: Any = SimpleNamespace(
    parseLinkDestination=parseLinkDestination, parseLinkLabel=label_end, parseLinkTitle=parseLinkTitle
)
