"""What each document says: on its page, on its card, and where its links lead."""

from __future__ import annotations

from sitegen.engine.rules import Rule, gathered
from sitegen.link.cards import card_of
from sitegen.link.photos import ShownPhoto, show_photo
from sitegen.link.resolve import NONE, resolve_all
from sitegen.link.site_rules import DerivedFieldsOf, FactsOf
from sitegen.link.target_rules import IsReadable, ReadableAt, queried_targets
from sitegen.model import site_queries as q
from sitegen.model.documents import Document, Outline
from sitegen.model.front_matter import ArticleMatter, PageMatter, Photo, title_of
from sitegen.model.query import Ask
from sitegen.model.site import (
    CardResult,
    DocumentResult,
    Needs,
    PageResult,
    ResolvedRefs,
)
from sitegen.model.views import PageView
from sitegen.problems import Problem


def _document(ask: Ask, question: q.DocumentOf) -> Document:
    document = ask(q.DocumentRead(question.path))
    settlement = ask(DerivedFieldsOf()).get(question.path)
    return settlement.apply(document) if settlement else document


def _readable(ask: Ask, question: ReadableAt) -> Document | None:
    """A document that was read and is not left out, shown or not."""
    return ask(q.DocumentOf(question.path)) if ask(IsReadable(question.path)) else None


def _title(ask: Ask, question: q.TitleOf) -> str:
    return title_of(ask(q.DocumentOf(question.path)).matter)


def _anchors(ask: Ask, question: q.AnchorsOf) -> Outline:
    outline = ask(q.DocumentOf(question.path)).outline
    return Outline(anchors=outline.anchors, rest_anchors=outline.rest_anchors)


def _shown_photo(
    ask: Ask, document: Document, key: str, photo: Photo | None
) -> tuple[ShownPhoto | None, tuple[Problem, ...], Needs]:
    if photo is None:
        return None, (), Needs()
    problems: list[Problem] = []
    shown = show_photo(document, key, photo, queried_targets(ask), problems)
    needs = Needs((shown.file,) if shown.file else (), shown.cuts) if shown else Needs()
    return shown, tuple(problems), needs


def _card(ask: Ask, question: q.CardOf) -> CardResult:
    article, document = ask(q.ArticleOf(question.path)), ask(q.DocumentOf(question.path))
    assert article is not None
    assert isinstance(document.matter, ArticleMatter)
    photo, problems, needs = _shown_photo(ask, document, "photo", document.matter.photo)
    return CardResult(card_of(article, document, photo), problems, needs)


def _page(ask: Ask, question: q.PageOf) -> PageResult:
    placement, document = ask(q.PlacementOf(question.path)), ask(q.DocumentOf(question.path))
    matter = document.matter
    assert placement is not None
    assert isinstance(matter, PageMatter)
    photo, problems, needs = _shown_photo(ask, document, "photo", matter.photo)
    view = PageView(
        document.id,
        placement.address.url,
        matter.title,
        matter.subtitle,
        matter.summary or document.outline.excerpt,
        photo.view if photo else None,
        document.outline.headings,
        str(placement.state),
        matter.extra,
    )
    return PageResult(view, problems, needs)


def _references(ask: Ask, question: q.ReferencesOf) -> ResolvedRefs:
    document = ask(q.DocumentOf(question.path))
    if not document.outline.refs:
        return NONE
    placement = ask(q.PlacementOf(question.path))
    assert placement is not None
    return resolve_all(document, queried_targets(ask), placement.gated)


def _made(ask: Ask, path: str) -> CardResult | PageResult | None:
    if ask(q.ArticleOf(path)) is not None:
        return ask(q.CardOf(path))
    return ask(q.PageOf(path)) if isinstance(ask(FactsOf(path)).matter, PageMatter) else None


def _outcome(ask: Ask, question: q.ResultOf) -> DocumentResult:
    text, made = ask(q.ReferencesOf(question.path)), _made(ask, question.path)
    if made is None:
        return DocumentResult(text.needs, text.problems)
    needs = Needs((*made.needs.files, *text.needs.files), (*made.needs.cuts, *text.needs.cuts))
    return DocumentResult(needs, (*made.problems, *text.problems))


def _data(ask: Ask, question: q.DataNamed) -> object:
    try:
        return ask(q.DataFile(question.name))
    except LookupError:
        return None


#: The rules in their order.
DOCUMENT_RULES = (
    Rule(q.DataNamed, _data),
    Rule(q.DocumentOf, _document, lambda document: document.digest),
    Rule(ReadableAt, _readable, lambda document: document.links if document else ""),
    Rule(q.TitleOf, _title),
    Rule(q.AnchorsOf, _anchors),
    Rule(q.CardOf, _card, cached_as=CardResult),
    Rule(q.PageOf, _page),
    Rule(q.ReferencesOf, _references),
    Rule(q.ResultOf, _outcome),
    gathered(q.AllResults, q.ResultOf, q.ShownPaths(), cached_as=DocumentResult),
)
