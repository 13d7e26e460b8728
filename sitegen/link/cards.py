"""Articles and their cards in lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from sitegen.link.bylines import AuthorIndex, BylineEntry, read_byline
from sitegen.link.document_urls import FOLDERS, section_of
from sitegen.link.edition_context import Collector, EditionContext
from sitegen.link.photos import ShownPhoto
from sitegen.link.tags import TagSpelling, slugs_of
from sitegen.model.documents import Document
from sitegen.model.front_matter import ArticleMatter, IssueMatter, Kind, SeriesMatter
from sitegen.model.site import Article, CardLinks
from sitegen.model.views import Byline, Card, Link
from sitegen.problems import Problem, did_you_mean, problem_at


class _Authors(Struct, frozen=True, gc=False):
    """The authors of an article: the ids of those with a profile, and all bylines."""

    ids: tuple[str, ...]
    bylines: tuple[Byline, ...]


class ArticleBuilder:
    """Builds an edition's articles. Links and bylines that many articles share are built once."""

    def __init__(self, edition: EditionContext, tags: Iterable[TagSpelling], collector: Collector) -> None:
        self._edition = edition
        self._collector = collector
        paths = edition.context.paths_by_id
        unavailable = {id_ for kind, lang, id_ in paths if (kind, lang) == (Kind.AUTHOR, edition.lang)}
        self._author_index = AuthorIndex(edition.authors, unavailable)
        self._tags: Mapping[str, Link] = {
            tag.slug: Link(tag.title, edition.group_address(Kind.TAG, tag.slug).url) for tag in tags
        }
        self._bylines: dict[BylineEntry, Byline] = {}
        self._authors: dict[tuple[str, ...], _Authors] = {}

    def article(self, document: Document[ArticleMatter]) -> Article:
        """A shown article."""
        matter, context = document.matter, self._edition.context
        slugs, authors, section = slugs_of(document), self._authors_of(document), section_of(document)
        links = CardLinks(
            self._edition.section_places[section].link,
            tuple([self._tags[slug] for slug in slugs]),
            authors.bylines,
            self._group_link(document, Kind.ISSUE, matter.issue) if matter.issue else None,
            self._group_link(document, Kind.SERIES, matter.series) if matter.series else None,
        )
        place, visibility = context.addresses[document.path], context.visibilities[document.path]
        return Article(document, place, visibility, section, slugs, authors.ids, links)

    def _authors_of(self, article: Document[ArticleMatter]) -> _Authors:
        known = self._authors.get(article.matter.authors)
        if known is not None:
            return known
        problems: list[Problem] = []
        entries = read_byline(article, self._author_index, problems)
        ids = tuple([entry.id for entry in entries if entry.id])
        authors = _Authors(ids, tuple([self._byline(entry) for entry in entries]))
        self._collector.problems.extend(problems)
        if not problems:  # which name the article
            self._authors[article.matter.authors] = authors
        return authors

    def _byline(self, entry: BylineEntry) -> Byline:
        known = self._bylines.get(entry)
        if known is None:
            known = self._bylines[entry] = self._new_byline(entry)
        return known

    def _new_byline(self, entry: BylineEntry) -> Byline:
        if not entry.id:
            return Byline(entry.name, "", "", "")
        profile = self._edition.authors[entry.id]
        matter, url = profile.matter, self._edition.address_of(profile).url
        return Byline(matter.name, url, matter.role, matter.affiliation, matter.lang)

    def _group_link(self, article: Document[ArticleMatter], kind: Kind, id_: str) -> Link | None:
        """The link to an article's issue or series; None if it is not shown."""
        edition, context = self._edition, self._edition.context
        described: Mapping[str, Document[IssueMatter | SeriesMatter]] = (
            edition.issues if kind is Kind.ISSUE else edition.series
        )
        if id_ in described:
            return Link(described[id_].matter.title, edition.address_of(described[id_]).url)
        matter = IssueMatter if kind is Kind.ISSUE else SeriesMatter
        known = [each.id for each in context.documents_of(matter, edition.lang)]
        if id_ in known or (kind, edition.lang, id_) in context.paths_by_id:
            return None
        message = f"There is no {kind} `{id_}`."
        hint = did_you_mean(id_, known, f"Describe it in the folder `{FOLDERS[kind]}`, or correct the id.")
        self._collector.problems.append(problem_at(article.path, str(kind), f"unknown-{kind}", message, hint))
        return None


def card_of(article: Article, document: Document[ArticleMatter], photo: ShownPhoto | None) -> Card:
    """An article's card; `document` is the complete document."""
    matter, links = document.matter, article.links
    return Card(
        id=document.id,
        lang=document.lang,
        url=article.address.url,
        title=matter.title,
        subtitle=matter.subtitle,
        summary=matter.summary or document.outline.excerpt,
        date=article.date,
        updated=matter.updated,
        section=links.section,
        authors=links.authors,
        tags=links.tags,
        photo=photo.view if photo else None,
        issue=links.issue,
        series=links.series,
        minutes=document.outline.minutes,
        access=matter.access,
        state=str(article.visibility.displayed_state),
        extra=matter.extra,
    )
