"""What of a document depends on others: the id of one whose name differs from another's in its date alone,
and the date of an article that has its issue's."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from sitegen.config.settings import Config
from sitegen.dates import parse_moment
from sitegen.link.urls import permalink, prefix_of, slug_of_id
from sitegen.model.documents import Content, ContentPath, Document, with_digests
from sitegen.model.front_matter import ArticleMatter, IssueMatter, Kind, When
from sitegen.problems import Problem

#: Articles' ids without their dates, each in a language.
Short = tuple[str, str]


class DerivedContent(Struct, frozen=True, gc=False):
    """Content in which no id or date depends on other documents any more.

    `namesakes` are the articles whose ids keep their dates, by the id that each would have without one: it
    may mean any of them.
    """

    content: Content
    namesakes: Mapping[Short, tuple[str, ...]] = {}
    problems: tuple[Problem, ...] = ()


def derive_fields(content: Content, config: Config) -> DerivedContent:
    """The content with the ids and dates that its documents have among each other."""
    dated = _with_dates_of_issues(content.documents)
    groups = _namesakes(dated, content.places)
    if not groups and dated is content.documents:
        return DerivedContent(content)
    if not groups:
        return DerivedContent(replace(content, documents=dated))
    problems: list[Problem] = []
    changes = _told_apart(groups, dated, content.places, config, problems)
    documents = {path: (path in changes and changes[path][1]) or each for path, each in dated.items()}
    places = {path: changes[path][0] if path in changes else place for path, place in content.places.items()}
    namesakes = {
        short: tuple([place.id for path in paths if (place := places[path]).id != short[1]])
        for short, paths in groups.items()
    }
    return DerivedContent(replace(content, documents=documents, places=places), namesakes, tuple(problems))


# Dates of issues


def _with_dates_of_issues(documents: Mapping[str, Document]) -> Mapping[str, Document]:
    undated = {path: issue for path, each in documents.items() if (issue := _issue_of_undated(each))}
    if not undated:
        return documents
    dates = {
        (each.lang, each.id): each.matter.date
        for each in documents.values()
        if isinstance(each.matter, IssueMatter) and each.matter.date
    }
    return {
        path: _dated(each, dates.get((each.lang, undated.get(path, "")))) for path, each in documents.items()
    }


def _issue_of_undated(document: Document) -> str:
    """The issue of an article that has no date of its own; empty for all other documents."""
    matter = document.matter
    return matter.issue if isinstance(matter, ArticleMatter) and matter.date is None else ""


def _dated(document: Document, date: When | None) -> Document:
    if date is None:
        return document
    return with_digests(replace(document, matter=replace(document.matter, date=date)))


# Ids


def _namesakes(
    documents: Mapping[str, Document], places: Mapping[str, ContentPath]
) -> dict[Short, list[str]]:
    """The paths of articles that have one id in one language, where a date can tell them apart."""
    articles = [place for place in places.values() if place.kind is Kind.ARTICLE]
    if not any(place.date for place in articles):
        return {}
    languages = {each.path: each.lang for each in documents.values() if each.kind is Kind.ARTICLE}
    groups: dict[Short, list[str]] = defaultdict(list)
    for place in articles:
        groups[languages.get(place.path, place.lang), place.id].append(place.path)
    return {
        short: sorted(paths)
        for short, paths in groups.items()
        if len(paths) > 1 and any(places[path].date for path in paths)
    }


def _told_apart(
    groups: Mapping[Short, list[str]],
    documents: Mapping[str, Document],
    places: Mapping[str, ContentPath],
    config: Config,
    problems: list[Problem],
) -> dict[str, tuple[ContentPath, Document | None]]:
    """The places of namesakes with their dates in their ids, and their documents, as far as they were
    read."""
    found: dict[str, tuple[ContentPath, Document | None]] = {}
    for (lang, short), paths in groups.items():
        urls = {path: _short_path(places[path], documents.get(path), config) for path in paths}
        counts = Counter(urls.values())
        for path in paths:
            place = places[path]
            if not place.date:
                continue
            place = replace(place, id=_with_date(place))
            document = documents.get(path)
            if document is not None:
                is_unique = counts[urls[path]] == 1
                document = _renamed(
                    document, place.id, slug_of_id(short, "", config.urls, lang) if is_unique else ""
                )
            found[path] = place, document
        read = [documents[path] for path in paths if path in documents]
        for url in (url for url, count in counts.items() if count > 1):
            sharing = [each for each in read if urls[each.path] == url]
            problems += _without_url(sharing, f"/{prefix_of(config, lang)}{url}", places)
    return found


def _slug(document: Document) -> str:
    assert isinstance(document.matter, ArticleMatter)
    return document.matter.slug


def _without_url(
    sharing: Sequence[Document], url: str, places: Mapping[str, ContentPath]
) -> Iterator[Problem]:
    """A warning where no article stands any more at the URL that one may have had before there were
    others."""
    first = next((each for each in sharing if not _slug(each)), None)
    if first is None or any(not places[each.path].date for each in sharing):
        return
    if any(alias.strip("/") == url.strip("/") for each in sharing for alias in each.matter.aliases):
        return
    name = url.strip("/").rpartition("/")[2]
    message = (
        f"The names of {len(sharing)} articles differ in their dates alone, which are part of their URLs."
    )
    hint = (
        f"If one of them was published at `{url}`, give it `aliases: [{url}]`. With `{{year}}`, `{{month}}` "
        f"and `{{day}}` in `permalink` the last part of their URLs is `{name}` alone."
    )
    yield Problem(first.path, 0, 0, "dated-url", message, hint)


def _with_date(place: ContentPath) -> str:
    folder, slash, name = place.id.rpartition("/")
    return f"{folder}{slash}{place.date}-{name}"


def _renamed(document: Document, id_: str, slug: str) -> Document:
    """The document under another id; a slug stands in its URL, where its author gives none."""
    matter = document.matter
    assert isinstance(matter, ArticleMatter)
    if slug and not matter.slug:
        matter = replace(matter, slug=slug)
    return with_digests(replace(document, id=id_, matter=matter))


def _short_path(place: ContentPath, document: Document | None, config: Config) -> str:
    """Where an article would stand without the date in its id: where that is one place for two, it is
    none."""
    zone = ZoneInfo(config.timezone)
    if document is None:
        date = _date_of(place, zone)
        return permalink(config.permalink, place.section, place.id, "", date, zone, config.urls, place.lang)
    matter = document.matter
    assert isinstance(matter, ArticleMatter)
    section, given = matter.section or document.section, matter.slug
    return permalink(
        config.permalink, section, document.id, given, matter.date, zone, config.urls, document.lang
    )


def _date_of(place: ContentPath, zone: ZoneInfo) -> When | None:
    try:
        return parse_moment(place.date, zone) if place.date else None
    except ValueError:
        return None
