from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.link.related.index import NEIGHBOURS, ArticleTraits
from sitegen.link.related.score import related as related_indexes
from sitegen.model.front_matter import RelatedLink, Status
from tests.factory import article, codes, config, document, ids, only, site


def traits(key: str, day: float = 0, section: str = "", tags: str = "", authors: str = "") -> ArticleTraits:
    return ArticleTraits(key, day, section or key, tuple(tags.split()), tuple(authors.split()))


def related(articles: list[ArticleTraits], limit: int) -> dict[str, tuple[str, ...]]:
    """The keys of each article's related articles."""
    found = related_indexes(articles, limit)
    return {
        one.key: tuple(articles[index].key for index in indexes)
        for one, indexes in zip(articles, found, strict=True)
    }


def test_a_rare_tag_outweighs_common_ones():
    crowd = [traits(f"crowd{number}", tags="europe policy") for number in range(20)]
    found = related(
        [traits("one", tags="europe policy straits"), traits("rare", day=2000, tags="straits"), *crowd], 3
    )
    assert found["one"][0] == "rare"


@pytest.mark.parametrize(
    ("near", "far"),
    [
        (traits("near", 10), traits("far", 900)),
        (traits("near", 400, authors="desk"), traits("far", 5)),
        (traits("near", 400, tags="oil"), traits("far", 400)),
        (traits("near", 400, tags="oil gas"), traits("far", 5, tags="gas")),
    ],
)
def test_shared_traits_relate_articles(near, far):
    one = ArticleTraits("one", 0, "asia", ("oil", "gas"), ("desk",))
    others = [ArticleTraits(other.key, other.day, "asia", other.tags, other.authors) for other in (near, far)]
    assert related([one, *others], 2)["one"] == ("near", "far")


def test_ties_are_broken_by_key():
    found = related([traits("b", section="x"), traits("a", section="x"), traits("c", section="x")], 2)
    assert found == {"a": ("b", "c"), "b": ("a", "c"), "c": ("a", "b")}


def test_articles_without_shared_traits_are_not_related():
    assert related([traits("a"), traits("b")], 3) == {"a": (), "b": ()}


def test_candidates_are_the_nearest_in_time():
    crowd = [traits(f"{number:03}", day=number, section="asia") for number in range(100)]
    found = related(crowd, 100)
    for number, one in enumerate(crowd):
        assert all(abs(int(key) - number) <= NEIGHBOURS for key in found[one.key])


_TRAITS = st.lists(
    st.builds(
        ArticleTraits,
        key=st.text("abcdefgh", min_size=1, max_size=4),
        day=st.floats(0, 4000).map(lambda day: round(day, 3)),
        section=st.sampled_from(["asia", "europe"]),
        tags=st.lists(st.sampled_from(["oil", "gas", "law", "trade", "war"]), unique=True).map(tuple),
        authors=st.lists(st.sampled_from(["a", "b"]), unique=True).map(tuple),
    ),
    max_size=25,
    unique_by=lambda one: one.key,
)


@given(_TRAITS, st.integers(0, 5), st.randoms(use_true_random=False))
def test_related_articles_do_not_depend_on_the_order(articles, limit, random):
    found = related(articles, limit)
    shuffled = random.sample(articles, len(articles))
    assert related(shuffled, limit) == found
    assert found.keys() == {one.key for one in articles}
    for key, others in found.items():
        assert len(others) <= limit
        assert len(set(others)) == len(others)
        assert key not in others


def _published(*documents, **settings):
    return site(*documents, settings=config(**settings))


CROWD = [
    document(f"content/asia/c{number}.md", date=f"2026-02-{number + 1:02}", tags=("Oil",))
    for number in range(6)
]


def test_the_authors_choice_comes_first():
    one = document("content/asia/one.md", tags=("Oil",), related=("europe/far", "asia/c5"))
    far = document("content/europe/far.md", date="2000-01-01")
    linked = _published(one, far, *CROWD, related=3)
    assert ids(linked.related[one.path].cards) == ["europe/far", "asia/c5", "asia/c0"]


