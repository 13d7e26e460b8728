"""Definition lists with several terms per definition, each on its own line.

The mdit-py-plugins rule reads one line as the term. Here, lines of plain text above it are terms, too.
"""

from __future__ import annotations

from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin

from sitegen.lazy_regex import lazy_pattern

_Rule = Callable[[StateBlock, int, int, bool], bool]
_INTERRUPTS: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote"]}
_MARKS = (":", "~")
_DEFINITION = lazy_pattern(r"\n[ \t>]*[:~][ \t]")
_CACHED = "definitions"
#: More lines than this are a paragraph.
_MOST_TERMS = 12


def definitions(parser: MarkdownIt) -> None:
    """Read definition lists."""
    plugin = MarkdownIt("commonmark")
    plugin.use(deflist_plugin)
    ruler = plugin.block.ruler
    read_plugin = ruler.getRules("")[ruler.get_active_rules().index("deflist")]

    def rule(state: StateBlock, line: int, last: int, silent: bool) -> bool:
        if not _may_define(state):
            return False
        return read_plugin(state, line, last, True) if silent else _read(read_plugin, state, line, last)

    parser.block.ruler.before("paragraph", "deflist", rule, _INTERRUPTS)


def _may_define(state: StateBlock) -> bool:
    """Whether the text contains a definition at all; cached in the environment."""
    found = state.env.get(_CACHED)
    if found is None:
        found = state.env[_CACHED] = _DEFINITION.search(state.src) is not None
    return bool(found)


def _read(read_plugin: _Rule, state: StateBlock, line: int, last: int) -> bool:
    """Read groups of terms with their definitions as one list."""
    start = len(state.tokens)
    is_found = False
    while (term := _last_term(state, line, last)) is not None:
        first = len(state.tokens)
        if not read_plugin(state, term, last, False):
            break
        opening = state.tokens[first]
        for number in range(line, term):
            at = first + 1 + 3 * (number - line)
            state.tokens[at:at] = _term(state, number)
        if is_found:
            state.tokens[start].map = [(state.tokens[start].map or [line])[0], state.line]
            del state.tokens[first - 1 : first + 1]
        else:
            opening.map = [line, state.line]
        is_found = True
        line = state.line
    return is_found


def _last_term(state: StateBlock, line: int, last: int) -> int | None:
    """The line of the last term above a definition, if all lines from `line` to it are terms."""
    definition = _definition(state, line, last)
    if definition is None or state.is_code_block(line):
        return None
    term = definition - 1 if not state.isEmpty(definition - 1) else definition - 2
    return None if any(_interrupts(state, each, last) for each in range(line + 1, term + 1)) else term


def _definition(state: StateBlock, line: int, last: int) -> int | None:
    """The line of the first definition after the text that begins at `line`."""
    for below in range(line + 1, min(line + 1 + _MOST_TERMS, last)):
        start = state.bMarks[below] + state.tShift[below]
        if state.src.startswith(_MARKS, start):
            return below if _is_definition(state, below, last) else None
        if start >= state.eMarks[below]:
            return below + 1 if _is_definition(state, below + 1, last) else None
        if state.sCount[below] < state.blkIndent:
            return None
    return None


def _is_definition(state: StateBlock, line: int, last: int) -> bool:
    if line >= last or state.sCount[line] < state.blkIndent:
        return False
    start = state.bMarks[line] + state.tShift[line]
    return (
        state.src.startswith(_MARKS, start) and start + 1 < state.skipSpaces(start + 1) < state.eMarks[line]
    )


def _interrupts(state: StateBlock, line: int, last: int) -> bool:
    """Whether a block other than a paragraph begins at the line."""
    parent, state.parentType = state.parentType, "paragraph"
    found = any(rule(state, line, last, True) for rule in state.md.block.ruler.getRules("paragraph"))
    state.parentType = parent
    return found


def _term(state: StateBlock, line: int) -> tuple[Token, Token, Token]:
    level = state.level + 1
    content = state.getLines(line, line + 1, state.blkIndent, False).strip()
    return (
        Token("dt_open", "dt", 1, map=[line, line], level=level, block=True),
        Token("inline", "", 0, map=[line, line], level=level + 1, children=[], content=content, block=True),
        Token("dt_close", "dt", -1, level=level, block=True),
    )
