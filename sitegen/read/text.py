"""Plain text of HTML, its words, and an excerpt."""

from __future__ import annotations

import html
import re

_EXCERPT = 200

#: Never shown, or no part of the text; what is left open reaches to the end.
_UNSEEN = re.compile(
    r"<(script|style|template|noscript|iframe)\b(?:.*?</\1\s*>|.*)|<!--(?:.*?-->|.*)"
    r'|<sup class="footnote-ref"><a [^<>]*>\d+</a></sup>',
    re.IGNORECASE | re.DOTALL,
)
_BREAK = re.compile(
    r"</?(?:address|article|aside|blockquote|br|caption|center|dd|details|div|dl|dt|figcaption|figure|footer|form"
    r"|h[1-6]|header|hr|li|main|nav|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul)\b[^<>]*>",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<[?!][^<>]*>")
#: Scripts that put no blanks between words (Korean does).
_CJK = re.compile("[\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
#: Ends a word, beside blanks.
_DASH = re.compile("[—–]")
_IN_WORD = re.compile(r"[^\W_]")
_SENTENCE = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s+[^\sa-z]|\s*$)|[。！？]+[」』”’）]*")
_ABBREVIATED = re.compile(r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|vs|Gen|Sen|Rep|Gov|Jr|Sr|Inc|Ltd|Co))\.$")


def plain_text(markup: str) -> str:
    """The text of some HTML: a line for each block, without the numbers of footnotes."""
    seen = _UNSEEN.sub("", markup)
    broken = _BREAK.sub("\n", seen.replace("\n", " "))
    text = html.unescape(_TAG.sub("", broken))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def words_in(text: str) -> int:
    """How many words a text has; two CJK characters count as one."""
    characters = 0
    if not text.isascii():
        text, characters = _CJK.subn(" ", _DASH.sub(" ", text))
    words = sum(1 for each in text.split() if each[0].isalnum() or _IN_WORD.search(each))
    return words + (characters + 1) // 2


def excerpt_of(text: str, length: int = _EXCERPT) -> str:
    """The text's beginning: whole sentences if one ends within the length, else cut after a word."""
    text = " ".join(text[: length * 8].split())
    if len(text) <= length:
        return text
    ends = [match.end() for match in _SENTENCE.finditer(text[: length + 2]) if match.end() <= length]
    ends = [end for end in ends if not _ABBREVIATED.search(text[:end])]
    return text[: ends[-1]] if ends else _cut(text, length)


def _cut(text: str, length: int) -> str:
    start = text[:length]
    whole, blank, _ = start.rpartition(" ")
    return (whole if blank else start[:-1]).rstrip(" ,;:–—-") + "…"
