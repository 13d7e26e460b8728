"""Who is measured when: generators take turns, so that the machine's moods meet them all alike."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.corpus import Corpus
from bench.likeness import compare
from bench.measure import Cost, Failed
from bench.peers.all import PEERS
from bench.peers.peer import Tools
from bench.publications import corpora_of, missing, peer_of, size_of
from bench.results import Measurement, bytes_of, survey
from bench.sites import Scenario, Site, write_all
from bench.targets import SITEGEN

#: How sitegen sums up what it has printed.
_WARNINGS = re.compile(r"\d errors?, ([\d,]+) warnings?; ")


@dataclass(frozen=True)
class Programme:
    """What is to be measured."""

    shapes: Sequence[str]
    sizes: Sequence[int]
    """Articles."""
    scenarios: Mapping[str, Sequence[Scenario]]
    """Of each peer that takes part."""
    runs: Mapping[str, int]
    """Of each peer."""
    work: Path
    tools: Tools
    seed: int = 1
    together: bool = False
    """Whether all sizes of a shape take turns with each other."""
    keep: bool = False
    """Whether the projects stay in `work`."""


def installed(names: Iterable[str], tools: Tools) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The peers that are installed, and those that are not."""
    found = {name: PEERS[name].find(tools) is not None for name in names}
    return tuple(name for name in found if found[name]), tuple(name for name in found if not found[name])


def hold(programme: Programme, batch: str) -> Iterator[Measurement]:
    """Measure everything; a peer that fails is named, and takes part no more."""
    for sites in _rounds(programme):
        if not sites:
            continue
        try:
            for corpus in dict.fromkeys(site.corpus for site in sites):
                say(f"writing {size_of(corpus.shape.name, corpus.count)}")
                write_all([site for site in sites if site.corpus == corpus])
            yield from _turns(programme, sites, batch)
        finally:
            if not programme.keep:
                for site in sites:
                    shutil.rmtree(site.folder, ignore_errors=True)


def _rounds(programme: Programme) -> Iterator[list[Site]]:
    """The sites that take turns with each other."""
    for shape in programme.shapes:
        if reason := missing(shape):
            say(reason)
            continue
        source = programme.work / f"{shape}-source"
        corpora = corpora_of(shape, programme.sizes, programme.seed, source, programme.tools)
        sizes = [_sites(programme, corpus) for corpus in corpora]
        if programme.together:
            yield [site for sites in sizes for site in sites]
        else:
            yield from sizes


def _sites(programme: Programme, corpus: Corpus) -> list[Site]:
    folder = programme.work / f"{corpus.shape.name}-{corpus.count}"
    return [
        Site(peer, corpus, folder / name, programme.tools)
        for name in programme.scenarios
        if (peer := peer_of(corpus.shape.name, name))
    ]


def _turns(programme: Programme, sites: Sequence[Site], batch: str) -> Iterator[Measurement]:
    playing = list(sites)
    for number in range(max(programme.runs.values(), default=0)):
        for scenario in Scenario:
            for site in tuple(playing):
                if number >= programme.runs[site.peer.name]:
                    continue
                if scenario not in programme.scenarios[site.peer.name]:
                    continue
                try:
                    cost = site.run(scenario)
                except Failed as failure:
                    say(f"{site.peer.name} takes part no more: {failure}")
                    playing.remove(site)
                    continue
                unlike = _unlike(site, sites) if scenario is Scenario.CLEAN else ()
                measurement = _measurement(site, scenario, batch, cost, unlike)
                say(_line(measurement, number + 1))
                for line in unlike:
                    say(f"  not like sitegen's: {line}")
                yield measurement


def _unlike(site: Site, sites: Sequence[Site]) -> tuple[str, ...]:
    """What pages of a site have otherwise than sitegen's of the same corpus, where it takes part."""
    ours = next((one for one in sites if one.peer.name == SITEGEN and one.corpus == site.corpus), site)
    return compare(ours.output, site.output, site.peer.lacks) if ours is not site else ()


def _measurement(
    site: Site, scenario: Scenario, batch: str, cost: Cost, unlike: tuple[str, ...]
) -> Measurement:
    return Measurement(
        peer=site.peer.name,
        shape=site.corpus.shape.name,
        articles=site.corpus.count,
        scenario=scenario,
        batch=batch,
        wall=round(cost.wall, 4),
        cpu=round(cost.cpu, 4),
        memory=cost.memory,
        memory_kind=cost.memory_kind,
        tree=survey(site.output),
        unlike=unlike,
        cache=sum(bytes_of(site.folder / name) for name in site.peer.caches),
        warnings=_warnings(cost.printed),
    )


def _warnings(printed: str) -> int:
    found = _WARNINGS.search(printed)
    return int(found[1].replace(",", "")) if found else 0


def _line(one: Measurement, run: int) -> str:
    cost = f"{one.wall:.2f} s, CPU {one.cpu:.2f} s, {one.memory / 2**20:.0f} MiB, {one.tree.pages} pages"
    return f"{one.shape} {one.articles} {one.peer} {one.scenario} {run}: {cost}"


def say(text: str) -> None:
    """Tell who waits for the bench how far it is."""
    print(text, file=sys.stderr, flush=True)
