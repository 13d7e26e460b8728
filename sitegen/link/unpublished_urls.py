"""Where documents would stand that are not published, so that links to them can say so."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from sitegen.dates import parse_moment
from sitegen.link.aliases import alias_path
from sitegen.link.context import LinkContext, path_of, section_slug
from sitegen.link.urls import address, permalink, prefix_of
from sitegen.model.documents import Content, ContentPath, Document
from sitegen.model.front_matter import Kind


def unpublished(content: Content, context: LinkContext) -> dict[str, str]:
    """The paths of documents that are not published, by the outputs that they and their aliases would have.

    Of a document that could not be read, the output is the one that its file's name gives.
    """
    hidden = [document for path, document in content.documents.items() if path not in context.addresses]
    found: dict[str, str] = {}
    for document in hidden:
        for output in _outputs(document, context):
            found.setdefault(output, document.path)
    for place in content.places.values():
        if place.path not in content.documents and place.kind is Kind.ARTICLE:
            found.setdefault(_by_name(place, context), place.path)
    return found


def _outputs(document: Document, context: LinkContext) -> Iterator[str]:
    config = context.config
    zone = ZoneInfo(config.timezone)
    path = path_of(document, config, context.section_slugs, zone)
    yield address(context.base, prefix_of(config, document.lang) + path).output
    for written in document.matter.aliases:
        yield address(context.base, alias_path(written)).output


def _by_name(place: ContentPath, context: LinkContext) -> str:
    config = context.config
    zone = ZoneInfo(config.timezone)
    try:
        date = parse_moment(place.date, zone) if place.date else None
    except ValueError:
        date = None
    section = section_slug(context.section_slugs, place.lang, place.section, config.urls)
    path = permalink(config.permalink, section, place.id, "", date, zone, config.urls, place.lang)
    return address(context.base, prefix_of(config, place.lang) + path).output
