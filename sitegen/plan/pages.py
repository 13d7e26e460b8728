"""Jobs for pages made from templates, and what their heads say."""

from __future__ import annotations

from typing import Any

from sitegen.model.front_matter import When
from sitegen.model.jobs import BodyRef, Job, PageArgs
from sitegen.model.site import Address
from sitegen.model.views import Meta, PhotoView, Translation
from sitegen.plan.routes import Planned


def meta(
    planned: Planned,
    lang: str,
    kind: str,
    place: Address,
    title: str,
    description: str = "",
    *,
    photo: PhotoView | None = None,
    translations: tuple[Translation, ...] = (),
    feed: str = "",
    indexed: bool = True,
    published: When | None = None,
    modified: When | None = None,
) -> Meta:
    """What a page's head says; the canonical URL is its own."""
    return Meta(
        kind=kind,
        title=title,
        description=" ".join(description.split()),
        lang=lang,
        url=place.url,
        canonical=planned.absolute(place.url),
        image=planned.absolute(photo.url) if photo else "",
        translations=translations,
        feed=feed or planned.view(lang).feed,
        indexed=indexed,
        published=published,
        modified=modified,
    )


def page(
    place: Address,
    template: str,
    head: Meta,
    body: BodyRef | None = None,
    document: str = "",
    **context: Any,
) -> Job:
    """The Job of a page; `context` are the names that its template sees."""
    args = PageArgs(template, head, tuple(sorted(context.items())), body, document)
    return Job(place.output, args)
