"""One article at the desk: how others will see it, how it is built, what it leads to, and what is checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from msgspec import Struct

from sitegen.link.document_urls import section_of
from sitegen.model import site_queries as q
from sitegen.model.documents import Document, Heading, RefKind, with_matter
from sitegen.model.front_matter import ArticleMatter, Kind
from sitegen.model.jobs import ResolvedRef
from sitegen.model.views import Card
from sitegen.problems import Problem
from sitegen.serve.article_table import urls_of
from sitegen.serve.banner import NAMES, in_words, when
from sitegen.serve.snapshots import Snapshot

#: Characters of a title and of a description that search engines show before they cut.
_TITLE, _DESCRIPTION = 60, 160


class Reference(Struct, frozen=True):
    """A link: to or from which page, and its title or address."""

    url: str
    title: str


class Check(Struct, frozen=True):
    """Something that an editor looks at: whether it is as it should be, and what it is."""

    good: bool
    what: str


class ArticleReport(Struct, frozen=True):
    """Everything that the desk shows of an article."""

    path: str
    title: str
    subtitle: str
    state: str
    when: str
    url: str
    host: str
    description: str
    summary: str
    image: str
    site: str
    authors: tuple[str, ...]
    date: str
    words: int
    minutes: int
    headings: tuple[Heading, ...]
    out: tuple[Reference, ...]
    into: tuple[Reference, ...]
    checks: tuple[Check, ...]
    problems: tuple[Problem, ...]


def dossier(snapshot: Snapshot, path: str) -> ArticleReport | None:
    """What there is to say of the article in a file; None where it is none that can be read."""
    document = snapshot.documents.get(path)
    if document is None or document.kind is not Kind.ARTICLE:
        return None
    article = with_matter(document, ArticleMatter)
    matter = article.matter
    urls, state = urls_of(snapshot), snapshot.site.states[path]
    url, card = urls.get(path, ""), _card(snapshot, path)
    summary = matter.summary or document.outline.excerpt
    base = snapshot.config.base_url
    photo = card.photo if card else None
    return ArticleReport(
        path=path,
        title=matter.title,
        subtitle=matter.subtitle,
        state=NAMES[state],
        when=when(snapshot, path, state),
        url=url,
        host=urlsplit(base).netloc,
        description=summary or matter.subtitle,
        summary=summary,
        image=photo.url if photo else "",
        site=snapshot.config.title,
        authors=tuple(byline.name for byline in card.authors) if card else matter.authors,
        date=in_words(matter.date.instant, snapshot) if matter.date else "",
        words=snapshot.reading.source_infos[path].words,
        minutes=document.outline.minutes,
        headings=document.outline.headings,
        out=tuple(_out(snapshot, path)),
        into=tuple(_into(snapshot, path, url, urls)),
        checks=tuple(_checks(article, summary, card)),
        problems=snapshot.problems_of(path),
    )


def _card(snapshot: Snapshot, path: str) -> Card | None:
    return snapshot.ask(q.CardOf(path)).card if path in snapshot.site.placements else None


def _refs(snapshot: Snapshot, path: str) -> Iterable[ResolvedRef]:
    return snapshot.ask(q.ReferencesOf(path)).refs if path in snapshot.site.placements else ()


def _out(snapshot: Snapshot, path: str) -> Iterator[Reference]:
    for ref in _refs(snapshot, path):
        if ref.kind is RefKind.LINK and ref.url and not ref.url.startswith("#"):
            yield Reference(ref.url, ref.url)


def _into(snapshot: Snapshot, path: str, url: str, urls: dict[str, str]) -> Iterator[Reference]:
    """The other documents whose text leads here."""
    if not url:
        return
    for source in snapshot.site.placements:
        if source != path and any(ref.url.partition("#")[0] == url for ref in _refs(snapshot, source)):
            yield Reference(urls.get(source, ""), snapshot.ask(q.TitleOf(source)) or source)


def _checks(article: Document[ArticleMatter], summary: str, card: Card | None) -> Iterator[Check]:
    matter, photo = article.matter, article.matter.photo
    yield Check(bool(section_of(article)), "It lies in a section")
    yield Check(len(matter.title) <= _TITLE, f"The title has at most {_TITLE} characters")
    yield Check(bool(matter.subtitle), "It has a subtitle")
    yield Check(
        0 < len(summary or matter.subtitle) <= _DESCRIPTION,
        f"Its description has at most {_DESCRIPTION} characters",
    )
    yield Check(bool(matter.authors), "It says who wrote it")
    yield Check(bool(matter.tags), "It has tags")
    yield Check(photo is not None, "It has a photo")
    if photo is not None:
        shown = card.photo if card else None
        yield Check(bool(photo.credit or (shown and shown.credit)), "The photo has a credit")
        yield Check(bool(photo.alt), "The photo has a text for those who cannot see it")
    yield Check(card is not None, "The preview shows it")
