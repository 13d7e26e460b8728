"""Headings: below the page's title, each with an anchor of its own.

Anchors come from the text, so they outlive an article's rearrangement; they never begin with `_`, which
belongs to the theme.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from sitegen.htmltags import ids_in
from sitegen.names import slug_of

#: Elements whose text is no text of the article.
_UNSEEN = re.compile(
    r"<(?P<end>/?)(?P<name>applet|canvas|iframe|math|noembed|noframes|noscript|script|select|style|svg|template"
    r"|textarea|title|xmp)\b",
    re.IGNORECASE,
)
_NAMELESS = "section"


def headings(parser: MarkdownIt) -> None:
    """Put headings below the title, level by level, and give them anchors."""
    parser.core.ruler.after("inline", "headings", _headings)


def text_of(children: list[Token] | None) -> str:
    """The plain text of an inline token's children, without what stands in scripts and the like."""
    if children and len(children) == 1 and children[0].type == "text":
        return " ".join(children[0].content.split())
    return " ".join("".join(_words(children or ())).split())


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


def _headings(state: StateCore) -> None:
    tokens = state.tokens
    opened = [(each, text) for each, text in pairwise(tokens) if each.type == "heading_open"]
    if not opened:
        return
    _close_gaps(tokens)
    may_be_taken = "{" in state.src or "<" in state.src
    _anchor(opened, set(_taken(tokens)) if may_be_taken else set())


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


def _anchor(opened: list[tuple[Token, Token]], taken: set[str]) -> None:
    counts: dict[str, int] = {}
    own: set[str] = set()
    for token, text in opened:
        wanted = str(token.attrs.get("id", ""))
        if not wanted or wanted in own:
            wanted = _free(wanted or slug_of(text_of(text.children)) or _NAMELESS, taken, counts)
            token.attrSet("id", wanted)
        own.add(wanted)
        taken.add(wanted)


def _free(name: str, taken: set[str], counts: dict[str, int]) -> str:
    """The name, or the name with the first number from 2 that nothing else has."""
    found, number = name, counts.get(name, 1)
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    counts[name] = number
    return found


def _taken(tokens: list[Token]) -> Iterator[str]:
    """The ids that authors gave, in attributes and in raw HTML."""
    for token in tokens:
        for each in (token, *(token.children or ())):
            if each.type in ("html_block", "html_inline"):
                yield from ids_in(each.content)
            elif "id" in each.attrs:
                yield str(each.attrs["id"])
