"""What is written for programs: Atom feeds (RFC 4287) and sitemaps (sitemaps.org 0.9)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

from sitegen.model.jobs import BodyRef, FeedArgs, Output, SitemapArgs, SitemapIndexArgs
from sitegen.model.query import Ask
from sitegen.model.views import SiteView
from sitegen.render.bodies import BodyView
from sitegen.render.errors import RenderTask
from sitegen.render.pages import site_of
from sitegen.render.strings import FALLBACK
from sitegen.render.templates import fill

#: Characters that XML 1.0 cannot hold, not even escaped; compiled only where there are any.
_NOT_XML = "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
#: Bytes of UTF-8 without which there is none of them: controls, and what U+D000 and U+F000 on begin with.
_SUSPICIOUS = frozenset([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0xED, 0xEF])
_HARMLESS = bytes(byte for byte in range(0x100) if byte not in _SUSPICIOUS)


def render_feed(path: str, args: FeedArgs, ask: Ask) -> Output:
    """An Atom feed; in its texts, every address is absolute."""
    site = site_of(ask, args.feed.lang)
    bodies = tuple(
        _body(body, urljoin(site.base_url, entry.card.url), ask)
        for entry, body in zip(args.feed.entries, args.bodies, strict=True)
    )
    names = {"feed": args.feed, "bodies": bodies}
    return _xml(path, ask, "feed.xml", names, site)


def _body(body: BodyRef | None, base: str, ask: Ask) -> BodyView | None:
    return BodyView(body, ask, base) if body else None


def render_sitemap(path: str, args: SitemapArgs, ask: Ask) -> Output:
    """A sitemap."""
    return _xml(path, ask, "sitemap.xml", {"entries": args.entries})


def render_sitemap_index(path: str, args: SitemapIndexArgs, ask: Ask) -> Output:
    """A list of sitemaps."""
    return _xml(path, ask, "sitemap-index.xml", {"urls": args.urls})


def _xml(
    path: str, ask: Ask, template: str, names: Mapping[str, Any], site: SiteView | None = None
) -> Output:
    lang = site.lang if site else FALLBACK
    shared = ("site", "theme", "t") if site else ("theme", "t")
    task = RenderTask(path, "", template, (*names, *shared))
    return Output(path, xml_bytes(fill(task, ask, lang, site, names)))


def xml_bytes(data: bytes) -> bytes:
    """XML in UTF-8 without the characters that XML 1.0 (section 2.2) cannot hold."""
    # An expression asks of each character; nearly always one look at the bytes tells that there is none.
    return re.sub(_NOT_XML, "", data.decode()).encode() if data.translate(None, _HARMLESS) else data
