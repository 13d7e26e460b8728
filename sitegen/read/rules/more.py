"""`<!-- more -->` alone on a line: where a teaser's opening ends.

A rule of its own and not raw HTML, since it has to work where raw HTML is escaped.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from mdit_py_plugins.utils import is_code_block

_MARK = re.compile(r"<!--[ \t]*more[ \t]*-->[ \t]*", re.IGNORECASE)


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
