"""The groups that an edition's articles form: sections, tags, authors, issues and series."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from sitegen.link.article_refs import article_ids, named_article
from sitegen.link.edition_context import EditionContext
from sitegen.link.tags import Spelling
from sitegen.model.documents import Document
from sitegen.model.front_matter import AuthorMatter, IssueMatter, Kind, SectionMatter, SeriesMatter, TagMatter
from sitegen.model.site import Article, Group
from sitegen.model.views import AuthorView, IssueView, Link, SectionView, SeriesView, TagView

_Members = Mapping[str, tuple[str, ...]]


class Groups:
    """Forms an edition's groups of its articles, which come newest first."""

    def __init__(self, edition: EditionContext, articles: Sequence[Article]) -> None:
        self._frame = edition
        self._articles = articles

    def all(self, tags: Mapping[str, Spelling]) -> dict[str, dict[str, Group]]:
        """Every group, by its kind and id."""
        found = {
            "section": self._sections(),
            "tag": self._of_tags(tags),
            "author": self._authors(),
            "issue": self._issues(),
            "series": self._series(),
        }
        return {kind: {group.view.id: group for group in groups} for kind, groups in found.items()}

    def _sections(self) -> list[Group]:
        """Sections that have articles or a description, by id."""
        described = self._frame.documents[Kind.SECTION]
        members = _members(described, self._articles, lambda article: (article.section,))
        return [self._section(id_, described.get(id_), members[id_]) for id_ in sorted(members)]

    def _section(self, id_: str, document: Document | None, members: tuple[str, ...]) -> Group:
        place, link = self._frame.section(id_)
        photo, summary, extra = None, "", {}
        if document is not None and isinstance(matter := document.matter, SectionMatter):
            photo = self._frame.photo(document, "photo", matter.photo)
            summary, extra = matter.summary, matter.extra
        view = SectionView(id_, link.url, link.title, summary, photo, len(members), extra)
        return Group("section", place, view, document, members)

    def _of_tags(self, known: Mapping[str, Spelling]) -> list[Group]:
        """All known tags, by slug."""
        members = _members(known, self._articles, lambda article: article.tags)
        return [self._tag(known[slug], members[slug]) for slug in sorted(known)]

    def _tag(self, spelling: Spelling, members: tuple[str, ...]) -> Group:
        place = self._frame.folder(Kind.TAG, spelling.slug)
        document = self._frame.documents[Kind.TAG].get(spelling.slug)
        photo, summary, extra = None, "", {}
        if document is not None and isinstance(matter := document.matter, TagMatter):
            photo = self._frame.photo(document, "photo", matter.photo)
            summary, extra = matter.summary, matter.extra
        view = TagView(spelling.slug, place.url, spelling.title, summary, photo, len(members), extra)
        return Group("tag", place, view, document, members)

    def _authors(self) -> list[Group]:
        """Described authors, by name."""
        documents = self._frame.documents[Kind.AUTHOR]
        members = _members(documents, self._articles, lambda article: article.authors)
        authors = [self._author(document, members[id_]) for id_, document in documents.items()]
        return sorted(authors, key=lambda author: (author.title.casefold(), author.view.id))

    def _author(self, document: Document, members: tuple[str, ...]) -> Group:
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
            count=len(members),
            extra=matter.extra,
            lang=matter.lang,
        )
        return Group("author", place, view, document, members)

    def _issues(self) -> list[Group]:
        """Magazine issues, the newest first."""
        documents = self._frame.documents[Kind.ISSUE]
        if not documents:
            return []
        members = _members(documents, reversed(self._articles), lambda one: _named(one.matter.issue))
        ids = article_ids(self._frame.context, self._frame.lang)
        issues = [self._issue(document, members[id_], ids) for id_, document in documents.items()]
        return sorted(issues, key=_issue_age, reverse=True)

    def _issue(self, document: Document, naming: Iterable[str], ids: Mapping[str, str]) -> Group:
        """The articles that the issue lists, in its order, then those that name it, oldest first."""
        matter = document.matter
        assert isinstance(matter, IssueMatter)
        context, problems = self._frame.context, self._frame.problems
        listed = [
            named_article(entry, document, f"contents.{number}", ids, context, problems)
            for number, entry in enumerate(matter.contents)
        ]
        shown = {article.path for article in self._articles}
        ordered = dict.fromkeys([*(path for path in listed if path), *naming])
        cover = self._frame.photo(document, "cover", matter.cover)
        place = self._frame.own_address(document)
        view = IssueView(
            document.id, place.url, matter.title, matter.summary, matter.date, cover, (), matter.extra
        )
        return Group("issue", place, view, document, tuple([path for path in ordered if path in shown]))

    def _series(self) -> list[Group]:
        """Series, by their files."""
        documents = self._frame.documents[Kind.SERIES]
        if not documents:
            return []
        members = _members(documents, reversed(self._articles), lambda one: _named(one.matter.series))
        return [self._one_series(document, members[id_]) for id_, document in documents.items()]

    def _one_series(self, document: Document, members: tuple[str, ...]) -> Group:
        matter = document.matter
        assert isinstance(matter, SeriesMatter)
        place, photo = self._frame.own_address(document), self._frame.photo(document, "photo", matter.photo)
        view = SeriesView(document.id, place.url, matter.title, matter.summary, photo, (), matter.extra)
        return Group("series", place, view, document, members)


def _members(
    known: Iterable[str], articles: Iterable[Article], ids_of: Callable[[Article], Iterable[str]]
) -> _Members:
    """The paths of each group's articles, in their order: of known groups, and of all that articles name."""
    members: dict[str, list[str]] = {id_: [] for id_ in known}
    for article in articles:
        for id_ in ids_of(article):
            members.setdefault(id_, []).append(article.path)
    return {id_: tuple(paths) for id_, paths in members.items()}


def _named(id_: str) -> tuple[str, ...]:
    return (id_,) if id_ else ()


def _issue_age(issue: Group) -> tuple[float, str]:
    assert isinstance(issue.view, IssueView)
    return (issue.view.date.instant.timestamp() if issue.view.date else 0.0, issue.view.id)
