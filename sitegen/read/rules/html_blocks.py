"""Blocks of raw HTML as in CommonMark, except those that would swallow the rest of the text.

An unclosed comment or `<script>`, a tag of an unknown element, and an unclosed element that is removed with
its content are read as text of a paragraph.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import html_block as read_block

from sitegen.lazy_regex import lazy_pattern
from sitegen.read.html_elements import KNOWN, WITH_TEXT, is_known, is_prose

_BEGINNING = lazy_pattern(
    r"<(?:(?P<whole>script|pre|style|textarea)(?=[\s>]|\Z)|(?P<comment>!--)|(?P<cdata>!\[CDATA\[)|(?P<question>\?)"
    r"|/?(?P<name>[a-z][^\s/>]*)(?P<words>(?:\s+[a-z]+)++\s*/?>)?)",
    re.IGNORECASE | re.ASCII,
)
_ALT: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote"]}


def html_blocks(parser: MarkdownIt) -> None:
    """Read blocks of raw HTML that is sanitized later."""
    parser.block.ruler.at("html_block", _block, _ALT)


def _block(state: StateBlock, line: int, last: int, silent: bool) -> bool:
    start = state.bMarks[line] + state.tShift[line]
    if state.is_code_block(line):
        return False
    match = _BEGINNING.match(state.src, start, state.eMarks[line])
    if match is None:
        return read_block(state, line, last, silent)
    if name := match["name"]:
        is_text = name not in _PLAIN and _is_text(state, name.lower(), match.end())
        return not (is_text or _is_prose(match)) and read_block(state, line, last, silent)
    end = f"</{match['whole']}>" if match["whole"] else _ENDS[match["comment"] or match["cdata"] or "?"]
    return _is_closed(state, line, last, match.end(), end.lower()) and read_block(state, line, last, silent)


_PLAIN = KNOWN - WITH_TEXT - {"plaintext"}
_ENDS = {"!--": "-->", "![CDATA[": "]]>", "?": "?>"}


def _is_text(state: StateBlock, name: str, start: int) -> bool:
    """Whether a tag at the beginning of a line is of an unknown element or of one that is never closed."""
    if name not in WITH_TEXT:
        return not is_known(name) or name == "plaintext"
    return name != "embed" and _last_end(state, name) < start


def _is_prose(match: re.Match[str]) -> bool:
    return match["words"] is not None and is_prose(match["words"].rstrip("/>"))


def _last_end(state: StateBlock, name: str) -> int:
    """The position of an element's last end tag in the text, or -1."""
    known: dict[str, int] = state.env.setdefault("last_ends", {})
    if name not in known:
        known[name] = state.src.lower().rfind(f"</{name}")
    return known[name]


def _is_closed(state: StateBlock, line: int, last: int, start: int, end: str) -> bool:
    """Whether a block with its own end condition meets it before the enclosing block ends."""
    open_lines: dict[str, tuple[int, int]] = state.env.setdefault("open_lines", {})
    first, end_line = open_lines.get(end, (0, 0))
    if first <= line < end_line:
        return False
    below = line
    while below < last and (below == line or state.sCount[below] >= state.blkIndent or state.isEmpty(below)):
        at = start if below == line else state.bMarks[below]
        if end in state.src[at : state.eMarks[below]].lower():
            return True
        below += 1
    open_lines[end] = (line, below)
    return False
