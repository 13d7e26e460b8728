"""Chinese, Japanese and Korean: emphasis next to their characters, and lines that are wrapped between them.

CommonMark takes words to be parted by blanks: `**「重要」**です` would be no emphasis, since punctuation is
within and a letter without. Beside a character of these scripts, the marks `*` and `~~` need no blank; `_`
stays as it is, since it never works within a word. A line break between two of them is no blank; Korean parts
its words, and keeps it.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache, partial

from markdown_it import MarkdownIt
from markdown_it.rules_inline.state_inline import Scanned, StateInline
from markdown_it.token import Token

from sitegen.cjk import EAST_ASIAN, FIRST, UNSPACED
from sitegen.lazy_regex import lazy_pattern

_CHARACTER = lazy_pattern(f"[{EAST_ASIAN}]")
_UNSPACED = lazy_pattern(f"[{UNSPACED}]")
#: Marks that Chinese and Japanese share with others; there they are as wide as a character.
_SHARED = frozenset("“”‘’…—·")
#: They choose a form of the character before them.
_SELECTORS = lazy_pattern("[\ufe00-\ufe0e\U000e0100-\U000e01ef]")

_TEXTS = frozenset({"text", "text_special", "code_inline"})


def unwrapped_lines(parser: MarkdownIt, lang: str) -> None:
    """Leave out line breaks between two characters of Chinese or Japanese."""
    parser.inline.ruler2.push(
        "unwrap", partial(_unwrap, shared=lang.partition("-")[0] in ("ja", "yue", "zh"))
    )


def _unwrap(state: StateInline, shared: bool) -> None:
    if state.src.isascii() or "\n" not in state.src:
        return
    kept: list[Token] = []
    joined: list[str] = []  # what goes on the last of those kept
    for at, child in enumerate(state.tokens):
        if child.type == "softbreak" and _joins(state.tokens, at, shared):
            joined = joined or [kept[-1].content]
        elif joined and child.type == kept[-1].type == "text":
            joined.append(child.content)
        else:
            _join(kept, joined)
            kept.append(child)
            joined = []
    _join(kept, joined)
    state.tokens[:] = kept


def _join(kept: list[Token], joined: list[str]) -> None:
    if joined:
        kept[-1].content = "".join(joined)


def _joins(tokens: list[Token], at: int, shared: bool) -> bool:
    """Whether a text goes on without a blank: from the last thing before a break to the first one after."""
    last, first = _seen(tokens, at, -1), _seen(tokens, at, 1)
    return (
        last is not None
        and first is not None
        and {last.type, first.type} <= _TEXTS
        and _is_unspaced(last.content[-1:], shared)
        and _is_unspaced(first.content[:1], shared)
    )


def _seen(tokens: list[Token], at: int, step: int) -> Token | None:
    """The nearest token from one on, in one direction, that shows something."""
    at += step
    while 0 <= at < len(tokens):
        token = tokens[at]
        if token.content or not (token.nesting or token.type == "text"):
            return token
        at += step
    return None


def _is_unspaced(character: str, shared: bool) -> bool:
    return _UNSPACED.match(character) is not None or (shared and character in _SHARED)


def scan(state: StateInline, start: int, standard: Scanned) -> Scanned:
    """What the marks at `start`, which may stand within a word, can do; `standard` is CommonMark's answer."""
    source, end = state.src, start + standard.length
    before = source[start - 1] if start else " "
    after = source[end] if end < state.posMax else " "
    if before < FIRST and after < FIRST:
        return standard
    if start > 1 and _SELECTORS.match(before):
        before = source[start - 2]
    beside, behind = _is_character(before), _is_character(after)
    if not (beside or behind):
        return standard
    return Scanned(
        not after.isspace() and (not _is_foreign_sign(after) or beside or _is_blank_or_sign(before)),
        not before.isspace() and (not _is_foreign_sign(before) or behind or _is_blank_or_sign(after)),
        standard.length,
    )


def _is_character(character: str) -> bool:
    return character >= FIRST and _CHARACTER.match(character) is not None


@lru_cache(maxsize=1 << 12)
def _is_sign(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _is_foreign_sign(character: str) -> bool:
    return _is_sign(character) and not _is_character(character)


def _is_blank_or_sign(character: str) -> bool:
    return character.isspace() or _is_foreign_sign(character)
