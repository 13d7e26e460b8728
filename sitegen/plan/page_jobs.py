"""Jobs for pages rendered from a template."""

from __future__ import annotations

from msgspec import Struct

from sitegen.model.front_matter import When
from sitegen.model.jobs import BodyRef, Job, PageArgs
from sitegen.model.site import Address
from sitegen.model.views import Meta, PhotoView, Translation
from sitegen.plan.site_lookup import SiteLookup


class Head(Struct, frozen=True, gc=False):
    """The facts that a page's `<head>` is made from."""

    lang: str
    kind: str
    address: Address
    title: str = ""
    description: str = ""
    photo: PhotoView | None = None
    translations: tuple[Translation, ...] = ()
    feed: str = ""
    """The URL of the page's own feed; by default, the site's."""
    indexed: bool = True
    published: When | None = None
    modified: When | None = None


def page_job(
    site: SiteLookup,
    head: Head,
    template: str,
    body: BodyRef | None = None,
    document: str = "",
    **context: object,
) -> Job:
    """Make the Job of a page. `context` holds the names that its template sees."""
    args = PageArgs(template, _meta(site, head), tuple(sorted(context.items())), body, document)
    return Job(head.address.output, args)


def _meta(site: SiteLookup, head: Head) -> Meta:
    return Meta(
        kind=head.kind,
        title=head.title,
        description=" ".join(head.description.split()),
        lang=head.lang,
        url=head.address.url,
        canonical=site.absolute(head.address.url),
        image=site.absolute(head.photo.url) if head.photo else "",
        translations=head.translations,
        feed=head.feed or site.view(head.lang).feed,
        indexed=head.indexed,
        published=head.published,
        modified=head.modified,
    )
