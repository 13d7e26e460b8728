"""Containers: `::: pullquote`, `::: box Title` and `::: note`, each to a line `:::`.

Containers nest, with the same number of colons or with more for the outer one. Other names stay text.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from mdit_py_plugins.utils import is_code_block

_OPENING = re.compile(r"(:{3,})[ \t]*(?:(pullquote|note)|(box)(?:[ \t]+(\S.*?))?)[ \t]*")
_CLOSING = re.compile(r"(:{3,})[ \t]*")
_INTERRUPTS: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}


def containers(parser: MarkdownIt) -> None:
    """Read containers as `<aside>`s and as `<div role="note">`."""
    parser.block.ruler.before("fence", "container", _container, _INTERRUPTS)


def _container(state: StateBlock, line: int, last: int, silent: bool) -> bool:
    match = _match(_OPENING, state, line)
    if not match:
        return False
    if not silent:
        _push(state, line, last, match[2] or match[3], match[4] or "")
    return True


def _match(pattern: re.Pattern[str], state: StateBlock, line: int) -> re.Match[str] | None:
    start = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith(":::", start) or is_code_block(state, line):
        return None
    return pattern.fullmatch(state.src, start, state.eMarks[line])


def _push(state: StateBlock, line: int, last: int, name: str, title: str) -> None:
    end = _end(state, line, last)
    tag = "div" if name == "note" else "aside"
    opening = state.push("container_open", tag, 1)
    opening.block = True
    opening.map = [line, end]
    opening.attrs = {"class": name, "role": "note"} if name == "note" else {"class": name}
    if title:
        _push_title(state, line, title)
    _push_content(state, line, end)
    state.push("container_close", tag, -1).block = True
    state.line = end + (end < last and _match(_CLOSING, state, end) is not None)


def _push_title(state: StateBlock, line: int, title: str) -> None:
    paragraph = state.push("paragraph_open", "p", 1)
    paragraph.attrs = {"class": "box-title"}
    paragraph.map = [line, line + 1]
    text = state.push("inline", "", 0)
    text.content, text.map, text.children = title, [line, line + 1], []
    state.push("paragraph_close", "p", -1)


def _push_content(state: StateBlock, line: int, end: int) -> None:
    parent, limit = state.parentType, state.lineMax
    # Lazy continuation must not reach past the closing line.
    state.parentType, state.lineMax = "container", end
    state.md.block.tokenize(state, line + 1, end)
    state.parentType, state.lineMax = parent, limit


def _end(state: StateBlock, line: int, last: int) -> int:
    """The line that closes the container, or the end of what it stands in."""
    open_colons: list[int] = []
    while line < last:
        if state.sCount[line] < state.blkIndent and not state.isEmpty(line):
            return line
        if opening := _match(_OPENING, state, line):
            open_colons.append(len(opening[1]))
        elif (closing := _match(_CLOSING, state, line)) and len(closing[1]) >= open_colons[-1]:
            open_colons.pop()
            if not open_colons:
                return line
        line += 1
    return last
