"""`<!-- more -->` alone on a line: where a teaser's opening ends.

A rule of its own and not raw HTML, since it has to work where raw HTML is escaped. What only looks like the
mark is found, too: an author who wrote it relies on it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from mdit_py_plugins.utils import is_code_block

_MARK = re.compile(r"<!--[ \t]*(?:read[ \t_-]*)?more[ \t]*[:.…]*[ \t]*-->[ \t]*", re.IGNORECASE)
_LOOKALIKE = re.compile(r"(?<!\\)<!--\s*(?:read[\s_-]*)?more\b[^>]{0,200}-->", re.IGNORECASE)


def more(parser: MarkdownIt) -> None:
    """Read the mark as a token `more`, which shows nothing."""
    parser.block.ruler.before(
        "html_block", "more", _more, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    parser.add_render_rule("more", lambda *_: "")


def _more(state: StateBlock, line: int, _: int, silent: bool) -> bool:
    start = state.bMarks[line] + state.tShift[line]
    if is_code_block(state, line) or not _MARK.fullmatch(state.src, start, state.eMarks[line]):
        return False
    if not silent:
        state.push("more", "", 0).map = [line, line + 1]
        state.line = line + 1
    return True


def first_lookalike(tokens: Sequence[Token]) -> int | None:
    """The line (from 0) of the first comment in the tokens that looks like the mark, or a mark itself.

    Fenced code and code in a line show the mark and mean nothing by it.
    """
    line = 0
    for token in tokens:
        line = token.map[0] if token.map else line
        if token.type == "more":
            return line
        if "<!--" not in token.content:
            continue
        if token.type == "code_block" and not _LOOKALIKE.fullmatch(token.content.strip()):
            continue  # indented by mistake, if there is nothing else in it
        if token.type in ("html_block", "code_block", "inline"):
            found = _in_text(token)
            if found is not None:
                return line + token.content.count("\n", 0, found)
    return None


def _in_text(token: Token) -> int | None:
    shown = "\0".join(child.content for child in token.children or () if child.type == "code_inline")
    left: dict[str, int] = {}
    for match in _LOOKALIKE.finditer(token.content):
        code = match[0].replace("\n", " ")
        left[code] = left.get(code, shown.count(code)) - 1
        if left[code] < 0:
            return match.start()
    return None
