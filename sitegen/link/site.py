"""Linking as a whole: documents, configuration and the build's moment into a Site."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sitegen.config import Config
from sitegen.digest import digest_bytes, digest_in_order, encoded_in_order
from sitegen.link.aliases import aliases
from sitegen.link.edition import assemble
from sitegen.link.expired import ends
from sitegen.link.former import Former
from sitegen.link.frame import Frame
from sitegen.link.ground import Ground, survey
from sitegen.link.memo import Memo, forgetful
from sitegen.link.publishing import active_statics, linked_by, lying_there, published
from sitegen.link.relations import relations
from sitegen.link.resolving import References, basis_of, resolve_all
from sitegen.link.spares import unused
from sitegen.link.territory import Territory
from sitegen.link.translations import translations
from sitegen.link.unpublished import unpublished
from sitegen.link.urls import address
from sitegen.link.visibility import Moment, is_settled, stands_until
from sitegen.model.content import WITH_STATUS
from sitegen.model.documents import Content
from sitegen.model.pictures import Cut
from sitegen.model.site import PendingLink, Site, State
from sitegen.problems import Problem
from sitegen.project import CONFIGURATION


def link(
    content: Content,
    config: Config,
    moment: Moment,
    left_out: frozenset[str] = frozenset(),
    memo: Memo = forgetful,
    former: Former | None = None,
) -> Site:
    """Link the documents; `left_out` are the paths of those that a partial build does without.

    `memo` and `former` may remember earlier times: the Site is the same without them.
    """
    former = former or Former()
    problems: list[Problem] = []
    files: set[str] = set()
    cuts: set[Cut] = set()
    ground = survey(content, config, moment, left_out, problems, former)
    languages = [config.language, *(lang for lang in config.languages if lang != config.language)]
    editions = tuple(assemble(Frame(ground, lang, problems, files, cuts), former) for lang in languages)
    references = _references(ground.territory, memo)
    problems += references.problems
    files.update(*references.files.values())
    cuts.update(*references.cuts.values())
    navigation = tuple(_navigation_links(ground))
    files |= linked_by(navigation, ground)
    files |= lying_there(content, ground, cuts, problems)
    problems += unused(content, ground, files | {cut.source for cut in cuts})
    problems += active_statics(content)
    related = relations(editions, ground, problems, memo, former)
    versions = translations(editions, ground, problems)
    former_urls = aliases(ground, problems)
    core = _core(content, ground, left_out)
    photos_end = ends(content.expiries, moment.now)
    return Site(
        config=config,
        base_path=ground.base,
        moment=moment.now,
        due=min([*(one.due for one in ground.visibilities.values() if one.due), *photos_end], default=None),
        until=min([*_turns(ground, moment.now), *photos_end], default=None),
        editions=editions,
        refs=references.refs,
        pending=(*references.pending, *navigation),
        related=related,
        translations=versions,
        aliases=former_urls,
        unpublished=unpublished(content, ground),
        files=published(content, ground, files),
        expired=_expired_digests(content, ground),
        pictures=_pictures(cuts),
        bodies=content.bodies,
        theme=content.theme,
        data=content.data,
        states=_states(ground),
        key=site_key(core, content),
        core=core,
        problems=tuple(problems),
    )


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


def _references(land: Territory, memo: Memo) -> References:
    basis = basis_of(land)
    encoded = encoded_in_order(basis)
    return memo("references", digest_bytes(encoded), lambda last: resolve_all(land, basis, encoded, last))


def _core(content: Content, ground: Ground, left_out: frozenset[str]) -> str:
    """A digest of all that linking works on: of the moment only what can be seen of it."""
    seen = [(one.state, one.shown, one.gated) for one in ground.visibilities.values()]
    expired = sorted(ground.territory.expired.items())
    return digest_in_order((content.core, ground.config, sorted(left_out), seen, expired))


def site_key(core: str, content: Content) -> str:
    """A Site's key: that of its core, with what linking only passes on."""
    return digest_in_order((core, content.key))


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


def _pictures(cuts: Iterable[Cut]) -> tuple[Cut, ...]:
    """The cuts, each name once: of two files with the same bytes, the first."""
    ordered = sorted(cuts, key=lambda cut: (cut.name, cut.source), reverse=True)
    return tuple({cut.name: cut for cut in ordered}.values())[::-1]


def _expired_digests(content: Content, ground: Ground) -> dict[str, str]:
    owners = ground.territory.expired
    files = (*content.files.values(), *content.static) if owners else ()
    return {file.digest: owners[file.path] for file in files if file.path in owners}
