"""Which of many names is most like another: what `difflib.get_close_matches` finds, in less time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher

#: How alike two names have to be, from 0 to 1 (Ratcliff and Obershelp, 1988).
_CUTOFF = 0.72
#: Longer names are no slips of the finger, and to compare them takes long.
_LONGEST = 200


def most_alike(name: str, known: Iterable[str]) -> str | None:
    """The known name that is most like `name`, the last by the alphabet of several; None where none is."""
    if len(name) > _LONGEST:
        return None
    matcher = SequenceMatcher(b=name)
    best = (_CUTOFF, "")
    for bound, candidate in _promising(name, known):
        if bound < best[0]:
            break
        matcher.set_seq1(candidate)
        best = max(best, (matcher.ratio(), candidate))
    return best[1] or None


def _promising(name: str, known: Iterable[str]) -> list[tuple[float, str]]:
    """Names that may be alike with how much they are at most, by the letters that they share in any order."""
    letters, counts = zip(*Counter(name).items(), strict=True) if name else ((), ())
    length = len(name)
    found = []
    for candidate in known:
        total = length + len(candidate)
        if 2 * min(length, len(candidate)) < _CUTOFF * total:
            continue
        shared = sum(map(min, counts, map(candidate.count, letters)))
        if (bound := 2 * shared / total if total else 1.0) >= _CUTOFF:
            found.append((bound, candidate))
    return sorted(found, reverse=True)
