"""Python's collector of circles, for work that makes many values of which few hold each other."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: Values made until the young are looked through, and how often until the old ones are.
_YOUNG, _MIDDLE, _OLD = 50_000, 20, 20


def ease_collector() -> None:
    """Have this process look for circles less often."""
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)


@contextmanager
def importing() -> Iterator[None]:
    """Import without the collector, which would look at modules again and again: they stay.

    Whatever else is there stays, too, so this is for the start of a process.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()
