"""Lines of other systems' template_lines directly above addresses: a paragraph of their own.

`{% include %}` is text. Without this rule the `[name]: address` below it would be text of its paragraph, and
every `[text][name]` would show its brackets.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from sitegen.lazy_regex import lazy_pattern

_LINE = lazy_pattern(r"\{(?:%[^\n]*%|:[^\n]*|\{[^\n]*\})\}")
_ADDRESS = lazy_pattern(r"\[(?!\^)[^\[\]\n]+\]:")
#: So many lines of template_lines are looked at.
_FURTHEST = 20


def template_lines(parser: MarkdownIt) -> None:
    """Let addresses begin below lines of template_lines, which cannot be below other text."""
    parser.block.ruler.before("fence", "template_lines", _template, {"alt": ["paragraph"]})


def _template(state: StateBlock, line: int, last: int, silent: bool) -> bool:
    if state.is_code_block(line) or not _LINE.fullmatch(_written(state, line)):
        return False
    end = line + 1
    while end < min(last, line + _FURTHEST) and _LINE.fullmatch(_written(state, end)):
        end += 1
    if end >= last or not _ADDRESS.match(_written(state, end)):
        return False
    if not silent:
        words = state.getLines(line, end, state.blkIndent, False).strip()
        state.push("paragraph_open", "p", 1).map = [line, end]
        text = state.push("inline", "", 0)
        text.content, text.map, text.children = words, [line, end], list[Token]()
        state.push("paragraph_close", "p", -1)
        state.line = end
    return True


def _written(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip(" \t")
