"""Rules for each document: its page, its card and its references."""

from __future__ import annotations

from sitegen.engine.rules import Rule, gathered
from sitegen.link.cards import card_of
from sitegen.link.photos import ShownPhoto, show_photo
from sitegen.link.references import NO_REFS, resolve_all
from sitegen.link.site_rules import DerivedFieldsOf, FactsOf
from sitegen.link.target_rules import IsReadable, ReadableAt, queried_targets
from sitegen.model import site_queries as q
from sitegen.model.documents import Document, Outline, with_matter
from sitegen.model.front_matter import ArticleMatter, PageMatter, Photo, title_of
from sitegen.model.query import Ask
from sitegen.model.site import CardResult, DocumentResult, Needs, PageResult, ResolvedRefs
from sitegen.model.views import PageView
from sitegen.problems import Problem


def _document(ask: Ask, query: q.DocumentOf) -> Document:
    document = ask(q.DocumentRead(query.path))
    derived = ask(DerivedFieldsOf()).get(query.path)
    return derived.apply(document) if derived else document


def _readable(ask: Ask, query: ReadableAt) -> Document | None:
    return ask(q.DocumentOf(query.path)) if ask(IsReadable(query.path)) else None


def _title(ask: Ask, query: q.TitleOf) -> str:
    return title_of(ask(q.DocumentOf(query.path)).matter)


def _anchors(ask: Ask, query: q.AnchorsOf) -> Outline:
    outline = ask(q.DocumentOf(query.path)).outline
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


def _card(ask: Ask, query: q.CardOf) -> CardResult:
    article, document = ask(q.ArticleOf(query.path)), ask(q.DocumentOf(query.path))
    assert article is not None
    complete = with_matter(document, ArticleMatter)
    photo, problems, needs = _shown_photo(ask, complete, "photo", complete.matter.photo)
    return CardResult(card_of(article, complete, photo), problems, needs)


def _page(ask: Ask, query: q.PageOf) -> PageResult:
    placement, document = ask(q.PlacementOf(query.path)), ask(q.DocumentOf(query.path))
    matter = with_matter(document, PageMatter).matter
    assert placement is not None
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


def _references(ask: Ask, query: q.ReferencesOf) -> ResolvedRefs:
    document = ask(q.DocumentOf(query.path))
    if not document.outline.refs:
        return NO_REFS
    placement = ask(q.PlacementOf(query.path))
    assert placement is not None
    return resolve_all(document, queried_targets(ask), placement.gated)


def _card_or_page(ask: Ask, path: str) -> CardResult | PageResult | None:
    if ask(q.ArticleOf(path)) is not None:
        return ask(q.CardOf(path))
    return ask(q.PageOf(path)) if isinstance(ask(FactsOf(path)).matter, PageMatter) else None


def _result(ask: Ask, query: q.ResultOf) -> DocumentResult:
    refs, view = ask(q.ReferencesOf(query.path)), _card_or_page(ask, query.path)
    if view is None:
        return DocumentResult(refs.needs, refs.problems)
    needs = Needs((*view.needs.files, *refs.needs.files), (*view.needs.cuts, *refs.needs.cuts))
    return DocumentResult(needs, (*view.problems, *refs.problems))


def _data(ask: Ask, query: q.DataNamed) -> object:
    try:
        return ask(q.DataFile(query.name))
    except LookupError:
        return None


#: Each rule may ask only those before it.
DOCUMENT_RULES = (
    Rule(q.DataNamed, _data),
    Rule(q.DocumentOf, _document, lambda document: document.digest),
    Rule(ReadableAt, _readable, lambda document: document.links if document else ""),
    Rule(q.TitleOf, _title),
    Rule(q.AnchorsOf, _anchors),
    Rule(q.CardOf, _card, cached_as=CardResult),
    Rule(q.PageOf, _page),
    Rule(q.ReferencesOf, _references),
    Rule(q.ResultOf, _result),
    gathered(q.AllResults, q.ResultOf, q.ShownPaths(), cached_as=DocumentResult),
)
