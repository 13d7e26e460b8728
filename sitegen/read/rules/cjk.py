"""Chinese, Japanese and Korean text: emphasis next to its characters, and wrapped lines.

CommonMark expects spaces between words: `**「重要」**です` is not emphasis, because the delimiter is
between punctuation and a letter. Next to a character of these scripts, the delimiters `*` and `~~` need no
space; `_` never works within a word. A line break between two Chinese or Japanese characters is not a space;
Korean uses spaces between words, so the break stays.
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
#: Punctuation shared with other scripts; Chinese and Japanese set it without spaces.
_SHARED_PUNCTUATION = frozenset("“”‘’…—·")
#: Variation selectors, which follow the character that they modify.
_VARIATION_SELECTORS = lazy_pattern("[\ufe00-\ufe0e\U000e0100-\U000e01ef]")

_TEXTS = frozenset({"text", "text_special", "code_inline"})


def unwrapped_lines(parser: MarkdownIt, lang: str) -> None:
    """Remove line breaks between two Chinese or Japanese characters."""
    parser.inline.ruler2.push(
        "unwrap", partial(_unwrap, shared=lang.partition("-")[0] in ("ja", "yue", "zh"))
    )


def _unwrap(state: StateInline, shared: bool) -> None:
    if state.src.isascii() or "\n" not in state.src:
        return
    result: list[Token] = []
    joined: list[str] = []  # the pieces of the last token's text
    for at, child in enumerate(state.tokens):
        if child.type == "softbreak" and _continues(state.tokens, at, shared):
            joined = joined or [result[-1].content]
        elif joined and child.type == result[-1].type == "text":
            joined.append(child.content)
        else:
            _set_content(result, joined)
            result.append(child)
            joined = []
    _set_content(result, joined)
    state.tokens[:] = result


def _set_content(tokens: list[Token], joined: list[str]) -> None:
    if joined:
        tokens[-1].content = "".join(joined)


def _continues(tokens: list[Token], at: int, shared: bool) -> bool:
    """Whether the text around the line break at index `at` continues without a space."""
    last, first = _nearest_visible(tokens, at, -1), _nearest_visible(tokens, at, 1)
    return (
        last is not None
        and first is not None
        and {last.type, first.type} <= _TEXTS
        and _is_unspaced(last.content[-1:], shared)
        and _is_unspaced(first.content[:1], shared)
    )


def _nearest_visible(tokens: list[Token], at: int, step: int) -> Token | None:
    """The nearest visible token from index `at`, backwards or forwards."""
    at += step
    while 0 <= at < len(tokens):
        token = tokens[at]
        if token.content or not (token.nesting or token.type == "text"):
            return token
        at += step
    return None


def _is_unspaced(character: str, shared: bool) -> bool:
    return _UNSPACED.match(character) is not None or (shared and character in _SHARED_PUNCTUATION)


def scan_delimiters(state: StateInline, start: int, standard: Scanned) -> Scanned:
    """Whether the delimiters at `start` can open or close emphasis; `standard` is CommonMark's answer."""
    source, end = state.src, start + standard.length
    before = source[start - 1] if start else " "
    after = source[end] if end < state.posMax else " "
    if before < FIRST and after < FIRST:
        return standard
    if start > 1 and _VARIATION_SELECTORS.match(before):
        before = source[start - 2]
    cjk_before, cjk_after = _is_east_asian(before), _is_east_asian(after)
    if not (cjk_before or cjk_after):
        return standard
    return Scanned(
        not after.isspace() and (not _is_other_punctuation(after) or cjk_before or _is_boundary(before)),
        not before.isspace() and (not _is_other_punctuation(before) or cjk_after or _is_boundary(after)),
        standard.length,
    )


def _is_east_asian(character: str) -> bool:
    return character >= FIRST and _CHARACTER.match(character) is not None


@lru_cache(maxsize=1 << 12)
def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _is_other_punctuation(character: str) -> bool:
    return _is_punctuation(character) and not _is_east_asian(character)


def _is_boundary(character: str) -> bool:
    return character.isspace() or _is_other_punctuation(character)
