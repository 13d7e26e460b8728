"""Headings: levels below the page's title, and anchors.

Anchors are made from the heading's text, so they survive reordering. They never begin with `_`, which is
reserved for the theme.
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

#: Elements whose content is not part of the article's text.
_INVISIBLE = lazy_pattern(
    r"<(?P<end>/?)(?P<name>applet|canvas|iframe|math|noembed|noframes|noscript|script|select|style|svg|template"
    r"|textarea|title|xmp)\b",
    re.IGNORECASE,
)
_DEFAULT_ANCHOR = "section"
#: Key in the parser's `env`: set if anchors are added later, part by part.
DEFER_ANCHORS = "defer_anchors"


def headings(parser: MarkdownIt, lang: str) -> None:
    """Adjust the levels of headings and add anchors."""
    parser.core.ruler.after("inline", "headings", partial(_headings, lang=lang))


def text_of(children: list[Token] | None) -> str:
    """The plain text of an inline token's children, without the content of scripts and the like."""
    if children and len(children) == 1 and children[0].type == "text":
        return collapsed(children[0].content)
    return collapsed("".join(_visible_text(children or ())))


def _visible_text(children: Iterable[Token]) -> Iterator[str]:
    invisible = ""
    for child in children:
        if child.type == "html_inline":
            tag = _INVISIBLE.match(child.content)
            if tag and invisible and tag["end"] and tag["name"].lower() == invisible:
                invisible = ""
            elif tag and not invisible and not tag["end"] and not child.content.endswith("/>"):
                invisible = tag["name"].lower()
        elif not invisible and child.type in ("softbreak", "hardbreak"):
            yield " "
        elif not invisible and child.type in ("text", "text_special", "code_inline"):
            yield child.content


def add_anchors(parts: Iterable[Sequence[Token]], lang: str) -> None:
    """Add anchors to the headings of each part; they do not depend on later parts."""
    anchors = _Anchors(lang)
    for tokens in parts:
        anchors.add(tokens)


def _headings(state: StateCore, lang: str) -> None:
    if any(token.type == "heading_open" for token in state.tokens):
        _adjust_levels(state.tokens)
        if not state.env.get(DEFER_ANCHORS):
            _Anchors(lang).add(state.tokens, may_be_taken="{" in state.src or "<" in state.src)


def _adjust_levels(tokens: list[Token]) -> None:
    """Make the first level h2, and skip no level on the way down (HTML, 4.3.11)."""
    above: list[int] = []
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1])
            while above and above[-1] >= level:
                above.pop()
            above.append(level)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(len(above) + 1, 6)}"


class _Anchors:
    """The anchors in use, of headings and of other elements."""

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._taken: set[str] = set()
        self._own: set[str] = set()
        self._counts: dict[str, int] = {}

    def add(self, tokens: Sequence[Token], *, may_be_taken: bool = True) -> None:
        """Add an anchor to each heading: the author's, or one made from its text."""
        headings = [(each, text) for each, text in pairwise(tokens) if each.type == "heading_open"]
        if may_be_taken:
            self._taken.update(_taken(tokens))
        for token, text in headings:
            wanted = str(token.attrs.get("id", ""))
            if not wanted or wanted in self._own:
                wanted = self._unused(
                    wanted or slug_of(text_of(text.children), self._lang) or _DEFAULT_ANCHOR
                )
                token.attrSet("id", wanted)
            self._own.add(wanted)
            self._taken.add(wanted)

    def _unused(self, name: str) -> str:
        """The name, with the first unused number from 2 if it is taken."""
        found, number = name, self._counts.get(name, 1)
        while found in self._taken:
            number += 1
            found = f"{name}-{number}"
        self._counts[name] = number
        return found


def _taken(tokens: Iterable[Token]) -> Iterator[str]:
    """Yield the ids that authors set, in attributes and raw HTML."""
    for token in tokens:
        for each in (token, *(token.children or ())):
            if each.type in ("html_block", "html_inline"):
                yield from ids_in(each.content)
            elif "id" in each.attrs:
                yield str(each.attrs["id"])
