"""How the site is organised, and its parts for those who ask for them.

One rule looks at all documents, but only at what of them decides on where they stand; most edits leave that
as it is. Its answer is too large to compare, so that few others than the rules of its parts ask for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sitegen.engine.rules import Rule, gathered, part, unique_digest
from sitegen.link.document_facts import DerivedFields, derived_fields, facts_of
from sitegen.link.related.index import Traits
from sitegen.link.related.select import related_of, traits_of
from sitegen.link.related.update import ClosestArticles, closest
from sitegen.link.site import LinkedSite, link_site
from sitegen.model import site_queries as q
from sitegen.model.documents import Content, Document
from sitegen.model.query import Ask, Query
from sitegen.model.site import (
    Alias,
    Article,
    Edition,
    EditionLists,
    Group,
    Placement,
    Related,
    Site,
    State,
)
from sitegen.model.views import SiteView


class FactsOf(Query[Document], frozen=True):
    """A document without what only its own page and card say of it."""

    path: str


class AllFacts(Query[Mapping[str, Document]], frozen=True):
    """The facts of all documents that were read."""


class LinkedSiteOf(Query[LinkedSite], frozen=True):
    """All of the organisation, and what linking knows beside it."""


class DerivedFieldsOf(Query[Mapping[str, DerivedFields]], frozen=True):
    """What documents have from others, by their paths."""


class _Standings(Query[Mapping[str, Placement]], frozen=True):
    pass


class _Articles(Query[Mapping[str, Article]], frozen=True):
    pass


class _AllRelated(Query[Mapping[str, Related]], frozen=True):
    pass


class _AllVersions(Query[Mapping[str, tuple[tuple[str, str], ...]]], frozen=True):
    pass


class _TraitsIn(Query[list[Traits]], frozen=True):
    lang: str


class _ClosestIn(Query[ClosestArticles], frozen=True):
    lang: str


class _ClosestPaths(Query[Mapping[str, tuple[str, ...]]], frozen=True):
    lang: str


def _facts(ask: Ask, question: FactsOf) -> Document:
    return facts_of(ask(q.DocumentRead(question.path)))


def _organised(ask: Ask, _: LinkedSiteOf) -> LinkedSite:
    content = Content(
        documents=ask(AllFacts()),
        pictures=ask(q.Images()),
        files=ask(q.ContentFiles()),
        static=ask(q.StaticFiles()),
        places=ask(q.ContentPaths()),
        expiries=ask(q.Expiries()),
    )
    return link_site(content, ask(q.Settings()), ask(q.Now()), ask(q.LeftOut()))


def _settlements(ask: Ask, _: DerivedFieldsOf) -> Mapping[str, DerivedFields]:
    return derived_fields(ask(AllFacts()).values(), ask(LinkedSiteOf()).content.documents.values())


def _the_site(ask: Ask, _: q.SiteOf) -> Site:
    return ask(LinkedSiteOf()).site


def site_of(ask: Ask) -> Site:
    """The organisation."""
    return ask(LinkedSiteOf()).site


def lists_of(ask: Ask, lang: str) -> EditionLists:
    """Everything in one language."""
    return next(lists for lists in site_of(ask).editions if lists.edition.lang == lang)


def _states(ask: Ask, _: q.StatesOf) -> Mapping[str, State]:
    return site_of(ask).states


def _due(ask: Ask, _: q.DueOf) -> tuple[dt.datetime | None, dt.datetime | None]:
    return site_of(ask).due, site_of(ask).until


def _shown_paths(ask: Ask, _: q.ShownPaths) -> tuple[str, ...]:
    return tuple(site_of(ask).placements)


def _base_path(ask: Ask, _: q.BasePath) -> str:
    return site_of(ask).base_path


def _editions(ask: Ask, _: q.Editions) -> tuple[str, ...]:
    return tuple(lists.edition.lang for lists in site_of(ask).editions)


def _edition(ask: Ask, question: q.EditionOf) -> Edition:
    return lists_of(ask, question.lang).edition


def _site_view(ask: Ask, question: q.SiteViewOf) -> SiteView:
    return lists_of(ask, question.lang).edition.view


def _standings(ask: Ask, _: _Standings) -> Mapping[str, Placement]:
    return site_of(ask).placements


def _articles(ask: Ask, _: _Articles) -> Mapping[str, Article]:
    return ask(LinkedSiteOf()).articles


def _article_named(ask: Ask, question: q.ArticleNamed) -> str | None:
    found = lists_of(ask, question.lang).by_id.get(question.id)
    return found.path if found else None


def _members(ask: Ask, question: q.MembersOf) -> tuple[str, ...]:
    lists = lists_of(ask, question.lang)
    if not question.kind:
        return tuple([article.path for article in lists.articles])
    group = lists.groups[question.kind].get(question.id)
    return group.members if group else ()


def _group(ask: Ask, question: q.GroupOf) -> Group | None:
    return lists_of(ask, question.lang).groups[question.kind].get(question.id)


def _groups(ask: Ask, question: q.GroupsOf) -> tuple[str, ...]:
    return tuple(lists_of(ask, question.lang).groups[question.kind])


def _traits(ask: Ask, question: _TraitsIn) -> list[Traits]:
    return traits_of(lists_of(ask, question.lang))


def _closest_in(ask: Ask, question: _ClosestIn, last: ClosestArticles | None) -> ClosestArticles:
    # Some of them may be the author's own choice, too.
    return closest(ask(_TraitsIn(question.lang)), ask(q.Settings()).related * 2, last)


def _closest_paths(ask: Ask, question: _ClosestPaths) -> Mapping[str, tuple[str, ...]]:
    return ask(_ClosestIn(question.lang)).paths()


def _all_related(ask: Ask, _: _AllRelated) -> Mapping[str, Related]:
    chosen, limit = ask(LinkedSiteOf()).chosen, ask(q.Settings()).related
    return {
        path: related_of(path, chosen.get(path), close, limit)
        for lang in ask(q.Editions())
        for path, close in ask(_ClosestPaths(lang)).items()
    }


def _versions(ask: Ask, _: _AllVersions) -> Mapping[str, tuple[tuple[str, str], ...]]:
    return site_of(ask).versions


def _aliases(ask: Ask, _: q.Aliases) -> tuple[Alias, ...]:
    return site_of(ask).aliases


def _unpublished(ask: Ask, _: q.Unpublished) -> Mapping[str, str]:
    return site_of(ask).unpublished


#: The rules in their order.
SITE_RULES = (
    Rule(FactsOf, _facts),
    gathered(AllFacts, FactsOf, q.ReadPaths(), cached_as=Document),
    Rule(LinkedSiteOf, _organised, unique_digest),
    Rule(q.SiteOf, _the_site, unique_digest),
    Rule(q.StatesOf, _states, cached_as=dict[str, State]),
    Rule(q.DueOf, _due, cached_as=tuple[dt.datetime | None, dt.datetime | None]),
    Rule(q.ShownPaths, _shown_paths, cached_as=tuple[str, ...]),
    Rule(DerivedFieldsOf, _settlements, cached_as=dict[str, DerivedFields]),
    Rule(q.BasePath, _base_path, cached_as=str),
    Rule(q.Editions, _editions, cached_as=tuple[str, ...]),
    Rule(q.EditionOf, _edition, cached_as=Edition),
    Rule(q.SiteViewOf, _site_view, cached_as=SiteView),
    Rule(_Standings, _standings, unique_digest),
    part(q.PlacementOf, _Standings(), cached_as=Placement | None),
    Rule(_Articles, _articles, unique_digest),
    part(q.ArticleOf, _Articles(), cached_as=Article | None),
    Rule(q.ArticleNamed, _article_named, cached_as=str | None),
    Rule(q.MembersOf, _members, cached_as=tuple[str, ...]),
    Rule(q.GroupOf, _group, cached_as=Group | None),
    Rule(q.GroupsOf, _groups, cached_as=tuple[str, ...]),
    Rule(_TraitsIn, _traits),
    Rule(_ClosestIn, _closest_in, cached_as=ClosestArticles, takes_previous=True),
    Rule(_ClosestPaths, _closest_paths),
    Rule(_AllRelated, _all_related, unique_digest),
    part(q.RelatedOf, _AllRelated(), cached_as=Related | None),
    Rule(_AllVersions, _versions, unique_digest),
    part(q.VersionsOf, _AllVersions(), cached_as=tuple[tuple[str, str], ...], missing=()),
    Rule(q.Aliases, _aliases),
    Rule(q.Unpublished, _unpublished),
)
