from __future__ import annotations

import pytest

from tests.factory import codes, document, edition, site


def _tagged(*groups: tuple[str, ...], described: dict[str, str] | None = None):
    articles = [
        document(f"content/asia/a{number}.md", date=f"2026-01-{number + 1:02}", tags=tags)
        for number, tags in enumerate(groups)
    ]
    descriptions = [
        document(f"content/tags/{name}.md", title=title) for name, title in (described or {}).items()
    ]
    return site(*articles, *descriptions)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Climate change", "climate Change"),
        ("climate  change", " climate change "),
        ("São Tomé", "Sa\u0303o Tome\u0301"),
        ("ＮＡＴＯ", "NATO"),
        ("climate_change", "climate-change"),
        ("STRASSE", "straße"),
        ("İstanbul", "istanbul"),
        ("Infrastructure", "infra\u00adstructure"),
    ],
)
def test_one_tag_in_several_spellings(one, other):
    linked = _tagged((one,), (other,))
    [tag] = edition(linked).tags
    assert tag.view.count == 2
    assert tag.view.title == one
    variants = [] if other == tag.view.id else ["tag-variant"]
    assert codes(linked.problems) == variants


def test_a_variant_is_reported_at_its_first_use():
    linked = _tagged(("Oil",), ("OIL",), ("OIL",), ("oil",))
    [problem] = linked.problems
    assert (problem.code, problem.path) == ("tag-variant", "content/asia/a1.md")
    assert "`OIL`" in problem.message
    assert "`Oil`" in problem.hint


def test_the_oldest_articles_spelling_wins():
    newer = document("content/asia/a.md", date="2026-02-01", tags=("OIL",))
    older = document("content/asia/z.md", date="2026-01-01", tags=("Oil",))
    assert [tag.view.title for tag in edition(site(newer, older)).tags] == ["Oil"]


def test_a_description_decides_the_spelling():
    linked = _tagged(("OIL",), described={"oil": "Petroleum and oil"})
    [tag] = edition(linked).tags
    assert tag.view.title == "Petroleum and oil"
    assert codes(linked.problems) == ["tag-variant"]


def test_a_slug_in_front_matter_is_no_variant():
    linked = _tagged(("climate-change",), described={"climate-change": "Climate change"})
    assert linked.problems == ()
    assert edition(linked).articles[0].card.tags[0].title == "Climate change"


SPELLINGS = (
    "c",
    "c++",
    "C#",
    "gnu/linux",
    "gnu linux 2",
    "한국",
    "العربية",
    "été",
    "tips & tricks",
    ".net",
    "100%",
    "!",
)


def test_different_tags_have_different_readable_urls():
    tags = edition(_tagged(SPELLINGS)).tags
    assert {tag.view.id for tag in tags} == {
        "c",
        "c-plus-plus",
        "c-sharp",
        "gnu-linux",
        "gnu-linux-2",
        "한국",
        "العربية",
        "été",
        "tips-and-tricks",
        "dot-net",
        "100-percent",
        "u-21",
    }
    assert len({tag.address.output for tag in tags}) == len(SPELLINGS)


def test_a_tag_twice_in_one_article_counts_once():
    linked = _tagged(("Oil", "oil"))
    assert [tag.view.count for tag in edition(linked).tags] == [1]
    assert len(edition(linked).articles[0].card.tags) == 1


def test_a_described_tag_has_its_page_without_articles():
    linked = _tagged(described={"oil": "Oil"})
    assert [(tag.view.title, tag.view.count) for tag in edition(linked).tags] == [("Oil", 0)]


def test_tags_of_unpublished_articles_are_not_shown():
    from sitegen.model.front_matter import Status

    linked = site(document("content/asia/a.md", tags=("Secret",), status=Status.DRAFT))
    assert edition(linked).tags == ()
    assert "tags" not in edition(linked).view.paths


def test_the_order_of_tags_does_not_depend_on_the_order_of_files():
    assert [tag.view.id for tag in edition(_tagged(("b", "a"), ("c",))).tags] == ["a", "b", "c"]
