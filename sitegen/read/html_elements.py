"""HTML elements by how they are treated, and alternatives to those that are removed."""

from __future__ import annotations

import html
import re

from sitegen.html_tags import ATTRIBUTE
from sitegen.lazy_regex import lazy_pattern

#: Elements without an end tag.
VOID = frozenset(
    """
    area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr
    """.split()
)
#: Elements with an optional end tag.
IMPLIED = frozenset(
    """
    body caption colgroup dd dt head html li optgroup option p rb rp rt rtc tbody td tfoot th thead tr
    """.split()
)
#: Formatting elements, which continue in later blocks until they are closed.
FORMATTING = frozenset(
    """
    a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark nobr q s samp small span strike
    strong sub sup time tt u var
    """.split()
)
#: Elements that are removed with their text.
WITH_TEXT = frozenset(
    """
    applet canvas embed iframe math noembed noframes noscript script select style svg template textarea
    title xmp
    """.split()
)
_OTHERS = """
    address article aside audio blockquote button center datalist details dialog dir div dl fencedframe
    fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup image label legend listing
    main map marquee menu menuitem meter nav object ol output picture plaintext portal pre progress ruby
    search section selectedcontent slot summary table ul video
"""
KNOWN = VOID | IMPLIED | FORMATTING | WITH_TEXT | frozenset(_OTHERS.split())

_EMBED = "Write `::: embed {url} Title`, and `:::` on the line below: it becomes a card with a link."
_LINK = "Link to the file: `[Title]({url})`."
_IMAGE = "Save it as a file, and show it as an image: `![What it shows](file.svg)`."
_THEME = "Remove it. Scripts and styles belong in the theme."
_WORDS = "Write its text outside the element."
_FORM = "Link to a page with the form: `[Title](https://…)`."
#: Hints for elements that are removed.
REMOVED = {
    **dict.fromkeys(("embed", "fencedframe", "frame", "frameset", "iframe", "object", "portal"), _EMBED),
    **dict.fromkeys(("audio", "video", "bgsound"), _LINK),
    **dict.fromkeys(("svg", "canvas", "applet", "map"), _IMAGE),
    **dict.fromkeys(("base", "link", "meta", "script", "style", "template"), _THEME),
    **dict.fromkeys(("noembed", "noframes", "noscript", "title"), _WORDS),
    **dict.fromkeys(("button", "datalist", "form", "input", "select", "textarea"), _FORM),
    "math": "Write the formula as text, or show it as an image: `![What it says](formula.svg)`.",
    "xmp": "Write code between lines of three backticks.",
}
_ADDRESS = lazy_pattern(r"""\b(?:src|data|href)\s*=\s*["']?(?!["'])([^\s"'<>]+)""", re.IGNORECASE)

#: A word in the position of an attribute name, possibly with a quotation mark.
_ATTRIBUTE_NAMES = lazy_pattern(r"""=?["']?\w+["']?|=""")
#: Attributes without a value.
_BARE = frozenset(
    """
    allowfullscreen async autofocus autoplay checked compact contenteditable controls default defer disabled
    download draggable hidden inert ismap itemscope loop markdown multiple muted nohref nomodule noresize
    noshade novalidate nowrap open playsinline readonly required reversed scoped seamless selected
    """.split()
)


def is_prose(attributes: str) -> bool:
    """Whether the words after a tag's name are text and not attributes, as in `<table to come>`."""
    words = attributes.replace("/", " ").lower().split()
    if "<" in attributes and "=" not in attributes:
        return True
    return all(map(_ATTRIBUTE_NAMES.fullmatch, words)) and not _BARE.issuperset(words)


def stray_words(attributes: str) -> list[str]:
    """The words among a tag's attributes that are text: `to` and `come` in `<p class="x" to come>`."""
    found = (match for match in ATTRIBUTE.finditer(attributes) if match.lastindex == 1)
    return [match[1] for match in found if match[1].isalnum() and match[1].lower() not in _BARE]


def is_known(name: str) -> bool:
    """Whether a name is or may be that of an element, such as other systems' `my-element` and `o:p`."""
    return name in KNOWN or "-" in name or ":" in name


def instead_of(name: str, markup: str) -> str:
    """What to write instead of a removed element. `markup` is the element or its beginning."""
    match = _ADDRESS.search(markup, 0, 2_000)
    url = html.unescape(match[1]) if match else ""
    if url.startswith("//"):
        url = f"https:{url}"
    hint = REMOVED[name]
    if hint is _EMBED and not url.startswith("https://"):
        url = "https://…"
    return hint.replace("{url}", url or f"file.{'mp3' if name == 'audio' else 'mp4'}")
