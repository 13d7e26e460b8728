"""What the next build would add, change and remove, compared with the last build."""

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
    """A file of the output tree that the next build would change: its path, its URL, and the reason."""

    output: str
    url: str
    reason: str = ""


class PendingChanges(Struct, frozen=True):
    """What the next build would do.

    `has_build` says whether an earlier build is cached; `errors` counts the errors that would stop the build.
    """

    has_build: bool
    errors: int
    added: tuple[PendingChange, ...] = ()
    changed: tuple[PendingChange, ...] = ()
    removed: tuple[PendingChange, ...] = ()


def pending_changes(snapshot: Snapshot, store: Store, now: dt.datetime) -> PendingChanges:
    """What a build at `now` would do to `public/`: its outputs with a changed answer."""
    with store.snapshot():  # a build may be writing
        return _pending_changes(snapshot, store, now)


def _pending_changes(snapshot: Snapshot, store: Store, now: dt.datetime) -> PendingChanges:
    root = snapshot.ask.root
    graph = Graph(store, output_name(Options(root, root / OUTPUT)), code_version(ANSWERING))
    errors = sum(1 for problem in snapshot.problems if problem.severity is Severity.ERROR)
    last = graph.state
    if not last.outputs:
        return PendingChanges(graph.is_of_other_code, errors)
    ask = Engine(RULES, graph)
    set_inputs(ask, snapshot.reading.content, snapshot.config, BuildTime(now), previous=last.inputs)
    outputs, stale = ask(OutputPaths()), ask.stale(OutputOf)
    added = [PendingChange(path, url_of(snapshot, path)) for path in outputs if path not in last.outputs]
    changes = [
        PendingChange(path, url_of(snapshot, path), join_reasons(map(reason_for, causes)))
        for path in outputs
        if path in last.outputs and (causes := stale.get(OutputOf(path))) is not None
    ]
    removed = [PendingChange(path, url_of(snapshot, path)) for path in last.outputs.keys() - set(outputs)]
    return PendingChanges(True, errors, tuple(added), tuple(changes), tuple(removed))
