"""Straight quotation marks that quote nothing: apostrophes at the beginning of words, and primes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial

from markdown_it.token import Token

from sitegen.lazy_regex import lazy_pattern

_APOSTROPHE, _PRIME, _DOUBLE_PRIME = "’", "′", "″"

#: Words without their first letters, by language.
_ELISIONS = {
    "af": "k n t",
    "cy": "i m n na r th u w",
    "de": "n ne nem nen ner nes nauf naus ran rauf raus rein rum runter rüber s türlich",
    "en": "bout cept em fraid gainst neath nother nuff tain't tis tisn't twas twasn't tween twere twill twixt"
    " twould",
    "fy": "e k n r s t",
    "it": "n ndrangheta ndranghetista ndranghetisti sta ste sti sto",
    "lb": "d m n s t",
    "nds": "k n t",
    "nl": "ie k m n r s t",
}
#: The same, for forms that are also words: elided only if no quotation can close after them.
_AMBIGUOUS = {"en": "burbs cause cos course coz cuz flu hood mid net phone plane round til till"}
_NO_MATCH = r"(?!)"

#: Words before a year, even if a quotation could close after it.
_BEFORE_YEAR = lazy_pattern(
    r"\b(?:after|and|before|by|class|early|from|in|late|mid|of|or|since|the|through|till|to|until"
    r"|spring|summer|autumn|fall|winter|january|february|march|april|may|june|july|august|september|october"
    r"|november|december)[ \u00a0–-]\Z",
    re.IGNORECASE,
)
#: After these, `'n'` is a quoted letter, not "and".
_BEFORE_LETTER = lazy_pattern(
    r"(?:\A|[,.:;=(]|\b(?:an?|and|are|as|by|character|for|is|key|letter|number|of|or|parameter|symbol|the|to"
    r"|value|variable|where|with))\s*\Z",
    re.IGNORECASE,
)
#: After an `s` and before a word, the mark is probably a possessive apostrophe.
_CLOSING = lazy_pattern(r"'(?<=[^\s']')(?![\w'])(?!(?<=s') \w)")
_OPENING = lazy_pattern(r"'(?<![\w']')(?=[^\s'])")
_BEFORE_WORD = frozenset("([{<—–-/\"'“‘«„‚‹=:|+")

#: Escaped Markdown delimiters can come before a quotation.
_BEFORE_QUOTATION = _BEFORE_WORD - {'"'} | frozenset("*_~#¿¡")
#: Straight and curly double marks.
_DOUBLE = lazy_pattern('["“”]')

_AFTER_DIGIT = lazy_pattern(r"['\"](?<=\d.)")
_MINUTES = lazy_pattern(
    r"'(?:(?<=\d')(?=\d{1,2}(?![\w'])| \d{1,2}(?:\.\d+)?\")|(?<=°\d')|(?<=°\d\d')|(?<=°\s\d\d'))"
)
_FEET = lazy_pattern(r"(?<![\w'.,])(\d{1,3})'(?=[\s,.;)×-]|\Z)")
_INCHES = lazy_pattern(r"(?:\A|[^\d.,])(?:\d{1,3}|\d+\.\d+)[½¼¾]?\Z")


def set_apostrophes(children: Sequence[Token], lang: str) -> None:
    """Set apostrophes that look like an opening quotation mark."""
    pattern = _pattern(lang)
    last: tuple[int, int] | None = None
    for at, child in enumerate(children):
        text = child.content
        if child.type != "text" or "'" not in text:
            continue
        if text[0] == "'" and _begins_with_suffix(children, at):
            child.content = text = _APOSTROPHE + text[1:]
        if pattern.search(text):
            last = last or _last_closing(children)
            child.content = pattern.sub(partial(_apostrophe, at=at, last=last), text)


def _last_closing(children: Sequence[Token]) -> tuple[int, int]:
    """The last mark that can close a quotation: the index of its child, and the offset in the child."""
    found = ((at, match.start()) for at, child in enumerate(children) for match in _closing_marks(child))
    return max(found, default=(-1, 0))


def _closing_marks(child: Token) -> Iterator[re.Match[str]]:
    return _CLOSING.finditer(child.content if child.type == "text" else "")


@lru_cache(maxsize=64)
def _pattern(lang: str) -> re.Pattern[str]:
    language = lang.partition("-")[0].lower()
    elided = "|".join(_ELISIONS.get(language, _NO_MATCH).split())
    ambiguous = "|".join(_AMBIGUOUS.get(language, _NO_MATCH).split())
    return re.compile(
        rf"'(?<![\w']')(?:(?P<sure>(?<=[)\]}}.!?%…”»\"]')(?:s|d|ll|re|ve)\b(?!')|\d0s\b|\d\d(?=[,.;:!?)]+(?:\s|\Z))|(?:{elided})(?![\w']))|(?P<and>n'(?=[\s-]?\w))"
        rf"|(?P<year>\d\d(?!\w|'(?!s\b)))|(?P<unsure>(?:{ambiguous})(?![\w'])))",
        re.IGNORECASE,
    )


def _apostrophe(match: re.Match[str], at: int, last: tuple[int, int]) -> str:
    """The match in the child at index `at`, with an apostrophe if the mark is one."""
    may_close = (at, match.end()) < last
    found, before = match[0], match.string[max(match.start() - 20, 0) : match.start()]
    if match["and"]:
        return found if _BEFORE_LETTER.search(before) else found.replace("'", _APOSTROPHE)
    if match["sure"] or not may_close or (match["year"] and _BEFORE_YEAR.search(before)):
        return _APOSTROPHE + found[1:]
    return found


def _begins_with_suffix(children: Sequence[Token], at: int) -> bool:
    """Whether the text continues a word of the element before it, as in `` `x`'s ``."""
    text = children[at].content
    if not at or not text[1:2].isalpha():
        return False
    before = character_before(children, at)
    if before == '"':
        return re.match(r"'(?:s|d|ll|re|ve)\b", text) is not None
    return not before.isspace() and before not in _BEFORE_WORD