def test_only_the_authors_choice_may_exceed_the_limit():
    one = document("content/asia/one.md", related=("asia/c0", "asia/c1", "asia/c2"))
    assert ids(_published(one, *CROWD, related=2).related[one.path].cards) == [
        "asia/c0",
        "asia/c1",
        "asia/c2",
    ]
    assert _published(*CROWD, related=0).related[CROWD[0].path].cards == ()
    assert all(len(entry.cards) == 4 for entry in _published(*CROWD, related=4).related.values())


def test_articles_of_other_sites_count_towards_the_limit():
    link = RelatedLink("Elsewhere", "https://example.com/", "Another Review")
    one = document("content/asia/one.md", tags=("Oil",), related=(link,))
    shown = _published(one, *CROWD, related=3).related[one.path]
    assert [(entry.title, entry.url, entry.source) for entry in shown.elsewhere] == [
        ("Elsewhere", "https://example.com/", "Another Review")
    ]
    assert len(shown.cards) == 2


@pytest.mark.parametrize(
    "hidden",
    [
        {"status": Status.DRAFT},
        {"status": Status.REVIEW},
        {"status": Status.WITHDRAWN},
        {"date": "2999-01-01"},
        {"embargo": "2999-01-01"},
        {"expires": "2026-01-02"},
    ],
)
def test_unpublished_articles_are_not_related(hidden):
    one = document("content/asia/one.md", tags=("Oil",), related=("asia/secret",))
    secret = document("content/asia/secret.md", tags=("Oil",), **hidden)
    linked = site(one, secret, *CROWD, settings=config(related=9))
    assert "asia/secret" not in {key for entry in linked.related.values() for key in ids(entry.cards)}
    assert codes(linked.problems) == ["link-to-unpublished"]
    assert linked.problems[0].path == one.path


def test_an_article_is_not_related_to_itself():
    one = document("content/asia/one.md", related=("asia/one", "asia/c0", "asia/c0"))
    assert ids(_published(one, *CROWD, related=2).related[one.path].cards) == ["asia/c0"]


def test_an_unknown_related_article_gets_a_suggestion():
    one = document("content/asia/one.md", related=("asia/C0x",))
    problem = only(_published(one, *CROWD).problems)
    assert (problem.code, problem.path, problem.key) == (
        "unknown-article",
        "content/asia/one.md",
        "related.0",
    )
    assert "`asia/c0`" in problem.hint


@pytest.mark.parametrize(
    "entry", ["asia/c0", "asia/c0.md", "c0.md", "c0", "/asia/c0.md", "content/asia/c0.md", "../asia/c0.md"]
)
def test_spellings_of_a_related_article(entry):
    one = document("content/asia/one.md", related=(entry,))
    linked = _published(one, *CROWD, related=1)
    assert linked.problems == ()
    assert ids(linked.related[one.path].cards) == ["asia/c0"]


def test_related_articles_share_a_language():
    from sitegen.config.settings import LanguageConfig

    settings = config(
        languages={"en": LanguageConfig(), "fr": LanguageConfig("content/fr", "/fr/")}, related=9
    )
    english = [document(f"content/asia/{name}.md", settings=settings, tags=("Oil",)) for name in "ab"]
    french = [document(f"content/fr/asia/{name}.md", settings=settings, tags=("Oil",)) for name in "cd"]
    linked = site(*english, *french, settings=settings)
    assert ids(linked.related["content/asia/a.md"].cards) == ["asia/b"]
    assert ids(linked.related["content/fr/asia/c.md"].cards) == ["asia/d"]


def test_an_article_shows_its_own_data_only():
    linked = _published(*CROWD)
    assert article(linked, "asia/c0").tags == ("oil",)
