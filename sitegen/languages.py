"""Facts about languages: their own names, scripts, writing directions and digits."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global

#: Scripts that are written from right to left (Unicode bidirectional classes R and AL), by ISO 15924.
_RIGHT_TO_LEFT = frozenset("Adlm Arab Aran Hebr Mand Nkoo Rohg Samr Syrc Thaa Yezi".split())

#: The digit zero of each default numbering system of a language (CLDR, numberingSystems.xml).
_ZEROS = {
    "adlm": "\U0001e950",
    "arab": "٠",
    "arabext": "۰",
    "beng": "০",
    "cakm": "\U00011136",
    "deva": "०",
    "hmnp": "\U0001e140",
    "mtei": "\uabf0",
    "mymr": "၀",
    "nkoo": "߀",
    "olck": "᱐",
    "tibt": "༠",
}


@lru_cache(maxsize=64)
def own_name(lang: str) -> str:
    """The name of a language in that language: "English", "Français". The tag if CLDR has no name."""
    try:
        locale = Locale.parse(lang.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return lang
    name = locale.get_display_name(locale) or lang
    return name[:1].upper() + name[1:]


def shortened(lang: str) -> Iterator[str]:
    """A tag and its shorter forms: `pt-Latn-BR`, `pt-Latn`, `pt`."""
    parts = lang.split("-")
    for length in range(len(parts), 0, -1):
        yield "-".join(parts[:length])


@lru_cache(maxsize=64)
def locale_of(lang: str) -> Locale:
    """The Babel locale of a language: of the tag or its shorter forms, or else English."""
    for tag in shortened(lang):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en")


@lru_cache(maxsize=64)
def script(lang: str) -> str:
    """The ISO 15924 script of a language: from its tag, or else the likely one (CLDR), or else `Latn`."""
    for part in lang.split("-")[1:]:
        if len(part) == 4 and part.isalpha():
            return part.capitalize()
    likely = get_global("likely_subtags")
    for tag in shortened(lang):
        language, _, region = tag.partition("-")
        found = likely.get(f"{language.lower()}_{region.upper()}" if region else language.lower())
        if found:
            return str(found.split("_")[1])
    return "Latn"


def direction(lang: str) -> str:
    """The writing direction of a language: `ltr` or `rtl`."""
    return "rtl" if script(lang) in _RIGHT_TO_LEFT else "ltr"


@lru_cache(maxsize=64)
def digits(locale: Locale) -> dict[int, str]:
    """The table for `str.translate` from ASCII digits to those of a locale; empty if they are the same."""
    zero = _ZEROS.get(locale.default_numbering_system)
    return {ord("0") + value: chr(ord(zero) + value) for value in range(10)} if zero else {}


def in_digits(text: str, lang: str) -> str:
    """The text with ASCII digits, as from Babel, replaced by those of the language."""
    return text.translate(digits(locale_of(lang)))
