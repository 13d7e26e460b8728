"""How the site is organised: what is shown, where it stands, and in which lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from msgspec import Struct

from sitegen.config.project import CONFIGURATION
from sitegen.config.settings import Config
from sitegen.link.aliases import aliases
from sitegen.link.context import LinkContext, build_context
from sitegen.link.edition import assemble
from sitegen.link.edition_context import EditionContext
from sitegen.link.expired_images import ends
from sitegen.link.related.select import ChosenRelated, chosen
from sitegen.link.settling import derive_fields
from sitegen.link.translations import versions
from sitegen.link.unpublished_urls import unpublished
from sitegen.link.urls import address
from sitegen.link.visibility import is_settled, stands_until
from sitegen.model.documents import Content
from sitegen.model.front_matter import WITH_STATUS
from sitegen.model.images import Cut
from sitegen.model.site import Article, BuildTime, Needs, PendingLink, Site, State
from sitegen.problems import Problem


class LinkedSite(Struct, frozen=True, gc=False):
    """The site with the content and context that it was made from, and the related articles that authors
    chose, by the article's path."""

    content: Content
    context: LinkContext
    site: Site
    chosen: Mapping[str, ChosenRelated]
    articles: Mapping[str, Article]
    """All articles by their paths."""


def link_site(content: Content, config: Config, moment: BuildTime, left_out: frozenset[str]) -> LinkedSite:
    """Organise the documents; `left_out` are the paths of those that a partial build does without."""
    problems: list[Problem] = []
    files: set[str] = set()
    cuts: set[Cut] = set()
    together = derive_fields(content, config)
    context = build_context(together, config, moment, left_out, problems)
    languages = [config.language, *(lang for lang in config.languages if lang != config.language)]
    editions = tuple(assemble(EditionContext(context, lang, problems, files, cuts)) for lang in languages)
    own = {path: each for lists in editions for path, each in chosen(lists, context, problems).items()}
    others = versions(languages, context, problems)
    former_urls = aliases(context, problems)
    photos_end = ends(content.expiries, moment.now)
    site = Site(
        base_path=context.base,
        due=min([*(one.due for one in context.visibilities.values() if one.due), *photos_end], default=None),
        until=min([*_turns(context, moment.now), *photos_end], default=None),
        editions=editions,
        placements=context.targets.placements,
        versions=others,
        aliases=former_urls,
        unpublished=unpublished(together.content, context),
        states=_states(context),
        pending=tuple(_navigation_links(context)),
        needs=Needs(tuple(sorted(files)), tuple(sorted(cuts, key=lambda cut: (cut.name, cut.source)))),
        problems=tuple(problems),
    )
    articles = {article.path: article for lists in editions for article in lists.articles}
    return LinkedSite(together.content, context, site, own, articles)


def _states(context: LinkContext) -> dict[str, State]:
    """The state of each article and page."""
    return {
        document.path: context.visibilities[document.path].state
        for document in context.documents
        if document.kind in WITH_STATUS
    }


def _turns(context: LinkContext, now: dt.datetime) -> Iterable[dt.datetime]:
    """When the clock may next decide otherwise of each document of which it may."""
    for document in context.documents:
        settled = is_settled(context.visibilities[document.path])
        if not settled and (time := stands_until(document, now)):
            yield time


def _navigation_links(context: LinkContext) -> Iterable[PendingLink]:
    """The configuration's links into this site, for the plan to check."""
    for key, written in _configured_urls(context.config):
        if written.startswith("/"):
            path, _, fragment = written.partition("#")
            place = address(context.base, path.partition("?")[0])
            yield PendingLink(CONFIGURATION, place.output, written, fragment, setting=key)


def _configured_urls(config: Config) -> Iterable[tuple[str, str]]:
    """The URLs that a configuration holds, with the key of each."""
    lists = {"navigation": config.navigation}
    lists |= {f"languages.{lang}.navigation": own.navigation for lang, own in config.languages.items()}
    for key, entries in lists.items():
        for number, entry in enumerate(entries):
            yield f"{key}.{number}.url", entry.url
    if config.subscribe:
        yield "subscribe.url", config.subscribe.url
    for number, service in enumerate(config.consent):
        yield f"consent.{number}.script", service.script
