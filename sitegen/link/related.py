"""Automatic related articles: by shared rare tags, section, authors and closeness in time.

Candidates are bounded: for each tag, section and author of an article, the nearest in time on both sides. So
the cost grows with the number of articles, not with its square. Titles are never compared.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

#: Candidates on each side of an article in time, for each thing that it shares with others.
NEIGHBOURS = 6

_SECTION = 1.0
_AUTHOR = 1.5
_TAG = 2.0
_CLOSENESS = 1.0
_YEAR = 365.25


class Traits(Struct, frozen=True, gc=False):
    """What of an article counts for its relations; `day` is a day number."""

    key: str
    day: float
    section: str
    tags: frozenset[str]
    authors: frozenset[str]


def related(articles: Sequence[Traits], limit: int) -> dict[str, tuple[str, ...]]:
    """For each article the keys of at most `limit` related ones, the closest first; ties by key."""
    ordered = sorted(articles, key=lambda article: (article.day, article.key))
    shelves = _shelves(ordered)
    weights = _weights(shelves, len(ordered))
    return {
        article.key: _nearest(index, article, ordered, shelves, weights, limit)
        for index, article in enumerate(ordered)
    }


def _trait_keys(article: Traits) -> Iterable[tuple[str, str]]:
    yield ("section", article.section)
    for tag in article.tags:
        yield ("tag", tag)
    for author in article.authors:
        yield ("author", author)


def _shelves(ordered: Sequence[Traits]) -> dict[tuple[str, str], list[int]]:
    shelves: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, article in enumerate(ordered):
        for key in _trait_keys(article):
            shelves[key].append(index)
    return shelves


def _weights(shelves: Mapping[tuple[str, str], list[int]], total: int) -> dict[str, float]:
    """A tag weighs more the rarer it is (inverse document frequency)."""
    return {
        name: _TAG * math.log(1 + total / len(members))
        for (kind, name), members in shelves.items()
        if kind == "tag"
    }


def _nearest(
    index: int,
    article: Traits,
    ordered: Sequence[Traits],
    shelves: Mapping[tuple[str, str], list[int]],
    weights: Mapping[str, float],
    limit: int,
) -> tuple[str, ...]:
    candidates: set[int] = set()
    for key in _trait_keys(article):
        members = shelves[key]
        place = bisect_left(members, index)
        candidates.update(members[max(0, place - NEIGHBOURS) : place + NEIGHBOURS + 1])
    candidates.discard(index)
    scored = sorted(
        (-round(_score(article, ordered[other], weights), 6), ordered[other].key) for other in candidates
    )
    return tuple(key for _, key in scored[:limit])


def _score(one: Traits, other: Traits, weights: Mapping[str, float]) -> float:
    # Sorted, because sums of floats depend on their order and sets' order on the hash seed.
    score = sum(weights[tag] for tag in sorted(one.tags & other.tags))
    score += _AUTHOR * len(one.authors & other.authors)
    if one.section == other.section:
        score += _SECTION
    return score + _CLOSENESS / (1 + abs(one.day - other.day) / _YEAR)
