"""Related articles, scored on what two articles share: tags, section, authors and closeness in time.

Candidates are bounded: for each tag, section and author of an article, the nearest in time on both sides. So
the cost grows with the number of articles, not with its square. Titles are never compared.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import count

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
    tags: tuple[str, ...]
    authors: tuple[str, ...]


class _Shelves(Struct, frozen=True, gc=False):
    """What articles share, each thing by a number; the articles too have numbers, from the oldest on."""

    things: list[frozenset[int]]
    """The things that each article has."""
    members: list[list[int]]
    """The articles that have each thing."""
    weights: list[float]
    """What sharing each thing counts: whole numbers."""


def _shelved(ordered: Sequence[Traits]) -> _Shelves:
    numbers: dict[tuple[str, str], int] = defaultdict(count().__next__)
    things = [frozenset([numbers[thing] for thing in _things(traits)]) for traits in ordered]
    members: list[list[int]] = [[] for _ in numbers]
    for article, own in enumerate(things):
        for thing in own:
            members[thing].append(article)
    rarity = [len(ordered) / len(each) for each in members]
    weights = [_weight(kind, rare) for (kind, _), rare in zip(numbers, rarity, strict=True)]
    return _Shelves(things, members, weights)


def related(articles: Sequence[Traits], limit: int) -> tuple[tuple[int, ...], ...]:
    """For each article the indexes of at most `limit` related ones, the closest first; ties by key."""
    total = len(articles)
    order = sorted(range(total), key=lambda index: (articles[index].day, articles[index].key))
    by_key = sorted(range(total), key=lambda index: articles[index].key)
    found: list[tuple[int, ...]] = [()] * total
    for index, best in zip(order, _closest(articles, order, by_key, limit), strict=True):
        found[index] = tuple([by_key[int(-rank % total)] for rank in best])
    return tuple(found)


def _things(article: Traits) -> list[tuple[str, str]]:
    tags = [("tag", tag) for tag in article.tags]
    return [("section", article.section), *tags, *[("author", author) for author in article.authors]]


def _weight(kind: str, rarity: float) -> float:
    """A tag weighs more the rarer it is (inverse document frequency)."""
    weight = {"section": _SECTION, "author": _AUTHOR}.get(kind) or _TAG * math.log(1 + rarity)
    return float(round(weight * _UNIT))


def _closest(
    articles: Sequence[Traits], order: Sequence[int], by_key: Sequence[int], limit: int
) -> Iterator[list[float]]:
    """For each article, from the oldest on, the numbers of its closest candidates, the closest first.

    A number is the score times the count of articles, less the candidate's place by key. Both are whole, so
    that one number orders by both, and tells the candidate.
    """
    total, ordered = len(articles), [articles[index] for index in order]
    shelves = _shelved(ordered)
    shared, weights, days = shelves.things, shelves.weights, [article.day for article in ordered]
    places = _places(by_key)
    place = [places[index] for index in order]
    closest = _CLOSENESS * _UNIT * _YEAR
    found: list[list[float]] = [[] for _ in ordered]
    for one, later in enumerate(_later(shelves)):
        things, own, own_place, since = shared[one], found[one], place[one], _YEAR - days[one]
        for other in later:
            score = closest / (since + days[other]) // 1
            for thing in things & shared[other]:
                score += weights[thing]
            score *= total
            own.append(score - place[other])
            found[other].append(score - own_place)
        own.sort(reverse=True)
        yield own[:limit]
        own.clear()  # the memory that all of them take would cost more time than the scores


def _places(order: Sequence[int]) -> list[int]:
    """At which place of an order each index stands."""
    places = [0] * len(order)
    for place, index in enumerate(order):
        places[index] = place
    return places


def _later(shelves: _Shelves) -> Iterator[set[int]]:
    """For each article the candidates that come after it; being a candidate is mutual."""
    passed = [0] * len(shelves.members)
    for things in shelves.things:
        found: set[int] = set()
        for thing in things:
            passed[thing] = start = passed[thing] + 1
            found.update(shelves.members[thing][start : start + NEIGHBOURS])
        yield found
