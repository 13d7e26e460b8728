"""Update related articles after an edit: only articles near a change are compared again.

The related articles of an article depend on its traits, their weights, and its candidates. If none of these
change, the article keeps its related articles, so the result equals that of `related`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set

from msgspec import Struct

from sitegen.link.related.index import (
    NEIGHBOURS,
    Age,
    ArticleTraits,
    Trait,
    TraitIndex,
    age,
    build_index,
    weight_of,
)
from sitegen.link.related.score import Comparison, Nearest, related

#: If more than one in this many articles is stale, comparing all of them is faster.
_MAX_STALE = 4


class ClosestArticles(Struct, frozen=True, gc=False):
    """The closest articles for each article of an edition, at most `limit`."""

    limit: int
    articles: list[ArticleTraits]
    nearest: Nearest
    """In the order of the articles."""

    def paths(self) -> dict[str, tuple[str, ...]]:
        """The paths of related articles, the closest first, by the article's path."""
        keys = [article.key for article in self.articles]
        return {
            key: tuple([keys[index] for index in each]) for key, each in zip(keys, self.nearest, strict=True)
        }


def closest(articles: list[ArticleTraits], limit: int, previous: ClosestArticles | None) -> ClosestArticles:
    """The closest articles for each article; `previous` is an earlier result that saves work."""
    if previous is None or previous.limit != limit:
        return ClosestArticles(limit, articles, related(articles, limit))
    return ClosestArticles(limit, articles, update(previous.articles, previous.nearest, articles, limit))


def update(
    before: Sequence[ArticleTraits], nearest: Nearest, articles: Sequence[ArticleTraits], limit: int
) -> Nearest:
    """The result of `related` for `articles`, given the result `nearest` for `before` with the same limit."""
    index = build_index(articles)
    comparison = Comparison(articles, index, limit)
    stale = _stale(index, before, articles)
    if len(stale) * _MAX_STALE > len(articles):
        return comparison.all()
    known = _moved(before, nearest, articles)
    known |= {index.ordered[number].key: comparison.one(number) for number in stale}
    return tuple([known[article.key] for article in articles])


def _moved(
    before: Sequence[ArticleTraits], nearest: Nearest, articles: Sequence[ArticleTraits]
) -> dict[str, tuple[int, ...]]:
    """The old result by the article's key, with the indexes of the new articles; -1 for removed ones."""
    now = {article.key: index for index, article in enumerate(articles)}
    indexes = [now.get(article.key, -1) for article in before]
    pairs = zip(before, nearest, strict=True)
    if indexes == list(range(len(indexes))):
        return {article.key: each for article, each in pairs}
    return {article.key: tuple([indexes[old] for old in each]) for article, each in pairs}


def _stale(index: TraitIndex, before: Sequence[ArticleTraits], articles: Sequence[ArticleTraits]) -> set[int]:
    """The numbers of articles near a change, or with a trait whose weight changed."""
    removed, added = map(_by_trait, _changes(before, articles))
    stale: set[int] = set()
    for trait, number in index.numbers.items():
        members = index.members[number]
        count_before = len(members) + len(removed.get(trait, ())) - len(added.get(trait, ()))
        if not count_before or weight_of(trait[0], len(before), count_before) != index.weights[number]:
            stale.update(members)
        elif trait in removed or trait in added:
            ages = {age(index.ordered[member]): member for member in members}
            changed = {age(article) for article in (*removed.get(trait, ()), *added.get(trait, ()))}
            stale.update(ages[each] for each in _around(changed, ages.keys()) if each in ages)
    return stale


def _changes(
    before: Iterable[ArticleTraits], articles: Iterable[ArticleTraits]
) -> tuple[list[ArticleTraits], list[ArticleTraits]]:
    """The removed and the added articles; a changed one is both."""
    old = {article.key: article for article in before}
    added = [article for article in articles if old.get(article.key) != article]
    unchanged = {article.key for article in articles}.difference(article.key for article in added)
    return [article for key, article in old.items() if key not in unchanged], added


def _by_trait(articles: Iterable[ArticleTraits]) -> Mapping[Trait, Collection[ArticleTraits]]:
    found: dict[Trait, list[ArticleTraits]] = {}
    for article in articles:
        for trait in dict.fromkeys(article.traits()):
            found.setdefault(trait, []).append(article)
    return found


def _around(changed: Set[Age], ages: Set[Age]) -> Iterator[Age]:
    """The changed ages, and those that have or had one of them among their neighbours.

    All are counted among old and new articles together: only unchanged articles are between an article and
    the nearest changed one. If these are fewer than NEIGHBOURS, the changed one is or was a neighbour.
    """
    everything = sorted(ages | changed)
    for each in changed:
        position = bisect_left(everything, each)
        yield from everything[max(0, position - NEIGHBOURS) : position + NEIGHBOURS + 1]
