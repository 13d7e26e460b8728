"""`<!-- more -->` at the beginning of a line: where a teaser's opening ends.

A rule of its own and not raw HTML, since it has to work where raw HTML is escaped. A word processor's dashes
and invisible characters make no difference. What only looks like the mark is found, too: an author who wrote
it relies on it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from mdit_py_plugins.utils import is_code_block

from sitegen.lazy_regex import lazy_pattern
from sitegen.read.bounded_parser import read_from

_UNSEEN = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_BLANK = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
#: Characters that the mark may begin with: `<`, and what can be before it unseen.
FIRSTS = "<" + "".join(
    chr(code)
    for first, *last in (span.split("-") for span in re.findall(".-.|.", _UNSEEN))
    for code in range(ord(first), ord(last[0] if last else first) + 1)
)

# Possessive, so that a long run of blanks takes no more than linear time.
_ANY = f"[ \t{_BLANK}{_UNSEEN}]*+"
_DASHES = f"[-–—‐‑−][-–—‐‑−{_UNSEEN}]*+"
_MORE = f"[{_UNSEEN}]*+".join("more")
_READ = f"[{_UNSEEN}]*+".join("read") + f"[ \t_{_BLANK}{_UNSEEN}-]*+"
_MARK = lazy_pattern(
    f"{_ANY}<{_ANY}!{_ANY}{_DASHES}{_ANY}(?:{_READ})?{_MORE}{_ANY}[:.…]*+{_ANY}{_DASHES}{_ANY}>{_ANY}",
    re.IGNORECASE,
)

#: How other systems call the place, in comments and in lines of their own.
_CALLED = (
    r"(?:end[\s_-]*(?:of[\s_-]*)?)?(?:excerpt|teaser)(?:[\s_-]*end)?"
    r"|cut|members[\s_-]*only|pay[\s_-]*wall|truncate"
)
#: The mark with a letter too few, too many or in another place.
_MISSPELT = "m(?:roe|oer|or|re|0re|oore|orre|oree|more)|omre"
_OTHERS = (
    rf"{_CALLED}|(?:end[\s_-]*)?(?:preview|summary)|pelican_end_summary|break|next[\s_-]*page|{_MISSPELT}"
)
#: An empty element in its place.
_NAME = r"""(?:class|id|name)=["']?more\b["']?"""
_SIGN = r"[-–—=<>!{}%\[\]|:;/#+]"
#: What every lookalike holds.
_NAMED = lazy_pattern(rf"{_SIGN}\s*(?:(?:read[\s_-]*)?more|{_OTHERS})|{_NAME}", re.IGNORECASE)
_COMMENT = lazy_pattern(
    rf"(?<!\\)<\s?!\s?[-–—]+\s*(?:(?:read[\s_-]*)?more\b[^>]{{0,200}}?|(?:{_OTHERS})[\s:.…]*)[-–—]\s?[-–—]*>",
    re.IGNORECASE,
)
#: A line of its own in the form of a tag, a shortcode or a rule.
_EDGE = f"{_SIGN}{{2,}}"
_WORD = rf"\s*(?:(?:read[\s_-]*)?more|{_CALLED})\s*"
_ELEMENT = rf"<[a-z]+ {_NAME} ?/?>(?: ?</[a-z]+>)?"
_LINE = lazy_pattern(
    rf"{_EDGE}{_WORD}{_EDGE}|:{{3,}}{_WORD}|[<\[{{]{_WORD}/?[>\]}}]|{_ELEMENT}", re.IGNORECASE
)
_STRIPPED = lazy_pattern(f"[{_UNSEEN}]")


def more(parser: MarkdownIt) -> None:
    """Read the mark as a token `more`, which shows nothing."""
    parser.block.ruler.before(
        "html_block", "more", _more, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    parser.add_render_rule("more", lambda *_: "")


def _more(state: StateBlock, line: int, last: int, silent: bool) -> bool:
    start = state.bMarks[line] + state.tShift[line]
    match = None if is_code_block(state, line) else _MARK.match(state.src, start, state.eMarks[line])
    if match is None:
        return False
    if not silent:
        state.push("more", "", 0).map = [line, line + 1]
        state.line = line + 1
        if match.end() < state.eMarks[line]:
            _read_behind(state, line, match.end(), last)
            state.line = max(state.line, line + 1)
    return True


def _read_behind(state: StateBlock, line: int, start: int, last: int) -> None:
    """Read what stands behind the mark, and the lines below up to an empty one or another mark."""
    below = line + 1
    while below < last and not state.isEmpty(below) and not _begins_with_mark(state, below):
        below += 1
    read_from(state, line, start, below)


def _begins_with_mark(state: StateBlock, line: int) -> bool:
    return _MARK.match(state.src, state.bMarks[line] + state.tShift[line], state.eMarks[line]) is not None


def first_lookalike(tokens: Sequence[Token]) -> int | None:
    """The line (from 0) of the first thing in the tokens that looks like the mark, or of a mark itself.

    Fenced code and code in a line show the mark and mean nothing by it.
    """
    line = 0
    for token in tokens:
        line = token.map[0] if token.map else line
        if token.type == "more":
            return line
        if not _NAMED.search(_seen(token.content)):
            continue
        if token.type == "code_block" and not _COMMENT.fullmatch(_seen(token.content).strip()):
            continue  # indented by mistake, if there is nothing else in it
        if token.type in ("html_block", "code_block", "inline"):
            found = min(_in_text(token), default=None)
            if found is not None:
                return line + found
    return None


def _seen(text: str) -> str:
    """The text without what cannot be seen; in an ordinary one there is nothing of that."""
    return text if text.isascii() else _STRIPPED.sub("", text)


def _in_text(token: Token) -> Iterator[int]:
    """The lines of what looks like the mark."""
    text = _seen(token.content)
    for number, line in enumerate(text.split("\n")):
        if _NAMED.search(line) and _is_lookalike(line):
            yield number
    shown = "\0".join(_seen(child.content) for child in token.children or () if child.type == "code_inline")
    left: dict[str, int] = {}
    for match in _COMMENT.finditer(text):
        code = match[0].replace("\n", " ")
        left[code] = left.get(code, shown.count(code)) - 1
        if left[code] < 0:
            yield text.count("\n", 0, match.start())


def _is_lookalike(line: str) -> bool:
    line = " ".join(html.unescape(line).split())
    return _LINE.fullmatch(line) is not None or (
        line.startswith("<") and _COMMENT.fullmatch(line) is not None
    )
