"""Block and inline parsers that limit nesting and run in linear time.

markdown-it looks for the end of a label at each bracket, and again for each bracket around it. Here each
label's end is found once.
"""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkDestination, parseLinkTitle
from markdown_it.parser_block import ParserBlock
from markdown_it.parser_inline import ParserInline, RuleFuncInlineType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token
from markdown_it.utils import EnvType

from sitegen.read.bare_addresses import NO_ADDRESSES, Addresses, addresses_in, may_hold_addresses
from sitegen.read.character_scan import may_hold_cjk
from sitegen.read.rules.cjk import scan_delimiters
from sitegen.read.text_problems import TextProblem, report

#: The key in `env` for the marks of addresses in the text.
ADDRESSES = "addresses"
#: The key in `env` for whether the text may contain CJK characters; True if missing.
EAST_ASIAN = "east_asian"
#: Labels nested more deeply are shown as text.
_DEEPEST_LABEL = 12
_NOT_FOUND = -1


# Blocks


class BoundedBlocks(ParserBlock):
    """A block parser that omits and reports blocks nested too deeply.

    It uses the rules of another parser.
    """

    def __init__(self, parser: ParserBlock) -> None:
        self.ruler = parser.ruler

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:
        """Parse lines."""
        if state.level >= state.md.options.maxNesting:
            line = state.skipEmptyLines(startLine)
            if line < endLine:
                message = f"Blocks are nested more than {state.level} levels deep: these lines are omitted."
                hint = "Nest lists and quotations less deeply."
                report(state.env, TextProblem(line, "blocks-too-deep", message, hint))
        super().tokenize(state, startLine, endLine)


def read_from(state: StateBlock, line: int, start: int, end: int) -> None:
    """Parse lines up to `end`, the first one from the character `start`."""
    before = state.bMarks[line], state.tShift[line], state.sCount[line], state.lineMax
    stop = state.eMarks[line]
    blanks = len(state.src[start:stop]) - len(state.src[start:stop].lstrip(" \t"))
    state.bMarks[line], state.tShift[line], state.sCount[line] = start, blanks, state.blkIndent
    state.lineMax = end
    state.md.block.tokenize(state, line, end)
    state.bMarks[line], state.tShift[line], state.sCount[line], state.lineMax = before


# Inline


class Inline(StateInline):
    """The state of the inline parser, with the known ends of labels and the addresses in the text."""

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> None:
        super().__init__(src, md, env, tokens)
        self.last_bracket = src.rfind("]")
        self.last_target = src.rfind("](")
        #: Ends of labels by position, for each (end of the parsed text, whether links are forbidden).
        self.ends: dict[tuple[int, bool], dict[int, int]] = {}
        #: The number of open HTML elements for code.
        self.raw_code = 0
        marks = env.get(ADDRESSES)
        self.addresses: Addresses = addresses_in(src, marks) if marks else NO_ADDRESSES

    def holds_address(self, start: int, end: int) -> bool:
        """Whether an address begins between two positions."""
        return bool(self.addresses.starts) and self.addresses.next(start, end) < end


def inline_rule(rule: Callable[[Inline, bool], bool]) -> RuleFuncInlineType:
    """A rule for our inline parser, which calls rules with its own state."""
    return cast("RuleFuncInlineType", rule)


class EastAsianInline(Inline):
    """The state for text that may contain Chinese, Japanese or Korean, which have no spaces around marks."""

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:
        """Whether the marks at `start` can open and close emphasis."""
        found = super().scanDelims(start, canSplitWord)
        return scan_delimiters(self, start, found) if canSplitWord else found


class BoundedInline(ParserInline):
    """An inline parser that limits the nesting of labels, and skips all rules for text without marks.

    With `by_script`, marks next to Chinese, Japanese and Korean characters need no spaces.
    """

    def __init__(self, *, by_script: bool = False) -> None:
        super().__init__()
        self._by_script = by_script

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Parse text, and add it to `tokens`."""
        depth = env.get("depth", 0)
        is_plain = not self.terminator_re.search(src)
        if is_plain and (marks := env.get(ADDRESSES)):
            is_plain = not may_hold_addresses(src, marks)
        if src and (is_plain or depth > _DEEPEST_LABEL):
            tokens.append(Token("text", "", 0, content=src))
            return tokens
        env["depth"] = depth + 1
        is_east_asian = self._by_script and env.get(EAST_ASIAN, True) and may_hold_cjk(src)
        try:
            state = (EastAsianInline if is_east_asian else Inline)(src, md, env, tokens)
            self.tokenize(state)
            for rule in self.ruler2.getRules(""):
                rule(state)
            return state.tokens
        finally:
            env["depth"] = depth


def label_end(state: Inline, start: int, disableNested: bool = False) -> int:
    """The end of the label that begins at `start`, or -1, like markdown-it's `parseLinkLabel`.

    The result is remembered for all positions on the way.
    """
    if state.last_bracket < start:
        return _NOT_FOUND
    known = state.ends.setdefault((state.posMax, disableNested), {})
    before, state.pos = state.pos, start + 1
    end = _find_end(state, known, disableNested)
    state.pos = before
    return end


def _find_end(state: Inline, known: dict[int, int], without_links: bool) -> int:
    """The end of the label around `state.pos`, or -1.

    For each open bracket, `positions` has the positions passed since: their labels end where the bracket's
    does.
    """
    positions: list[list[int]] = [[]]
    src, skip = state.src, state.md.inline.skipToken
    while (pos := state.pos) < state.posMax:
        if src[pos] == "]":
            end = pos
        elif pos in known:
            end = known[pos]
        else:
            positions[-1].append(pos)
            skip(state)
            if src[pos] == "[":
                if state.pos == pos + 1:
                    positions.append([])
                elif without_links:
                    break
            continue
        if end == _NOT_FOUND:
            break
        known.update(dict.fromkeys(positions.pop(), end))
        if not positions:
            return end
        state.pos = end
        skip(state)
    for passed in positions:
        known.update(dict.fromkeys(passed, _NOT_FOUND))
    return _NOT_FOUND


#: Replaces `markdown_it.helpers`, which rules use through the parser.
HELPERS: Any = SimpleNamespace(
    parseLinkDestination=parseLinkDestination, parseLinkLabel=label_end, parseLinkTitle=parseLinkTitle
)
