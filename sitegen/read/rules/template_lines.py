"""Template tags of other systems directly above link definitions form a paragraph of their own.

`{% include %}` is text. Without this rule, a `[name]: address` below it would belong to its paragraph, and
every `[text][name]` would be shown with its brackets.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from sitegen.lazy_regex import lazy_pattern

_LINE = lazy_pattern(r"\{(?:%[^\n]*%|:[^\n]*|\{[^\n]*\})\}")
_DEFINITION = lazy_pattern(r"\[(?!\^)[^\[\]\n]+\]:")
#: The most lines of template tags that are read.
_MOST_LINES = 20


def template_lines(parser: MarkdownIt) -> None:
    """Allow link definitions below lines of template tags; they cannot follow other text."""
    parser.block.ruler.before("fence", "template_lines", _template, {"alt": ["paragraph"]})


def _template(state: StateBlock, line: int, last: int, silent: bool) -> bool:
    if state.is_code_block(line) or not _LINE.fullmatch(_text_of(state, line)):
        return False
    end = line + 1
    while end < min(last, line + _MOST_LINES) and _LINE.fullmatch(_text_of(state, end)):
        end += 1
    if end >= last or not _DEFINITION.match(_text_of(state, end)):
        return False
    if not silent:
        content = state.getLines(line, end, state.blkIndent, False).strip()
        state.push("paragraph_open", "p", 1).map = [line, end]
        text = state.push("inline", "", 0)
        text.content, text.map, text.children = content, [line, end], list[Token]()
        state.push("paragraph_close", "p", -1)
        state.line = end
    return True


def _text_of(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip(" \t")
