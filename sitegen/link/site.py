"""How the site is organised: what is shown, where it stands, and in which lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from msgspec import Struct

from sitegen.config import Config
from sitegen.link.aliases import aliases
from sitegen.link.edition import assemble
from sitegen.link.expired import ends
from sitegen.link.frame import Frame
from sitegen.link.ground import Ground, survey
from sitegen.link.relations import Chosen, chosen
from sitegen.link.settling import settled
from sitegen.link.translations import versions
from sitegen.link.unpublished import unpublished
from sitegen.link.urls import address
from sitegen.link.visibility import is_settled, stands_until
from sitegen.model.content import WITH_STATUS
from sitegen.model.documents import Content
from sitegen.model.pictures import Cut
from sitegen.model.site import Article, Moment, Needs, PendingLink, Site, State
from sitegen.problems import Problem
from sitegen.project import CONFIGURATION


class Organised(Struct, frozen=True, gc=False):
    """The site, with what linking knows beside it: the content as it was settled, the ground that it stands
    on, and authors' own choices of related articles, by the article's path."""

    content: Content
    ground: Ground
    site: Site
    chosen: Mapping[str, Chosen]
    articles: Mapping[str, Article]
    """All articles by their paths."""


def organise(content: Content, config: Config, moment: Moment, left_out: frozenset[str]) -> Organised:
    """Organise the documents; `left_out` are the paths of those that a partial build does without."""
    problems: list[Problem] = []
    files: set[str] = set()
    cuts: set[Cut] = set()
    together = settled(content, config)
    ground = survey(together, config, moment, left_out, problems)
    languages = [config.language, *(lang for lang in config.languages if lang != config.language)]
    editions = tuple(assemble(Frame(ground, lang, problems, files, cuts)) for lang in languages)
    own = {path: each for lists in editions for path, each in chosen(lists, ground, problems).items()}
    others = versions(languages, ground, problems)
    former_urls = aliases(ground, problems)
    photos_end = ends(content.expiries, moment.now)
    site = Site(
        base_path=ground.base,
        due=min([*(one.due for one in ground.visibilities.values() if one.due), *photos_end], default=None),
        until=min([*_turns(ground, moment.now), *photos_end], default=None),
        editions=editions,
        standings=ground.territory.standings,
        versions=others,
        aliases=former_urls,
        unpublished=unpublished(together.content, ground),
        states=_states(ground),
        pending=tuple(_navigation_links(ground)),
        needs=Needs(tuple(sorted(files)), tuple(sorted(cuts, key=lambda cut: (cut.name, cut.source)))),
        problems=tuple(problems),
    )
    articles = {article.path: article for lists in editions for article in lists.articles}
    return Organised(together.content, ground, site, own, articles)


def _states(ground: Ground) -> dict[str, State]:
    """The state of each article and page."""
    return {
        document.path: ground.visibilities[document.path].state
        for document in ground.documents
        if document.kind in WITH_STATUS
    }


def _turns(ground: Ground, now: dt.datetime) -> Iterable[dt.datetime]:
    """When the clock may next decide otherwise of each document of which it may."""
    for document in ground.documents:
        settled = is_settled(ground.visibilities[document.path])
        if not settled and (time := stands_until(document, now)):
            yield time


def _navigation_links(ground: Ground) -> Iterable[PendingLink]:
    """The configuration's links into this site, for the plan to check."""
    for key, written in _configured_urls(ground.config):
        if written.startswith("/"):
            path, _, fragment = written.partition("#")
            place = address(ground.base, path.partition("?")[0])
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
