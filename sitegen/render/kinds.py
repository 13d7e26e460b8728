"""The function for each kind of Job."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sitegen.model.asking import Ask
from sitegen.model.jobs import Job, Output
from sitegen.render.feeds import render_feed, render_sitemap, render_sitemap_index
from sitegen.render.files import render_asset, render_copy, render_text
from sitegen.render.images import render_picture
from sitegen.render.pages import render_page, render_redirect

Renderer = Callable[[Job, Ask], Output]

RENDERERS: Mapping[str, Renderer] = {
    "page": render_page,
    "feed": render_feed,
    "sitemap": render_sitemap,
    "sitemap-index": render_sitemap_index,
    "redirect": render_redirect,
    "copy": render_copy,
    "picture": render_picture,
    "asset": render_asset,
    "text": render_text,
}
