"""HTML's tags as browsers read them (HTML 13.2.5): whole ones, whatever their attributes' values hold.

A value may hold `<` and `>`. A pattern that looks for tags alone would find some in there, and take an
author's text for markup.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sitegen.lazy_regex import lazy_pattern

_BLANK = r"[ \t\n\f\r]"
_NAME = r"[^ \t\n\f\r/>][^ \t\n\f\r/>=]*"
#: The rest of a tag after its name. It reaches to the tag's `>` or the end of the text, and never fails.
_REST = (
    rf"(?:[ \t\n\f\r/]+|{_NAME}(?:{_BLANK}*={_BLANK}*"
    r"""(?:"[^"]*(?:"|\Z)|'[^']*(?:'|\Z)|[^ \t\n\f\r"'>][^ \t\n\f\r>]*)?)?)*"""
)
#: Elements that hold text alone: no tag begins in them.
_TEXT_ALONE = "script|style|textarea|title|xmp|iframe|noembed|noframes"
#: Tags with attributes, and what only looks like tags. Every match reaches its end, so that time is linear.
TAG = lazy_pattern(
    r"<(?:"
    # Most tags are plain ones, which a quick look passes over.
    rf"(?!(?-i:(?!{_TEXT_ALONE})[a-z0-9/]++>))"
    # Most links are written like this, and need no second look.
    r'(?:a href="(?P<href>[^"]*)">'
    rf"|({_TEXT_ALONE})(?=[ \t\n\f\r/>]){_REST}(?:>.*?(?:</\2(?=[ \t\n\f\r/>])|\Z)|\Z)"
    # An element's name may hold anything after its first letter, `<` as well.
    r"|(?:(?:(?P<link>a)|(?P<image>img)|[a-z][a-z0-9-]*)(?=[ \t\n\f\r/])"
    r"|[a-z][a-z0-9-]*[^a-z0-9 \t\n\f\r/>-][^ \t\n\f\r/>]*)"
    rf"(?P<attributes>{_REST})(?P<end>>?)"
    rf"|/[a-z][^ \t\n\f\r/>]*{_REST}>?"
    r"|!--(?:-?>|.*?(?:--!?>|\Z))|[!?][^>]*>?|/[^a-z>][^>]*>?"
    r"))",
    re.ASCII | re.IGNORECASE | re.DOTALL,
)
#: Each comment, tag and other markup of a text in order; an element that holds text alone is not passed over.
MARKUP = lazy_pattern(
    rf"<(?:(?P<comment>!--)|(?P<end>/?)(?P<name>[a-z][^ \t\n\f\r/>]*)(?P<attributes>{_REST})(?P<closed>>?)"
    r"|(?P<other>[!?][^>]*>?|/[^a-z>]))",
    re.ASCII | re.IGNORECASE,
)
#: An attribute: its name and, in one of the other groups, its value.
ATTRIBUTE = lazy_pattern(
    rf"[ \t\n\f\r/]*({_NAME})"
    rf"""(?:{_BLANK}*={_BLANK}*(?:"([^"]*)"|'([^']*)'|([^ \t\n\f\r"'>][^ \t\n\f\r>]*))?)?"""
)
#: Where elements of code begin and end.
CODE_TAG = lazy_pattern(r"<(?P<end>/?)(?:code|kbd|pre|samp|tt|var)\b", re.IGNORECASE)

_ID = lazy_pattern(r"\b(?:id|name)[ \t\n\f\r]*=", re.ASCII | re.IGNORECASE)
#: Attributes as our own rules write them, one of which is an id.
_OTHER = r'(?: (?!id=|name=)[a-z-]+="[^"]*")*'
_PLAIN_ID = lazy_pattern(rf'{_OTHER} id="([^"&]+)"{_OTHER}')
#: Something that looks like an attribute's value with `<` or `>` in it.
_BRACKET = lazy_pattern(r"""=[ \t\n\f\r]*+(?:"[^"<>]*+[<>]|'[^'<>]*+[<>]|[^ \t\n\f\r"'<>=]*+<)""")


class Attribute(NamedTuple):
    """An attribute as it is written. It reaches from the blank before it to the end of its value."""

    name: str
    value: str | None
    start: int
    end: int


def attributes(tag: re.Match[str]) -> Iterator[Attribute]:
    """The attributes of a tag that `TAG` has found; of two with one name browsers take the first."""
    for each in ATTRIBUTE.finditer(tag.string, *tag.span("attributes")):
        value = each[each.lastindex or 1] if each.lastindex != 1 else None
        yield Attribute(each[1].lower(), value, each.start(), each.end())


def values(tag: re.Match[str]) -> Mapping[str, str]:
    """The attributes' values by their names, entities decoded; empty for those without a value."""
    found: dict[str, str] = {}
    for each in attributes(tag):
        found.setdefault(each.name, html.unescape(each.value or ""))
    return found


def ids_of(tag: re.Match[str]) -> list[str]:
    """The names by which links lead to a tag that `TAG` has found."""
    written = tag["attributes"]
    if not written:
        return []
    if plain := _PLAIN_ID.fullmatch(written):
        return [plain[1]]
    if not _ID.search(written):
        return []
    found = values(tag)
    return [found[name] for name in ("id", "name") if found.get(name) and (name == "id" or tag["link"])]


def ids_in(markup: str) -> list[str]:
    """The names by which links lead to places in some HTML, in order."""
    return [name for tag in TAG.finditer(markup) for name in ids_of(tag)] if _ID.search(markup) else []


def without_brackets(markup: str) -> str:
    """The HTML with every `<` and `>` in a value escaped, so that all others are those of tags."""
    return TAG.sub(_escaped, markup) if _BRACKET.search(markup) else markup


def _escaped(tag: re.Match[str]) -> str:
    if tag.lastgroup == "href":
        return tag[0][:9] + _escape(tag[0][9:-1]) + ">"
    if not tag["attributes"]:
        return tag[0]
    start, end = (at - tag.start() for at in tag.span("attributes"))
    return tag[0][:start] + ATTRIBUTE.sub(_escaped_value, tag["attributes"]) + tag[0][end:]


def _escaped_value(each: re.Match[str]) -> str:
    name = each.end(1) - each.start()
    return each[0][:name] + _escape(each[0][name:])


def _escape(text: str) -> str:
    return text.replace("<", "&lt;").replace(">", "&gt;")
