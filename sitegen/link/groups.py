"""The groups that an edition's articles form: sections, tags, authors, issues and series."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from sitegen.link.frame import Frame
from sitegen.link.tags import Spelling
from sitegen.link.titles import article_ids, named_article
from sitegen.model.content import (
    ArticleMatter,
    AuthorMatter,
    IssueMatter,
    Kind,
    SectionMatter,
    SeriesMatter,
    TagMatter,
)
from sitegen.model.documents import Document
from sitegen.model.site import Article, Author, Issue, Section, Series, Tag
from sitegen.model.views import AuthorView, IssueView, Link, SectionView, SeriesView, TagView


class Groups:
    """Forms an edition's groups of its articles, which come newest first."""

    def __init__(self, frame: Frame, articles: Sequence[Article]) -> None:
        self._frame = frame
        self._articles = articles

    def sections(self) -> tuple[Section, ...]:
        """Sections that have articles or a description, by id."""
        described = self._frame.documents[Kind.SECTION]
        members: dict[str, list[Article]] = {id_: [] for id_ in described}
        for article in self._articles:
            members.setdefault(article.section, []).append(article)
        return tuple(self._section(id_, described.get(id_), tuple(members[id_])) for id_ in sorted(members))

    def _section(self, id_: str, document: Document | None, articles: tuple[Article, ...]) -> Section:
        place, link = self._frame.section(id_)
        photo, summary, extra = None, "", {}
        if document is not None and isinstance(matter := document.matter, SectionMatter):
            photo = self._frame.photo(document, "photo", matter.photo)
            summary, extra = matter.summary, matter.extra
        view = SectionView(id_, link.url, link.title, summary, photo, len(articles), extra)
        return Section(place, view, document, articles)

    def tags(self, known: Mapping[str, Spelling]) -> tuple[Tag, ...]:
        """All known tags, by slug."""
        members = _members(known, self._articles, lambda article: article.tags)
        return tuple(self._tag(known[slug], tuple(members[slug])) for slug in sorted(known))

    def _tag(self, spelling: Spelling, articles: tuple[Article, ...]) -> Tag:
        place = self._frame.folder(Kind.TAG, spelling.slug)
        document = self._frame.documents[Kind.TAG].get(spelling.slug)
        photo, summary, extra = None, "", {}
        if document is not None and isinstance(matter := document.matter, TagMatter):
            photo = self._frame.photo(document, "photo", matter.photo)
            summary, extra = matter.summary, matter.extra
        view = TagView(spelling.slug, place.url, spelling.title, summary, photo, len(articles), extra)
        return Tag(place, view, document, articles)

    def authors(self) -> tuple[Author, ...]:
        """Described authors, by name."""
        documents = self._frame.documents[Kind.AUTHOR]
        members = _members(documents, self._articles, lambda article: article.authors)
        authors = [self._author(document, tuple(members[id_])) for id_, document in documents.items()]
        return tuple(sorted(authors, key=lambda author: (author.view.name.casefold(), author.view.id)))

    def _author(self, document: Document, articles: tuple[Article, ...]) -> Author:
        matter = document.matter
        assert isinstance(matter, AuthorMatter)
        place = self._frame.own_address(document)
        view = AuthorView(
            id=document.id,
            url=place.url,
            name=matter.name,
            role=matter.role,
            affiliation=matter.affiliation,
            orcid=matter.orcid,
            website=matter.url,
            profiles=tuple(Link(profile.name, profile.url) for profile in matter.social),
            photo=self._frame.photo(document, "photo", matter.photo),
            summary=matter.summary or document.outline.excerpt,
            count=len(articles),
            extra=matter.extra,
            lang=matter.lang,
        )
        return Author(place, view, document, articles)

    def issues(self) -> tuple[Issue, ...]:
        """Magazine issues, the newest first."""
        documents = self._frame.documents[Kind.ISSUE]
        if not documents:
            return ()
        members = _members(documents, reversed(self._articles), lambda one: _named(_matter(one).issue))
        by_path = {article.document.path: article for article in self._articles}
        ids = article_ids(self._frame.ground, self._frame.lang)
        issues = [self._issue(document, members[id_], by_path, ids) for id_, document in documents.items()]
        return tuple(sorted(issues, key=_issue_age, reverse=True))

    def _issue(
        self,
        document: Document,
        naming: Iterable[Article],
        by_path: Mapping[str, Article],
        ids: Mapping[str, str],
    ) -> Issue:
        """The articles that the issue lists, in its order, then those that name it, oldest first."""
        matter = document.matter
        assert isinstance(matter, IssueMatter)
        ground, problems = self._frame.ground, self._frame.problems
        listed = [
            named_article(entry, document, f"contents.{number}", ids, ground, problems)
            for number, entry in enumerate(matter.contents)
        ]
        ordered = dict.fromkeys([*(path for path in listed if path), *(one.document.path for one in naming)])
        articles = tuple(by_path[path] for path in ordered if path in by_path)
        place = self._frame.own_address(document)
        view = IssueView(
            document.id,
            place.url,
            matter.title,
            matter.summary,
            matter.date,
            self._frame.photo(document, "cover", matter.cover),
            tuple(article.card for article in articles),
            matter.extra,
        )
        return Issue(place, view, document, articles)

    def series(self) -> tuple[Series, ...]:
        """Series, by their files."""
        documents = self._frame.documents[Kind.SERIES]
        if not documents:
            return ()
        members = _members(documents, reversed(self._articles), lambda one: _named(_matter(one).series))
        return tuple(self._one_series(document, members[id_]) for id_, document in documents.items())

    def _one_series(self, document: Document, articles: Sequence[Article]) -> Series:
        matter = document.matter
        assert isinstance(matter, SeriesMatter)
        place = self._frame.own_address(document)
        view = SeriesView(
            document.id,
            place.url,
            matter.title,
            matter.summary,
            self._frame.photo(document, "photo", matter.photo),
            tuple(article.card for article in articles),
            matter.extra,
        )
        return Series(place, view, document, tuple(articles))


def _members(
    known: Iterable[str], articles: Iterable[Article], ids_of: Callable[[Article], Iterable[str]]
) -> dict[str, list[Article]]:
    """Each group's articles, in their order: of known groups, and of all that an article names."""
    members: dict[str, list[Article]] = {id_: [] for id_ in known}
    for article in articles:
        for id_ in ids_of(article):
            members.setdefault(id_, []).append(article)
    return members


def _named(id_: str) -> tuple[str, ...]:
    return (id_,) if id_ else ()


def _matter(article: Article) -> ArticleMatter:
    assert isinstance(article.document.matter, ArticleMatter)
    return article.document.matter


def _issue_age(issue: Issue) -> tuple[float, str]:
    return (issue.view.date.instant.timestamp() if issue.view.date else 0.0, issue.view.id)