def character_before(children: Sequence[Token], at: int) -> str:
    """The last visible character before the child at index `at`; `x` for code, images and the like."""
    for child in reversed(children[:at]):
        if child.type in ("text", "text_special") and child.content:
            return child.content[-1]
        if child.type in ("softbreak", "hardbreak") or child.content.lower().startswith("<br"):
            return " "
        if child.type not in ("text", "html_inline") and not child.nesting:
            return "x"
    return " "


def set_primes(children: Sequence[Token], content: str) -> None:
    """Set the primes of feet and inches, and of minutes and seconds."""
    if not _AFTER_DIGIT.search(content):
        return
    texts = [(at, child) for at, child in enumerate(children) if child.type == "text"]
    may_quote = any(_OPENING.search(child.content) for _, child in texts)
    for _, child in texts:
        text = _MINUTES.sub(_PRIME, child.content)
        child.content = text if may_quote else _FEET.sub(rf"\1{_PRIME}", text)
    for child, position in _inch_marks([mark for at, child in texts for mark in _double_marks(children, at)]):
        child.content = child.content[:position] + _DOUBLE_PRIME + child.content[position + 1 :]


def _double_marks(children: Sequence[Token], at: int) -> Iterator[tuple[Token, int, str]]:
    """Yield the double marks of a text: its token, the offset, and `opening`, `closing` or `measure`."""
    child, at_end = children[at], "x" if at + 1 < len(children) else " "
    for match in _DOUBLE.finditer(child.content):
        position = match.start()
        before = child.content[position - 1] if position else character_before(children, at)
        after = child.content[position + 1 : position + 2] or at_end
        if match[0] != '"':
            yield child, position, "opening" if match[0] == "“" else "closing"
        elif not after.isspace() and (before.isspace() or before in _BEFORE_QUOTATION):
            yield child, position, "opening"
        elif _INCHES.search(child.content, max(position - 12, 0), position):
            yield child, position, "measure"
        else:
            yield child, position, "closing"


def _inch_marks(marks: Sequence[tuple[Token, int, str]]) -> Iterator[tuple[Token, int]]:
    """Yield the marks after a number that are not needed to close a quotation."""
    following = ""
    needed = []
    for _, _, kind in reversed(marks):
        needed.append(following != "closing")
        following = following if kind == "measure" else kind
    depth = 0
    for (child, position, kind), ends in zip(marks, reversed(needed), strict=True):
        if kind == "opening":
            depth += 1
        elif kind == "measure" and (not depth or (depth == 1 and not ends)):
            yield child, position
        elif depth:
            depth -= 1
