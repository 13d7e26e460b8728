"""Related articles after an edit: only articles near a change are compared again.

The relations of an article depend on its own traits, on those of its candidates, and on what the things that
it has weigh. All others keep theirs, so that the result is what `related` gives.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set

from msgspec import Struct

from sitegen.link.related.index import NEIGHBOURS, Age, Thing, TraitIndex, Traits, age, shelve, weigh
from sitegen.link.related.score import Comparison, Nearest, related

#: The share of articles, as a divisor, above which it is less work to compare all of them.
_FEW = 4


class ClosestArticles(Struct, frozen=True, gc=False):
    """The relations of an edition's articles: at most `limit` for each."""

    limit: int
    articles: list[Traits]
    nearest: Nearest
    """In the order of the articles."""

    def paths(self) -> dict[str, tuple[str, ...]]:
        """The paths of related articles, the closest first, by the article's path."""
        keys = [article.key for article in self.articles]
        return {
            key: tuple([keys[index] for index in each]) for key, each in zip(keys, self.nearest, strict=True)
        }


def closest(articles: list[Traits], limit: int, last: ClosestArticles | None) -> ClosestArticles:
    """The relations of some articles; `last` are any earlier ones, to save work."""
    if last is None or last.limit != limit:
        return ClosestArticles(limit, articles, related(articles, limit))
    return ClosestArticles(limit, articles, renew(last.articles, last.nearest, articles, limit))


def renew(before: Sequence[Traits], nearest: Nearest, articles: Sequence[Traits], limit: int) -> Nearest:
    """What `related` gives for `articles`, from what it gave with the same `limit` for those before."""
    shelves = shelve(articles)
    comparison = Comparison(articles, shelves, limit)
    stale = _stale(shelves, before, articles)
    if len(stale) * _FEW > len(articles):
        return comparison.all()
    known = _moved(before, nearest, articles)
    known |= {shelves.ordered[number].key: comparison.one(number) for number in stale}
    return tuple([known[article.key] for article in articles])


def _moved(
    before: Sequence[Traits], nearest: Nearest, articles: Sequence[Traits]
) -> dict[str, tuple[int, ...]]:
    """The old relations by their article's key, as indexes of the new articles; -1 for one that is gone."""
    now = {article.key: index for index, article in enumerate(articles)}
    indexes = [now.get(article.key, -1) for article in before]
    pairs = zip(before, nearest, strict=True)
    if indexes == list(range(len(indexes))):
        return {article.key: each for article, each in pairs}
    return {article.key: tuple([indexes[index] for index in each]) for article, each in pairs}


def _stale(shelves: TraitIndex, before: Sequence[Traits], articles: Sequence[Traits]) -> set[int]:
    """The numbers of articles that may have other relations than before: near a change, or with a thing that
    weighs otherwise."""
    left, joined = map(_by_thing, _changes(before, articles))
    stale: set[int] = set()
    for thing, number in shelves.numbers.items():
        members = shelves.members[number]
        were = len(members) + len(left.get(thing, ())) - len(joined.get(thing, ()))
        if not were or weigh(thing[0], len(before), were) != shelves.weights[number]:
            stale.update(members)
        elif thing in left or thing in joined:
            ages = {age(shelves.ordered[member]): member for member in members}
            changed = {age(article) for article in (*left.get(thing, ()), *joined.get(thing, ()))}
            stale.update(ages[each] for each in _around(changed, ages.keys()) if each in ages)
    return stale


def _changes(before: Iterable[Traits], articles: Iterable[Traits]) -> tuple[list[Traits], list[Traits]]:
    """The articles that are not there any more, and those that are new; a changed one is both."""
    old = {article.key: article for article in before}
    joined = [article for article in articles if old.get(article.key) != article]
    staying = {article.key for article in articles}.difference(article.key for article in joined)
    return [article for key, article in old.items() if key not in staying], joined


def _by_thing(articles: Iterable[Traits]) -> Mapping[Thing, Collection[Traits]]:
    found: dict[Thing, list[Traits]] = {}
    for article in articles:
        for thing in dict.fromkeys(article.things()):
            found.setdefault(thing, []).append(article)
    return found


def _around(changed: Set[Age], ages: Set[Age]) -> Iterator[Age]:
    """The changed, and those to which one of them is a neighbour, or was one.

    Counted among all that are or were there: between an article and the nearest one that has come or gone
    stand only such as stayed, and if they are fewer than NEIGHBOURS, that one is or was a neighbour.
    """
    everyone = sorted(ages | changed)
    for each in changed:
        place = bisect_left(everyone, each)
        yield from everyone[max(0, place - NEIGHBOURS) : place + NEIGHBOURS + 1]
