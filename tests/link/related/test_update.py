from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.link.related.index import NEIGHBOURS, ArticleTraits
from sitegen.link.related.score import related
from sitegen.link.related.update import closest, update

LIMIT = 4
TAGS = [f"tag{number}" for number in range(12)]


def _traits(key: str, seed: int) -> ArticleTraits:
    """Random traits of articles from a seed."""
    chance = random.Random(seed)
    tags = tuple(chance.sample(TAGS, chance.randint(0, 3)))
    authors = tuple(chance.sample("abcdefgh", chance.randint(0, 2)))
    return ArticleTraits(
        key, float(chance.randint(0, 400)), chance.choice(["asia", "europe", "africa"]), tags, authors
    )


def _crowd(size: int) -> list[ArticleTraits]:
    return [_traits(f"{number:03}", number) for number in range(size)]


_KEYS = st.integers(0, 260).map(lambda number: f"{number:03}")
_EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("remove"), _KEYS, st.just(0)),
        st.tuples(st.just("write"), _KEYS, st.integers(0, 999)),
    ),
    max_size=4,
)


def _edited(articles: list[ArticleTraits], edits: list[tuple[str, str, int]]) -> list[ArticleTraits]:
    """Remove articles, and change or add others."""
    found = {article.key: article for article in articles}
    for what, key, seed in edits:
        found.pop(key, None)
        if what == "write":
            found[key] = _traits(key, seed)
    return list(found.values())


@settings(deadline=None)
@given(st.integers(0, 220), st.lists(_EDITS, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_updates_give_the_result_of_a_full_comparison(size, rounds, chance):
    articles = _crowd(size)
    nearest = related(articles, LIMIT)
    for edits in rounds:
        before, articles = articles, _edited(articles, edits)
        chance.shuffle(articles)
        nearest = update(before, nearest, articles, LIMIT)
        assert nearest == related(articles, LIMIT)


def test_articles_far_from_a_change_are_not_compared_again():
    crowd = [ArticleTraits(f"{number:03}", number, "asia", (), ()) for number in range(200)]
    middle = ArticleTraits("new", 99.5, "asia", (), ())
    found = update(crowd, ((),) * 200, [*crowd, middle], LIMIT)
    compared = {article.key for article, own in zip([*crowd, middle], found, strict=True) if own}
    near = range(100 - NEIGHBOURS, 100 + NEIGHBOURS)
    assert compared == {"new", *(f"{number:03}" for number in near)}


def test_a_changed_weight_concerns_all_articles_with_the_tag():
    rare = [ArticleTraits(f"{number}", 100 * number, "asia", ("oil",), ()) for number in range(3)]
    crowd = [ArticleTraits(f"x{number:03}", number, "europe", (), ()) for number in range(200)]
    more = ArticleTraits("more", 5000, "europe", ("oil",), ())
    found = update([*rare, *crowd], ((),) * 203, [*rare, *crowd, more], LIMIT)
    assert all(found[:3])


BEFORE = closest(_crowd(60), LIMIT, None)


@pytest.mark.parametrize(
    ("articles", "limit"),
    [
        (_crowd(60), LIMIT),
        (_crowd(61), LIMIT),
        (_crowd(60), LIMIT + 1),
        (_crowd(60), LIMIT - 1),
        (_crowd(30), LIMIT),
        (_crowd(60)[::-1], LIMIT),
        ([], LIMIT),
    ],
)
def test_earlier_results_do_not_matter(articles: list[ArticleTraits], limit: int):
    found = closest(articles, limit, BEFORE)
    assert found.nearest == related(articles, limit)
    assert found.paths() == closest(articles, limit, None).paths()


def test_related_articles_by_path():
    """The closest article comes first; an article without shared traits has none."""
    rows = [("a", 0, ("oil", "gas")), ("b", 1, ("oil",)), ("c", 2, ("oil", "gas")), ("d", 3, ())]
    articles = [ArticleTraits(key, float(day), "asia" if tags else key, tags, ()) for key, day, tags in rows]
    assert closest(articles, 2, None).paths() == {"a": ("c", "b"), "b": ("a", "c"), "c": ("a", "b"), "d": ()}
