"""What has to be known of a language: its own name for itself, and which way it is written."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError

#: Scripts that run from right to left (Unicode bidirectional classes R and AL).
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})


@lru_cache(maxsize=64)
def own_name(lang: str) -> str:
    """A language's name in itself: "English", "Français"; the tag where CLDR knows none."""
    try:
        locale = Locale.parse(lang.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return lang
    name = locale.get_display_name(locale) or lang
    return name[:1].upper() + name[1:]


def direction(lang: str) -> str:
    """`rtl` or `ltr`."""
    return "rtl" if lang.split("-", maxsplit=1)[0].lower() in _RIGHT_TO_LEFT else "ltr"
