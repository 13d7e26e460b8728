"""The groups of an edition's articles: sections, tags, authors, issues and series."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from sitegen.link.article_refs import ArticleLookup
from sitegen.link.edition_context import Collector, EditionContext
from sitegen.link.tags import TagSpelling
from sitegen.model.documents import Document
from sitegen.model.front_matter import AuthorMatter, IssueMatter, Kind, Photo, SeriesMatter
from sitegen.model.site import Article, Group
from sitegen.model.views import AuthorView, IssueView, Link, PhotoView, SectionView, SeriesView, TagView

_Members = Mapping[str, tuple[str, ...]]


class GroupBuilder:
    """Builds the groups of an edition's articles, which come newest first."""

    def __init__(self, edition: EditionContext, articles: Sequence[Article], collector: Collector) -> None:
        self._edition = edition
        self._articles = articles
        self._collector = collector

    def groups(self, tags: Mapping[str, TagSpelling]) -> dict[str, dict[str, Group]]:
        """Every group, by kind and id."""
        found = {
            "section": self._sections(),
            "tag": self._tags(tags),
            "author": self._authors(),
            "issue": self._issues(),
            "series": self._all_series(),
        }
        return {kind: {group.view.id: group for group in groups} for kind, groups in found.items()}

    def _photo(self, document: Document, key: str, photo: Photo | None) -> PhotoView | None:
        return self._edition.photo(document, key, photo, self._collector)

    def _sections(self) -> list[Group]:
        """Sections with articles or a description, by id."""
        described = self._edition.sections
        members = _members(described, self._articles, lambda article: (article.section,))
        return [self._section(id_, members[id_]) for id_ in sorted(members)]

    def _section(self, id_: str, members: tuple[str, ...]) -> Group:
        place, document = self._edition.section_places[id_], self._edition.sections.get(id_)
        photo, summary, extra = None, "", {}
        if document is not None:
            photo = self._photo(document, "photo", document.matter.photo)
            summary, extra = document.matter.summary, document.matter.extra
        view = SectionView(id_, place.link.url, place.link.title, summary, photo, len(members), extra)
        return Group("section", place.address, view, document, members)

    def _tags(self, known: Mapping[str, TagSpelling]) -> list[Group]:
        """All known tags, by slug."""
        members = _members(known, self._articles, lambda article: article.tags)
        return [self._tag(known[slug], members[slug]) for slug in sorted(known)]

    def _tag(self, tag: TagSpelling, members: tuple[str, ...]) -> Group:
        place = self._edition.group_address(Kind.TAG, tag.slug)
        document = self._edition.tags.get(tag.slug)
        photo, summary, extra = None, "", {}
        if document is not None:
            photo = self._photo(document, "photo", document.matter.photo)
            summary, extra = document.matter.summary, document.matter.extra
        view = TagView(tag.slug, place.url, tag.title, summary, photo, len(members), extra)
        return Group("tag", place, view, document, members)

    def _authors(self) -> list[Group]:
        """Authors with a profile, by name."""
        profiles = self._edition.authors
        members = _members(profiles, self._articles, lambda article: article.authors)
        authors = [self._author(document, members[id_]) for id_, document in profiles.items()]
        return sorted(authors, key=lambda author: (author.title.casefold(), author.view.id))

    def _author(self, document: Document[AuthorMatter], members: tuple[str, ...]) -> Group:
        matter, place = document.matter, self._edition.address_of(document)
        view = AuthorView(
            id=document.id,
            url=place.url,
            name=matter.name,
            role=matter.role,
            affiliation=matter.affiliation,
            orcid=matter.orcid,
            website=matter.url,
            profiles=tuple(Link(profile.name, profile.url) for profile in matter.social),
            photo=self._photo(document, "photo", matter.photo),
            summary=matter.summary or document.outline.excerpt,
            count=len(members),
            extra=matter.extra,
            lang=matter.lang,
        )
        return Group("author", place, view, document, members)

    def _issues(self) -> list[Group]:
        """Issues, the newest first."""
        documents = self._edition.issues
        if not documents:
            return []
        members = _members(documents, reversed(self._articles), lambda one: _at_most_one(one.matter.issue))
        lookup = ArticleLookup(self._edition.context, self._edition.lang)
        issues = {id_: self._issue(each, members[id_], lookup) for id_, each in documents.items()}
        return [issues[id_] for id_ in _newest_first(documents)]

    def _issue(self, document: Document[IssueMatter], members: Iterable[str], lookup: ArticleLookup) -> Group:
        """The articles in the issue's `contents`, then its other `members`, the oldest first."""
        matter = document.matter
        listed = [
            lookup.find(entry, document, f"contents.{number}", self._collector.problems)
            for number, entry in enumerate(matter.contents)
        ]
        shown = {article.path for article in self._articles}
        ordered = dict.fromkeys([*(path for path in listed if path), *members])
        cover = self._photo(document, "cover", matter.cover)
        place = self._edition.address_of(document)
        view = IssueView(
            document.id, place.url, matter.title, matter.summary, matter.date, cover, (), matter.extra
        )
        return Group("issue", place, view, document, tuple([path for path in ordered if path in shown]))

    def _all_series(self) -> list[Group]:
        """Series, by the paths of their files."""
        documents = self._edition.series
        if not documents:
            return []
        members = _members(documents, reversed(self._articles), lambda one: _at_most_one(one.matter.series))
        return [self._one_series(document, members[id_]) for id_, document in documents.items()]

    def _one_series(self, document: Document[SeriesMatter], members: tuple[str, ...]) -> Group:
        matter, place = document.matter, self._edition.address_of(document)
        photo = self._photo(document, "photo", matter.photo)
        view = SeriesView(document.id, place.url, matter.title, matter.summary, photo, (), matter.extra)
        return Group("series", place, view, document, members)


def _members(
    known: Iterable[str], articles: Iterable[Article], ids_of: Callable[[Article], Iterable[str]]
) -> _Members:
    """The paths of each group's articles in their order, for known groups and those that articles name."""
    members: dict[str, list[str]] = {id_: [] for id_ in known}
    for article in articles:
        for id_ in ids_of(article):
            members.setdefault(id_, []).append(article.path)
    return {id_: tuple(paths) for id_, paths in members.items()}


def _at_most_one(id_: str) -> tuple[str, ...]:
    return (id_,) if id_ else ()


def _newest_first(issues: Mapping[str, Document[IssueMatter]]) -> list[str]:
    """The ids of issues; undated ones come last."""

    def age(id_: str) -> tuple[float, str]:
        date = issues[id_].matter.date
        return (date.instant.timestamp() if date else 0.0, id_)

    return sorted(issues, key=age, reverse=True)
