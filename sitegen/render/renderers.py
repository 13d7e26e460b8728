"""The function that renders each kind of Job, by the type of what it is made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sitegen.model.jobs import (
    AssetArgs,
    CopyArgs,
    FeedArgs,
    ImageArgs,
    Job,
    JobArgs,
    Output,
    PageArgs,
    RedirectArgs,
    SitemapArgs,
    SitemapIndexArgs,
    TextArgs,
)
from sitegen.model.query import Ask
from sitegen.render.feeds import render_feed, render_sitemap, render_sitemap_index
from sitegen.render.files import render_asset, render_copy, render_text
from sitegen.render.images import render_picture
from sitegen.render.pages import render_page, render_redirect

Renderer = Callable[[str, Any, Ask], Output]
"""Takes the output's path, what it is made of, and `ask`."""

RENDERERS: dict[type[JobArgs], Renderer] = {
    PageArgs: render_page,
    FeedArgs: render_feed,
    SitemapArgs: render_sitemap,
    SitemapIndexArgs: render_sitemap_index,
    RedirectArgs: render_redirect,
    CopyArgs: render_copy,
    ImageArgs: render_picture,
    AssetArgs: render_asset,
    TextArgs: render_text,
}


def render(job: Job, ask: Ask) -> Output:
    """The output of a Job."""
    return RENDERERS[type(job.args)](job.path, job.args, ask)
