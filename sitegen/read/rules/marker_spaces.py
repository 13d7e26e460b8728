"""No-break spaces after the marker at the beginning of a line: `##`, `-`, `1.`, `:::`, `:`, `>`.

On a Mac, Option+Space types a no-break space; Japanese keyboards type ideographic spaces. Each is replaced
by an ordinary space before blocks are read, and restored in code and raw HTML.
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
NO_BREAK_SPACES = "\u00a0\u2007\u202f\u3000"
_SOME, _ANY = f"[ \t{NO_BREAK_SPACES}]++", f"[ \t{NO_BREAK_SPACES}]*+"
_MARKERS = lazy_pattern(
    rf"(?:[ \t]*+(?:(?:#{{1,6}}|[-+*:~]|\d{{1,9}}[.)]|\[[^\]\n]++\]:){_SOME}|>{_ANY}"
    rf"|:{{3,}}{_ANY}(?:\w++{_SOME})?+))++|[ \t]*+[-|:*_=][-|:*_= \t{NO_BREAK_SPACES}]*+$"
)
_CLOSING = lazy_pattern(rf"\A([ \t]*+#{{1,6}}[ \t][^\n]*?)[{NO_BREAK_SPACES}](#+[ \t]*)$")
_NO_BREAK_SPACE = lazy_pattern(f"[{NO_BREAK_SPACES}]")
_DAY = lazy_pattern(r"[ \t]*\d{1,2}\.\s+\Z")
_WORD = lazy_pattern(r"\w+")
#: Key in the parser's `env`: the original and the changed text of each changed line.
_CHANGED = "marker_spaces"
#: Types of tokens with verbatim content, and the number of lines before their content.
_VERBATIM = {"fence": 1, "code_block": 0, "html_block": 0}


def marker_spaces(parser: MarkdownIt, lang: str) -> None:
    """Read no-break spaces after markers as ordinary spaces, but not in a date (`1. Mai`)."""
    parser.core.ruler.before("block", "marker_spaces", partial(_replace, lang=lang))
    parser.core.ruler.after("block", "restore_spaces", _restore_all)


def _replace(state: StateCore, lang: str) -> None:
    if all(space not in state.src for space in NO_BREAK_SPACES):
        return
    lines = state.src.split("\n")
    changed = {}
    for number, line in enumerate(lines):
        if not line.isascii() and (plain := _plain(line, lang)) != line:
            changed[number], lines[number] = (line, plain), plain
    if changed:
        state.env[_CHANGED] = changed
        state.src = "\n".join(lines)


def _plain(line: str, lang: str) -> str:
    """The line with ordinary spaces after the markers at its beginning and before those at its end."""
    match = _MARKERS.match(line)
    if match is None or _is_date(match, lang):
        return line
    return _CLOSING.sub(r"\1 \2", _NO_BREAK_SPACE.sub(" ", match[0]) + line[match.end() :])


def _is_date(match: re.Match[str], lang: str) -> bool:
    """Whether the number is a day, followed by the name of a month."""
    if not _DAY.match(match[0]):
        return False
    word = _WORD.match(match.string, match.end())
    return word is not None and word[0].casefold() in _months(lang)


@lru_cache(maxsize=64)
def _months(lang: str) -> frozenset[str]:
    widths = [widths["wide"] for widths in locale_of(lang).months.values()]
    return frozenset(str(name).casefold() for names in widths for name in names.values())


def _restore_all(state: StateCore) -> None:
    changed = state.env.pop(_CHANGED, None)
    for token in state.tokens if changed else ():
        if token.type in _VERBATIM and token.map:
            first = token.map[0] + _VERBATIM[token.type]
            numbers = [number for number in range(first, token.map[1]) if number in changed]
            if numbers:
                _restore(token, {number - first: changed[number] for number in numbers})


def _restore(token: Token, changed: dict[int, tuple[str, str]]) -> None:
    """Restore the spaces in a token's lines; a line may have lost its beginning."""
    lines = token.content.split("\n")
    for number, (before, after) in changed.items():
        rest = lines[number].lstrip(" ") if number < len(lines) else ""
        if rest and after.endswith(rest):
            lines[number] = lines[number][: -len(rest)] + before[-len(rest) :]
    token.content = "\n".join(lines)
