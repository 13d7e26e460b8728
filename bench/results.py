"""What was measured, as values and as a JSON file."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median

import msgspec
from msgspec import Struct

_PICTURES = (".avif", ".webp", ".jpg")


class Machine(Struct, frozen=True):
    """Where it was measured."""

    processor: str
    cores: int
    memory: int
    """Bytes."""
    system: str
    python: str


class Tree(Struct, frozen=True):
    """What a build wrote."""

    pages: int
    """HTML pages."""
    feeds: int
    files: int
    """All files but pictures, of which each generator makes the sizes that it needs."""
    size: int
    """Bytes of all files."""
    addresses: str
    """A digest of the paths of pages and feeds: two sites with the same one have the same addresses."""


class Measurement(Struct, frozen=True):
    """One run of one scenario."""

    peer: str
    shape: str
    articles: int
    scenario: str
    batch: str
    """When the bench that it belongs to was started: within a batch, peers take turns."""
    wall: float
    """Seconds."""
    cpu: float
    """Seconds, of all processors."""
    memory: int
    """Bytes."""
    memory_kind: str
    tree: Tree
    unlike: tuple[str, ...] = ()
    """What pages have otherwise than sitegen's, in a line for each kind of page."""
    cache: int = 0
    """Bytes of what the build keeps for the next one, such as `.sitegen`; 0 in older measurements, too."""
    warnings: int = 0
    """How many warnings the build printed, as sitegen counts them."""


class PhotoBuild(Struct, frozen=True):
    """One build of articles with a large photo each, by sitegen alone."""

    photos: int
    width: int
    """Pixels of each photo."""
    height: int
    originals: int
    """Bytes of all photos as they were taken."""
    scenario: str
    batch: str
    processors: int
    """How many the build had, and as many processes."""
    wall: float
    """Seconds."""
    cpu: float
    """Seconds, of all processors."""
    memory: int
    """Bytes."""
    memory_kind: str
    made: int
    """Picture files that this build encoded."""
    files: int
    """Picture files of the finished site."""
    size: int
    """Bytes of these."""
    digest: str
    """That of their names and bytes."""


class Results(Struct, frozen=True):
    """All that is known: the newest machine and versions, and every measurement that was kept."""

    machine: Machine
    versions: dict[str, str]
    measurements: tuple[Measurement, ...] = ()
    missing: tuple[str, ...] = ()
    """Peers that were wanted and are not installed."""
    photos: tuple[PhotoBuild, ...] = ()

    def plus(self, one: Measurement | PhotoBuild) -> Results:
        """With one more measurement."""
        if isinstance(one, PhotoBuild):
            return msgspec.structs.replace(self, photos=(*self.photos, one))
        return msgspec.structs.replace(self, measurements=(*self.measurements, one))

    def of(self, peer: str, shape: str, articles: int, scenario: str) -> tuple[Measurement, ...]:
        """The runs of one scenario."""
        wanted = (peer, shape, articles, scenario)
        return tuple(one for one in self.measurements if key(one) == wanted)


def key(one: Measurement) -> tuple[str, str, int, str]:
    """What a measurement is a run of."""
    return one.peer, one.shape, one.articles, one.scenario


def photo_key(one: PhotoBuild) -> tuple[int, int, int, str]:
    """What a build of photos is a run of."""
    return one.photos, one.width, one.height, one.scenario


def middle(runs: Iterable[Measurement | PhotoBuild], what: str) -> float:
    """The median of `wall`, `cpu`, `memory` or `cache`."""
    return float(median(getattr(run, what) for run in runs))


def load(path: Path) -> Results:
    """The results in a file."""
    return msgspec.json.decode(path.read_bytes(), type=Results)


def save(results: Results, path: Path) -> None:
    """Write the results into a file, one measurement a line, so that changes can be read."""
    text = msgspec.json.encode(msgspec.structs.replace(results, measurements=(), photos=())).decode()
    for name, kept in (("measurements", results.measurements), ("photos", results.photos)):
        rows = ",\n  ".join(msgspec.json.encode(one).decode() for one in kept)
        text = text.replace(f'"{name}":[]', f'"{name}":[\n  {rows}\n]')
    path.write_text(text + "\n")


def merged(old: Results, new: Results, replace: bool) -> Results:
    """The old measurements and the new ones; with `replace`, new ones take the place of old ones of the same
    scenario."""
    fresh = {key(one) for one in new.measurements} if replace else set()
    kept = tuple(one for one in old.measurements if key(one) not in fresh)
    fresh_photos = {photo_key(one) for one in new.photos} if replace else set()
    kept_photos = tuple(one for one in old.photos if photo_key(one) not in fresh_photos)
    return Results(
        machine=new.machine,
        versions={**old.versions, **new.versions},
        measurements=(*kept, *new.measurements),
        missing=tuple(name for name in new.missing if not any(one.peer == name for one in kept)),
        photos=(*kept_photos, *new.photos),
    )


def survey(folder: Path) -> Tree:
    """What lies in an output folder."""
    names, size = [], 0
    for parent, _, files in os.walk(folder):
        names += [os.path.relpath(f"{parent}/{name}", folder) for name in files]
        size += sum(Path(parent, name).stat().st_size for name in files)
    pages = [name for name in names if name.endswith(".html")]
    feeds = [name for name in names if Path(name).name == "feed.xml"]
    files = [name for name in names if not name.endswith(_PICTURES)]
    return Tree(len(pages), len(feeds), len(files), size, _digest([*pages, *feeds]))


def bytes_of(folder: Path) -> int:
    """Bytes of all files in a folder; 0 if there is none."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _digest(names: Sequence[str]) -> str:
    return hashlib.blake2b("\n".join(sorted(names)).encode(), digest_size=8).hexdigest()
