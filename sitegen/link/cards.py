"""Articles with their cards: what other pages show of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from sitegen.link.bylines import Roster, Signature, signatures
from sitegen.link.frame import Frame
from sitegen.link.ground import FOLDERS, section_of
from sitegen.link.tags import Spelling, slugs_of
from sitegen.model.content import ArticleMatter, AuthorMatter, IssueMatter, Kind, SeriesMatter
from sitegen.model.documents import Document
from sitegen.model.pictures import Cut
from sitegen.model.site import Address, Article, State, Visibility
from sitegen.model.views import Byline, Card, Link
from sitegen.problems import Problem, did_you_mean, problem_at


class _Signed(Struct, frozen=True, gc=False):
    """Who signs: the ids of described authors, and all names as they are shown."""

    ids: tuple[str, ...]
    bylines: tuple[Byline, ...]


class Made(Struct, frozen=True, gc=False):
    """An article, what is wrong with what its card shows, and the files and pictures that it needs."""

    article: Article
    problems: tuple[Problem, ...]
    files: frozenset[str]
    cuts: frozenset[Cut]


#: The kinds of documents of which a card shows something.
_SHOWN = (Kind.AUTHOR, Kind.SECTION, Kind.ISSUE, Kind.SERIES)


class Cards:
    """Makes an edition's articles; the links and bylines that many of them share are made once."""

    def __init__(self, frame: Frame, tags: Iterable[Spelling]) -> None:
        self._frame = frame.aside()
        placed = frame.ground.placed
        absent = {id_ for kind, lang, id_ in placed if (kind, lang) == (Kind.AUTHOR, frame.lang)}
        self._roster = Roster(frame.documents[Kind.AUTHOR], absent)
        self._tags: Mapping[str, Link] = {
            tag.slug: Link(tag.title, frame.folder(Kind.TAG, tag.slug).url) for tag in tags
        }
        self._bylines: dict[Signature, Byline] = {}
        self._signed: dict[tuple[str, ...], _Signed] = {}

    def around(self) -> tuple[object, ...]:
        """All that articles are made of beside their documents, addresses and visibilities."""
        ground, lang = self._frame.ground, self._frame.lang
        land = ground.territory
        shown = [
            (document, ground.visibilities[document.path].shown)
            for kind in _SHOWN
            for document in ground.by_kind.get((kind, lang), ())
        ]
        placed = {key: path for key, path in ground.placed.items() if key[0] in _SHOWN}
        return ground.config, lang, self._tags, shown, placed, land.shelf, land.pictures, land.expired

    def article(self, document: Document, place: Address, visibility: Visibility) -> Made:
        """A shown article."""
        article = self._article(document, place, visibility)
        frame = self._frame
        made = Made(article, tuple(frame.problems), frozenset(frame.files), frozenset(frame.cuts))
        frame.problems.clear()
        frame.files.clear()
        frame.cuts.clear()
        return made

    def _article(self, document: Document, place: Address, visibility: Visibility) -> Article:
        slugs = slugs_of(document)
        signed = self._signatures(document)
        section = section_of(document)
        tags = tuple([self._tags[slug] for slug in slugs])
        card = self._card(document, place.url, visibility.told, section, tags, signed.bylines)
        return Article(document, place, visibility, section, slugs, signed.ids, card)

    def _card(
        self,
        document: Document,
        url: str,
        state: State,
        section: str,
        tags: tuple[Link, ...],
        authors: tuple[Byline, ...],
    ) -> Card:
        matter, frame = document.matter, self._frame
        assert isinstance(matter, ArticleMatter)
        assert matter.date is not None
        return Card(
            id=document.id,
            lang=document.lang,
            url=url,
            title=matter.title,
            subtitle=matter.subtitle,
            summary=matter.summary or document.outline.excerpt,
            date=matter.date,
            updated=matter.updated,
            section=frame.section(section)[1],
            authors=authors,
            tags=tags,
            photo=frame.photo(document, "photo", matter.photo) if matter.photo else None,
            issue=self._membership(document, "issue", Kind.ISSUE, matter.issue) if matter.issue else None,
            series=self._membership(document, "series", Kind.SERIES, matter.series)
            if matter.series
            else None,
            minutes=document.outline.minutes,
            access=matter.access,
            state=state,
            extra=matter.extra,
        )

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
        ground, lang = self._frame.ground, self._frame.lang
        known = [each.id for each in ground.by_kind.get((kind, lang), ())]
        if id_ in known or (kind, lang, id_) in ground.placed:
            return None
        message = f"There is no {kind} `{id_}`."
        hint = did_you_mean(id_, known, f"Describe it in the folder `{FOLDERS[kind]}`, or correct the id.")
        self._frame.problems.append(problem_at(document.path, key, f"unknown-{key}", message, hint))
        return None
