"""A build from its options to its report: the lock, the cache, the fast path and the stages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from importlib import import_module
from pathlib import Path

import msgspec

from sitegen.build.cache import damage_note, open_store, store_path
from sitegen.build.context import NO_LISTENER, BuildContext, Listener
from sitegen.build.options import Options
from sitegen.build.report import Report, Stopwatch, new_among
from sitegen.build.up_to_date import (
    LastBuild,
    clear_reasons,
    last_build,
    load_file_states,
    output_name,
    report_if_unchanged,
    save_file_states,
    save_last,
)
from sitegen.config.project import CONFIGURATION, OUTPUT, STATE
from sitegen.gc_tuning import gc_paused
from sitegen.locks import Unwritable, locked
from sitegen.problems import refusal
from sitegen.read.file_state import Files, file_clock
from sitegen.store import Store, StoreBusy, StoreDamage, remove

__all__ = ["Options", "build"]


def build(options: Options, listener: Listener = NO_LISTENER) -> Report:
    """Build the project, or check it.

    Errors leave the output folder unchanged; `partial` leaves out the documents that they name instead.
    """
    _check_project(options.root)
    try:
        with _lock(options, listener) as lock_notes:
            report, notes = _build_despite_damage(options, listener)
    except OSError as error:
        raise refusal(error) from error
    return msgspec.structs.replace(report, notes=(*lock_notes, *notes, *report.notes))


def _check_project(root: Path) -> None:
    """WrongUse if there is no site, before anything is written."""
    try:
        (root / CONFIGURATION).lstat()
    except FileNotFoundError:
        from sitegen.build.configuration import load_config

        load_config(Files(root))
    except OSError:  # loading the configuration reports it
        return


@contextmanager
def _lock(options: Options, listener: Listener) -> Iterator[tuple[str, ...]]:
    """Lock the project. A check publishes nothing, so it goes on if the lock cannot be created."""
    with ExitStack() as stack:
        try:
            notes = stack.enter_context(locked(options.root, options.wait, listener.waiting))
        except Unwritable:
            if options.out is not None:
                raise
            notes = ()
        yield notes


def _build_despite_damage(options: Options, listener: Listener) -> tuple[Report, tuple[str, ...]]:
    """Build with the cache. If it is damaged, build with a new one; if that fails, too, without a cache."""
    try:
        return _build_with_cache(options, listener)
    except StoreDamage as damage:
        if not isinstance(damage, StoreBusy):
            with suppress(OSError):
                remove(store_path(options.root))
        note = damage_note(str(damage))
    try:
        report, notes = _build_with_cache(options, listener)
    except StoreDamage:
        report, notes = _build_with_cache(options, listener, fresh=True)
    return report, (note, *notes)


def _build_with_cache(
    options: Options, listener: Listener, fresh: bool = False
) -> tuple[Report, tuple[str, ...]]:
    stopwatch = Stopwatch()
    with open_store(options.root, fresh or options.fresh) as (store, notes):
        files = Files(options.root, file_clock(options.root / STATE), load_file_states(store))
        with stopwatch.stage("look"):
            last = last_build(store, output_name(options))
            report = report_if_unchanged(options, store, last, files)
        if report is not None:
            clear_reasons(store, options)
            return msgspec.structs.replace(report, seconds=stopwatch.rounded()), tuple(notes)
        report = _run_stages(options, files, store, stopwatch, listener)
        return _with_new_problems(report, last), tuple(notes)


def _with_new_problems(report: Report, last: LastBuild | None) -> Report:
    """The report with its new problems. In a first build, none are new."""
    if last is None:
        return report
    return msgspec.structs.replace(report, new=new_among(report.problems, last.report.problems))


@cache
def _load_stages() -> None:
    """Import the modules of the stages: garbage collection would spend 20 ms on them."""
    with gc_paused():
        for module in ("why", "stages"):
            import_module(f"sitegen.build.{module}")


def _run_stages(
    options: Options, files: Files, store: Store, stopwatch: Stopwatch, listener: Listener
) -> Report:
    _load_stages()
    from sitegen.build.code_version import ANSWERING, code_version
    from sitegen.build.graph import Graph
    from sitegen.build.stages import build_site
    from sitegen.build.why import save_reasons

    graph = Graph(store, _graph_name(options), code_version(ANSWERING))
    result = build_site(BuildContext(options, files, store, graph, stopwatch, listener))
    if result.file_states is not None and result.run is not None:
        if result.publishable:
            save_last(store, options, result.report, result.file_states, result.tree)
        else:
            save_file_states(store, result.file_states)
        if result.publishable and options.out is not None:
            save_reasons(store, output_name(options), result.run.changed)
    store.commit()
    return result.report


def _graph_name(options: Options) -> str:
    """The name of the graph of a site. Checks share the one of builds into `public`."""
    return output_name(msgspec.structs.replace(options, out=options.out or options.root / OUTPUT))
