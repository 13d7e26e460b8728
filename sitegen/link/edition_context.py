"""What linking knows about one language of the site, and what it collects on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from sitegen.link.context import LinkContext
from sitegen.link.document_urls import FOLDERS, section_of, section_slug
from sitegen.link.photos import show_photo
from sitegen.link.urls import address, prefix_of
from sitegen.model.documents import Document
from sitegen.model.front_matter import (
    ArticleMatter,
    AuthorMatter,
    HomeMatter,
    IndexMatter,
    IssueMatter,
    Kind,
    PageMatter,
    Photo,
    SectionMatter,
    SeriesMatter,
    TagMatter,
)
from sitegen.model.images import Cut
from sitegen.model.site import Address, Needs
from sitegen.model.views import Link, PhotoView
from sitegen.problems import Problem


class Collector(Struct, frozen=True):
    """Collects problems, and the files and image variants that must be published."""

    problems: list[Problem]
    files: set[str]
    cuts: set[Cut]

    def needs(self) -> Needs:
        """The collected files and image variants in a stable order."""
        cuts = sorted(self.cuts, key=lambda cut: (cut.name, cut.source))
        return Needs(tuple(sorted(self.files)), tuple(cuts))


class SectionPlace(Struct, frozen=True, gc=False):
    """A section's address and the link to it."""

    address: Address
    link: Link


class EditionContext(Struct, frozen=True, gc=False):
    """What linking knows about one language of the site. Documents are shown ones, by id."""

    context: LinkContext
    lang: str
    prefix: str
    """The prefix of its output paths: empty or, for example, `fr/`."""
    articles: Mapping[str, Document[ArticleMatter]]
    authors: Mapping[str, Document[AuthorMatter]]
    tags: Mapping[str, Document[TagMatter]]
    issues: Mapping[str, Document[IssueMatter]]
    series: Mapping[str, Document[SeriesMatter]]
    sections: Mapping[str, Document[SectionMatter]]
    pages: Mapping[str, Document[PageMatter]]
    indexes: Mapping[str, Document[IndexMatter]]
    home: Document[HomeMatter] | None
    section_places: Mapping[str, SectionPlace]
    """Sections with a description or an article, by id."""

    def address(self, path: str) -> Address:
        """The address of a path below the language's home page."""
        return address(self.context.base, f"/{self.prefix}{path}")

    def group_address(self, kind: Kind, slug: str) -> Address:
        """The address of a tag, author, issue or series by its slug."""
        return self.address(f"{FOLDERS[kind]}/{slug}/")

    def address_of(self, document: Document) -> Address:
        """The address of a shown document."""
        return self.context.addresses[document.path]

    def photo(
        self, document: Document, key: str, photo: Photo | None, collector: Collector
    ) -> PhotoView | None:
        """The photo under a key of the front matter; what it needs is collected."""
        if photo is None:
            return None
        shown = show_photo(document, key, photo, self.context.targets, collector.problems)
        if shown is None:
            return None
        if shown.file:
            collector.files.add(shown.file)
        collector.cuts.update(shown.cuts)
        return shown.view


def edition_context(context: LinkContext, lang: str) -> EditionContext:
    """The context of one language."""
    articles = context.shown(ArticleMatter, lang)
    sections = context.shown(SectionMatter, lang)
    return EditionContext(
        context=context,
        lang=lang,
        prefix=prefix_of(context.config, lang),
        articles=articles,
        authors=context.shown(AuthorMatter, lang),
        tags=context.shown(TagMatter, lang),
        issues=context.shown(IssueMatter, lang),
        series=context.shown(SeriesMatter, lang),
        sections=sections,
        pages=context.shown(PageMatter, lang),
        indexes=context.shown(IndexMatter, lang),
        home=context.shown(HomeMatter, lang).get(""),
        section_places=_section_places(context, lang, articles.values(), sections),
    )


def _section_places(
    context: LinkContext,
    lang: str,
    articles: Iterable[Document[ArticleMatter]],
    described: Mapping[str, Document[SectionMatter]],
) -> dict[str, SectionPlace]:
    prefix, urls = prefix_of(context.config, lang), context.config.urls
    found: dict[str, SectionPlace] = {}
    for id_ in {*described, *(section_of(article) for article in articles)}:
        place = address(context.base, f"/{prefix}{section_slug(context.section_slugs, lang, id_, urls)}/")
        title = described[id_].matter.title if id_ in described else _title_from_id(id_)
        found[id_] = SectionPlace(place, Link(title, place.url))
    return found


def _title_from_id(id_: str) -> str:
    words = id_.replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]
