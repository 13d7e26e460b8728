"""Names that can stand in URLs: slugs of titles, tags and files, and how names are compared.

Letters of every script are kept as they are; nothing is transliterated.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote

from slugify import slugify

#: Bytes that a file's name may have on the usual file systems.
MOST_OF_A_NAME = 255
#: Bytes that a whole output path may have: object stores take no more, and it lies in a folder somewhere.
MOST_OF_A_PATH = 1024

_QUOTES = dict.fromkeys(map(ord, "'\"`’‘‚‛“”„‟«»‹›′″ʼ＇＂"))
#: Signs that tell one name from another are said in words.
_SIGNS = (
    (re.compile(r"(?<=\w)#|(?<=#)#"), " sharp "),
    (re.compile(r"\+"), " plus "),
    (re.compile(r"&"), " and "),
    (re.compile(r"%"), " percent "),
    (re.compile(r"@"), " at "),
    (re.compile(r"\$"), " dollar "),
    (re.compile(r"(?:^|(?<=\s))\.(?=\w)"), " dot "),
)


#: Names of which every form is the same, and words of which only the blanks are not as in their slug.
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_WORDS = re.compile(r"[a-z0-9]+(?:[ -][a-z0-9]+)*")
#: What lies between words where underscores are part of them.
_WITH_UNDERSCORES = r"[^-\w]+"


def fold(text: str) -> str:
    """The form in which paths and names are compared: Unicode-normalised, without case."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def slug_of(text: str) -> str:
    """A title's or heading's slug: its words in lower case, joined by hyphens; may be empty."""
    lower = text.lower()
    if _WORDS.fullmatch(lower):
        return lower.replace(" ", "-")
    return _hyphenated(text.translate(_QUOTES).replace("&", " and "))


@lru_cache(maxsize=1 << 14)
def tag_slug(text: str) -> str:
    """A tag's slug, the same for every case, spacing and Unicode form of the tag; never empty."""
    lower = text.lower()
    if _WORDS.fullmatch(lower):
        return lower.replace(" ", "-")
    folded = fold(unicodedata.normalize("NFKC", text)).strip()
    return _hyphenated(_spelled(folded)) or _code_points(folded)


def document_slug(name: str, keep_case: bool = False, keep_underscores: bool = False) -> str:
    """The slug of a file's name (without its suffix); never empty."""
    if _SLUG.fullmatch(name):
        return name
    decoded = unicodedata.normalize("NFKC", unquote(name)).strip()
    slug = _hyphenated(_spelled(decoded), not keep_case, _WITH_UNDERSCORES if keep_underscores else None)
    return slug or _code_points(decoded)


def _spelled(text: str) -> str:
    for sign, words in _SIGNS:
        text = sign.sub(words, text)
    return text.translate(_QUOTES)


def _hyphenated(text: str, lowercase: bool = True, outside: str | None = None) -> str:
    """The words of a text, joined by hyphens; `outside` is a pattern for what is in none."""
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
    """A readable name for what has neither letters nor digits."""
    return "u-" + ("-".join(f"{ord(character):x}" for character in text) or "0")
