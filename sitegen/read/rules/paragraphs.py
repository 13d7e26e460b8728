"""A paragraph of one line with nothing under it: most are, where editors write without line breaks.

markdown-it asks of each line whether it begins a table, code, a list of definitions or an underlined heading, and
then of each further line whether it ends the paragraph. Where there is no further line, one look tells.
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
    if below < state.lineMax and not state.isEmpty(below):
        return False
    if state.is_code_block(line) or (below + 1 < last and _defines(state, below + 1)):
        return False
    state.line = below
    words, level = mdTrim(_written(state, line)), state.level
    state.tokens += (
        Token("paragraph_open", "p", 1, map=[line, below], level=level, block=True),
        Token("inline", "", 0, map=[line, below], level=level + 1, children=[], content=words, block=True),
        Token("paragraph_close", "p", -1, level=level, block=True),
    )
    return True


def _defines(state: StateBlock, line: int) -> bool:
    return state.src.startswith(_DEFINES, state.bMarks[line] + state.tShift[line])


def _written(state: StateBlock, line: int) -> str:
    if state.blkIndent:
        return state.getLines(line, line + 1, state.blkIndent, False)
    return state.src[state.bMarks[line] : state.eMarks[line]]
