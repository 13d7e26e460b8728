"""`<div markdown="1">`: Markdown in an element of raw HTML, as in kramdown and Markdown Extra.

The element becomes a container without the attribute. `markdown="span"` reads its content as inline text,
which is the default for elements such as paragraphs and headings; other elements contain blocks with any
indentation.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from msgspec import Struct

from sitegen.html_tags import TAG, values
from sitegen.lazy_regex import lazy_pattern
from sitegen.read.bounded_parser import read_from

_BEGINS = lazy_pattern(r"<([a-z][a-z0-9]*)\s[^<>\n]*\bmarkdown\s*=", re.IGNORECASE)
_RAW = lazy_pattern(r"<[a-z][a-z0-9]*(?=[\s/>])", re.IGNORECASE)
_READ = frozenset({"1", "block", "span", "on", "true", "yes"})
#: Elements with inline content by default.
_INLINE = frozenset("dt figcaption h1 h2 h3 h4 h5 h6 p summary th".split())
_SPAN = lazy_pattern(r"`[^`\n]+`")
_FENCE = lazy_pattern(r"[ >]*(`{3,}|~{3,})")


def markdown_in_html(parser: MarkdownIt) -> None:
    """Read Markdown in elements with the attribute `markdown`."""
    parser.block.ruler.before(
        "html_block", "markdown_in_html", _read, {"alt": ["paragraph", "reference", "blockquote"]}
    )


class _Element(Struct):
    """An element with the numbers of its lines and the offsets of its content and end tag."""

    name: str
    attributes: dict[str, str | int | float]
    first: int
    last: int
    start: int
    end: int
    after: int
    """The offset after the end tag."""
    is_inline: bool


def _read(state: StateBlock, line: int, last: int, silent: bool) -> bool:
    if "has_markdown" not in state.env:
        state.env["has_markdown"] = "arkdown" in state.src.lower() and _BEGINS.search(state.src)
    if not state.env["has_markdown"] or state.is_code_block(line):
        return False
    if element := _element(state, line, last):
        if not silent:
            _push(state, element)
        return True
    return not silent and _read_around(state, line, last)


def _read_around(state: StateBlock, line: int, last: int) -> bool:
    """Read a block of raw HTML in which an element with Markdown begins at a later line."""
    if not _RAW.match(state.src, _start(state, line)):
        return False
    end = line + 1
    while end < last and not state.isEmpty(end) and not _element(state, end, last):
        end += 1
    if end >= last or state.isEmpty(end):
        return False
    _push_html(state, line, end)
    line = end
    while line < last and not state.isEmpty(line):
        if element := _element(state, line, last):
            _push(state, element)
            line = state.line
            continue
        end = line + 1
        while end < last and not state.isEmpty(end) and not _element(state, end, last):
            end += 1
        _push_html(state, line, end)
        line = end
    state.line = line
    return True


def _push_html(state: StateBlock, line: int, end: int) -> None:
    token = state.push("html_block", "", 0)
    token.map = [line, end]
    token.content = state.getLines(line, end, state.blkIndent, True)


def _start(state: StateBlock, line: int) -> int:
    return state.bMarks[line] + state.tShift[line]


# The element


def _element(state: StateBlock, line: int, last: int) -> _Element | None:
    """The element with Markdown that begins at a line and ends within the enclosing block."""
    start, stop = _start(state, line), state.eMarks[line]
    begins = _BEGINS.match(state.src, start, stop)
    tag = TAG.match(state.src, start, stop) if begins else None
    if begins is None or tag is None or not tag["end"]:
        return None
    attributes: dict[str, str | int | float] = dict(values(tag))
    mode, name = str(attributes.pop("markdown", "")).lower(), begins[1].lower()
    end = _end(state, name, start) if mode in _READ else -1
    closing = bisect_left(state.eMarks, end, line, last) if end >= 0 else last
    if closing >= last or any(_is_outside(state, each) for each in range(line + 1, closing + 1)):
        return None
    after = state.src.find(">", end, state.eMarks[closing]) + 1
    is_inline = mode == "span" or (name in _INLINE and mode != "block")
    return _Element(name, attributes, line, closing, tag.end(), end, after, is_inline) if after else None


def _is_outside(state: StateBlock, line: int) -> bool:
    return state.sCount[line] < state.blkIndent and not state.isEmpty(line)


def _end(state: StateBlock, name: str, start: int) -> int:
    """The offset of the end tag of the element that begins at `start`, or -1."""
    ends: dict[str, dict[int, int]] = state.env.setdefault("element_ends", {})
    if name not in ends:
        ends[name], open_tags = {}, list[int]()
        text = state.env.setdefault("without_code", "") or _without_code(state.src)
        state.env["without_code"] = text
        for match in re.finditer(rf"<(/?){name}(?=[\s/>])", text, re.IGNORECASE):
            if not match[1]:
                open_tags.append(match.start())
            elif open_tags:
                ends[name][open_tags.pop()] = match.start()
    return ends[name].get(start, -1)


def _without_code(text: str) -> str:
    """The text with spaces instead of code, so that tags in code are not found."""
    to_spaces: Callable[[re.Match[str]], str] = lambda match: " " * len(match[0])  # noqa: E731
    text = _SPAN.sub(to_spaces, text)
    if "```" not in text and "~~~" not in text:
        return text
    lines, fence = text.split("\n"), ""
    for number, line in enumerate(lines):
        match = _FENCE.match(line)
        if fence:
            lines[number] = " " * len(line)
            fence = "" if match and match[1].startswith(fence) else fence
        elif match:
            fence = match[1]
    return "\n".join(lines)


def _push(state: StateBlock, element: _Element) -> None:
    opening = state.push("container_open", element.name, 1)
    opening.block, opening.attrs, opening.map = True, element.attributes, [element.first, element.last + 1]
    if element.is_inline:
        _push_inline(state, element)
    else:
        _push_blocks(state, element)
    state.push("container_close", element.name, -1).block = True
    state.line = element.last + 1
    if state.src[element.after : state.eMarks[element.last]].strip():
        read_from(state, element.last, element.after, element.last + 1)


def _push_inline(state: StateBlock, element: _Element) -> None:
    lines = []
    for line in range(element.first, element.last + 1):
        start = element.start if line == element.first else _start(state, line)
        lines.append(state.src[start : element.end if line == element.last else state.eMarks[line]].strip())
    text = state.push("inline", "", 0)
    before = next((number for number, line in enumerate(lines) if line), 0)
    text.content, text.children = "\n".join(lines).strip(), []
    text.map = [element.first + before, element.last + 1]


def _push_blocks(state: StateBlock, element: _Element) -> None:
    """Read the content as blocks, without the indentation that all lines share."""
    first, last, indent, stop = element.first, element.last, state.blkIndent, state.eMarks[element.last]
    state.eMarks[last] = element.end
    inside = [line for line in range(first + 1, last + 1) if _start(state, line) < state.eMarks[line]]
    state.blkIndent = min((state.sCount[line] for line in inside), default=indent)
    parent, state.parentType = state.parentType, "container"
    read_from(state, first, element.start, last + 1)
    state.parentType, state.blkIndent, state.eMarks[last] = parent, indent, stop
