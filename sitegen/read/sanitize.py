"""Sanitize authors' HTML.

The list of allowed elements is what articles are made of in today's HTML. Other elements are removed but
leave their text, except those whose text is not part of the article. Obsolete attributes, styles, scripts,
event handlers and comments are removed as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import nh3

from sitegen.html_tags import TAG, attributes, without_brackets
from sitegen.lazy_regex import lazy_pattern
from sitegen.read.character_scan import may_hold_controls
from sitegen.read.url_checks import SCHEMES, is_image_allowed, is_link_allowed

_Filter = Callable[[str, str, str], str | None]

_TAGS = """
    a abbr article aside b bdi bdo blockquote br caption cite code col colgroup data dd del details dfn div dl
    dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li mark ol p pre q rp rt
    ruby s samp section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr
"""
_WITH_TEXT = """
    applet canvas embed iframe math noembed noframes noscript script select style svg template textarea
    title xmp
"""
_EVERYWHERE = "class dir id lang title"
_ATTRIBUTES = {
    "*": _EVERYWHERE,
    "a": "href hreflang rel",
    "blockquote": "cite",
    "col": "span",
    "colgroup": "span",
    "data": "value",
    "del": "cite datetime",
    "details": "open",
    "img": "alt height src width",
    "ins": "cite datetime",
    "li": "value",
    "ol": "reversed start",
    "q": "cite",
    "td": "colspan headers rowspan",
    "th": "abbr colspan headers rowspan scope",
    "time": "datetime",
}
#: Attributes of images.
IMAGE_ATTRIBUTES = frozenset(f"{_EVERYWHERE} {_ATTRIBUTES['img']}".split()) - {"src"}
#: Roles written by our own rules.
_ROLES = {"a": {"role": {"doc-noteref"}}, "div": {"role": {"note"}}}
#: Tables are reachable by keyboard, like those of our own rules.
_SET = {"table": {"tabindex": "0"}}
_FILTERED = frozenset({"href", "src", "cite"})


def _allowed_value(tag: str, name: str, value: str) -> str | None:
    if name not in _FILTERED:
        return value
    return value if (is_image_allowed if (tag, name) == ("img", "src") else is_link_allowed)(value) else None


def _cleaner(schemes: frozenset[str], attribute_filter: _Filter | None = None) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_TAGS.split()),
        clean_content_tags=set(_WITH_TEXT.split()),
        attributes={tag: set(names.split()) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=attribute_filter,
        tag_attribute_values=_ROLES,
        set_tag_attribute_values=_SET,
        url_schemes=set(schemes),
        link_rel=None,
    )


_CLEANER = _cleaner(SCHEMES)
#: The library checks neither `cite` nor where `data:` is used. This one is slower: it calls a filter for each
#: attribute.
_EXACT_CLEANER = _cleaner(SCHEMES | {"data"}, _allowed_value)

_CONTROL = lazy_pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_PIXELS = lazy_pattern(r"\s*(\d{1,5})\s*(?:px)?\s*", re.IGNORECASE)


def sanitized(markup: str) -> str:
    """Remove everything that runs, loads or submits.

    The result is well-formed, and has `<` and `>` only in its tags.
    """
    clean = _CLEANER.clean(markup)
    if "ata:" in markup or "ATA:" in markup or ' cite="' in clean:
        clean = _EXACT_CLEANER.clean(markup)
    clean = without_brackets(clean)
    if not may_hold_controls(clean):
        return clean
    # Replaced rather than removed: otherwise `java&#1;script:` would become `javascript:`.
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", clean)


def modernised(markup: str) -> str:
    """Write `<a name>` as `<a id>`, so that links to it keep working."""
    if "ame" not in markup and "AME" not in markup:
        return markup
    return TAG.sub(_with_id, markup)


def _with_id(tag: re.Match[str]) -> str:
    if not tag["link"]:
        return tag[0]
    found = list(attributes(tag))
    name = next((each for each in found if each.name == "name"), None)
    if name is None or any(each.name == "id" for each in found):
        return tag[0]
    renamed = tag.string[name.start : name.end].lower().index("name") + name.start
    return tag.string[tag.start() : renamed] + "id" + tag.string[renamed + 4 : tag.end()]


def pixels(value: str) -> str:
    """A width or height as a number of pixels; empty if it is invalid."""
    match = _PIXELS.fullmatch(value)
    return match[1] if match else ""
