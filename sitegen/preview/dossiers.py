"""One article at the desk: how others will see it, how it is built, what it leads to, and what is checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from msgspec import Struct

from sitegen.link.ground import section_of
from sitegen.model import questions as q
from sitegen.model.content import ArticleMatter, Kind
from sitegen.model.documents import Document, Heading, RefKind
from sitegen.model.jobs import ResolvedRef
from sitegen.model.views import Card
from sitegen.preview.catalogue import urls_of
from sitegen.preview.proofs import Proof
from sitegen.preview.ribbons import NAMES, in_words, when
from sitegen.problems import Problem

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


class Dossier(Struct, frozen=True):
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


def dossier(proof: Proof, path: str) -> Dossier | None:
    """What there is to say of the article in a file; None where it is none that can be read."""
    document = proof.documents.get(path)
    if document is None or document.kind is not Kind.ARTICLE:
        return None
    matter = document.matter
    assert isinstance(matter, ArticleMatter)
    urls, state = urls_of(proof), proof.site.states[path]
    url, card = urls.get(path, ""), _card(proof, path)
    summary = matter.summary or document.outline.excerpt
    base = proof.config.base_url
    photo = card.photo if card else None
    return Dossier(
        path=path,
        title=matter.title,
        subtitle=matter.subtitle,
        state=NAMES[state],
        when=when(proof, path, state),
        url=url,
        host=urlsplit(base).netloc,
        description=summary or matter.subtitle,
        summary=summary,
        image=photo.url if photo else "",
        site=proof.config.title,
        authors=tuple(byline.name for byline in card.authors) if card else matter.authors,
        date=in_words(matter.date.instant, proof) if matter.date else "",
        words=proof.reading.margins[path].words,
        minutes=document.outline.minutes,
        headings=document.outline.headings,
        out=tuple(_out(proof, path)),
        into=tuple(_into(proof, path, url, urls)),
        checks=tuple(_checks(document, matter, summary, card)),
        problems=proof.problems_of(path),
    )


def _card(proof: Proof, path: str) -> Card | None:
    return proof.ask(q.CardOf(path)).card if path in proof.site.standings else None


def _refs(proof: Proof, path: str) -> Iterable[ResolvedRef]:
    return proof.ask(q.ReferencesOf(path)).refs if path in proof.site.standings else ()


def _out(proof: Proof, path: str) -> Iterator[Reference]:
    for ref in _refs(proof, path):
        if ref.kind is RefKind.LINK and ref.url and not ref.url.startswith("#"):
            yield Reference(ref.url, ref.url)


def _into(proof: Proof, path: str, url: str, urls: dict[str, str]) -> Iterator[Reference]:
    """The other documents whose text leads here."""
    if not url:
        return
    for source in proof.site.standings:
        if source != path and any(ref.url.partition("#")[0] == url for ref in _refs(proof, source)):
            yield Reference(urls.get(source, ""), proof.ask(q.TitleOf(source)) or source)


def _checks(document: Document, matter: ArticleMatter, summary: str, card: Card | None) -> Iterator[Check]:
    photo = matter.photo
    yield Check(bool(section_of(document)), "It lies in a section")
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
