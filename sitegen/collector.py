"""Python's collector of circles, for work that makes many values of which few hold each other."""

from __future__ import annotations

import gc

#: Values made until the young are looked through, and how often until the old ones are.
_YOUNG, _MIDDLE, _OLD = 50_000, 20, 20


def ease_collector() -> None:
    """Have this process look for circles less often."""
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
