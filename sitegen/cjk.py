"""Chinese, Japanese and Korean characters for regular expressions, and line breaks between them."""

from __future__ import annotations

from sitegen.lazy_regex import lazy_pattern

#: The first character of these scripts.
FIRST = "\u1100"
_HANGUL = "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff\uffa0-\uffdc"
#: The scripts without spaces between words, with their punctuation.
UNSPACED = (
    "\u2e80-\u2fdf\u2ff0-\u303e\u3041-\u312f\u3190-\u31ff\u3220-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\ufe30-\ufe4f\uff01-\uff9f\uffe0-\uffe6\U00016fe0-\U00018cff\U0001aff0-\U0001b2ff\U00020000-\U000323af"
)
EAST_ASIAN = _HANGUL + UNSPACED
#: Characters outside these scripts. Most texts have no others, and these ranges compile ten times as fast as
#: those above.
OTHERS = "\0-\u10ff\u1200-\u2e7f"
#: A line break that does not stand for a space.
_WRAPPED = lazy_pattern(rf"\n(?<=[{UNSPACED}]\n)[ \t]*(?=[{UNSPACED}])")
_MAY_BE = lazy_pattern(f"[^{OTHERS}]")


def may_be_east_asian(text: str) -> bool:
    """Whether a text may contain characters of these scripts. False is certain."""
    return not text.isascii() and _MAY_BE.search(text) is not None


def unwrapped(text: str) -> str:
    """The text without line breaks between characters of scripts without spaces."""
    return _WRAPPED.sub("", text) if may_be_east_asian(text) else text
