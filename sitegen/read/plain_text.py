"""Convert HTML to plain text, count words, and make excerpts."""

from __future__ import annotations

import html
import re

from sitegen.cjk import unwrapped
from sitegen.lazy_regex import lazy_pattern
from sitegen.read.character_scan import may_hold_cjk

_EXCERPT = 200

#: Elements that are not shown or not part of the text. An open one extends to the end. The lookahead skips
#: most tags.
_SPACES = lazy_pattern(r"[ \t\n\r\f]+")
_HIDDEN = lazy_pattern(
    r"<(?=(?-i:[!IiİıNnSsſTt]))(?:"
    r"(script|style|template|noscript|iframe)\b(?:.*?</\1\s*>|.*)|!--(?:.*?-->|.*)"
    r'|sup class="footnote-ref"><a [^<>]*>\d+</a></sup>)',
    re.IGNORECASE | re.DOTALL,
)
#: Elements that begin and end a line. Both cases of the first letter make the pattern faster.
_BREAK = lazy_pattern(
    r"</?(?:[Aa](?i:ddress|rticle|side)|[Bb](?i:lockquote|r)|[Cc](?i:aption|enter)|[Dd](?i:d|etails|iv|l|t)"
    r"|[Ff](?i:igcaption|igure|ooter|orm)|[Hh](?i:[1-6]|eader|r)|[Ll](?i:i)|[Mm](?i:ain)|[Nn](?i:av)|[Oo](?i:l)"
    r"|[Pp](?i:re)?|[Ssſ](?i:ection|ummary)|[Tt](?i:able|body|d|foot|h|head|r)|[Uu](?i:l))\b[^<>]*>"
)
_TAG = lazy_pattern(r"</?[A-Za-z][^<>]*>|<[?!][^<>]*>")
_NEW_LINE = lazy_pattern(r"\n\s+")
#: White space in the sense of `str.split`, without space and newline.
_BLANKS = (
    "\t\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
#: Scripts without spaces between words (Korean has them). Compiled only if needed.
_CJK = "[\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]"
_IN_WORD = lazy_pattern(r"[^\W_]")
_SENTENCE = lazy_pattern(r"[.!?…]+[\"'”’»)\]]*(?=\s+[^\sa-z]|\s*$)|[。！？]+[」』”’）]*")
_ABBREVIATED = lazy_pattern(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|vs|Gen|Sen|Rep|Gov|Jr|Sr|Inc|Ltd|Co))\.$"
)


def collapsed(text: str) -> str:
    """Collapse runs of ordinary white space."""
    return _SPACES.sub(" ", text).strip(" ")


def plain_text(markup: str) -> str:
    """The text of HTML: a line for each block, without footnote numbers.

    Attribute values must not contain `<` or `>` (see `html_tags.without_brackets`).
    """
    shown = unwrapped(_HIDDEN.sub("", markup))
    broken = _BREAK.sub("\n", shown.replace("\n", " "))
    return _collapsed_lines(html.unescape(_TAG.sub("", broken)))


def _collapsed_lines(text: str) -> str:
    """The lines with words, with single spaces. Faster than splitting and joining each line."""
    text = _NEW_LINE.sub("\n", text)
    for blank in _BLANKS:
        text = text.replace(blank, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text.replace(" \n", "\n").strip(" \n")


def words_in(text: str) -> int:
    """The number of words in a text. Two CJK characters count as one word."""
    characters = 0
    text = text.replace("—", " ").replace("–", " ")  # they separate words
    if may_hold_cjk(text):
        text, characters = re.subn(_CJK, " ", text)
    words = text.split()
    signs = [each for each in words if not each[0].isalnum() and not _IN_WORD.search(each)]
    return len(words) - len(signs) + (characters + 1) // 2


def excerpt_of(text: str, length: int = _EXCERPT) -> str:
    """The beginning of a text: whole sentences if one fits, else cut after a word."""
    text = collapsed(text[: length * 8])
    if len(text) <= length:
        return text
    ends = [match.end() for match in _SENTENCE.finditer(text[: length + 2]) if match.end() <= length]
    ends = [end for end in ends if not _ABBREVIATED.search(text[:end])]
    return text[: ends[-1]] if ends else _cut(text, length)


def _cut(text: str, length: int) -> str:
    start = text[:length]
    whole, blank, _ = start.rpartition(" ")
    return (whole if blank else start[:-1]).rstrip(" ,;:–—-") + "…"
