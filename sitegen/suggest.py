"""Find the most similar of many names: the same as `difflib.get_close_matches`, but faster."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

#: The minimum similarity of two names, from 0 to 1 (Ratcliff and Obershelp, 1988).
_CUTOFF = 0.72
#: Longer names are not typing errors, and comparing them takes long.
_LONGEST = 200


def most_alike(name: str, known: Iterable[str]) -> str | None:
    """The known name most similar to `name`; of several, the last in the alphabet; None if none is close."""
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
    """Names that may be similar, each with an upper bound of the similarity: the letters that they share."""
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


#: Up to this number, all names are compared.
_FEW_NAMES = 200
#: The least number of candidates from an index, if it has that many.
_CANDIDATES = 100


class NameIndex:
    """Known names for repeated searches. Results are cached."""

    def __init__(self, names: Iterable[str]) -> None:
        self._known = {name.casefold(): name for name in sorted(names, reverse=True)}
        self._found: dict[str, str | None] = {}
        self._index: dict[str, list[str]] | None = None

    def nearest(self, name: str) -> str | None:
        """The known name most similar to `name`; None if none is close."""
        if name not in self._found:
            folded = name.casefold()
            found = most_alike(folded, self._candidates(folded))
            self._found[name] = None if found is None else self._known[found]
        return self._found[name]

    def _candidates(self, name: str) -> Iterable[str]:
        # The result must depend on the names alone, never on earlier searches.
        if len(self._known) <= _FEW_NAMES or len(name) < 2:
            return self._known
        index = self._index = self._index or _index_of(self._known)
        found: dict[str, None] = {}
        for names in sorted((index[part] for part in set(_parts(name)) if part in index), key=len):
            found.update(dict.fromkeys(names))
            if len(found) >= _CANDIDATES:
                break
        return found


def _index_of(names: Iterable[str]) -> dict[str, list[str]]:
    """The names by their pairs of adjacent letters."""
    index: dict[str, list[str]] = {}
    for name in names:
        for part in set(_parts(name)):
            index.setdefault(part, []).append(name)
    return index


def _parts(name: str) -> Iterator[str]:
    return (name[start : start + 2] for start in range(len(name) - 1))
