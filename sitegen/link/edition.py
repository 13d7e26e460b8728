"""One language of the site: its articles as cards, and the groups that they form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sitegen.link.bylines import Roster, Signature, roster, signatures
from sitegen.link.ground import FOLDERS, Ground, section_of, section_slug
from sitegen.link.languages import direction, own_name
from sitegen.link.photos import photo_view
from sitegen.link.tags import Spelling, slugs_of, spellings
from sitegen.link.titles import article_ids, named_article
from sitegen.link.urls import address, local_url, prefix_of
from sitegen.model.content import (
    ArticleMatter,
    AuthorMatter,
    HomeMatter,
    IssueMatter,
    Kind,
    PageMatter,
    Photo,
    SectionMatter,
    SeriesMatter,
    TagMatter,
)
from sitegen.model.documents import Document
from sitegen.model.site import Address, Article, Author, Edition, Issue, Page, Section, Series, Tag
from sitegen.model.views import (
    AuthorView,
    Byline,
    Card,
    EditionView,
    IssueView,
    Link,
    NavigationItem,
    PageView,
    PhotoView,
    SectionView,
    SeriesView,
    SiteView,
    TagView,
)
from sitegen.problems import Problem, did_you_mean, problem_at


class Assembly:
    """Builds one edition. `problems` and `files` (the pictures that pages need) grow as it works."""

    def __init__(self, ground: Ground, lang: str, problems: list[Problem], files: set[str]) -> None:
        self.ground = ground
        self.lang = lang
        self.prefix = prefix_of(ground.config, lang)
        self.problems = problems
        self.files = files
        self.documents = {
            kind: {document.id: document for document in ground.shown(kind, lang)} for kind in Kind
        }
        self.roster: Roster = roster(self.documents[Kind.AUTHOR])
        self.ids = article_ids(ground, lang)
        self.articles: tuple[Article, ...] = ()

    def address(self, path: str) -> Address:
        """The address of a path below this edition's home."""
        return address(self.ground.base, f"/{self.prefix}{path}")

    def photo(self, document: Document, key: str, photo: Photo | None) -> PhotoView | None:
        """The photo under a front-matter key; its file is published."""
        view, path = photo_view(document, key, photo, self.ground.territory, self.problems)
        if path:
            self.files.add(path)
        return view

    def assemble(self) -> Edition:
        """The whole edition."""
        by_age = sorted(self.documents[Kind.ARTICLE].values(), key=_age)
        tags = spellings(by_age, self.documents[Kind.TAG], self.problems)
        self.articles = tuple(self._article(document, tags) for document in reversed(by_age))
        sections = self._sections()
        issues = self._issues()
        home = self.documents[Kind.HOME].get("")
        lead, features = self._front(home)
        return Edition(
            self.lang,
            self.prefix,
            self._site_view(sections, bool(issues)),
            self.articles,
            self._pages(),
            sections,
            self._tags(tags),
            self._authors(),
            issues,
            self._series(),
            home,
            lead,
            features,
            self.documents[Kind.INDEX],
        )

    # articles

    def _article(self, document: Document, tags: Mapping[str, Spelling]) -> Article:
        slugs = slugs_of(document)
        names = signatures(document, self.roster, self.problems)
        section = section_of(document)
        return Article(
            document,
            self.ground.addresses[document.path],
            self.ground.visibilities[document.path],
            section,
            slugs,
            tuple(name.id for name in names if name.id),
            self._card(document, section, [tags[slug] for slug in slugs], names),
        )

    def _card(
        self, document: Document, section: str, tags: Sequence[Spelling], names: Sequence[Signature]
    ) -> Card:
        matter = document.matter
        assert isinstance(matter, ArticleMatter)
        assert matter.date is not None
        return Card(
            id=document.id,
            lang=document.lang,
            url=self.ground.addresses[document.path].url,
            title=matter.title,
            subtitle=matter.subtitle,
            summary=matter.summary or document.outline.excerpt,
            date=matter.date,
            updated=matter.updated,
            section=self._section_link(section),
            authors=tuple(self._byline(name) for name in names),
            tags=tuple(Link(tag.title, self._folder(Kind.TAG, tag.slug).url) for tag in tags),
            photo=self.photo(document, "photo", matter.photo),
            issue=self._membership(document, "issue", Kind.ISSUE, matter.issue),
            series=self._membership(document, "series", Kind.SERIES, matter.series),
            minutes=document.outline.minutes,
            access=matter.access,
            state=self.ground.visibilities[document.path].state,
            extra=matter.extra,
        )

    def _folder(self, kind: Kind, slug: str) -> Address:
        return self.address(f"{FOLDERS[kind]}/{slug}/")

    def _section_link(self, section: str) -> Link:
        slug = section_slug(self.ground.section_slugs, self.lang, section)
        return Link(self._section_title(section), self.address(f"{slug}/").url)

    def _section_title(self, section: str) -> str:
        document = self.documents[Kind.SECTION].get(section)
        if document is not None and isinstance(document.matter, SectionMatter):
            return document.matter.title
        words = section.replace("-", " ").replace("_", " ")
        return words[:1].upper() + words[1:]

    def _byline(self, name: Signature) -> Byline:
        if not name.id:
            return Byline(name.name, "", "", "")
        document = self.documents[Kind.AUTHOR][name.id]
        matter = document.matter
        assert isinstance(matter, AuthorMatter)
        return Byline(matter.name, self.ground.addresses[document.path].url, matter.role, matter.affiliation)

    def _membership(self, document: Document, key: str, kind: Kind, id_: str) -> Link | None:
        if not id_:
            return None
        target = self.documents[kind].get(id_)
        if target is not None and isinstance(target.matter, IssueMatter | SeriesMatter):
            return Link(target.matter.title, self.ground.addresses[target.path].url)
        known = [d.id for d in self.ground.documents if d.kind is kind and d.lang == self.lang]
        if id_ in known or (kind, self.lang, id_) in self.ground.placed:
            return None
        message = f"There is no {kind} `{id_}`."
        hint = did_you_mean(id_, known, f"Describe it in the folder `{FOLDERS[kind]}`, or correct the id.")
        self.problems.append(problem_at(document.path, key, f"unknown-{key}", message, hint))
        return None

    # groups

    def _sections(self) -> tuple[Section, ...]:
        described = self.documents[Kind.SECTION]
        members: dict[str, list[Article]] = {id_: [] for id_ in described}
        for article in self.articles:
            members.setdefault(article.section, []).append(article)
        return tuple(self._section(id_, described.get(id_), tuple(members[id_])) for id_ in sorted(members))

    def _section(self, id_: str, document: Document | None, articles: tuple[Article, ...]) -> Section:
        matter = document.matter if document is not None else None
        link = self._section_link(id_)
        photo, summary, extra = None, "", {}
        if document is not None and isinstance(matter, SectionMatter):
            photo, summary, extra = self.photo(document, "photo", matter.photo), matter.summary, matter.extra
        view = SectionView(id_, link.url, link.title, summary, photo, len(articles), extra)
        slug = section_slug(self.ground.section_slugs, self.lang, id_)
        return Section(self.address(f"{slug}/"), view, document, articles)

    def _tags(self, known: Mapping[str, Spelling]) -> tuple[Tag, ...]:
        members: dict[str, list[Article]] = {slug: [] for slug in known}
        for article in self.articles:
            for slug in article.tags:
                members[slug].append(article)
        return tuple(self._tag(known[slug], tuple(members[slug])) for slug in sorted(known))

    def _tag(self, spelling: Spelling, articles: tuple[Article, ...]) -> Tag:
        place = self._folder(Kind.TAG, spelling.slug)
        document = self.documents[Kind.TAG].get(spelling.slug)
        photo, summary, extra = None, "", {}
        if document is not None and isinstance(document.matter, TagMatter):
            matter = document.matter
            photo, summary, extra = self.photo(document, "photo", matter.photo), matter.summary, matter.extra
        view = TagView(spelling.slug, place.url, spelling.title, summary, photo, len(articles), extra)
        return Tag(place, view, document, articles)

    def _authors(self) -> tuple[Author, ...]:
        members: dict[str, list[Article]] = {id_: [] for id_ in self.documents[Kind.AUTHOR]}
        for article in self.articles:
            for id_ in article.authors:
                members[id_].append(article)
        documents = self.documents[Kind.AUTHOR].values()
        authors = [self._author(document, tuple(members[document.id])) for document in documents]
        return tuple(sorted(authors, key=lambda author: (author.view.name.casefold(), author.view.id)))

    def _author(self, document: Document, articles: tuple[Article, ...]) -> Author:
        matter = document.matter
        assert isinstance(matter, AuthorMatter)
        place = self.ground.addresses[document.path]
        view = AuthorView(
            id=document.id,
            url=place.url,
            name=matter.name,
            role=matter.role,
            affiliation=matter.affiliation,
            orcid=matter.orcid,
            website=matter.url,
            profiles=tuple(Link(profile.name, profile.url) for profile in matter.social),
            photo=self.photo(document, "photo", matter.photo),
            summary=matter.summary or document.outline.excerpt,
            count=len(articles),
            extra=matter.extra,
        )
        return Author(place, view, document, articles)

    def _issues(self) -> tuple[Issue, ...]:
        issues = [self._issue(document) for document in self.documents[Kind.ISSUE].values()]
        return tuple(sorted(issues, key=_issue_age, reverse=True))

    def _issue(self, document: Document) -> Issue:
        matter = document.matter
        assert isinstance(matter, IssueMatter)
        by_path = {article.document.path: article for article in self.articles}
        paths = [
            named_article(entry, document, f"contents.{number}", self.ids, self.ground, self.problems)
            for number, entry in enumerate(matter.contents)
        ]
        named = [
            article.document.path
            for article in reversed(self.articles)
            if isinstance(article.document.matter, ArticleMatter)
            and article.document.matter.issue == document.id
        ]
        ordered = dict.fromkeys([path for path in paths if path] + named)
        articles = tuple(by_path[path] for path in ordered if path in by_path)
        view = IssueView(
            document.id,
            self.ground.addresses[document.path].url,
            matter.title,
            matter.summary,
            matter.date,
            self.photo(document, "cover", matter.cover),
            tuple(article.card for article in articles),
            matter.extra,
        )
        return Issue(self.ground.addresses[document.path], view, document, articles)

    def _series(self) -> tuple[Series, ...]:
        return tuple(self._one_series(document) for document in self.documents[Kind.SERIES].values())

    def _one_series(self, document: Document) -> Series:
        matter = document.matter
        assert isinstance(matter, SeriesMatter)
        articles = tuple(
            article
            for article in reversed(self.articles)
            if isinstance(article.document.matter, ArticleMatter)
            and article.document.matter.series == document.id
        )
        place = self.ground.addresses[document.path]
        view = SeriesView(
            document.id,
            place.url,
            matter.title,
            matter.summary,
            self.photo(document, "photo", matter.photo),
            tuple(article.card for article in articles),
            matter.extra,
        )
        return Series(place, view, document, articles)

    # pages and the front

    def _pages(self) -> tuple[Page, ...]:
        return tuple(self._page(document) for document in self.documents[Kind.PAGE].values())

    def _page(self, document: Document) -> Page:
        matter = document.matter
        assert isinstance(matter, PageMatter)
        place = self.ground.addresses[document.path]
        view = PageView(
            document.id,
            place.url,
            matter.title,
            matter.subtitle,
            matter.summary or document.outline.excerpt,
            self.photo(document, "photo", matter.photo),
            document.outline.headings,
            self.ground.visibilities[document.path].state,
            matter.extra,
        )
        return Page(document, place, view)

    def _front(self, home: Document | None) -> tuple[Article | None, tuple[Article, ...]]:
        """The lead and the features: the home page's own choice, else the latest article."""
        latest = self.articles[0] if self.articles else None
        if home is None or not isinstance(home.matter, HomeMatter):
            return latest, ()
        by_path = {article.document.path: article for article in self.articles}
        lead = self._named(home, "lead", home.matter.lead, by_path) if home.matter.lead else None
        lead = lead or latest
        features = [
            self._named(home, f"features.{number}", entry, by_path)
            for number, entry in enumerate(home.matter.features)
        ]
        chosen = {found.document.path: found for found in features if found and found is not lead}
        return lead, tuple(chosen.values())

    def _named(self, home: Document, key: str, entry: str, by_path: Mapping[str, Article]) -> Article | None:
        path = named_article(entry, home, key, self.ids, self.ground, self.problems)
        return by_path.get(path) if path else None

    def _site_view(self, sections: Sequence[Section], has_issues: bool) -> SiteView:
        config = self.ground.config
        own = config.languages.get(self.lang)
        languages = [config.language, *(lang for lang in config.languages if lang != config.language)]
        paths = {"tags": "tags/", "authors": "authors/", "archive": "archive/"}
        wanted = {
            "tags": bool(self.documents[Kind.TAG]) or any(article.tags for article in self.articles),
            "authors": bool(self.documents[Kind.AUTHOR]),
            "archive": bool(self.articles),
        }
        listed = {name: self.address(path).url for name, path in paths.items() if wanted[name]}
        if has_issues:
            listed["issues"] = self.address("issues/").url
        if self.documents[Kind.SERIES]:
            listed["series"] = self.address("series/").url
        return SiteView(
            title=(own.title if own else "") or config.title,
            tagline=(own.tagline if own else "") or config.tagline,
            lang=self.lang,
            direction=direction(self.lang),
            base_url=config.base_url,
            root=self.address("").url,
            timezone=config.timezone,
            navigation=self._navigation(sections),
            editions=tuple(self._edition_view(lang) for lang in languages),
            feed=self.address("feed.xml").url if config.feeds.enabled and self.articles else "",
            options=config.theme.options,
            paths=listed,
        )

    def _edition_view(self, lang: str) -> EditionView:
        home = address(self.ground.base, f"/{prefix_of(self.ground.config, lang)}")
        return EditionView(lang, own_name(lang), home.url, lang == self.lang)

    def _navigation(self, sections: Sequence[Section]) -> tuple[NavigationItem, ...]:
        config = self.ground.config
        own = config.languages.get(self.lang)
        entries = (own.navigation if own else ()) or (
            config.navigation if self.lang == config.language else ()
        )
        if not entries:
            return tuple(NavigationItem(section.view.title, section.view.url) for section in sections)
        return tuple(
            NavigationItem(
                entry.title,
                local_url(self.ground.base, entry.url),
            )
            for entry in entries
        )


def _age(document: Document) -> tuple[object, str]:
    """Oldest first; of two at one moment, by path."""
    assert isinstance(document.matter, ArticleMatter)
    assert document.matter.date is not None
    return (document.matter.date.instant, document.path)


def _issue_age(issue: Issue) -> tuple[float, str]:
    return (issue.view.date.instant.timestamp() if issue.view.date else 0.0, issue.view.id)
