"""Attributes in braces: `{#id .class lang=fr dir=rtl width=300}`.

They follow a link, an image or code, end the line of a heading, or have a line of their own directly above a
block. The pattern is strict, so that `{{ }}` and `{% %}` of other systems stay text; the mdit-py-plugins rule
drops `{% … %}` as a comment.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.utils import is_code_block

from sitegen.lazy_regex import lazy_pattern

_ITEM = r"""(?:[#.][\w:.-]+|[A-Za-z][\w-]*=(?:"[^"{}\n]*"|[\w:.%-]+))"""
_BRACES = lazy_pattern(rf"\{{[ \t]*({_ITEM}(?:[ \t]+{_ITEM})*)[ \t]*\}}")
_AT_END = lazy_pattern(rf"[ \t]+\{{[ \t]*({_ITEM}(?:[ \t]+{_ITEM})*)[ \t]*\}}[ \t]*\Z")
_EACH = lazy_pattern(
    r"""#(?P<id>[\w:.-]+)|\.(?P<class>[\w:.-]+)|(?P<key>[\w-]+)=(?:"(?P<quoted>[^"]*)"|(?P<bare>\S+))"""
)
_AFTER = frozenset({"image", "code_inline", "link_close"})
_VALUES = {
    "lang": lazy_pattern(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*"),
    "dir": lazy_pattern(r"ltr|rtl|auto"),
    "width": lazy_pattern(r"\d{1,5}"),
}


def attributes(parser: MarkdownIt) -> None:
    """Add attributes after inline elements, above blocks and at the end of headings."""
    parser.inline.ruler.push("attributes", _after_inline)
    parser.block.ruler.before("fence", "attributes", _line_above_block)
    parser.core.ruler.after("block", "attributes", _resolve)


def _after_inline(state: StateInline, silent: bool) -> bool:
    if silent or state.src[state.pos] != "{" or state.pending or not state.tokens:
        return False
    last = len(state.tokens) - 1
    if state.tokens[last].type not in _AFTER:
        return False
    match = _BRACES.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    _apply(state.tokens[_opening_index(state.tokens, last)], match[1])
    state.pos = match.end()
    return True


def _line_above_block(state: StateBlock, line: int, last: int, silent: bool) -> bool:
    start = state.bMarks[line] + state.tShift[line]
    if state.src[start : start + 1] != "{" or is_code_block(state, line):
        return False
    match = _BRACES.match(state.src, start, state.eMarks[line])
    if not match or state.src[match.end() : state.eMarks[line]].strip():
        return False
    if not _block_follows(state, line + 1, last):
        return False
    if not silent:
        token = state.push("attributes", "", 0)
        token.content = match[1]
        state.line = line + 1
    return True


def _block_follows(state: StateBlock, line: int, last: int) -> bool:
    return line < last and not state.isEmpty(line) and state.sCount[line] >= state.blkIndent


def _resolve(state: StateCore) -> None:
    """Move attributes above a block to the block, and those at the end of a heading to the heading."""
    result: list[Token] = []
    pending: list[str] = []
    for token in state.tokens:
        if token.type == "attributes":
            pending.append(token.content)
            continue
        if pending and token.nesting >= 0:
            for text in pending:
                _apply(token, text)
        pending.clear()
        if token.type == "inline" and result and result[-1].type == "heading_open":
            _move_from_end(result[-1], token)
        result.append(token)
    state.tokens = result


def _move_from_end(heading: Token, text: Token) -> None:
    brace = text.content.rfind("{")
    start = len(text.content[:brace].rstrip(" \t")) if brace > 0 else 0
    match = _AT_END.match(text.content, start) if start else None
    if match:
        _apply(heading, match[1])
        text.content = text.content[:start]


def _opening_index(tokens: list[Token], index: int) -> int:
    depth: int = tokens[index].nesting
    while depth < 0:
        index -= 1
        depth += tokens[index].nesting
    return index


def _apply(token: Token, text: str) -> None:
    for item in _EACH.finditer(text):
        if item["id"]:
            _set_id(token, item["id"])
        elif item["class"]:
            token.attrJoin("class", item["class"])
        else:
            _set(token, item["key"], item["quoted"] if item["quoted"] is not None else item["bare"])


def _set_id(token: Token, name: str) -> None:
    # Ids that begin with an underscore are reserved for the theme and footnotes.
    if name := name.lstrip("_"):
        token.attrSet("id", name)


def _set(token: Token, key: str, value: str) -> None:
    allowed = _VALUES.get(key)
    if allowed and allowed.fullmatch(value) and (key != "width" or token.type == "image"):
        token.attrSet(key, value)
