"""What authors' HTML may hold where it is not trusted.

The list names what an article's text is made of, in today's HTML: elements that are not on it go and leave
their text, those whose text is no text of the article go with it, and so do obsolete attributes, styles,
scripts, event handlers and comments.
"""

from __future__ import annotations

import re

import nh3

from sitegen.read.characters import may_hold_controls

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
#: Roles that our own rules write.
_ROLES = {"a": {"role": {"doc-noteref"}}, "div": {"role": {"note"}}}
#: The keyboard reaches every table, as those of our own rules.
_SET = {"table": {"tabindex": "0"}}
_SCHEMES = "data ftp geo http https irc mailto matrix news sip sips sms tel xmpp"

_CLEANER = nh3.Cleaner(
    tags=set(_TAGS.split()),
    clean_content_tags=set(_WITH_TEXT.split()),
    attributes={tag: set(names.split()) for tag, names in _ATTRIBUTES.items()},
    tag_attribute_values=_ROLES,
    set_tag_attribute_values=_SET,
    url_schemes=set(_SCHEMES.split()),
    link_rel=None,
)

#: `data:` is for small pictures: it may stand nowhere else, and may hold no document.
_DATA = re.compile(r'\s(?:href|src|cite)="\s*data:[^"]*"', re.IGNORECASE)
_DATA_PICTURE = re.compile(r'\ssrc="data:image/(?:gif|png|jpeg|webp|avif)[;,]', re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_OLD_ANCHOR = re.compile(r"(<a\s+)name(\s*=)", re.IGNORECASE)
_PIXELS = re.compile(r"\s*(\d{1,5})\s*(?:px)?\s*", re.IGNORECASE)


def sanitized(markup: str) -> str:
    """The HTML with nothing in it that runs, loads or submits; always well-formed."""
    clean = _CLEANER.clean(markup)
    if "a:" in clean or "A:" in clean:
        clean = _DATA.sub(lambda each: each[0] if _DATA_PICTURE.match(each[0]) else "", clean)
    if not may_hold_controls(clean):
        return clean
    # Put in the place of each: without them, `java&#1;script:` would be what it pretends not to be.
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", clean)


def modernised(markup: str) -> str:
    """Raw HTML with `<a name>` written as `<a id>`, so that links to it go on working."""
    return _OLD_ANCHOR.sub(r"\1id\2", markup)


def pixels(value: str) -> str:
    """A width or height as HTML takes it, a number of pixels; empty where it is none."""
    match = _PIXELS.fullmatch(value)
    return match[1] if match else ""
