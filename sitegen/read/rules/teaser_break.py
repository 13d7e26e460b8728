"""The marker `<!-- more -->` at the beginning of a line, which ends the teaser.

It is a rule and not raw HTML, because it must work where raw HTML is escaped. Typographic dashes and
invisible characters are allowed. Lookalikes are found, too, because an author may rely on one.
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

_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_SPACE = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
#: Characters that the marker can begin with: `<` and invisible ones.
FIRST_CHARACTERS = "<" + "".join(
    chr(code)
    for first, *last in (span.split("-") for span in re.findall(".-.|.", _INVISIBLE))
    for code in range(ord(first), ord(last[0] if last else first) + 1)
)

# Possessive quantifiers keep the time linear for long runs of spaces.
_ANY = f"[ \t{_SPACE}{_INVISIBLE}]*+"
_DASHES = f"[-–—‐‑−][-–—‐‑−{_INVISIBLE}]*+"
_MORE = f"[{_INVISIBLE}]*+".join("more")
_READ = f"[{_INVISIBLE}]*+".join("read") + f"[ \t_{_SPACE}{_INVISIBLE}-]*+"
_MARKER = lazy_pattern(
    f"(?=[<{_INVISIBLE}]){_ANY}<{_ANY}!{_ANY}{_DASHES}{_ANY}(?:{_READ})?{_MORE}{_ANY}[:.…]*+{_ANY}{_DASHES}{_ANY}>{_ANY}",
    re.IGNORECASE,
)

#: The marker's names in other systems, in comments and on their own line.
_NAMES = (
    r"(?:end[\s_-]*(?:of[\s_-]*)?)?(?:excerpt|teaser)(?:[\s_-]*end)?"
    r"|cut|members[\s_-]*only|pay[\s_-]*wall|truncate"
)
#: Misspellings of the marker.
_MISSPELT = "m(?:roe|oer|or|re|0re|oore|orre|oree|more)|omre"
_OTHER_NAMES = (
    rf"{_NAMES}|(?:end[\s_-]*)?(?:preview|summary)|pelican_end_summary|break|next[\s_-]*page|{_MISSPELT}"
)
#: An empty element used as a marker.
_ATTRIBUTE = r"""(?:class|id|name)=["']?more\b["']?"""
_PUNCTUATION = r"[-–—=<>!{}%\[\]|:;/#+]"
#: Every lookalike contains this.
_CANDIDATE = lazy_pattern(
    rf"{_PUNCTUATION}\s*(?:(?:read[\s_-]*)?more|{_OTHER_NAMES})|{_ATTRIBUTE}", re.IGNORECASE
)
_COMMENT = lazy_pattern(
    rf"(?<!\\)<\s?!\s?[-–—]+\s*(?:(?:read[\s_-]*)?more\b[^>]{{0,200}}?|(?:{_OTHER_NAMES})[\s:.…]*)[-–—]\s?[-–—]*>",
    re.IGNORECASE,
)
#: A line in the form of a tag, a shortcode or a horizontal rule.
_EDGE = f"{_PUNCTUATION}{{2,}}"
_WORD = rf"\s*(?:(?:read[\s_-]*)?more|{_NAMES})\s*"
_ELEMENT = rf"<[a-z]+ {_ATTRIBUTE} ?/?>(?: ?</[a-z]+>)?"
_LINE = lazy_pattern(
    rf"{_EDGE}{_WORD}{_EDGE}|:{{3,}}{_WORD}|[<\[{{]{_WORD}/?[>\]}}]|{_ELEMENT}", re.IGNORECASE
)
_INVISIBLE_CHARACTER = lazy_pattern(f"[{_INVISIBLE}]")


def more(parser: MarkdownIt) -> None:
    """Read the marker as a token `more`, which is rendered as nothing."""
    parser.block.ruler.before(
        "html_block", "more", _more, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    parser.add_render_rule("more", lambda *_: "")


def _more(state: StateBlock, line: int, last: int, silent: bool) -> bool:
    start = state.bMarks[line] + state.tShift[line]
    match = None if is_code_block(state, line) else _MARKER.match(state.src, start, state.eMarks[line])
    if match is None:
        return False
    if not silent:
        state.push("more", "", 0).map = [line, line + 1]
        state.line = line + 1
        if match.end() < state.eMarks[line]:
            _read_rest(state, line, match.end(), last)
            state.line = max(state.line, line + 1)
    return True


def _read_rest(state: StateBlock, line: int, start: int, last: int) -> None:
    """Read the text after the marker, and the lines below up to an empty line or another marker."""
    below = line + 1
    while below < last and not state.isEmpty(below) and not _begins_with_marker(state, below):
        below += 1
    read_from(state, line, start, below)


def _begins_with_marker(state: StateBlock, line: int) -> bool:
    return _MARKER.match(state.src, state.bMarks[line] + state.tShift[line], state.eMarks[line]) is not None


def first_lookalike(tokens: Sequence[Token]) -> int | None:
    """The line (from 0) of the first marker or lookalike in the tokens.

    Fenced and inline code are not searched: they show the marker without using it.
    """
    line = 0
    for token in tokens:
        line = token.map[0] if token.map else line
        if token.type == "more":
            return line
        if not _CANDIDATE.search(_visible(token.content)):
            continue
        if token.type == "code_block" and not _COMMENT.fullmatch(_visible(token.content).strip()):
            continue  # indented by mistake only if it contains nothing else
        if token.type in ("html_block", "code_block", "inline"):
            found = min(_lookalikes(token), default=None)
            if found is not None:
                return line + found
    return None


def _visible(text: str) -> str:
    """The text without invisible characters."""
    return text if text.isascii() else _INVISIBLE_CHARACTER.sub("", text)


def _lookalikes(token: Token) -> Iterator[int]:
    """Yield the lines of lookalikes."""
    text = _visible(token.content)
    for number, line in enumerate(text.split("\n")):
        if _CANDIDATE.search(line) and _is_lookalike(line):
            yield number
    shown = "\0".join(
        _visible(child.content) for child in token.children or () if child.type == "code_inline"
    )
    uses: dict[str, int] = {}
    for match in _COMMENT.finditer(text):
        code = match[0].replace("\n", " ")
        uses[code] = uses.get(code, shown.count(code)) - 1
        if uses[code] < 0:
            yield text.count("\n", 0, match.start())


def _is_lookalike(line: str) -> bool:
    line = " ".join(html.unescape(line).split())
    return _LINE.fullmatch(line) is not None or (
        line.startswith("<") and _COMMENT.fullmatch(line) is not None
    )
