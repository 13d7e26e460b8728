"""Plain text of HTML, its words, and an excerpt."""

from __future__ import annotations

import html
import re

from sitegen.cjk import unwrapped
from sitegen.lazy_regex import lazy_pattern
from sitegen.read.character_scan import may_hold_cjk

_EXCERPT = 200

#: Never shown, or no part of the text; what is left open reaches to the end. One look at the first letter
#: passes over most tags.
_RUN_OF_BLANKS = lazy_pattern(r"[ \t\n\r\f]+")
_UNSEEN = lazy_pattern(
    r"<(?=(?-i:[!IiİıNnSsſTt]))(?:"
    r"(script|style|template|noscript|iframe)\b(?:.*?</\1\s*>|.*)|!--(?:.*?-->|.*)"
    r'|sup class="footnote-ref"><a [^<>]*>\d+</a></sup>)',
    re.IGNORECASE | re.DOTALL,
)
#: Elements that begin and end a line. A name's first letter is written in both cases, so that the engine
#: tells at a glance which names to try.
_BREAK = lazy_pattern(
    r"</?(?:[Aa](?i:ddress|rticle|side)|[Bb](?i:lockquote|r)|[Cc](?i:aption|enter)|[Dd](?i:d|etails|iv|l|t)"
    r"|[Ff](?i:igcaption|igure|ooter|orm)|[Hh](?i:[1-6]|eader|r)|[Ll](?i:i)|[Mm](?i:ain)|[Nn](?i:av)|[Oo](?i:l)"
    r"|[Pp](?i:re)?|[Ssſ](?i:ection|ummary)|[Tt](?i:able|body|d|foot|h|head|r)|[Uu](?i:l))\b[^<>]*>"
)
_TAG = lazy_pattern(r"</?[A-Za-z][^<>]*>|<[?!][^<>]*>")
_NEW_LINE = lazy_pattern(r"\n\s+")
#: White space that `str.split` knows, but for a space and a newline.
_BLANKS = (
    "\t\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
#: Scripts that put no blanks between words (Korean does); compiled only where there are any.
_CJK = "[\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]"
_IN_WORD = lazy_pattern(r"[^\W_]")
_SENTENCE = lazy_pattern(r"[.!?…]+[\"'”’»)\]]*(?=\s+[^\sa-z]|\s*$)|[。！？]+[」』”’）]*")
_ABBREVIATED = lazy_pattern(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|vs|Gen|Sen|Rep|Gov|Jr|Sr|Inc|Ltd|Co))\.$"
)


def collapsed(text: str) -> str:
    """A text without needless blanks; those at which no line ends stay as they are."""
    return _RUN_OF_BLANKS.sub(" ", text).strip(" ")


def plain_text(markup: str) -> str:
    """The text of some HTML: a line for each block, without the numbers of footnotes.

    No `<` and no `>` may stand in an attribute's value (`htmltags.without_brackets`).
    """
    seen = unwrapped(_UNSEEN.sub("", markup))
    broken = _BREAK.sub("\n", seen.replace("\n", " "))
    return _folded(html.unescape(_TAG.sub("", broken)))


def _folded(text: str) -> str:
    """The lines that hold words, their words one space apart. Quicker than to split and join each line."""
    text = _NEW_LINE.sub("\n", text)
    for blank in _BLANKS:
        text = text.replace(blank, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text.replace(" \n", "\n").strip(" \n")


def words_in(text: str) -> int:
    """How many words a text has; two CJK characters count as one."""
    characters = 0
    text = text.replace("—", " ").replace("–", " ")  # they end a word, as blanks do
    if may_hold_cjk(text):
        text, characters = re.subn(_CJK, " ", text)
    words = text.split()
    signs = [each for each in words if not each[0].isalnum() and not _IN_WORD.search(each)]
    return len(words) - len(signs) + (characters + 1) // 2


def excerpt_of(text: str, length: int = _EXCERPT) -> str:
    """The text's beginning: whole sentences if one ends within the length, else cut after a word."""
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
