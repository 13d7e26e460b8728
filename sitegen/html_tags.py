"""Find HTML tags as browsers do (HTML 13.2.5), whatever their attribute values contain.

A value may contain `<` and `>`. A simple pattern would find tags in there, and read an author's text as
markup.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sitegen.lazy_regex import lazy_pattern

_BLANK = r"[ \t\n\f\r]"
_NAME = r"[^ \t\n\f\r/>][^ \t\n\f\r/>=]*"
#: The rest of a tag after its name, up to its `>` or the end of the text. It always matches.
_REST = (
    rf"(?:[ \t\n\f\r/]+|{_NAME}(?:{_BLANK}*={_BLANK}*"
    r"""(?:"[^"]*(?:"|\Z)|'[^']*(?:'|\Z)|[^ \t\n\f\r"'>][^ \t\n\f\r>]*)?)?)*"""
)
#: Elements that contain only text: no tag begins in them.
_TEXT_ALONE = "script|style|textarea|title|xmp|iframe|noembed|noframes"
#: Tags with attributes, and what looks like tags. Every match reaches its end, so matching takes linear time.
TAG = lazy_pattern(
    r"<(?:"
    # Most tags have no attributes: skip them quickly.
    rf"(?!(?-i:(?!{_TEXT_ALONE})[a-z0-9/]++>))"
    # Most links look like this: match them quickly.
    r'(?:a href="(?P<href>[^"]*)">'
    rf"|({_TEXT_ALONE})(?=[ \t\n\f\r/>]){_REST}(?:>.*?(?:</\2(?=[ \t\n\f\r/>])|\Z)|\Z)"
    # The name of an element may contain anything after the first letter, even `<`.
    r"|(?:(?:(?P<link>a)|(?P<image>img)|[a-z][a-z0-9-]*)(?=[ \t\n\f\r/])"
    r"|[a-z][a-z0-9-]*[^a-z0-9 \t\n\f\r/>-][^ \t\n\f\r/>]*)"
    rf"(?P<attributes>{_REST})(?P<end>>?)"
    rf"|/[a-z][^ \t\n\f\r/>]*{_REST}>?"
    r"|!--(?:-?>|.*?(?:--!?>|\Z))|[!?][^>]*>?|/[^a-z>][^>]*>?"
    r"))",
    re.ASCII | re.IGNORECASE | re.DOTALL,
)
#: Each comment, tag and other markup in order, including the content of text-only elements.
MARKUP = lazy_pattern(
    rf"<(?:(?P<comment>!--)|(?P<end>/?)(?P<name>[a-z][^ \t\n\f\r/>]*)(?P<attributes>{_REST})(?P<closed>>?)"
    r"|(?P<other>[!?][^>]*>?|/[^a-z>]))",
    re.ASCII | re.IGNORECASE,
)
#: An attribute: its name, and its value in one of the other groups.
ATTRIBUTE = lazy_pattern(
    rf"[ \t\n\f\r/]*({_NAME})"
    rf"""(?:{_BLANK}*={_BLANK}*(?:"([^"]*)"|'([^']*)'|([^ \t\n\f\r"'>][^ \t\n\f\r>]*))?)?"""
)
#: The start and end tags of elements for code.
CODE_TAG = lazy_pattern(r"<(?P<end>/?)(?:code|kbd|pre|samp|tt|var)\b", re.IGNORECASE)

_ID = lazy_pattern(r"\b(?:id|name)[ \t\n\f\r]*=", re.ASCII | re.IGNORECASE)
#: Attributes in the form that our own rules write, including an id.
_OTHER = r'(?: (?!id=|name=)[a-z-]+="[^"]*")*'
_PLAIN_ID = lazy_pattern(rf'{_OTHER} id="([^"&]+)"{_OTHER}')
#: Something like an attribute value that contains `<` or `>`.
_BRACKET = lazy_pattern(r"""=[ \t\n\f\r]*+(?:"[^"<>]*+[<>]|'[^'<>]*+[<>]|[^ \t\n\f\r"'<>=]*+<)""")


class Attribute(NamedTuple):
    """An attribute in the source, from the blank before it to the end of its value."""

    name: str
    value: str | None
    start: int
    end: int


def attributes(tag: re.Match[str]) -> Iterator[Attribute]:
    """The attributes of a match of `TAG`. If a name appears twice, browsers use the first."""
    for each in ATTRIBUTE.finditer(tag.string, *tag.span("attributes")):
        value = each[each.lastindex or 1] if each.lastindex != 1 else None
        yield Attribute(each[1].lower(), value, each.start(), each.end())


def values(tag: re.Match[str]) -> Mapping[str, str]:
    """The attribute values by name, with entities decoded; empty if an attribute has no value."""
    found: dict[str, str] = {}
    for each in attributes(tag):
        found.setdefault(each.name, html.unescape(each.value or ""))
    return found


def ids_of(tag: re.Match[str]) -> list[str]:
    """The ids of a match of `TAG`, and its `name` if it is a link."""
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
    """All ids in some HTML that fragments can refer to, in order."""
    return [name for tag in TAG.finditer(markup) for name in ids_of(tag)] if _ID.search(markup) else []


def without_brackets(markup: str) -> str:
    """The HTML with `<` and `>` in attribute values escaped, so that all others belong to tags."""
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
