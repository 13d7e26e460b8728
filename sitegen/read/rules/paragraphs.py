"""Fast path for paragraphs of one line, which most are in texts without line breaks.

For each line, markdown-it tries tables, code, definition lists and underlined headings; for each further
line, it checks twice whether the paragraph ends. A line followed by an empty line or a list item needs one
check.
"""

from __future__ import annotations

from markdown_it.common.utils import mdTrim
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

#: Markers of a definition, which can follow an empty line.
_DEFINITION_MARKERS = (":", "~")


def single_line_paragraph(state: StateBlock, line: int, last: int, _silent: bool) -> bool:
    """Read a line that is certainly a paragraph. Call it only where no block with a marker can begin."""
    below = line + 1
    if state.is_code_block(line) or not _ends_paragraph(state, below, last):
        return False
    state.line = below
    content, level = mdTrim(_text_of(state, line)), state.level
    state.tokens += (
        Token("paragraph_open", "p", 1, map=[line, below], level=level, block=True),
        Token("inline", "", 0, map=[line, below], level=level + 1, children=[], content=content, block=True),
        Token("paragraph_close", "p", -1, level=level, block=True),
    )
    return True


def _ends_paragraph(state: StateBlock, below: int, last: int) -> bool:
    """Whether the line `below` neither continues the paragraph nor turns it into another block."""
    if below >= state.lineMax or state.isEmpty(below):
        return below + 1 >= last or not _begins_definition(state, below + 1)
    return 0 <= state.sCount[below] < state.blkIndent and _interrupts(state, below)


def _interrupts(state: StateBlock, line: int) -> bool:
    """Whether a block that can interrupt a paragraph begins at the line."""
    parent, state.parentType = state.parentType, "paragraph"
    rules = state.md.block.ruler.getRules("paragraph")
    found = any(rule(state, line, state.lineMax, True) for rule in rules)
    state.parentType = parent
    return found


def _begins_definition(state: StateBlock, line: int) -> bool:
    return state.src.startswith(_DEFINITION_MARKERS, state.bMarks[line] + state.tShift[line])


def _text_of(state: StateBlock, line: int) -> str:
    if state.blkIndent:
        return state.getLines(line, line + 1, state.blkIndent, False)
    return state.src[state.bMarks[line] : state.eMarks[line]]
