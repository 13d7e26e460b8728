"""What each document says: on its page, on its card, and where its links lead."""

from __future__ import annotations

from sitegen.engine.rules import Rule, gathered
from sitegen.link.cards import card_of
from sitegen.link.lands import IsReadable, ReadableAt, land_of
from sitegen.link.organisation import FactsOf, Settlements
from sitegen.link.photos import ShownPhoto, show_photo
from sitegen.link.resolving import NONE, resolve_all
from sitegen.model import questions as q
from sitegen.model.asking import Ask
from sitegen.model.content import ArticleMatter, PageMatter, Photo, title_of
from sitegen.model.documents import Document, Outline
from sitegen.model.site import (
    MadeCard,
    MadePage,
    Needs,
    Outcome,
    ResolvedRefs,
)
from sitegen.model.views import PageView
from sitegen.problems import Problem


def _document(ask: Ask, question: q.DocumentOf) -> Document:
    document = ask(q.DocumentRead(question.path))
    settlement = ask(Settlements()).get(question.path)
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
    shown = show_photo(document, key, photo, land_of(ask), problems)
    needs = Needs((shown.file,) if shown.file else (), shown.cuts) if shown else Needs()
    return shown, tuple(problems), needs


def _card(ask: Ask, question: q.CardOf) -> MadeCard:
    article, document = ask(q.ArticleOf(question.path)), ask(q.DocumentOf(question.path))
    assert article is not None
    assert isinstance(document.matter, ArticleMatter)
    photo, problems, needs = _shown_photo(ask, document, "photo", document.matter.photo)
    return MadeCard(card_of(article, document, photo), problems, needs)


def _page(ask: Ask, question: q.PageOf) -> MadePage:
    standing, document = ask(q.StandingOf(question.path)), ask(q.DocumentOf(question.path))
    matter = document.matter
    assert standing is not None
    assert isinstance(matter, PageMatter)
    photo, problems, needs = _shown_photo(ask, document, "photo", matter.photo)
    view = PageView(
        document.id,
        standing.address.url,
        matter.title,
        matter.subtitle,
        matter.summary or document.outline.excerpt,
        photo.view if photo else None,
        document.outline.headings,
        str(standing.state),
        matter.extra,
    )
    return MadePage(view, problems, needs)


def _references(ask: Ask, question: q.ReferencesOf) -> ResolvedRefs:
    document = ask(q.DocumentOf(question.path))
    if not document.outline.refs:
        return NONE
    standing = ask(q.StandingOf(question.path))
    assert standing is not None
    return resolve_all(document, land_of(ask), standing.gated)


def _made(ask: Ask, path: str) -> MadeCard | MadePage | None:
    if ask(q.ArticleOf(path)) is not None:
        return ask(q.CardOf(path))
    return ask(q.PageOf(path)) if isinstance(ask(FactsOf(path)).matter, PageMatter) else None


def _outcome(ask: Ask, question: q.OutcomeOf) -> Outcome:
    text, made = ask(q.ReferencesOf(question.path)), _made(ask, question.path)
    if made is None:
        return Outcome(text.needs, text.problems)
    needs = Needs((*made.needs.files, *text.needs.files), (*made.needs.cuts, *text.needs.cuts))
    return Outcome(needs, (*made.problems, *text.problems))


def _data(ask: Ask, question: q.DataNamed) -> object:
    try:
        return ask(q.DataFile(question.name))
    except LookupError:
        return None


#: The rules in their order.
STATEMENTS = (
    Rule(q.DataNamed, _data),
    Rule(q.DocumentOf, _document, lambda document: document.digest),
    Rule(ReadableAt, _readable, lambda document: document.links if document else ""),
    Rule(q.TitleOf, _title),
    Rule(q.AnchorsOf, _anchors),
    Rule(q.CardOf, _card, kept=MadeCard),
    Rule(q.PageOf, _page),
    Rule(q.ReferencesOf, _references),
    Rule(q.OutcomeOf, _outcome),
    gathered(q.Outcomes, q.OutcomeOf, q.ShownPaths(), kept=Outcome),
)
