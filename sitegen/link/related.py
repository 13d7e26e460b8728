"""Related articles, scored on what two articles share: tags, section, authors and closeness in time.

Candidates are bounded: for each tag, section and author of an article, the nearest in time on both sides. So
the cost grows with the number of articles, not with its square. Titles are never compared.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

#: Candidates on each side of an article in time, for each thing that it shares with others.
NEIGHBOURS = 6

_SECTION = 1.0
_AUTHOR = 1.5
_TAG = 2.0
_CLOSENESS = 1.0
_YEAR = 365.25

#: Scores are counted in millionths. Whole numbers have one sum in any order, so that sets do no harm.
_UNIT = 1_000_000


class Traits(Struct, frozen=True, gc=False):
    """What of an article counts for its relations; `day` is a day number."""

    key: str
    day: float
    section: str
    tags: frozenset[str]
    authors: frozenset[str]


class _Shelves(Struct, frozen=True, gc=False):
    """What articles share, each thing by a number; the articles too have numbers, from the oldest on."""

    things: list[frozenset[int]]
    """The things that each article has."""
    members: list[list[int]]
    """The articles that have each thing."""
    weights: list[float]
    """What sharing each thing counts: whole numbers."""


def _shelved(ordered: Sequence[Traits]) -> _Shelves:
    numbers: dict[tuple[str, str], int] = {}
    members: list[list[int]] = []
    things = []
    for article, traits in enumerate(ordered):
        own = [numbers.setdefault(thing, len(numbers)) for thing in _things(traits)]
        members += [[] for _ in range(len(numbers) - len(members))]
        for thing in own:
            members[thing].append(article)
        things.append(frozenset(own))
    rarity = [len(ordered) / len(each) for each in members]
    weights = [_weight(kind, rare) for (kind, _), rare in zip(numbers, rarity, strict=True)]
    return _Shelves(things, members, weights)


def related(articles: Sequence[Traits], limit: int) -> tuple[tuple[int, ...], ...]:
    """For each article the indexes of at most `limit` related ones, the closest first; ties by key."""
    order = sorted(range(len(articles)), key=lambda index: (articles[index].day, articles[index].key))
    by_key = sorted(range(len(order)), key=lambda number: articles[order[number]].key)
    ranked = _ranked([articles[index] for index in order], by_key)
    found: list[tuple[int, ...]] = [()] * len(order)
    for index, ranks in zip(order, ranked, strict=True):
        best = sorted(ranks, reverse=True)[:limit]
        found[index] = tuple(order[by_key[int(-rank % len(order))]] for rank in best)
    return tuple(found)


def _things(article: Traits) -> Iterable[tuple[str, str]]:
    yield ("section", article.section)
    for tag in article.tags:
        yield ("tag", tag)
    for author in article.authors:
        yield ("author", author)


def _weight(kind: str, rarity: float) -> float:
    """A tag weighs more the rarer it is (inverse document frequency)."""
    weight = {"section": _SECTION, "author": _AUTHOR}.get(kind) or _TAG * math.log(1 + rarity)
    return float(round(weight * _UNIT))


def _ranked(ordered: Sequence[Traits], by_key: Sequence[int]) -> list[list[float]]:
    """For each article, from the oldest on, its candidates: the greater a number, the closer.

    A number is the score times the count of articles, less the candidate's place by key. Both are whole, so
    that one number orders by both, and tells the candidate.
    """
    count, shelves = len(ordered), _shelved(ordered)
    shared, weights = shelves.things, shelves.weights
    days = [article.day for article in ordered]
    place = sorted(range(count), key=by_key.__getitem__)
    closest = _CLOSENESS * _UNIT * _YEAR
    found: list[list[float]] = [[] for _ in ordered]
    for one, later in enumerate(_later(shelves)):
        things, own, own_place = shared[one], found[one].append, place[one]
        since = _YEAR - days[one]
        for other in later:
            score = closest / (since + days[other]) // 1
            for thing in things & shared[other]:
                score += weights[thing]
            score *= count
            own(score - place[other])
            found[other].append(score - own_place)
    return found


def _later(shelves: _Shelves) -> Iterator[set[int]]:
    """For each article the candidates that come after it; being a candidate is mutual."""
    passed = [0] * len(shelves.members)
    for things in shelves.things:
        found: set[int] = set()
        for thing in things:
            passed[thing] = start = passed[thing] + 1
            found.update(shelves.members[thing][start : start + NEIGHBOURS])
        yield found
