"""What the next build would add, change and remove, beside what the last one published."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from sitegen.build.code_version import ANSWERING, code_version
from sitegen.build.graph import Graph
from sitegen.build.options import Options
from sitegen.build.reasons import join_reasons, reason_for
from sitegen.build.site_engine import RULES, OutputOf, set_inputs
from sitegen.build.up_to_date import output_name
from sitegen.config.project import OUTPUT
from sitegen.engine.engine import Engine
from sitegen.model.site import BuildTime
from sitegen.plan.rules import OutputPaths
from sitegen.problems import Severity
from sitegen.serve.pages import url_of
from sitegen.serve.snapshots import Snapshot
from sitegen.store import Store


class PendingChange(Struct, frozen=True):
    """A file of the output tree that the next build would change: its path, its URL, and why."""

    output: str
    url: str
    why: str = ""


class PendingChanges(Struct, frozen=True):
    """What the next build would do. `known` says whether a build is remembered at all, `blocked` how many
    errors would keep it from publishing anything."""

    known: bool
    blocked: int
    added: tuple[PendingChange, ...] = ()
    changed: tuple[PendingChange, ...] = ()
    removed: tuple[PendingChange, ...] = ()


def prospects(snapshot: Snapshot, store: Store, now: dt.datetime) -> PendingChanges:
    """What a build at this moment would do to `public/`: the outputs of which an answer has changed."""
    with store.snapshot():  # a build may write meanwhile
        return _prospects(snapshot, store, now)


def _prospects(snapshot: Snapshot, store: Store, now: dt.datetime) -> PendingChanges:
    root = snapshot.ask.root
    graph = Graph(store, output_name(Options(root, root / OUTPUT)), code_version(ANSWERING))
    blocked = sum(1 for problem in snapshot.problems if problem.severity is Severity.ERROR)
    last = graph.state
    if not last.outputs:
        return PendingChanges(graph.is_of_other_code, blocked)
    ask = Engine(RULES, graph)
    set_inputs(ask, snapshot.reading.content, snapshot.config, BuildTime(now), previous=last.inputs)
    outputs, stale = ask(OutputPaths()), ask.stale(OutputOf)
    added = [PendingChange(path, url_of(snapshot, path)) for path in outputs if path not in last.outputs]
    changes = [
        PendingChange(path, url_of(snapshot, path), join_reasons(map(reason_for, causes)))
        for path in outputs
        if path in last.outputs and (causes := stale.get(OutputOf(path))) is not None
    ]
    gone = [PendingChange(path, url_of(snapshot, path)) for path in last.outputs.keys() - set(outputs)]
    return PendingChanges(True, blocked, tuple(added), tuple(changes), tuple(gone))
