"""URLs of documents, and of files that could not be read as documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from sitegen.config.settings import Config, UrlsConfig
from sitegen.dates import parse_moment
from sitegen.link.urls import PermalinkParts, page_path, permalink, slug, slug_of_id
from sitegen.model.documents import ContentPath, Document, has_matter
from sitegen.model.front_matter import (
    ArticleMatter,
    AuthorMatter,
    IssueMatter,
    Kind,
    PageMatter,
    SectionMatter,
    SeriesMatter,
    When,
)

#: The first folder in the URLs of each kind that has one.
FOLDERS = {Kind.AUTHOR: "authors", Kind.TAG: "tags", Kind.ISSUE: "issues", Kind.SERIES: "series"}

SectionSlugs = Mapping[tuple[str, str], str]
"""The slugs of sections with a description, by language and id."""


def section_of(document: Document[ArticleMatter]) -> str:
    """The id of an article's section: from its front matter, or else its first folder."""
    return document.matter.section or document.section


def section_slugs(documents: Iterable[Document], urls: UrlsConfig) -> dict[tuple[str, str], str]:
    """The slugs of sections with a description, by language and id."""
    return {
        (document.lang, document.id): slug_of_id(document.id, document.matter.slug, urls, document.lang)
        for document in documents
        if has_matter(document, SectionMatter)
    }


def section_slug(slugs: SectionSlugs, lang: str, section: str, urls: UrlsConfig) -> str:
    """A section's slug: its description's, or one made from its id."""
    return slugs.get((lang, section)) or slug(section, urls, lang)


def path_of(document: Document, config: Config, slugs: SectionSlugs) -> str:
    """The path of a document's page below its language's home page."""
    urls = config.urls
    match document.matter:
        case ArticleMatter() as matter:
            section = section_slug(slugs, document.lang, matter.section or document.section, urls)
            parts = PermalinkParts(section, document.id, document.lang, matter.slug, matter.date)
            return permalink(parts, config)
        case SectionMatter():
            return f"{section_slug(slugs, document.lang, document.id, urls)}/"
        case PageMatter() as matter:
            return page_path(document.id, matter.slug, urls, document.lang)
        case AuthorMatter() | IssueMatter() | SeriesMatter() as matter:
            own_slug = slug_of_id(document.id, matter.slug, urls, document.lang)
            return f"{FOLDERS[document.kind]}/{own_slug}/"
        case _:
            return _path_without_slug(document)


def _path_without_slug(document: Document) -> str:
    if document.kind is Kind.TAG:
        return f"{FOLDERS[Kind.TAG]}/{document.id}/"
    return f"{document.id}/" if document.kind is Kind.INDEX else ""


def path_from_file_name(file: ContentPath, section: str, config: Config) -> str:
    """The path that an article gets from its file's name alone; `section` is its section's slug."""
    date = _date_of(file, ZoneInfo(config.timezone))
    return permalink(PermalinkParts(section, file.id, file.lang, date=date), config)


def _date_of(file: ContentPath, zone: ZoneInfo) -> When | None:
    try:
        return parse_moment(file.date, zone) if file.date else None
    except ValueError:
        return None
