"""The characters of Chinese, Japanese and Korean for regular expressions, and lines wrapped between them."""

from __future__ import annotations

from sitegen.lazy_regex import lazy_pattern

#: Before this no character of these scripts stands.
FIRST = "\u1100"
_HANGUL = "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff\uffa0-\uffdc"
#: Scripts that put no blanks between words, with their punctuation.
UNSPACED = (
    "\u2e80-\u2fdf\u2ff0-\u303e\u3041-\u312f\u3190-\u31ff\u3220-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\ufe30-\ufe4f\uff01-\uff9f\uffe0-\uffe6\U00016fe0-\U00018cff\U0001aff0-\U0001b2ff\U00020000-\U000323af"
)
EAST_ASIAN = _HANGUL + UNSPACED
#: Characters that are certainly of none of these scripts. To compile the ranges above takes ten times as long
#: as these two, and most texts hold no other characters.
OTHERS = "\0-\u10ff\u1200-\u2e7f"
#: The end of a line that goes on without a blank.
_WRAPPED = lazy_pattern(rf"\n(?<=[{UNSPACED}]\n)[ \t]*(?=[{UNSPACED}])")
_MAY_BE = lazy_pattern(f"[^{OTHERS}]")


def may_be_east_asian(text: str) -> bool:
    """Whether a text may hold characters of these scripts; False is certain."""
    return not text.isascii() and _MAY_BE.search(text) is not None


def unwrapped(text: str) -> str:
    """The text without line ends between characters of scripts that put no blanks there."""
    return _WRAPPED.sub("", text) if may_be_east_asian(text) else text
