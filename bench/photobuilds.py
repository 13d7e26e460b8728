"""What photos cost: the first build encodes all of them, and later ones have to do without.

Which pictures a build made is seen by the files that it wrote where encoded pictures are remembered.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from bench.contest import say
from bench.corpus import SHAPES, Corpus
from bench.measure import Cost, Failed, measure
from bench.peers.all import PEERS
from bench.peers.peer import Tools
from bench.photographs import CAMERA, Size, draw_photograph
from bench.results import PhotoBuild
from bench.sites import Site
from bench.targets import SITEGEN

#: The folder of pictures in a finished site, and in what builds remember.
_PICTURES = "pictures"
_STATE = ".sitegen"
#: Names that an error shows, of many.
_SHOWN = 5

#: Runs a command on so many of the processors that it may use.
_ON_PROCESSORS = """import os, sys
os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: int(sys.argv[1])])
os.execvp(sys.argv[2], sys.argv[2:])
"""


class Scenario(StrEnum):
    """What is built, in this order; pictures have to be the same in all, byte for byte."""

    ONE = "first-1"
    TWO = "first-2"
    AGAIN = "again"
    RESTORED = "restored"

    @property
    def is_first(self) -> bool:
        """Whether nothing is left of an earlier build."""
        return self in (Scenario.ONE, Scenario.TWO)

    @property
    def processors(self) -> int:
        """On how many processors it is built, by as many processes."""
        return 1 if self is Scenario.ONE else 2


#: What each scenario is, for readers.
MEANING = {
    Scenario.ONE: "first build, one CPU",
    Scenario.TWO: "first build, two CPUs",
    Scenario.AGAIN: "nothing has changed",
    Scenario.RESTORED: "a fresh clone with `.sitegen/` restored, without `public/`",
}


@dataclass(frozen=True)
class PhotoProgramme:
    """What is to be measured: articles with a large photo each."""

    photos: int
    work: Path
    tools: Tools
    size: Size = CAMERA
    runs: int = 1
    seed: int = 1
    keep: bool = False
    """Whether the project stays in `work`."""


def hold_photos(programme: PhotoProgramme, batch: str) -> Iterator[PhotoBuild]:
    """Measure everything; Failed where a build makes other pictures than it has to, once it is measured."""
    corpus = Corpus(SHAPES["short"], programme.photos, programme.seed)
    folder = programme.work / f"photos-{programme.photos}"
    site = Site(PEERS[SITEGEN], corpus, folder / SITEGEN, programme.tools)
    try:
        width, height = programme.size
        say(f"drawing {programme.photos} photos of {width}×{height}")
        originals = _write(site, programme)
        for number in range(programme.runs):
            for one in _run(site, programme, originals, batch):
                say(_line(one, number + 1))
                yield one
    finally:
        if not programme.keep:
            shutil.rmtree(folder, ignore_errors=True)


def _write(site: Site, programme: PhotoProgramme) -> int:
    """Write the project, with photos where no build copies them as they are; the bytes of all photos."""
    site.prepare()
    size = 0
    for article in site.corpus.articles():
        file = site.folder / "content" / "photos" / f"photo-{article.number:05}.jpg"
        draw_photograph(file, programme.seed, article.number, programme.size)
        site.write(replace(article, photo=replace(article.photo, file=file.name)))
        size += file.stat().st_size
    return size


def _run(site: Site, programme: PhotoProgramme, originals: int, batch: str) -> Iterator[PhotoBuild]:
    """One build after another, each on what the one before has left."""
    encoded, shown = site.folder / _STATE / _PICTURES, site.output / _PICTURES
    first: Mapping[str, str] = {}
    for scenario in Scenario:
        _prepare(site, scenario)
        before = _stamps(encoded)
        cost = _build(site, scenario.processors)
        made = sum(before.get(name) != stamp for name, stamp in _stamps(encoded).items())
        files = _files(shown)
        digests = {path.name: _digest(path.read_bytes()) for path in files}
        yield PhotoBuild(
            photos=programme.photos,
            width=programme.size[0],
            height=programme.size[1],
            originals=originals,
            scenario=scenario,
            batch=batch,
            processors=scenario.processors,
            wall=round(cost.wall, 4),
            cpu=round(cost.cpu, 4),
            memory=cost.memory,
            memory_kind=cost.memory_kind,
            made=made,
            files=len(files),
            size=sum(path.stat().st_size for path in files),
            digest=_digest("".join(f"{name} {one}\n" for name, one in digests.items()).encode()),
        )
        first = first or digests
        _check(scenario, made, first, digests)


def _check(scenario: Scenario, made: int, first: Mapping[str, str], digests: Mapping[str, str]) -> None:
    """Failed where a first build did not make every picture, a later one made any, or bytes differ from those
    of the very first build."""
    name = MEANING[scenario]
    if scenario.is_first and (not made or made != len(digests)):
        raise Failed(f"{name}: {made} pictures were made and remembered, {len(digests)} are in the site")
    if not scenario.is_first and made:
        raise Failed(f"{name}: {made} pictures were made again")
    if differing := sorted(file for file in {*first, *digests} if first.get(file) != digests.get(file)):
        files = ", ".join(differing[:_SHOWN]) + (", …" if len(differing) > _SHOWN else "")
        one = MEANING[Scenario.ONE]
        raise Failed(f"{name}: {len(differing)} pictures differ from those of the {one}: {files}")


def _prepare(site: Site, scenario: Scenario) -> None:
    if scenario.is_first:
        site.peer.wipe(site.folder)
    elif scenario is Scenario.RESTORED:
        _clone(site)


def _clone(site: Site) -> None:
    """Leave what a fresh clone has where `.sitegen/` was restored: a copy of that, no output, and all other
    files as if they were written just now."""
    state, aside = site.folder / _STATE, site.folder.with_name("restored")
    shutil.rmtree(aside, ignore_errors=True)
    state.rename(aside)
    site.peer.wipe(site.folder)
    for path in site.folder.rglob("*"):
        os.utime(path)
    shutil.copytree(aside, state, symlinks=True)
    shutil.rmtree(aside)


def _build(site: Site, processors: int) -> Cost:
    command = [*site.peer.command(site.tools), "--jobs", str(processors)]
    if hasattr(os, "sched_setaffinity"):
        command = [sys.executable, "-IS", "-c", _ON_PROCESSORS, str(processors), *command]
    return measure(command, site.folder, site.peer.surroundings(site.tools))


def _files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """What is another after each writing of a file, by the files' names."""
    return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in _files(folder)}


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def _line(one: PhotoBuild, run: int) -> str:
    cost = f"{one.wall:.2f} s, CPU {one.cpu:.2f} s, {one.memory / 2**20:.0f} MiB"
    return f"{MEANING[Scenario(one.scenario)]} {run}: {cost}, {one.made} of {one.files} pictures made"
