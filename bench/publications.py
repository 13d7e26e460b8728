"""The bench's publications by their names: the made-up ones, and the real one where it is on this machine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bench import real
from bench.corpora.build import corpora
from bench.corpus import SHAPES, Corpus
from bench.peers.all import PEERS
from bench.peers.peer import Peer, Tools
from bench.real import REAL, REAL_SITE
from bench.targets import SITEGEN

#: What each publication is like; all but the last are made up.
PUBLICATIONS = {name: shape.description for name, shape in SHAPES.items()} | {REAL: real.DESCRIPTION}


def size_of(name: str, count: int) -> str:
    """What a publication of this size is called: `10,000 articles, short`."""
    return f"{count:,} {'documents' if name == REAL else 'articles'}, {name}"


def missing(name: str) -> str:
    """Why a publication cannot be measured here; empty where it can."""
    if name == REAL and not real.is_there():
        return (
            f"{REAL} is left out: its articles are not in {corpora()} (SITEGEN_CORPORA names another folder)"
        )
    return ""


def corpora_of(name: str, sizes: Sequence[int], seed: int, folder: Path, tools: Tools) -> list[Corpus]:
    """A publication in each size; the real one has only its own, and is laid out in the folder."""
    if name == REAL:
        return [real.lay_out(folder, tools)]
    return [Corpus(SHAPES[name], size, seed) for size in sizes]


def peer_of(name: str, peer: str) -> Peer | None:
    """The generator as it builds a publication; None where it cannot read it."""
    if name != REAL:
        return PEERS[peer]
    return REAL_SITE if peer == SITEGEN else None
