"""Link all documents: what is shown, at which addresses, and in which lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from msgspec import Struct

from sitegen.config.project import CONFIGURATION
from sitegen.config.settings import Config
from sitegen.link.aliases import aliases, unpublished
from sitegen.link.context import LinkContext, build_context
from sitegen.link.derived_fields import derive_fields
from sitegen.link.edition import build_edition
from sitegen.link.edition_context import Collector, edition_context
from sitegen.link.expired_images import future_expiries
from sitegen.link.related.select import ChosenRelated, chosen_related
from sitegen.link.translations import find_translations
from sitegen.link.urls import address
from sitegen.link.visibility import is_final, next_change
from sitegen.model.documents import Content
from sitegen.model.front_matter import WITH_STATUS
from sitegen.model.site import Article, BuildTime, PendingLink, Site, State


class LinkedSite(Struct, frozen=True, gc=False):
    """The site, with the content and context that it was built from."""

    content: Content
    context: LinkContext
    site: Site
    chosen: Mapping[str, ChosenRelated]
    """The related articles that authors chose, by the article's path."""
    articles: Mapping[str, Article]
    """All articles by their paths."""


def link_site(content: Content, config: Config, time: BuildTime, left_out: frozenset[str]) -> LinkedSite:
    """Link all documents but those at the paths in `left_out`, which a partial build skips."""
    collector = Collector([], set(), set())
    derived = derive_fields(content, config)
    context = build_context(derived, config, time, left_out, collector.problems)
    languages = [config.language, *(lang for lang in config.languages if lang != config.language)]
    editions = tuple(build_edition(edition_context(context, lang), collector) for lang in languages)
    chosen = {
        path: each
        for lists in editions
        for path, each in chosen_related(lists, context, collector.problems).items()
    }
    translations = find_translations(languages, context, collector.problems)
    redirects = aliases(context, collector.problems)
    expiries = future_expiries(content.expiries, time.now)
    site = Site(
        base_path=context.base,
        due=min([*(one.due for one in context.visibilities.values() if one.due), *expiries], default=None),
        until=min([*_next_changes(context, time.now), *expiries], default=None),
        editions=editions,
        placements=context.targets.placements,
        versions=translations,
        aliases=redirects,
        unpublished=unpublished(derived.content, context),
        states=_states(context),
        pending=tuple(_links_in_settings(context)),
        needs=collector.needs(),
        problems=tuple(collector.problems),
    )
    articles = {article.path: article for lists in editions for article in lists.articles}
    return LinkedSite(derived.content, context, site, chosen, articles)


def _states(context: LinkContext) -> dict[str, State]:
    """The state of each article and page."""
    return {
        document.path: context.visibilities[document.path].state
        for document in context.documents
        if document.kind in WITH_STATUS
    }


def _next_changes(context: LinkContext, now: dt.datetime) -> Iterable[dt.datetime]:
    """When the clock next changes the visibility or the state of each document."""
    for document in context.documents:
        is_open = not is_final(context.visibilities[document.path])
        if is_open and (time := next_change(document, now)):
            yield time


def _links_in_settings(context: LinkContext) -> Iterable[PendingLink]:
    """The configuration's links to URLs of this site, for the plan to check."""
    for key, written in _configured_urls(context.config):
        if written.startswith("/"):
            path, _, fragment = written.partition("#")
            place = address(context.base, path.partition("?")[0])
            yield PendingLink(CONFIGURATION, place.output, written, fragment, setting=key)


def _configured_urls(config: Config) -> Iterable[tuple[str, str]]:
    """The URLs in a configuration, each with its key."""
    lists = {"navigation": config.navigation}
    lists |= {f"languages.{lang}.navigation": own.navigation for lang, own in config.languages.items()}
    for key, entries in lists.items():
        for number, entry in enumerate(entries):
            yield f"{key}.{number}.url", entry.url
    if config.subscribe:
        yield "subscribe.url", config.subscribe.url
    for number, service in enumerate(config.consent):
        yield f"consent.{number}.script", service.script
