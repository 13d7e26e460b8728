"""What all documents come to: the files that go out, and all that is wrong."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from sitegen.engine.rules import Rule, unique_digest
from sitegen.link.published_files import (
    active_statics,
    expired_digests,
    linked_by,
    lying_there,
    once_each,
    published,
)
from sitegen.link.site_rules import LinkedSiteOf, site_of
from sitegen.link.unused_files import targets_of, unused
from sitegen.model import site_queries as q
from sitegen.model.images import Cut
from sitegen.model.query import Ask, Query
from sitegen.model.site import (
    PendingLink,
    Published,
)
from sitegen.problems import Problem


class _TargetsOf(Query[tuple[str, ...]], frozen=True):
    path: str


class _Publication(Query["_Published"], frozen=True):
    pass


class _Published(Struct, frozen=True, gc=False):
    """What goes out as it is, and what is wrong with it."""

    files: tuple[Published, ...]
    cuts: tuple[Cut, ...]
    expired: Mapping[str, str]
    problems: tuple[Problem, ...]


def _setting_links(ask: Ask, _: q.SettingLinks) -> tuple[PendingLink, ...]:
    return site_of(ask).pending


def _targets(ask: Ask, question: _TargetsOf) -> tuple[str, ...]:
    suffixes = ask(q.Settings()).content.suffixes
    return tuple(targets_of(ask(q.DocumentRead(question.path)), suffixes))


def _publication(ask: Ask, _: _Publication) -> _Published:
    organised = ask(LinkedSiteOf())
    content, context, site = organised.content, organised.context, organised.site
    needed = [site.needs, *[each.needs for each in ask(q.AllResults()).values()]]
    files = {path for needs in needed for path in needs.files} | linked_by(site.pending, context)
    cuts = {cut for needs in needed for cut in needs.cuts}
    problems: list[Problem] = []
    files |= lying_there(content, context, cuts, problems)
    used = files | {cut.source for cut in cuts}
    problems += unused(content, context, used, lambda path: ask(_TargetsOf(path)))
    problems += active_statics(content)
    expired = expired_digests(content, context)
    return _Published(published(content, context, files), once_each(cuts), expired, tuple(problems))


def _published_files(ask: Ask, _: q.PublishedFiles) -> tuple[Published, ...]:
    return ask(_Publication()).files


def _published_cuts(ask: Ask, _: q.PublishedCuts) -> tuple[Cut, ...]:
    return ask(_Publication()).cuts


def _expired_files(ask: Ask, _: q.ExpiredFiles) -> Mapping[str, str]:
    return ask(_Publication()).expired


def _link_problems(ask: Ask, _: q.LinkProblems) -> tuple[Problem, ...]:
    site = site_of(ask)
    of_documents = [problem for each in ask(q.AllResults()).values() for problem in each.problems]
    return (*site.problems, *of_documents, *ask(_Publication()).problems)


#: The rules in their order.
RESULT_RULES = (
    Rule(q.SettingLinks, _setting_links, cached_as=tuple[PendingLink, ...]),
    Rule(_TargetsOf, _targets, cached_as=tuple[str, ...]),
    Rule(_Publication, _publication, unique_digest),
    Rule(q.PublishedFiles, _published_files),
    Rule(q.PublishedCuts, _published_cuts),
    Rule(q.ExpiredFiles, _expired_files),
    Rule(q.LinkProblems, _link_problems, unique_digest, cached_as=tuple[Problem, ...]),
)
