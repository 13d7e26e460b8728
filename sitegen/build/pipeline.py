"""A build from its options to its report: alone in its project, with what earlier builds remember."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path

import msgspec

from sitegen.build.cache import damage_note, opened, store_of
from sitegen.build.context import NOBODY, BuildContext, Listener
from sitegen.build.new_problems import new_among
from sitegen.build.options import Options
from sitegen.build.report import Report, Stopwatch
from sitegen.build.up_to_date import (
    LastBuild,
    forget_reasons,
    last_build,
    output_name,
    save_last,
    save_sightings,
    sightings,
    since_last,
    unchanged,
)
from sitegen.config.project import CONFIGURATION, OUTPUT, STATE
from sitegen.locks import Unwritable, locked
from sitegen.problems import refusal
from sitegen.read.file_state import Files, file_clock
from sitegen.store import Store, StoreBusy, StoreDamage, remove
from sitegen.workers import gc_paused

__all__ = ["Options", "build"]


def build(options: Options, listener: Listener = NOBODY) -> Report:
    """Build the project, or check it.

    Errors leave the output folder unchanged; `partial` leaves out the documents that they name instead.
    """
    _refuse_other_folders(options.root)
    try:
        with _alone(options, listener) as lock_notes:
            report, notes = _surviving_damage(options, listener)
    except OSError as error:
        raise refusal(error) from error
    return msgspec.structs.replace(report, notes=(*lock_notes, *notes, *report.notes))


def _surviving_damage(options: Options, listener: Listener) -> tuple[Report, tuple[str, ...]]:
    """A build that does not depend on whether the store can be used."""
    try:
        return _remembering(options, listener)
    except StoreDamage as damage:
        if not isinstance(damage, StoreBusy):
            with suppress(OSError):
                remove(store_of(options.root))
        report, notes = _making_anew(options, listener)
        return report, (damage_note(str(damage)), *notes)


def _refuse_other_folders(root: Path) -> None:
    """WrongUse where there is no site, before anything is written there."""
    try:
        (root / CONFIGURATION).lstat()
    except FileNotFoundError:
        from sitegen.build.load import load_config

        load_config(Files(root))
    except OSError:  # who reads it will say so
        return


@contextmanager
def _alone(options: Options, listener: Listener) -> Iterator[tuple[str, ...]]:
    """The lock of the project. A check, which publishes nothing, goes on where there can be none."""
    with ExitStack() as stack:
        try:
            notes = stack.enter_context(locked(options.root, options.wait, listener.waiting))
        except Unwritable:
            if options.out is not None:
                raise
            notes = ()
        yield notes


def _making_anew(options: Options, listener: Listener) -> tuple[Report, tuple[str, ...]]:
    """A build after one that could not remember; where the next one could not either, it does without."""
    try:
        return _remembering(options, listener)
    except StoreDamage:
        return _remembering(options, listener, fresh=True)


def _remembering(options: Options, listener: Listener, fresh: bool = False) -> tuple[Report, tuple[str, ...]]:
    stopwatch = Stopwatch()
    with opened(options.root, fresh or options.fresh) as (store, notes):
        seen = sightings(store)
        files = Files(options.root, file_clock(options.root / STATE), seen)
        with stopwatch.stage("look"):
            last = last_build(store, output_name(options))
            since = since_last(options, store, last, seen, files)
            report = unchanged(options, since) if since else None
        if report is not None:
            forget_reasons(store, options)
            return msgspec.structs.replace(report, seconds=stopwatch.rounded()), tuple(notes)
        report = _built(options, files, store, stopwatch, listener)
        return _with_news(report, last), tuple(notes)


def _with_news(report: Report, last: LastBuild | None) -> Report:
    """The report with what is new in it. Where nothing was built before, nothing is."""
    if last is None:
        return report
    return msgspec.structs.replace(report, new=new_among(report.problems, last.report.problems))


@cache
def _load_stages() -> None:
    """Import what only builds with something to do need: the collector would spend 20 ms on these modules."""
    with gc_paused():
        pass


def _built(options: Options, files: Files, store: Store, stopwatch: Stopwatch, listener: Listener) -> Report:
    _load_stages()
    from sitegen.build.code_version import ANSWERING, code_version
    from sitegen.build.graph import Graph
    from sitegen.build.stages import build_site
    from sitegen.build.why import save_reasons

    name = output_name(options)
    graph = Graph(store, graph_name(options), code_version(ANSWERING))
    built = build_site(BuildContext(options, files, store, graph, stopwatch, listener))
    if built.sightings is not None and built.run is not None:
        if built.sound:
            save_last(store, options, built.report, built.sightings, built.tree)
        else:
            save_sightings(store, built.sightings)
        if built.sound and options.out is not None:
            save_reasons(store, name, built.run.changed)
    store.commit()
    return built.report


def graph_name(options: Options) -> str:
    """The name of what is known of a site: its output folder. Checks share it with builds into `public`."""
    return output_name(msgspec.structs.replace(options, out=options.out or options.root / OUTPUT))
