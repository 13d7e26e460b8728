"""Slugs of titles, tags and file names, and the comparison of names.

Letters of all scripts are kept; nothing is transliterated. Soft hyphens and other invisible characters are
removed. Lower case depends on the language: Turkish has a dotless i.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from urllib.parse import unquote

from sitegen.lazy_regex import lazy_pattern

#: The most bytes in a file name on common file systems.
MAX_NAME_BYTES = 255
#: The most bytes in an output path: the limit of object stores.
MAX_PATH_BYTES = 1024

_QUOTES = dict.fromkeys(map(ord, "'\"`’‘‚‛“”„‟«»‹›′″ʼ＇＂"))
#: Signs that distinguish names are replaced by words.
_SIGNS = (
    (lazy_pattern(r"(?<=\w)#|(?<=#)#"), " sharp "),
    (lazy_pattern(r"\+"), " plus "),
    (lazy_pattern(r"&"), " and "),
    (lazy_pattern(r"%"), " percent "),
    (lazy_pattern(r"@"), " at "),
    (lazy_pattern(r"\$"), " dollar "),
    (lazy_pattern(r"(?:^|(?<=\s))\.(?=\w)"), " dot "),
)


#: Names that are their own slugs, and those that differ from their slugs only in spaces.
_SLUG = lazy_pattern(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_WORDS = lazy_pattern(r"[a-z0-9]+(?:[ -][a-z0-9]+)*")
#: What separates words that may contain underscores.
_WITH_UNDERSCORES = r"[^-\w]+"


#: Soft hyphens, joiners, direction marks and other zero-width characters.
_UNSEEN = {
    code: None
    for first, last in (
        (0xAD, 0xAD),
        (0x34F, 0x34F),
        (0x61C, 0x61C),
        (0x180E, 0x180E),
        (0x200B, 0x200F),
        (0x202A, 0x202E),
        (0x2060, 0x2064),
        (0x2066, 0x2069),
        (0xFEFF, 0xFEFF),
    )
    for code in range(first, last + 1)
}
_TURKIC = frozenset({"az", "tr"})
_TURKIC_CASE = str.maketrans({"I": "ı", "İ": "i"})
#: The combining dot that remains when İ becomes lower case.
_DOT = lazy_pattern("i\u0307+")


def visible(text: str) -> str:
    """The text without invisible characters."""
    return text if text.isascii() else text.translate(_UNSEEN)


def fold(text: str) -> str:
    """The form for comparing paths and names: normalised and case-folded."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFC", visible(text)).casefold()
    return unicodedata.normalize("NFC", _DOT.sub("i", folded))


def lower_case(text: str, lang: str) -> str:
    """The text in lower case, by the rules of its language, without invisible characters."""
    if text.isascii() and ("I" not in text or not _is_turkic(lang)):
        return text.lower()
    text = unicodedata.normalize("NFC", visible(text))
    if _is_turkic(lang):
        text = text.translate(_TURKIC_CASE)
    return _DOT.sub("i", text.lower())


def _is_turkic(lang: str) -> bool:
    return lang.partition("-")[0].lower() in _TURKIC


def slug_of(text: str, lang: str = "") -> str:
    """The slug of a title or heading: its words in lower case, joined by hyphens. May be empty."""
    lower = lower_case(text, lang)
    if _WORDS.fullmatch(lower):
        return lower.replace(" ", "-")
    return _hyphenated(lower.translate(_QUOTES).replace("&", " and "))


def tag_slug(text: str, lang: str = "") -> str:
    """The slug of a tag: the same whatever its case, spacing and Unicode form. Never empty."""
    return _tag_slug(text, lang if _is_turkic(lang) else "")


@lru_cache(maxsize=1 << 14)
def _tag_slug(text: str, lang: str) -> str:
    lower = lower_case(text, lang)
    if _WORDS.fullmatch(lower):
        return lower.replace(" ", "-")
    folded = fold(lower_case(unicodedata.normalize("NFKC", text), lang)).strip()
    return _hyphenated(_spelled(folded)) or _code_points(folded)


def document_slug(name: str, lang: str = "", keep_case: bool = False, keep_underscores: bool = False) -> str:
    """The slug of a file name without its suffix. Never empty."""
    if _SLUG.fullmatch(name):
        return name
    decoded = visible(unicodedata.normalize("NFKC", unquote(name))).strip()
    if not keep_case:
        decoded = lower_case(decoded, lang)
    slug = _hyphenated(_spelled(decoded), not keep_case, _WITH_UNDERSCORES if keep_underscores else None)
    return slug or _code_points(decoded)


def _spelled(text: str) -> str:
    for sign, words in _SIGNS:
        text = sign.sub(words, text)
    return text.translate(_QUOTES)


def _hyphenated(text: str, lowercase: bool = True, outside: str | None = None) -> str:
    """The words of a text, joined by hyphens. `outside` is a pattern for what separates words."""
    from slugify import slugify  # takes 3 ms, and most builds do not need it

    slug = slugify(
        text,
        allow_unicode=True,
        algorithm="modern",
        entities=False,
        decimal=False,
        hexadecimal=False,
        lowercase=lowercase,
        regex_pattern=outside,
    )
    return unicodedata.normalize("NFC", slug)


def _code_points(text: str) -> str:
    """A name for text without letters and digits, from its code points."""
    return "u-" + ("-".join(f"{ord(character):x}" for character in text) or "0")
