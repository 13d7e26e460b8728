"""The function that renders each kind of Job, by the type of the Job's arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Never, TypeVar, cast

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
from sitegen.render.images import render_image
from sitegen.render.pages import render_page, render_redirect

Args = TypeVar("Args", bound=JobArgs)

#: Each takes the output's path, arguments of its key's type, and `ask`. `Never`: no type fits all of them.
RENDERERS: Mapping[type[JobArgs], Callable[[str, Never, Ask], Output]] = {
    PageArgs: render_page,
    FeedArgs: render_feed,
    SitemapArgs: render_sitemap,
    SitemapIndexArgs: render_sitemap_index,
    RedirectArgs: render_redirect,
    CopyArgs: render_copy,
    ImageArgs: render_image,
    AssetArgs: render_asset,
    TextArgs: render_text,
}


def renderer_of(kind: type[Args]) -> Callable[[str, Args, Ask], Output]:
    """The renderer of Jobs with arguments of this type."""
    return cast(Callable[[str, Args, Ask], Output], RENDERERS[kind])  # the key is the arguments' type


def render(job: Job, ask: Ask) -> Output:
    """Render a Job."""
    return renderer_of(type(job.args))(job.path, job.args, ask)
