"""A build from its options to its report: alone in its project, with what earlier builds remember."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path

import msgspec

from sitegen.collector import importing
from sitegen.locks import Unwritable, in_silence, locked
from sitegen.problems import refusal
from sitegen.project import CONFIGURATION, OUTPUT, STATE
from sitegen.publish.memories import damage_note, opened, store_of
from sitegen.publish.news import new_among
from sitegen.publish.options import Options
from sitegen.publish.progress import Progress, silent
from sitegen.publish.report import Clock, Report
from sitegen.publish.shortcuts import (
    Last,
    forget_reasons,
    last_build,
    output_name,
    save_last,
    save_sightings,
    sightings,
    since_last,
    unchanged,
)
from sitegen.read.files import Files, file_clock
from sitegen.store import Store, StoreBusy, StoreDamage, remove

__all__ = ["Options", "build"]


def build(
    options: Options, progress: Progress = silent, waiting: Callable[[str], None] = in_silence
) -> Report:
    """Build the project, or check it; the report says what became of it.

    Errors leave the output tree as it was; with `partial` the documents that they name are left out instead.
    `waiting` is told if another build has to end first.
    """
    _refuse_other_folders(options.root)
    try:
        with _alone(options, waiting) as lock_notes:
            report, notes = _surviving_damage(options, progress, waiting)
    except OSError as error:
        raise refusal(error) from error
    return msgspec.structs.replace(report, notes=(*lock_notes, *notes, *report.notes))


def _surviving_damage(
    options: Options, progress: Progress, waiting: Callable[[str], None]
) -> tuple[Report, tuple[str, ...]]:
    """A build that does not depend on whether the store can be used."""
    try:
        return _remembering(options, progress, waiting)
    except StoreDamage as damage:
        if not isinstance(damage, StoreBusy):
            with suppress(OSError):
                remove(store_of(options.root))
        report, notes = _making_anew(options, progress, waiting)
        return report, (damage_note(str(damage)), *notes)


def _refuse_other_folders(root: Path) -> None:
    """WrongUse where there is no site, before anything is written there."""
    try:
        (root / CONFIGURATION).lstat()
    except FileNotFoundError:
        from sitegen.publish.projects import load_config

        load_config(Files(root))
    except OSError:  # who reads it will say so
        return


@contextmanager
def _alone(options: Options, waiting: Callable[[str], None]) -> Iterator[tuple[str, ...]]:
    """The lock of the project. A check, which publishes nothing, goes on where there can be none."""
    with ExitStack() as stack:
        try:
            notes = stack.enter_context(locked(options.root, options.wait, waiting))
        except Unwritable:
            if options.out is not None:
                raise
            notes = ()
        yield notes


def _making_anew(
    options: Options, progress: Progress, waiting: Callable[[str], None]
) -> tuple[Report, tuple[str, ...]]:
    """A build after one that could not remember; where the next one could not either, it does without."""
    try:
        return _remembering(options, progress, waiting)
    except StoreDamage:
        return _remembering(options, progress, waiting, fresh=True)


def _remembering(
    options: Options, progress: Progress, waiting: Callable[[str], None], fresh: bool = False
) -> tuple[Report, tuple[str, ...]]:
    clock = Clock()
    with opened(options.root, fresh or options.fresh) as (store, notes):
        seen = sightings(store)
        files = Files(options.root, file_clock(options.root / STATE), seen)
        with clock.stage("look"):
            last = last_build(store, output_name(options))
            since = since_last(options, store, last, seen, files)
            report = unchanged(options, since) if since else None
        if report is not None:
            forget_reasons(store, options)
            return msgspec.structs.replace(report, seconds=clock.rounded()), tuple(notes)
        report = _built(options, files, store, clock, progress, waiting)
        return _with_news(report, last), tuple(notes)


def _with_news(report: Report, last: Last | None) -> Report:
    """The report with what is new in it. Where nothing was built before, nothing is."""
    if last is None:
        return report
    return msgspec.structs.replace(report, new=new_among(report.problems, last.report.problems))


@cache
def _load_stages() -> None:
    """Import what only builds with something to do need: the collector would spend 20 ms on these modules."""
    with importing():
        import sitegen.publish.explanations
        import sitegen.publish.line  # noqa: F401


def _built(
    options: Options,
    files: Files,
    store: Store,
    clock: Clock,
    progress: Progress,
    waiting: Callable[[str], None],
) -> Report:
    _load_stages()
    from sitegen.publish.explanations import save_reasons
    from sitegen.publish.graph import Graph
    from sitegen.publish.line import straight
    from sitegen.publish.versions import ANSWERING, code_version

    name = output_name(options)
    graph = Graph(store, graph_name(options), code_version(ANSWERING))
    built = straight(options, files, store, graph, clock, progress, waiting)
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
