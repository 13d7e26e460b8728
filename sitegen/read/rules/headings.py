"""Headings: below the page's title, each with an anchor of its own.

Anchors come from the text, so they outlive an article's rearrangement; they never begin with `_`, which
belongs to the theme.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from sitegen.html_tags import ids_in
from sitegen.lazy_regex import lazy_pattern
from sitegen.read.plain_text import collapsed
from sitegen.slugs import slug_of

#: Elements whose text is no text of the article.
_UNSEEN = lazy_pattern(
    r"<(?P<end>/?)(?P<name>applet|canvas|iframe|math|noembed|noframes|noscript|script|select|style|svg|template"
    r"|textarea|title|xmp)\b",
    re.IGNORECASE,
)
_NAMELESS = "section"
#: What an environment holds if the anchors are to be given later, part by part.
APART = "apart"


def headings(parser: MarkdownIt, lang: str) -> None:
    """Put headings below the title, level by level, and give them anchors."""
    parser.core.ruler.after("inline", "headings", partial(_headings, lang=lang))


def text_of(children: list[Token] | None) -> str:
    """The plain text of an inline token's children, without what stands in scripts and the like."""
    if children and len(children) == 1 and children[0].type == "text":
        return collapsed(children[0].content)
    return collapsed("".join(_words(children or ())))


def _words(children: Iterable[Token]) -> Iterator[str]:
    unseen = ""
    for child in children:
        if child.type == "html_inline":
            tag = _UNSEEN.match(child.content)
            if tag and unseen and tag["end"] and tag["name"].lower() == unseen:
                unseen = ""
            elif tag and not unseen and not tag["end"] and not child.content.endswith("/>"):
                unseen = tag["name"].lower()
        elif not unseen and child.type in ("softbreak", "hardbreak"):
            yield " "
        elif not unseen and child.type in ("text", "text_special", "code_inline"):
            yield child.content


def anchor(parts: Iterable[Sequence[Token]], lang: str) -> None:
    """Give the headings of each part their anchors, as if the parts behind it were not there."""
    anchors = _Anchors(lang)
    for tokens in parts:
        anchors.give(tokens)


def _headings(state: StateCore, lang: str) -> None:
    if any(token.type == "heading_open" for token in state.tokens):
        _close_gaps(state.tokens)
        if not state.env.get(APART):
            _Anchors(lang).give(state.tokens, may_be_taken="{" in state.src or "<" in state.src)


def _close_gaps(tokens: list[Token]) -> None:
    """The first level in use becomes h2, and none is skipped on the way down (HTML, 4.3.11)."""
    above: list[int] = []
    for token in tokens:
        if token.type == "heading_open":
            written = int(token.tag[1])
            while above and above[-1] >= written:
                above.pop()
            above.append(written)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(len(above) + 1, 6)}"


class _Anchors:
    """The anchors that are taken: those of headings, and all others."""

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._taken: set[str] = set()
        self._own: set[str] = set()
        self._counts: dict[str, int] = {}

    def give(self, tokens: Sequence[Token], *, may_be_taken: bool = True) -> None:
        """Give headings their anchors: the one that the author gave, else one of their text."""
        opened = [(each, text) for each, text in pairwise(tokens) if each.type == "heading_open"]
        if may_be_taken:
            self._taken.update(_taken(tokens))
        for token, text in opened:
            wanted = str(token.attrs.get("id", ""))
            if not wanted or wanted in self._own:
                wanted = self._free(wanted or slug_of(text_of(text.children), self._lang) or _NAMELESS)
                token.attrSet("id", wanted)
            self._own.add(wanted)
            self._taken.add(wanted)

    def _free(self, name: str) -> str:
        """The name, or the name with the first number from 2 that nothing else has."""
        found, number = name, self._counts.get(name, 1)
        while found in self._taken:
            number += 1
            found = f"{name}-{number}"
        self._counts[name] = number
        return found


def _taken(tokens: Iterable[Token]) -> Iterator[str]:
    """The ids that authors gave, in attributes and in raw HTML."""
    for token in tokens:
        for each in (token, *(token.children or ())):
            if each.type in ("html_block", "html_inline"):
                yield from ids_in(each.content)
            elif "id" in each.attrs:
                yield str(each.attrs["id"])
