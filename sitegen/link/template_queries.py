"""Answers to the questions that templates ask of a site beyond what their page carries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

from msgspec.structs import replace

from sitegen.engine.rules import Rule
from sitegen.model import site_queries as q
from sitegen.model.query import Ask
from sitegen.model.render_queries import (
    AllSeries,
    AuthorNamed,
    Authors,
    CardNamed,
    IssueNamed,
    Issues,
    Latest,
    SectionNamed,
    Sections,
    SeriesNamed,
    SiteShown,
    TagNamed,
    Tags,
)
from sitegen.model.site import Group
from sitegen.model.views import Card, IssueView, SeriesView, SiteView
from sitegen.slugs import tag_slug


def view_of(ask: Ask, group: Group) -> Any:
    """A group as templates see it: issues and series have the cards of their articles."""
    view = group.view
    if isinstance(view, IssueView | SeriesView):
        return replace(view, contents=tuple([_card(ask, path) for path in group.members]))
    return view


def _card(ask: Ask, path: str) -> Card:
    return ask(q.CardOf(path)).card


def _edition(ask: Ask, lang: str) -> str:
    """The language itself, or the main one: a page of a former build may have asked for one that is gone."""
    languages = ask(q.Editions())
    return lang if lang in languages else languages[0]


def _latest(ask: Ask, question: Latest) -> tuple[Card, ...]:
    wanted = replace(question, lang=_edition(ask, question.lang))
    chosen = (path for path in _candidates(ask, wanted) if _fits(ask, path, wanted))
    return tuple([_card(ask, path) for path in islice(chosen, wanted.limit)])


def _candidates(ask: Ask, wanted: Latest) -> Sequence[str]:
    """The smallest ready-made list that holds all answers."""
    if wanted.tag:
        return ask(q.MembersOf(wanted.lang, "tag", tag_slug(wanted.tag, wanted.lang)))
    if wanted.author:
        return ask(q.MembersOf(wanted.lang, "author", wanted.author))
    if wanted.section:
        return ask(q.MembersOf(wanted.lang, "section", wanted.section))
    return ask(q.MembersOf(wanted.lang))


def _fits(ask: Ask, path: str, wanted: Latest) -> bool:
    if len([each for each in (wanted.section, wanted.tag, wanted.author) if each]) < 2:
        return True
    article = ask(q.ArticleOf(path))
    return article is not None and (
        (not wanted.section or article.section == wanted.section)
        and (not wanted.tag or tag_slug(wanted.tag, wanted.lang) in article.tags)
        and (not wanted.author or wanted.author in article.authors)
    )


def _article(ask: Ask, question: CardNamed) -> Card | None:
    path = ask(q.ArticleNamed(_edition(ask, question.lang), question.id))
    return _card(ask, path) if path else None


def _tag(ask: Ask, question: TagNamed) -> Any:
    lang = _edition(ask, question.lang)
    return _view(ask, lang, "tag", tag_slug(question.id, lang))


def _named(kind: str) -> Callable[[Ask, Any], Any]:
    """Answers with the group of a kind that has the question's id."""
    return lambda ask, question: _view(ask, _edition(ask, question.lang), kind, question.id)


def _all(kind: str) -> Callable[[Ask, Any], tuple[Any, ...]]:
    """Answers with all groups of a kind."""

    def answer(ask: Ask, question: Any) -> tuple[Any, ...]:
        lang = _edition(ask, question.lang)
        return tuple([_view(ask, lang, kind, id_) for id_ in ask(q.GroupsOf(lang, kind))])

    return answer


def _view(ask: Ask, lang: str, kind: str, id_: str) -> Any:
    group = ask(q.GroupOf(lang, kind, id_))
    return view_of(ask, group) if group else None


def _site(ask: Ask, question: SiteShown) -> SiteView | None:
    # A page of a former build may have asked for a language that is gone.
    return ask(q.SiteViewOf(question.lang)) if question.lang in ask(q.Editions()) else None


#: The rules in their order.
TEMPLATE_RULES = (
    Rule(SiteShown, _site),
    Rule(Latest, _latest),
    Rule(CardNamed, _article),
    Rule(SectionNamed, _named("section")),
    Rule(Sections, _all("section")),
    Rule(TagNamed, _tag),
    Rule(Tags, _all("tag")),
    Rule(AuthorNamed, _named("author")),
    Rule(Authors, _all("author")),
    Rule(IssueNamed, _named("issue")),
    Rule(Issues, _all("issue")),
    Rule(SeriesNamed, _named("series")),
    Rule(AllSeries, _all("series")),
)
