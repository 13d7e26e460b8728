"""Rules for the results of linking: files to publish, and problems."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from sitegen.engine.rules import Rule, unique_digest
from sitegen.link.published_files import (
    active_images,
    attachments,
    expired_digests,
    linked_files,
    published,
    unique_cuts,
)
from sitegen.link.site_rules import LinkedSiteOf, site_of
from sitegen.link.unused_files import possible_files, unused_files
from sitegen.model import site_queries as q
from sitegen.model.images import Cut
from sitegen.model.query import Ask, Query
from sitegen.model.site import PendingLink, Published
from sitegen.problems import Problem


class _PossibleFiles(Query[tuple[str, ...]], frozen=True):
    path: str


class _PublicationOf(Query["_Published"], frozen=True):
    pass


class _Published(Struct, frozen=True, gc=False):
    """Files and image variants to publish, and problems with them."""

    files: tuple[Published, ...]
    cuts: tuple[Cut, ...]
    expired: Mapping[str, str]
    problems: tuple[Problem, ...]


def _setting_links(ask: Ask, _: q.SettingLinks) -> tuple[PendingLink, ...]:
    return site_of(ask).pending


def _possible_files(ask: Ask, query: _PossibleFiles) -> tuple[str, ...]:
    suffixes = ask(q.Settings()).content.suffixes
    return tuple(possible_files(ask(q.DocumentRead(query.path)), suffixes))


def _find_published(ask: Ask, _: _PublicationOf) -> _Published:
    linked = ask(LinkedSiteOf())
    content, context, site = linked.content, linked.context, linked.site
    needed = [site.needs, *[each.needs for each in ask(q.AllResults()).values()]]
    files = {path for needs in needed for path in needs.files} | linked_files(site.pending, context)
    cuts = {cut for needs in needed for cut in needs.cuts}
    problems: list[Problem] = []
    files |= attachments(content, context, cuts, problems)
    used = files | {cut.source for cut in cuts}
    problems += unused_files(content, context, used, lambda path: ask(_PossibleFiles(path)))
    problems += active_images(content)
    expired = expired_digests(content, context)
    return _Published(published(content, context, files), unique_cuts(cuts), expired, tuple(problems))


def _published_files(ask: Ask, _: q.PublishedFiles) -> tuple[Published, ...]:
    return ask(_PublicationOf()).files


def _published_cuts(ask: Ask, _: q.PublishedCuts) -> tuple[Cut, ...]:
    return ask(_PublicationOf()).cuts


def _expired_files(ask: Ask, _: q.ExpiredFiles) -> Mapping[str, str]:
    return ask(_PublicationOf()).expired


def _link_problems(ask: Ask, _: q.LinkProblems) -> tuple[Problem, ...]:
    site = site_of(ask)
    of_documents = [problem for each in ask(q.AllResults()).values() for problem in each.problems]
    return (*site.problems, *of_documents, *ask(_PublicationOf()).problems)


#: Each rule may ask only those before it.
RESULT_RULES = (
    Rule(q.SettingLinks, _setting_links, cached_as=tuple[PendingLink, ...]),
    Rule(_PossibleFiles, _possible_files, cached_as=tuple[str, ...]),
    Rule(_PublicationOf, _find_published, unique_digest),
    Rule(q.PublishedFiles, _published_files),
    Rule(q.PublishedCuts, _published_cuts),
    Rule(q.ExpiredFiles, _expired_files),
    Rule(q.LinkProblems, _link_problems, unique_digest, cached_as=tuple[Problem, ...]),
)
