"""What the next build would add, change and remove, beside what the last one published."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from sitegen.engine.engine import Engine
from sitegen.model.site import Moment
from sitegen.plan.rules import OutputPaths
from sitegen.preview.pages import url_of
from sitegen.preview.proofs import Proof
from sitegen.problems import Severity
from sitegen.project import OUTPUT
from sitegen.publish.engine import RULES, OutputOf, enter
from sitegen.publish.graph import Graph
from sitegen.publish.options import Options
from sitegen.publish.reasons import changed, sentences
from sitegen.publish.shortcuts import output_name
from sitegen.publish.versions import ANSWERING, code_version
from sitegen.store import Store


class Prospect(Struct, frozen=True):
    """A file of the output tree that the next build would change: its path, its URL, and why."""

    output: str
    url: str
    why: str = ""


class Prospects(Struct, frozen=True):
    """What the next build would do. `known` says whether a build is remembered at all, `blocked` how many
    errors would keep it from publishing anything."""

    known: bool
    blocked: int
    added: tuple[Prospect, ...] = ()
    changed: tuple[Prospect, ...] = ()
    removed: tuple[Prospect, ...] = ()


def prospects(proof: Proof, store: Store, now: dt.datetime) -> Prospects:
    """What a build at this moment would do to `public/`: the outputs of which an answer has changed."""
    with store.snapshot():  # a build may write meanwhile
        return _prospects(proof, store, now)


def _prospects(proof: Proof, store: Store, now: dt.datetime) -> Prospects:
    root = proof.ask.root
    graph = Graph(store, output_name(Options(root, root / OUTPUT)), code_version(ANSWERING))
    blocked = sum(1 for problem in proof.problems if problem.severity is Severity.ERROR)
    known = graph.known
    if not known.outputs:
        return Prospects(graph.is_of_other_code, blocked)
    ask = Engine(RULES, graph)
    enter(ask, proof.reading.content, proof.config, Moment(now), former=known.given)
    outputs, stale = ask(OutputPaths()), ask.stale(OutputOf)
    added = [Prospect(path, url_of(proof, path)) for path in outputs if path not in known.outputs]
    changes = [
        Prospect(path, url_of(proof, path), sentences(map(changed, causes)))
        for path in outputs
        if path in known.outputs and (causes := stale.get(OutputOf(path))) is not None
    ]
    gone = [Prospect(path, url_of(proof, path)) for path in known.outputs.keys() - set(outputs)]
    return Prospects(True, blocked, tuple(added), tuple(changes), tuple(gone))
