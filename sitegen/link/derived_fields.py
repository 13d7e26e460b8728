"""Fields of articles that depend on other documents.

Articles whose file names differ only in their dates get the dates in their ids. An article without a date
gets that of its issue.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from sitegen.config.settings import Config
from sitegen.link.document_urls import path_from_file_name, section_of
from sitegen.link.urls import PermalinkParts, permalink, prefix_of, slug_of_id
from sitegen.model.documents import (
    Content,
    ContentPath,
    Document,
    has_matter,
    with_digests,
    with_matter,
)
from sitegen.model.front_matter import ArticleMatter, IssueMatter, Kind, When
from sitegen.problems import Problem

ShortId = tuple[str, str]
"""A language, and the id of an article without its date."""


class DerivedContent(Struct, frozen=True, gc=False):
    """Content with all derived fields filled in.

    `ambiguous_ids` are the ids of articles that keep their dates, by the id that they share without them.
    """

    content: Content
    ambiguous_ids: Mapping[ShortId, tuple[str, ...]] = {}
    problems: tuple[Problem, ...] = ()


class DerivedFields(Struct, frozen=True, gc=False):
    """The derived fields of an article."""

    id: str
    slug: str
    date: When | None

    def apply(self, document: Document) -> Document[ArticleMatter]:
        """The article with these fields."""
        article = with_matter(document, ArticleMatter)
        matter = replace(article.matter, slug=self.slug, date=self.date)
        return with_digests(replace(article, id=self.id, matter=matter))


def derived_fields(before: Iterable[Document], after: Iterable[Document]) -> dict[str, DerivedFields]:
    """The fields that differ between a document and its derived version, by path."""
    found: dict[str, DerivedFields] = {}
    for one, other in zip(before, after, strict=True):
        if other is not one and other != one:  # `before` may hold equal documents that were read since
            matter = with_matter(other, ArticleMatter).matter
            found[one.path] = DerivedFields(other.id, matter.slug, matter.date)
    return found


def derive_fields(content: Content, config: Config) -> DerivedContent:
    """Fill in ids and dates that depend on other documents."""
    dated = _with_issue_dates(content.documents)
    groups = _sharing_an_id(dated, content.content_paths)
    if not groups and dated is content.documents:
        return DerivedContent(content)
    if not groups:
        return DerivedContent(replace(content, documents=dated))
    problems: list[Problem] = []
    changes = _with_dates_in_ids(groups, replace(content, documents=dated), config, problems)
    documents = {path: (path in changes and changes[path][1]) or each for path, each in dated.items()}
    places = {
        path: changes[path][0] if path in changes else file for path, file in content.content_paths.items()
    }
    ambiguous_ids = {
        short: tuple([file.id for path in paths if (file := places[path]).id != short[1]])
        for short, paths in groups.items()
    }
    changed = replace(content, documents=documents, content_paths=places)
    return DerivedContent(changed, ambiguous_ids, tuple(problems))


# Dates of issues


def _with_issue_dates(documents: Mapping[str, Document]) -> Mapping[str, Document]:
    undated = {path: issue for path, each in documents.items() if (issue := _issue_of_undated(each))}
    if not undated:
        return documents
    dates = {
        (each.lang, each.id): each.matter.date
        for each in documents.values()
        if has_matter(each, IssueMatter) and each.matter.date
    }
    return {
        path: _with_date(each, dates.get((each.lang, undated.get(path, ""))))
        for path, each in documents.items()
    }


def _issue_of_undated(document: Document) -> str:
    """The issue of an article without a date of its own; empty for all other documents."""
    matter = document.matter
    return matter.issue if isinstance(matter, ArticleMatter) and matter.date is None else ""


def _with_date(document: Document, date: When | None) -> Document:
    if date is None:
        return document
    return with_digests(replace(document, matter=replace(document.matter, date=date)))


# Ids


def _sharing_an_id(
    documents: Mapping[str, Document], places: Mapping[str, ContentPath]
) -> dict[ShortId, list[str]]:
    """The paths of articles with the same id and language, at least one of which has a date in its name."""
    articles = [file for file in places.values() if file.kind is Kind.ARTICLE]
    if not any(file.date for file in articles):
        return {}
    languages = {each.path: each.lang for each in documents.values() if each.kind is Kind.ARTICLE}
    groups: dict[ShortId, list[str]] = defaultdict(list)
    for file in articles:
        groups[languages.get(file.path, file.lang), file.id].append(file.path)
    return {
        short: sorted(paths)
        for short, paths in groups.items()
        if len(paths) > 1 and any(places[path].date for path in paths)
    }


def _with_dates_in_ids(
    groups: Mapping[ShortId, list[str]],
    content: Content,
    config: Config,
    problems: list[Problem],
) -> dict[str, tuple[ContentPath, Document | None]]:
    """Articles with dates in their ids, and their documents if they could be read, by path."""
    found: dict[str, tuple[ContentPath, Document | None]] = {}
    places = content.content_paths
    for (lang, short), paths in groups.items():
        articles = {
            path: with_matter(content.documents[path], ArticleMatter)
            for path in paths
            if path in content.documents
        }
        urls = {path: _undated_path(places[path], articles.get(path), config) for path in paths}
        counts = Counter(urls.values())
        for path in paths:
            if not places[path].date:
                continue
            file = replace(places[path], id=_dated_id(places[path]))
            article = articles.get(path)
            if article is not None:
                is_unique = counts[urls[path]] == 1
                slug = slug_of_id(short, "", config.urls, lang) if is_unique else ""
                article = _renamed(article, file.id, slug)
            found[path] = file, article
        for url in (url for url, count in counts.items() if count > 1):
            sharing = [each for path, each in articles.items() if urls[path] == url]
            problems += _lost_url(sharing, f"/{prefix_of(config, lang)}{url}", places)
    return found


def _lost_url(
    sharing: Sequence[Document[ArticleMatter]], url: str, places: Mapping[str, ContentPath]
) -> Iterator[Problem]:
    """A warning if no article keeps the URL that one may have had before the others were added."""
    first = next((each for each in sharing if not each.matter.slug), None)
    if first is None or any(not places[each.path].date for each in sharing):
        return
    if any(alias.strip("/") == url.strip("/") for each in sharing for alias in each.matter.aliases):
        return
    name = url.strip("/").rpartition("/")[2]
    message = (
        f"The names of {len(sharing)} articles differ only in their dates, so their URLs include the dates."
    )
    hint = (
        f"If one of them was published at `{url}`, give it `aliases: [{url}]`. To have their URLs end in "
        f"`{name}`, put `{{year}}`, `{{month}}` and `{{day}}` in `permalink`."
    )
    yield Problem(first.path, 0, 0, "dated-url", message, hint)


def _dated_id(file: ContentPath) -> str:
    folder, slash, name = file.id.rpartition("/")
    return f"{folder}{slash}{file.date}-{name}"


def _renamed(article: Document[ArticleMatter], id_: str, slug: str) -> Document[ArticleMatter]:
    """The article with another id; `slug` keeps its URL, unless its author gave a slug."""
    matter = article.matter
    if slug and not matter.slug:
        matter = replace(matter, slug=slug)
    return with_digests(replace(article, id=id_, matter=matter))


def _undated_path(file: ContentPath, article: Document[ArticleMatter] | None, config: Config) -> str:
    """The URL's path that an article would have without the date in its id."""
    if article is None:
        return path_from_file_name(file, file.section, config)
    matter = article.matter
    parts = PermalinkParts(section_of(article), article.id, article.lang, matter.slug, matter.date)
    return permalink(parts, config)
