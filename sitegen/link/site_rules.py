"""Rules for the linked site and its parts.

One rule links all documents, but sees only the fields that decide their addresses, visibility and lists; most
edits do not change these. Its answer is too large to compare, so other rules should ask for its parts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from msgspec.structs import replace

from sitegen.engine.rules import Rule, gathered, part, unique_digest
from sitegen.link.derived_fields import DerivedFields, derived_fields
from sitegen.link.related.index import ArticleTraits
from sitegen.link.related.select import related_of, traits_of
from sitegen.link.related.update import ClosestArticles, closest
from sitegen.link.site import LinkedSite, link_site
from sitegen.model import site_queries as q
from sitegen.model.documents import Content, Document, Outline
from sitegen.model.front_matter import ArticleMatter
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
    """A document without the fields that only its page and its card show."""

    path: str


class AllFacts(Query[Mapping[str, Document]], frozen=True):
    """The answers to `FactsOf` for all readable documents, by path."""


class LinkedSiteOf(Query[LinkedSite], frozen=True):
    """The whole site, with everything that linking knows."""


class DerivedFieldsOf(Query[Mapping[str, DerivedFields]], frozen=True):
    """The fields of documents that depend on other documents, by path."""


class _Placements(Query[Mapping[str, Placement]], frozen=True):
    pass


class _Articles(Query[Mapping[str, Article]], frozen=True):
    pass


class _AllRelated(Query[Mapping[str, Related]], frozen=True):
    pass


class _AllVersions(Query[Mapping[str, tuple[tuple[str, str], ...]]], frozen=True):
    pass


class _TraitsIn(Query[list[ArticleTraits]], frozen=True):
    lang: str


class _ClosestIn(Query[ClosestArticles], frozen=True):
    lang: str


class _ClosestPaths(Query[Mapping[str, tuple[str, ...]]], frozen=True):
    lang: str


def _facts(ask: Ask, query: FactsOf) -> Document:
    document = ask(q.DocumentRead(query.path))
    full, matter = document.outline, document.matter
    outline = Outline(has_rest=full.has_rest, misplaced_more=full.misplaced_more, needs_more=full.needs_more)
    if isinstance(matter, ArticleMatter):
        matter = replace(
            matter, title="", subtitle="", summary="", photo=None, corrections=(), doi="", extra={}
        )
    else:
        outline = replace(outline, excerpt=full.excerpt)
    return replace(document, matter=matter, outline=outline, links="", digest="")


def _linked_site(ask: Ask, _: LinkedSiteOf) -> LinkedSite:
    content = Content(
        documents=ask(AllFacts()),
        images=ask(q.Images()),
        files=ask(q.ContentFiles()),
        static=ask(q.StaticFiles()),
        content_paths=ask(q.ContentPaths()),
        expiries=ask(q.Expiries()),
    )
    return link_site(content, ask(q.Settings()), ask(q.Now()), ask(q.LeftOut()))


def _derived_fields(ask: Ask, _: DerivedFieldsOf) -> Mapping[str, DerivedFields]:
    return derived_fields(ask(AllFacts()).values(), ask(LinkedSiteOf()).content.documents.values())


def _the_site(ask: Ask, _: q.SiteOf) -> Site:
    return ask(LinkedSiteOf()).site


def site_of(ask: Ask) -> Site:
    """The whole site."""
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


def _edition(ask: Ask, query: q.EditionOf) -> Edition:
    return lists_of(ask, query.lang).edition


def _site_view(ask: Ask, query: q.SiteViewOf) -> SiteView:
    return lists_of(ask, query.lang).edition.view


def _placements(ask: Ask, _: _Placements) -> Mapping[str, Placement]:
    return site_of(ask).placements


def _articles(ask: Ask, _: _Articles) -> Mapping[str, Article]:
    return ask(LinkedSiteOf()).articles


def _article_named(ask: Ask, query: q.ArticleNamed) -> str | None:
    found = lists_of(ask, query.lang).by_id.get(query.id)
    return found.path if found else None


def _members(ask: Ask, query: q.MembersOf) -> tuple[str, ...]:
    lists = lists_of(ask, query.lang)
    if not query.kind:
        return tuple([article.path for article in lists.articles])
    group = lists.groups[query.kind].get(query.id)
    return group.members if group else ()


def _group(ask: Ask, query: q.GroupOf) -> Group | None:
    return lists_of(ask, query.lang).groups[query.kind].get(query.id)


def _groups(ask: Ask, query: q.GroupsOf) -> tuple[str, ...]:
    return tuple(lists_of(ask, query.lang).groups[query.kind])


def _traits(ask: Ask, query: _TraitsIn) -> list[ArticleTraits]:
    return traits_of(lists_of(ask, query.lang))


def _closest_in(ask: Ask, query: _ClosestIn, previous: ClosestArticles | None) -> ClosestArticles:
    # Authors may have chosen some of them already.
    return closest(ask(_TraitsIn(query.lang)), ask(q.Settings()).related * 2, previous)


def _closest_paths(ask: Ask, query: _ClosestPaths) -> Mapping[str, tuple[str, ...]]:
    return ask(_ClosestIn(query.lang)).paths()


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


#: Each rule may ask only those before it.
SITE_RULES = (
    Rule(FactsOf, _facts),
    gathered(AllFacts, FactsOf, q.ReadPaths(), cached_as=Document),
    Rule(LinkedSiteOf, _linked_site, unique_digest),
    Rule(q.SiteOf, _the_site, unique_digest),
    Rule(q.StatesOf, _states, cached_as=dict[str, State]),
    Rule(q.DueOf, _due, cached_as=tuple[dt.datetime | None, dt.datetime | None]),
    Rule(q.ShownPaths, _shown_paths, cached_as=tuple[str, ...]),
    Rule(DerivedFieldsOf, _derived_fields, cached_as=dict[str, DerivedFields]),
    Rule(q.BasePath, _base_path, cached_as=str),
    Rule(q.Editions, _editions, cached_as=tuple[str, ...]),
    Rule(q.EditionOf, _edition, cached_as=Edition),
    Rule(q.SiteViewOf, _site_view, cached_as=SiteView),
    Rule(_Placements, _placements, unique_digest),
    part(q.PlacementOf, _Placements(), cached_as=Placement | None),
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
