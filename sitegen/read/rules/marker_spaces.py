"""No-break spaces behind the mark that a line begins with: `##`, `-`, `1.`, `:::`, `:`, `>`.

On a Mac they come of an Option key that is held too long; Japanese keyboards type wide ones. Each becomes an
ordinary space before blocks are read, and is put back in code and in raw HTML.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from sitegen.languages import locale_of
from sitegen.lazy_regex import lazy_pattern

#: No-break space, figure space, narrow no-break space, ideographic space.
BLANKS = "\u00a0\u2007\u202f\u3000"
_SOME, _ANY = f"[ \t{BLANKS}]++", f"[ \t{BLANKS}]*+"
_MARKS = lazy_pattern(
    rf"(?:[ \t]*+(?:(?:#{{1,6}}|[-+*:~]|\d{{1,9}}[.)]|\[[^\]\n]++\]:){_SOME}|>{_ANY}"
    rf"|:{{3,}}{_ANY}(?:\w++{_SOME})?+))++|[ \t]*+[-|:*_=][-|:*_= \t{BLANKS}]*+$"
)
_CLOSING = lazy_pattern(rf"\A([ \t]*+#{{1,6}}[ \t][^\n]*?)[{BLANKS}](#+[ \t]*)$")
_BLANK = lazy_pattern(f"[{BLANKS}]")
_DAY = lazy_pattern(r"[ \t]*\d{1,2}\.\s+\Z")
_WORD = lazy_pattern(r"\w+")
#: What an environment holds between the two rules: the lines that were changed, as they were.
_WRITTEN = "blanks"
#: Tokens of what is shown as it is written, and how many lines stand before their contents.
_VERBATIM = {"fence": 1, "code_block": 0, "html_block": 0}


def blanks(parser: MarkdownIt, lang: str) -> None:
    """Read no-break spaces behind marks as ordinary ones; a date (`1. Mai`) keeps its own."""
    parser.core.ruler.before("block", "blanks", partial(_make_plain, lang=lang))
    parser.core.ruler.after("block", "written_blanks", _put_back)


def _make_plain(state: StateCore, lang: str) -> None:
    if all(blank not in state.src for blank in BLANKS):
        return
    lines = state.src.split("\n")
    written = {}
    for number, line in enumerate(lines):
        if not line.isascii() and (plain := _plain(line, lang)) != line:
            written[number], lines[number] = (line, plain), plain
    if written:
        state.env[_WRITTEN] = written
        state.src = "\n".join(lines)


def _plain(line: str, lang: str) -> str:
    """The line with ordinary spaces behind the marks that it begins with, and before those that end it."""
    match = _MARKS.match(line)
    if match is None or _is_date(match, lang):
        return line
    return _CLOSING.sub(r"\1 \2", _BLANK.sub(" ", match[0]) + line[match.end() :])


def _is_date(match: re.Match[str], lang: str) -> bool:
    """Whether a number is that of a day: the name of a month follows."""
    if not _DAY.match(match[0]):
        return False
    word = _WORD.match(match.string, match.end())
    return word is not None and word[0].casefold() in _months(lang)


@lru_cache(maxsize=64)
def _months(lang: str) -> frozenset[str]:
    widths = [widths["wide"] for widths in locale_of(lang).months.values()]
    return frozenset(str(name).casefold() for names in widths for name in names.values())


def _put_back(state: StateCore) -> None:
    written = state.env.pop(_WRITTEN, None)
    for token in state.tokens if written else ():
        if token.type in _VERBATIM and token.map:
            first = token.map[0] + _VERBATIM[token.type]
            changed = [number for number in range(first, token.map[1]) if number in written]
            if changed:
                _restore(token, {number - first: written[number] for number in changed})


def _restore(token: Token, changed: dict[int, tuple[str, str]]) -> None:
    """Give a token's lines the spaces that are written; a line may have lost what it began with."""
    lines = token.content.split("\n")
    for number, (before, after) in changed.items():
        kept = lines[number].lstrip(" ") if number < len(lines) else ""
        if kept and after.endswith(kept):
            lines[number] = lines[number][: -len(kept)] + before[-len(kept) :]
    token.content = "\n".join(lines)
