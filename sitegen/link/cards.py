"""Articles, and how lists show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from sitegen.link.bylines import Roster, Signature, signatures
from sitegen.link.context import FOLDERS, section_of
from sitegen.link.edition_context import EditionContext
from sitegen.link.photos import ShownPhoto
from sitegen.link.tags import Spelling, slugs_of
from sitegen.model.documents import Document
from sitegen.model.front_matter import ArticleMatter, AuthorMatter, IssueMatter, Kind, SeriesMatter
from sitegen.model.site import Article, CardLinks
from sitegen.model.views import Byline, Card, Link
from sitegen.problems import did_you_mean, problem_at


class _Signed(Struct, frozen=True, gc=False):
    """Who signs: the ids of described authors, and all names as they are shown."""

    ids: tuple[str, ...]
    bylines: tuple[Byline, ...]


class Articles:
    """Finds what an edition's articles belong to; the links and bylines that many share are made once."""

    def __init__(self, edition: EditionContext, tags: Iterable[Spelling]) -> None:
        self._frame = edition
        placed = edition.context.placed
        absent = {id_ for kind, lang, id_ in placed if (kind, lang) == (Kind.AUTHOR, edition.lang)}
        self._roster = Roster(edition.documents[Kind.AUTHOR], absent)
        self._tags: Mapping[str, Link] = {
            tag.slug: Link(tag.title, edition.folder(Kind.TAG, tag.slug).url) for tag in tags
        }
        self._bylines: dict[Signature, Byline] = {}
        self._signed: dict[tuple[str, ...], _Signed] = {}

    def article(self, document: Document) -> Article:
        """A shown article."""
        matter, context = document.matter, self._frame.context
        assert isinstance(matter, ArticleMatter)
        slugs, signed, section = slugs_of(document), self._signatures(document), section_of(document)
        links = CardLinks(
            self._frame.section(section)[1],
            tuple([self._tags[slug] for slug in slugs]),
            signed.bylines,
            self._membership(document, "issue", Kind.ISSUE, matter.issue) if matter.issue else None,
            self._membership(document, "series", Kind.SERIES, matter.series) if matter.series else None,
        )
        place, visibility = context.addresses[document.path], context.visibilities[document.path]
        return Article(document, place, visibility, section, slugs, signed.ids, links)

    def _signatures(self, document: Document) -> _Signed:
        """The article's byline: many articles have the same, and one that is fine is fine for all of them."""
        assert isinstance(document.matter, ArticleMatter)
        known = self._signed.get(document.matter.authors)
        if known is not None:
            return known
        asked = len(self._frame.problems)
        names = signatures(document, self._roster, self._frame.problems)
        ids = tuple([name.id for name in names if name.id])
        signed = _Signed(ids, tuple([self._byline(name) for name in names]))
        if len(self._frame.problems) == asked:
            self._signed[document.matter.authors] = signed
        return signed

    def _byline(self, name: Signature) -> Byline:
        known = self._bylines.get(name)
        if known is None:
            known = self._bylines[name] = self._new_byline(name)
        return known

    def _new_byline(self, name: Signature) -> Byline:
        if not name.id:
            return Byline(name.name, "", "", "")
        document = self._frame.documents[Kind.AUTHOR][name.id]
        matter = document.matter
        assert isinstance(matter, AuthorMatter)
        url = self._frame.own_address(document).url
        return Byline(matter.name, url, matter.role, matter.affiliation, matter.lang)

    def _membership(self, document: Document, key: str, kind: Kind, id_: str) -> Link | None:
        target = self._frame.documents[kind].get(id_)
        if target is not None and isinstance(target.matter, IssueMatter | SeriesMatter):
            return Link(target.matter.title, self._frame.own_address(target).url)
        context, lang = self._frame.context, self._frame.lang
        known = [each.id for each in context.by_kind.get((kind, lang), ())]
        if id_ in known or (kind, lang, id_) in context.placed:
            return None
        message = f"There is no {kind} `{id_}`."
        hint = did_you_mean(id_, known, f"Describe it in the folder `{FOLDERS[kind]}`, or correct the id.")
        self._frame.problems.append(problem_at(document.path, key, f"unknown-{key}", message, hint))
        return None


def card_of(article: Article, document: Document, photo: ShownPhoto | None) -> Card:
    """An article's card; `document` is all of its document."""
    matter, links = document.matter, article.links
    assert isinstance(matter, ArticleMatter)
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
