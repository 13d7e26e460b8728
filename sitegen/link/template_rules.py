"""Rules for the queries of templates: `site.latest(…)`, `site.section(…)` and so on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

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
from sitegen.model.site import Group, GroupView
from sitegen.model.views import Card, IssueView, SeriesView, SiteView
from sitegen.slugs import tag_slug

_GroupNamed = SectionNamed | AuthorNamed | IssueNamed | SeriesNamed
_AllGroups = Sections | Tags | Authors | Issues | AllSeries


def view_of(ask: Ask, group: Group) -> GroupView:
    """The view of a group; issues and series include the cards of their articles."""
    view = group.view
    if isinstance(view, IssueView | SeriesView):
        return replace(view, contents=tuple([_card(ask, path) for path in group.members]))
    return view


def _card(ask: Ask, path: str) -> Card:
    return ask(q.CardOf(path)).card


def _edition(ask: Ask, lang: str) -> str:
    """The language, or the main one if a page of an earlier build asked for a removed language."""
    languages = ask(q.Editions())
    return lang if lang in languages else languages[0]


def _latest(ask: Ask, query: Latest) -> tuple[Card, ...]:
    wanted = replace(query, lang=_edition(ask, query.lang))
    chosen = (path for path in _candidates(ask, wanted) if _fits(ask, path, wanted))
    return tuple([_card(ask, path) for path in islice(chosen, wanted.limit)])


def _candidates(ask: Ask, wanted: Latest) -> Sequence[str]:
    """The smallest existing list with all matching articles."""
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


def _article(ask: Ask, query: CardNamed) -> Card | None:
    path = ask(q.ArticleNamed(_edition(ask, query.lang), query.id))
    return _card(ask, path) if path else None


def _tag(ask: Ask, query: TagNamed) -> GroupView | None:
    lang = _edition(ask, query.lang)
    return _view(ask, lang, "tag", tag_slug(query.id, lang))


def _named(kind: str) -> Callable[[Ask, _GroupNamed], GroupView | None]:
    """Look up a group of this kind by the query's id."""
    return lambda ask, query: _view(ask, _edition(ask, query.lang), kind, query.id)


def _all(kind: str) -> Callable[[Ask, _AllGroups], tuple[GroupView, ...]]:
    """List all groups of this kind."""

    def answer(ask: Ask, query: _AllGroups) -> tuple[GroupView, ...]:
        lang = _edition(ask, query.lang)
        groups = [ask(q.GroupOf(lang, kind, id_)) for id_ in ask(q.GroupsOf(lang, kind))]
        return tuple([view_of(ask, group) for group in groups if group])

    return answer


def _view(ask: Ask, lang: str, kind: str, id_: str) -> GroupView | None:
    group = ask(q.GroupOf(lang, kind, id_))
    return view_of(ask, group) if group else None


def _site(ask: Ask, query: SiteShown) -> SiteView | None:
    # A page of an earlier build may have asked for a removed language.
    return ask(q.SiteViewOf(query.lang)) if query.lang in ask(q.Editions()) else None


#: Each rule may ask only those before it.
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
