"""The garbage collector, tuned for work that creates many values and few cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: Thresholds of the garbage collector: most values form no cycles, and live long.
_GENERATIONS = (50_000, 20, 20)


def tune_gc() -> None:
    """Make the garbage collector of this process run less often."""
    gc.set_threshold(*_GENERATIONS)


@contextmanager
def gc_paused() -> Iterator[None]:
    """Import modules without the garbage collector, which would inspect them repeatedly.

    All objects that exist at the end are frozen, so use this only at the start of a process.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()
