"""What all documents come to: the files that go out, and all that is wrong."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from sitegen.engine.rules import Rule, unlike_any
from sitegen.link.organisation import Organisation, site_of
from sitegen.link.publishing import (
    active_statics,
    expired_digests,
    linked_by,
    lying_there,
    once_each,
    published,
)
from sitegen.link.spares import targets_of, unused
from sitegen.model import questions as q
from sitegen.model.asking import Ask, Question
from sitegen.model.pictures import Cut
from sitegen.model.site import (
    PendingLink,
    Published,
)
from sitegen.problems import Problem


class _TargetsOf(Question[tuple[str, ...]], frozen=True):
    path: str


class _Publication(Question["_Published"], frozen=True):
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
    organised = ask(Organisation())
    content, ground, site = organised.content, organised.ground, organised.site
    needed = [site.needs, *[each.needs for each in ask(q.Outcomes()).values()]]
    files = {path for needs in needed for path in needs.files} | linked_by(site.pending, ground)
    cuts = {cut for needs in needed for cut in needs.cuts}
    problems: list[Problem] = []
    files |= lying_there(content, ground, cuts, problems)
    used = files | {cut.source for cut in cuts}
    problems += unused(content, ground, used, lambda path: ask(_TargetsOf(path)))
    problems += active_statics(content)
    expired = expired_digests(content, ground)
    return _Published(published(content, ground, files), once_each(cuts), expired, tuple(problems))


def _published_files(ask: Ask, _: q.PublishedFiles) -> tuple[Published, ...]:
    return ask(_Publication()).files


def _published_cuts(ask: Ask, _: q.PublishedCuts) -> tuple[Cut, ...]:
    return ask(_Publication()).cuts


def _expired_files(ask: Ask, _: q.ExpiredFiles) -> Mapping[str, str]:
    return ask(_Publication()).expired


def _link_problems(ask: Ask, _: q.LinkProblems) -> tuple[Problem, ...]:
    site = site_of(ask)
    of_documents = [problem for each in ask(q.Outcomes()).values() for problem in each.problems]
    return (*site.problems, *of_documents, *ask(_Publication()).problems)


#: The rules in their order.
OUTCOMES = (
    Rule(q.SettingLinks, _setting_links, kept=tuple[PendingLink, ...]),
    Rule(_TargetsOf, _targets, kept=tuple[str, ...]),
    Rule(_Publication, _publication, unlike_any),
    Rule(q.PublishedFiles, _published_files),
    Rule(q.PublishedCuts, _published_cuts),
    Rule(q.ExpiredFiles, _expired_files),
    Rule(q.LinkProblems, _link_problems, unlike_any, kept=tuple[Problem, ...]),
)
