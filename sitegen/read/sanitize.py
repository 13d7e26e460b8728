"""What authors' HTML may hold where it is not trusted.

The list names what an article's text is made of, in today's HTML: elements that are not on it go and leave
their text, those whose text is no text of the article go with it, and so do obsolete attributes, styles,
scripts, event handlers and comments.
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
#: What images may be written with.
IMAGE_ATTRIBUTES = frozenset(f"{_EVERYWHERE} {_ATTRIBUTES['img']}".split()) - {"src"}
#: Roles that our own rules write.
_ROLES = {"a": {"role": {"doc-noteref"}}, "div": {"role": {"note"}}}
#: The keyboard reaches every table, as those of our own rules.
_SET = {"table": {"tabindex": "0"}}
_FILTERED = frozenset({"href", "src", "cite"})


def _address(tag: str, name: str, value: str) -> str | None:
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
#: The library does not look at `cite`, nor at where `data:` stands. Slower: it calls us for each attribute.
_EXACT_CLEANER = _cleaner(SCHEMES | {"data"}, _address)

_CONTROL = lazy_pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_PIXELS = lazy_pattern(r"\s*(\d{1,5})\s*(?:px)?\s*", re.IGNORECASE)


def sanitized(markup: str) -> str:
    """The HTML with nothing in it that runs, loads or submits; always well-formed, and with no `<` and no `>`
    but those of its tags."""
    clean = _CLEANER.clean(markup)
    if "ata:" in markup or "ATA:" in markup or ' cite="' in clean:
        clean = _EXACT_CLEANER.clean(markup)
    clean = without_brackets(clean)
    if not may_hold_controls(clean):
        return clean
    # Put in the place of each: without them, `java&#1;script:` would be what it pretends not to be.
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", clean)


def modernised(markup: str) -> str:
    """Raw HTML with `<a name>` written as `<a id>`, so that links to it go on working."""
    if "ame" not in markup and "AME" not in markup:
        return markup
    return TAG.sub(_with_id, markup)


def _with_id(tag: re.Match[str]) -> str:
    if not tag["link"]:
        return tag[0]
    written = list(attributes(tag))
    name = next((each for each in written if each.name == "name"), None)
    if name is None or any(each.name == "id" for each in written):
        return tag[0]
    renamed = tag.string[name.start : name.end].lower().index("name") + name.start
    return tag.string[tag.start() : renamed] + "id" + tag.string[renamed + 4 : tag.end()]


def pixels(value: str) -> str:
    """A width or height as HTML takes it, a number of pixels; empty where it is none."""
    match = _PIXELS.fullmatch(value)
    return match[1] if match else ""
