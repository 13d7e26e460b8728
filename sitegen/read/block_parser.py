"""The block parser: what is nested too deep to be read is said."""

from __future__ import annotations

from markdown_it.parser_block import ParserBlock
from markdown_it.rules_block import StateBlock

from sitegen.read.text_problems import TextProblem, report


class BoundedBlocks(ParserBlock):
    """A block parser, with the rules of another, that leaves out what is nested beyond the bound."""

    def __init__(self, parser: ParserBlock) -> None:
        self.ruler = parser.ruler

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:
        """Read some lines; where they are nested too deep, say so."""
        if state.level >= state.md.options.maxNesting:
            line = state.skipEmptyLines(startLine)
            if line < endLine:
                message = f"Blocks are nested more than {state.level} levels deep; these lines are left out."
                hint = "Nest lists and quotations less deeply."
                report(state.env, TextProblem(line, "blocks-too-deep", message, hint))
        super().tokenize(state, startLine, endLine)


def read_from(state: StateBlock, line: int, start: int, end: int) -> None:
    """Read the lines up to `end`, the first of them from the character `start` on."""
    before = state.bMarks[line], state.tShift[line], state.sCount[line], state.lineMax
    stop = state.eMarks[line]
    blanks = len(state.src[start:stop]) - len(state.src[start:stop].lstrip(" \t"))
    state.bMarks[line], state.tShift[line], state.sCount[line] = start, blanks, state.blkIndent
    state.lineMax = end
    state.md.block.tokenize(state, line, end)
    state.bMarks[line], state.tShift[line], state.sCount[line], state.lineMax = before
