"""Fenced code: as CommonMark reads it; a fence that nothing closes is said."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import fence as read_fence

from sitegen.read.remarks import remark

_SHOWN = 60
_NAMES = {"`": "backticks", "~": "tildes"}


def fences(parser: MarkdownIt) -> None:
    """Read fenced code."""
    parser.block.ruler.at("fence", _fence, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def _fence(state: StateBlock, line: int, last: int, silent: bool) -> bool:
    if not read_fence(state, line, last, silent):
        return False
    if silent:
        return True
    _say_ignored(state, line, state.tokens[-1].info.split(None, 1))
    if not _is_closed(state, line, state.tokens[-1].markup):
        message = "Nothing closes this fence: all that follows is code."
        markup = state.tokens[-1].markup
        hint = f"Write a line of {len(markup)} {_NAMES[markup[0]]} where the code ends."
        remark(state.env, line, "unclosed-block", message, hint, markup)
    return True


def _say_ignored(state: StateBlock, line: int, info: list[str]) -> None:
    if len(info) > 1:
        message = f"`{info[1].strip()[:_SHOWN]}` behind the language of the code is left out."
        remark(state.env, line, "ignored-info", message, "Write it above or below the code.", info[1].strip())


def _is_closed(state: StateBlock, line: int, markup: str) -> bool:
    end = state.line - 1
    if end <= line or state.is_code_block(end):
        return False
    written = state.src[state.bMarks[end] + state.tShift[end] : state.eMarks[end]].rstrip(" \t")
    return len(written) >= len(markup) and not written.strip(markup[0])
