"""Atom feeds (RFC 4287) and sitemaps (sitemaps.org 0.9)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urljoin

from sitegen.model.jobs import BodyRef, FeedArgs, Output, SitemapArgs, SitemapIndexArgs
from sitegen.model.query import Ask
from sitegen.model.views import SiteView
from sitegen.render.bodies import BodyView
from sitegen.render.errors import RenderTask
from sitegen.render.pages import fill_template, site_of
from sitegen.render.strings import FALLBACK

#: Characters that XML 1.0 cannot contain, not even escaped. Compiled only if needed.
_NOT_XML = "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
#: UTF-8 bytes that occur in all of them: controls, and the first bytes of U+D000–U+DFFF and U+F000–U+FFFF.
_SUSPECT = frozenset([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0xED, 0xEF])
_HARMLESS = bytes(byte for byte in range(0x100) if byte not in _SUSPECT)


def render_feed(path: str, args: FeedArgs, ask: Ask) -> Output:
    """Render an Atom feed with absolute URLs."""
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
    """Render a sitemap."""
    return _xml(path, ask, "sitemap.xml", {"entries": args.entries})


def render_sitemap_index(path: str, args: SitemapIndexArgs, ask: Ask) -> Output:
    """Render a sitemap index."""
    return _xml(path, ask, "sitemap-index.xml", {"urls": args.urls})


def _xml(
    path: str, ask: Ask, template: str, names: Mapping[str, object], site: SiteView | None = None
) -> Output:
    lang = site.lang if site else FALLBACK
    shared = ("site", "theme", "t") if site else ("theme", "t")
    task = RenderTask(path, "", template, (*names, *shared))
    return Output(path, xml_bytes(fill_template(task, ask, lang, site, names)))


def xml_bytes(data: bytes) -> bytes:
    """XML in UTF-8 without the characters that XML 1.0 (section 2.2) forbids."""
    # Searching the bytes first is fast, and nearly always finds none.
    return re.sub(_NOT_XML, "", data.decode()).encode() if data.translate(None, _HARMLESS) else data
