"""What has to be known of a language: its name for itself, its script, the way it is written, its digits."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global

#: Scripts that run from right to left (Unicode bidirectional classes R and AL), by ISO 15924.
_RIGHT_TO_LEFT = frozenset("Adlm Arab Aran Hebr Mand Nkoo Rohg Samr Syrc Thaa Yezi".split())

#: The zeros of numbering systems that languages have by default (CLDR, numberingSystems.xml).
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
    """A language's name in itself: "English", "Français"; the tag where CLDR knows none."""
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
    """What Babel knows of a language: of the tag, else of its shorter forms, else of English."""
    for tag in shortened(lang):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en")


@lru_cache(maxsize=64)
def script(lang: str) -> str:
    """The script of a language by ISO 15924: that of its tag, else the likely one (CLDR); else `Latn`."""
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
    """The way in which a language is written: `ltr` or `rtl`."""
    return "rtl" if script(lang) in _RIGHT_TO_LEFT else "ltr"


@lru_cache(maxsize=64)
def digits(locale: Locale) -> dict[int, str]:
    """How a locale writes 0 to 9 where it does not as we do, for `str.translate`; empty where it does."""
    zero = _ZEROS.get(locale.default_numbering_system)
    return {ord("0") + value: chr(ord(zero) + value) for value in range(10)} if zero else {}


def in_digits(text: str, lang: str) -> str:
    """A text with its numbers in the language's own digits: Babel writes them in ASCII."""
    return text.translate(digits(locale_of(lang)))
