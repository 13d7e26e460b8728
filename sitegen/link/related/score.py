"""Score pairs of articles by shared tags, sections and authors, and by closeness in time.

Candidates are the nearest articles in time with the same tag, section or author, so the cost grows linearly
with the number of articles. Titles are not compared.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from sitegen.link.related.index import NEIGHBOURS, UNIT, ArticleTraits, TraitIndex, build_index

_CLOSENESS = 1.0
_YEAR = 365.25
_CLOSEST = _CLOSENESS * UNIT * _YEAR

Nearest = tuple[tuple[int, ...], ...]
"""For each article the indexes of related articles, the closest first."""


def related(articles: Sequence[ArticleTraits], limit: int) -> Nearest:
    """For each article the indexes of at most `limit` related articles, the closest first; ties by key."""
    return Comparison(articles, build_index(articles), limit).all()


class Comparison:
    """Compares articles with their candidates.

    A candidate's rank is its score times the number of articles, minus its position in the order of keys.
    Both are whole numbers, so one number sorts by both and identifies the candidate.
    """

    def __init__(self, articles: Sequence[ArticleTraits], index: TraitIndex, limit: int) -> None:
        self._articles = articles
        self._index = index
        self._limit = limit
        self._by_key = sorted(range(len(articles)), key=lambda number: articles[number].key)
        positions = {articles[number].key: position for position, number in enumerate(self._by_key)}
        self._positions = [positions[article.key] for article in index.ordered]

    def all(self) -> Nearest:
        """The related articles of each article, in the order of the articles."""
        keys = (article.key for article in self._index.ordered)
        found = {key: self._indexes(ranks) for key, ranks in zip(keys, self._ranks_of_all(), strict=True)}
        return tuple([found[article.key] for article in self._articles])

    def one(self, number: int) -> tuple[int, ...]:
        """The related articles of the article with this number in the index."""
        candidates: set[int] = set()
        for trait in self._index.traits[number]:
            members = self._index.members[trait]
            position = bisect_left(members, number)
            candidates.update(members[max(0, position - NEIGHBOURS) : position + NEIGHBOURS + 1])
        candidates.discard(number)
        ranks = [self._rank(number, candidate) for candidate in candidates]
        return self._indexes(sorted(ranks, reverse=True)[: self._limit])

    def _indexes(self, ranks: Iterable[float]) -> tuple[int, ...]:
        total = len(self._by_key)
        return tuple([self._by_key[int(-rank % total)] for rank in ranks])

    def _rank(self, number: int, candidate: int) -> float:
        index = self._index
        earlier, later = sorted((number, candidate))
        score = _CLOSEST / (_YEAR - index.ordered[earlier].day + index.ordered[later].day) // 1
        for trait in index.traits[number] & index.traits[candidate]:
            score += index.weights[trait]
        return score * len(index.ordered) - self._positions[candidate]

    def _ranks_of_all(self) -> Iterator[list[float]]:
        """The ranks of the closest candidates of each article, the oldest first.

        Like `_rank`, but each pair is scored once and without a function call.
        """
        index, positions, limit = self._index, self._positions, self._limit
        shared, weights, days = index.traits, index.weights, [article.day for article in index.ordered]
        total = len(days)
        found: list[list[float]] = [[] for _ in days]
        for one, later in enumerate(_later(index)):
            traits, own, own_position, since = shared[one], found[one], positions[one], _YEAR - days[one]
            for other in later:
                score = _CLOSEST / (since + days[other]) // 1
                for trait in traits & shared[other]:
                    score += weights[trait]
                score *= total
                own.append(score - positions[other])
                found[other].append(score - own_position)
            own.sort(reverse=True)
            yield own[:limit]
            own.clear()  # allocating memory for all of them would take longer than scoring


def _later(index: TraitIndex) -> Iterator[set[int]]:
    """For each article its candidates with higher numbers; being a candidate is mutual."""
    passed = [0] * len(index.members)
    for traits in index.traits:
        found: set[int] = set()
        for trait in traits:
            passed[trait] = start = passed[trait] + 1
            found.update(index.members[trait][start : start + NEIGHBOURS])
        yield found
