"""A paragraph of one line: most are, where editors write without line breaks.

markdown-it asks of each line whether it begins a table, code, a list of definitions or an underlined heading,
and then of each further line, twice, whether it ends the paragraph. Where there is no further line, or
another item of a list follows, one look tells.
"""

from __future__ import annotations

from markdown_it.common.utils import mdTrim
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

#: What a definition begins with, which may stand under a blank line.
_DEFINES = (":", "~")


def lone_line(state: StateBlock, line: int, last: int, _silent: bool) -> bool:
    """Read a line that is a paragraph for certain; to be asked where no block that has a mark can begin."""
    below = line + 1
    if state.is_code_block(line) or not _ends(state, below, last):
        return False
    state.line = below
    words, level = mdTrim(_written(state, line)), state.level
    state.tokens += (
        Token("paragraph_open", "p", 1, map=[line, below], level=level, block=True),
        Token("inline", "", 0, map=[line, below], level=level + 1, children=[], content=words, block=True),
        Token("paragraph_close", "p", -1, level=level, block=True),
    )
    return True


def _ends(state: StateBlock, below: int, last: int) -> bool:
    """Whether neither the paragraph goes on in the line below, nor that line makes something else of it."""
    if below >= state.lineMax or state.isEmpty(below):
        return below + 1 >= last or not _defines(state, below + 1)
    return 0 <= state.sCount[below] < state.blkIndent and _interrupts(state, below)


def _interrupts(state: StateBlock, line: int) -> bool:
    """Whether something begins at the line that may interrupt a paragraph."""
    parent, state.parentType = state.parentType, "paragraph"
    rules = state.md.block.ruler.getRules("paragraph")
    found = any(rule(state, line, state.lineMax, True) for rule in rules)
    state.parentType = parent
    return found


def _defines(state: StateBlock, line: int) -> bool:
    return state.src.startswith(_DEFINES, state.bMarks[line] + state.tShift[line])


def _written(state: StateBlock, line: int) -> str:
    if state.blkIndent:
        return state.getLines(line, line + 1, state.blkIndent, False)
    return state.src[state.bMarks[line] : state.eMarks[line]]
