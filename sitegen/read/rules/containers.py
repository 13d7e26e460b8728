"""Containers: `::: pullquote`, `::: box Title`, `::: note` and `::: embed URL Title`, each closed by `:::`.

An embed is a card with a link; nothing is loaded until the reader asks for it. A nested container has the
same number of colons as the outer one, or fewer. Other names stay text.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from mdit_py_plugins.utils import is_code_block

from sitegen.lazy_regex import lazy_pattern
from sitegen.read.text_problems import TextProblem, report

_OPENING = lazy_pattern(
    r"(:{3,})[ \t]*(?:(?P<plain>pullquote|note)|(?P<box>box)(?:[ \t]+(?P<title>\S.*))?"
    r"|(?P<embed>embed)[ \t]+(?P<url>https://[^\s<>]+)(?:[ \t]+(?P<name>\S.*))?)"
)
_CLOSING = lazy_pattern(r"(:{3,})")
_ELEMENTS = {"note": "div", "embed": "figure"}
_INTERRUPTS: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}


def containers(parser: MarkdownIt) -> None:
    """Read containers as `<aside>`, `<div role="note">` and `<figure>`."""
    parser.block.ruler.before("fence", "container", _container, _INTERRUPTS)


def _container(state: StateBlock, line: int, last: int, silent: bool) -> bool:
    match = _match(_OPENING, state, line)
    if not match:
        return False
    if not silent:
        _push(state, line, last, match)
    return True


def _match(pattern: re.Pattern[str], state: StateBlock, line: int) -> re.Match[str] | None:
    start = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith(":::", start) or is_code_block(state, line):
        return None
    return pattern.fullmatch(state.src, start, state.skipSpacesBack(state.eMarks[line], start))


def _push(state: StateBlock, line: int, last: int, match: re.Match[str]) -> None:
    end = _find_end(state, line, last)
    is_closed = end < last and _match(_CLOSING, state, end) is not None
    if not is_closed:
        message = f"The container `{match[0]}` is not closed, so it includes all text below."
        hint = f"Write `{match[1]}` on its own line where the container ends."
        report(state.env, TextProblem(line, "unclosed-block", message, hint, match[1]))
    name = match["plain"] or match["box"] or match["embed"]
    tag = _ELEMENTS.get(name, "aside")
    opening = state.push("container_open", tag, 1)
    opening.block = True
    opening.map = [line, end]
    opening.attrs = {"class": name, "role": "note"} if name == "note" else {"class": name}
    if match["title"]:
        _push_text(state, line, "p", {"class": "box-title"}, match["title"])
    _push_content(state, line, end)
    if match["embed"]:
        _push_text(
            state, line, "figcaption", {}, f"[{match['name'] or _host(match['url'])}](<{match['url']}>)"
        )
    state.push("container_close", tag, -1).block = True
    state.line = end + is_closed


def _host(url: str) -> str:
    return url.split("/", 3)[2]


def _push_text(
    state: StateBlock, line: int, tag: str, attributes: dict[str, str | int | float], text: str
) -> None:
    paragraph = state.push("paragraph_open", tag, 1)
    paragraph.attrs = attributes
    paragraph.map = [line, line + 1]
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = text, [line, line + 1], []
    state.push("paragraph_close", tag, -1)


def _push_content(state: StateBlock, line: int, end: int) -> None:
    parent, limit = state.parentType, state.lineMax
    # Lazy continuation must not go past the closing line.
    state.parentType, state.lineMax = "container", end
    state.md.block.tokenize(state, line + 1, end)
    state.parentType, state.lineMax = parent, limit


def _find_end(state: StateBlock, line: int, last: int) -> int:
    """The line that closes the container, or the end of the enclosing block."""
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
