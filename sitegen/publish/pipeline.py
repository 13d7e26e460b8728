"""A build from its options to its report: alone in its project, with what earlier builds remember."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import msgspec

from sitegen.publish.locks import in_silence, locked
from sitegen.publish.memories import damage_note, opened, store_of
from sitegen.publish.options import Options
from sitegen.publish.progress import Progress, silent
from sitegen.publish.report import Report
from sitegen.publish.shortcuts import output_name, save_last, save_sightings, sightings, unchanged
from sitegen.publish.state import STATE
from sitegen.read.files import Files, file_clock
from sitegen.store import Store, StoreDamage, remove

__all__ = ["Options", "build"]


def build(
    options: Options, progress: Progress = silent, waiting: Callable[[str], None] = in_silence
) -> Report:
    """Build the project, or check it; the report says what became of it.

    Errors leave the output tree as it was; with `partial` the documents that they name are left out instead.
    `waiting` is told if another build has to end first.
    """
    with locked(options.root, options.wait, waiting) as lock_notes:
        try:
            report, notes = _remembering(options, progress)
        except StoreDamage as damage:
            with suppress(OSError):
                remove(store_of(options.root))
            report, notes = _remembering(options, progress)
            notes = (damage_note(str(damage)), *notes)
    return msgspec.structs.replace(report, notes=(*lock_notes, *notes, *report.notes))


def _remembering(options: Options, progress: Progress) -> tuple[Report, tuple[str, ...]]:
    with opened(options.root, options.fresh) as (store, notes):
        seen = sightings(store)
        report = unchanged(options, store, seen)
        if report is None:
            began = file_clock(options.root / STATE)
            report = _built(options, Files(options.root, began, seen), store, progress)
        return report, tuple(notes)


def _built(options: Options, files: Files, store: Store, progress: Progress) -> Report:
    from sitegen.publish.explanations import save_reasons
    from sitegen.publish.ledger import load_ledger, save_ledger
    from sitegen.publish.line import straight

    name = output_name(options)
    built = straight(options, files, store, load_ledger(store, name), progress)
    if built.sightings is not None and built.run is not None:
        save_last(store, options, built.report, built.sightings, built.tree)
        if options.out is not None:
            save_ledger(store, name, built.run.ledger)
            save_reasons(store, name, built.run.reasons)
    elif built.sightings is not None:
        save_sightings(store, built.sightings)
    store.commit()
    return built.report
