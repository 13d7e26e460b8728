"""Related articles, scored on what two articles share: tags, section, authors and closeness in time.

Candidates are bounded: for each tag, section and author of an article, the nearest in time on both sides. So
the cost grows with the number of articles, not with its square. Titles are never compared.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from sitegen.link.related.index import NEIGHBOURS, UNIT, TraitIndex, Traits, shelve

_CLOSENESS = 1.0
_YEAR = 365.25
_CLOSEST = _CLOSENESS * UNIT * _YEAR

Nearest = tuple[tuple[int, ...], ...]
"""For each article the indexes of related ones, the closest first."""


def related(articles: Sequence[Traits], limit: int) -> Nearest:
    """For each article the indexes of at most `limit` related ones, the closest first; ties by key."""
    return Comparison(articles, shelve(articles), limit).all()


class Comparison:
    """Compares articles with their candidates.

    Of a candidate it makes a rank: the score times the count of articles, less the candidate's place by key.
    Both are whole, so that one number orders by both, and tells the candidate.
    """

    def __init__(self, articles: Sequence[Traits], shelves: TraitIndex, limit: int) -> None:
        self._articles = articles
        self._shelves = shelves
        self._limit = limit
        self._by_key = sorted(range(len(articles)), key=lambda index: articles[index].key)
        places = {articles[index].key: place for place, index in enumerate(self._by_key)}
        self._places = [places[article.key] for article in shelves.ordered]

    def all(self) -> Nearest:
        """Each article's related ones, in the order of the articles."""
        keys = (article.key for article in self._shelves.ordered)
        found = {key: self._indexes(ranks) for key, ranks in zip(keys, self._ranks_of_all(), strict=True)}
        return tuple([found[article.key] for article in self._articles])

    def one(self, number: int) -> tuple[int, ...]:
        """The related ones of the article that has this number on the shelves."""
        candidates: set[int] = set()
        for thing in self._shelves.things[number]:
            members = self._shelves.members[thing]
            place = bisect_left(members, number)
            candidates.update(members[max(0, place - NEIGHBOURS) : place + NEIGHBOURS + 1])
        candidates.discard(number)
        ranks = [self._rank(number, candidate) for candidate in candidates]
        return self._indexes(sorted(ranks, reverse=True)[: self._limit])

    def _indexes(self, ranks: Iterable[float]) -> tuple[int, ...]:
        total = len(self._by_key)
        return tuple([self._by_key[int(-rank % total)] for rank in ranks])

    def _rank(self, number: int, candidate: int) -> float:
        shelves = self._shelves
        earlier, later = sorted((number, candidate))
        score = _CLOSEST / (_YEAR - shelves.ordered[earlier].day + shelves.ordered[later].day) // 1
        for thing in shelves.things[number] & shelves.things[candidate]:
            score += shelves.weights[thing]
        return score * len(shelves.ordered) - self._places[candidate]

    def _ranks_of_all(self) -> Iterator[list[float]]:
        """For each article, from the oldest on, the ranks of its closest candidates: as `one` does, but each
        pair once, and without a call for it."""
        shelves, place, limit = self._shelves, self._places, self._limit
        shared, weights, days = shelves.things, shelves.weights, [article.day for article in shelves.ordered]
        total = len(days)
        found: list[list[float]] = [[] for _ in days]
        for one, later in enumerate(_later(shelves)):
            things, own, own_place, since = shared[one], found[one], place[one], _YEAR - days[one]
            for other in later:
                score = _CLOSEST / (since + days[other]) // 1
                for thing in things & shared[other]:
                    score += weights[thing]
                score *= total
                own.append(score - place[other])
                found[other].append(score - own_place)
            own.sort(reverse=True)
            yield own[:limit]
            own.clear()  # the memory that all of them take would cost more time than the scores


def _later(shelves: TraitIndex) -> Iterator[set[int]]:
    """For each article the candidates that come after it; being a candidate is mutual."""
    passed = [0] * len(shelves.members)
    for things in shelves.things:
        found: set[int] = set()
        for thing in things:
            passed[thing] = start = passed[thing] + 1
            found.update(shelves.members[thing][start : start + NEIGHBOURS])
        yield found
