from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.config.settings import FeedConfig
from sitegen.model import site_queries as q
from sitegen.model.front_matter import Access
from sitegen.model.site import Address
from sitegen.plan.home import home_view
from sitegen.plan.pagination import listing, page_address, page_count
from sitegen.plan.site_lookup import SiteLookup
from sitegen.plan.sitemaps import sitemap_routes
from tests.factory import at, config, document, ids, only, plan, site

FIRST = Address("asia/index.html", "/review/asia/")


def _articles(count, **matter):
    return [
        document(f"content/asia/a{number:02}.md", date=f"2026-01-{28 - number:02}", **matter)
        for number in range(count)
    ]


def _shown(count, size=20):
    """A site with a paginated list of articles, and the paths of the articles."""
    lookup = SiteLookup(site(*_articles(count), settings=config(page_size=size)).ask)
    return lookup, lookup.ask(q.MembersOf("en", "section", "asia"))


def _ids(count):
    """The ids of `count` articles, newest first."""
    return [f"asia/a{number:02}" for number in range(count)]


# pages of lists


def _pages(count, size):
    """All pages of a list."""
    lookup, paths = _shown(count, size)
    return [listing(lookup, FIRST, paths, number + 1) for number in range(page_count(paths, size))]


def test_addresses_of_pages():
    assert page_address(FIRST, 1) == FIRST
    assert page_address(FIRST, 2) == Address("asia/page/2/index.html", "/review/asia/page/2/")


@pytest.mark.parametrize(
    ("count", "size", "lengths"),
    [(0, 2, [0]), (1, 2, [1]), (2, 2, [2]), (3, 2, [2, 1]), (4, 2, [2, 2]), (5, 1, [1] * 5), (3, 20, [3])],
)
def test_lists_are_paginated(count, size, lengths):
    pages = _pages(count, size)
    assert [len(one.cards) for one in pages] == lengths
    assert ids(card for one in pages for card in one.cards) == _ids(count)
    assert {one.count for one in pages} == {count}
    assert {one.pages for one in pages} == {len(lengths)}


@pytest.mark.parametrize(
    ("number", "window"),
    [
        (1, [1, 2, 3, 9]),
        (2, [1, 2, 3, 4, 9]),
        (5, [1, 3, 4, 5, 6, 7, 9]),
        (8, [1, 6, 7, 8, 9]),
        (9, [1, 7, 8, 9]),
    ],
)
def test_a_page_links_to_nearby_pages(number, window):
    lookup, paths = _shown(9, size=1)
    one = listing(lookup, FIRST, paths, number)
    assert one.number == number
    assert [link.number for link in one.links] == window
    assert [link.number for link in one.links if link.current] == [number]
    assert all(link.url == page_address(FIRST, link.number).url for link in one.links)
    assert one.previous == (page_address(FIRST, number - 1).url if number > 1 else "")
    assert one.next == (page_address(FIRST, number + 1).url if number < 9 else "")


@given(st.integers(0, 12), st.integers(1, 5))
def test_every_article_is_on_one_page(count, size):
    pages = _pages(count, size)
    assert [card.id for one in pages for card in one.cards] == _ids(count)
    outputs = list(plan(*_articles(count), settings=config(page_size=size)).routes)
    lists = [output for output in outputs if output == FIRST.output or output.startswith("asia/page/")]
    assert len(lists) == (len(pages) if count else 0)


def test_only_the_first_page_of_a_list_has_a_body():
    planned = plan(
        document("content/asia/_index.md", summary="The region."), *_articles(3), settings=config(page_size=2)
    )
    first, second = planned.job("asia/index.html").args, planned.job("asia/page/2/index.html").args
    assert first.body is not None
    assert second.body is None
    assert second.meta.canonical == "https://example.org/asia/page/2/"
    assert first.meta.feed == second.meta.feed == "/asia/feed.xml"


# feeds


def test_a_feed():
    planned = plan(
        document("content/asia/_index.md", title="Asia", summary="The region."),
        document("content/asia/a.md", date="2026-01-01", updated="2026-05-01T10:00"),
        document("content/asia/b.md", date="2026-02-01", access=Access.TEASER),
        settings=config(title="Review", tagline="Analysis", base_url="https://example.org/review/"),
    )
    section, whole = planned.job("asia/feed.xml").args, planned.job("feed.xml").args
    assert (section.feed.title, section.feed.subtitle) == ("Asia – Review", "The region.")
    assert (whole.feed.title, whole.feed.subtitle) == ("Review", "Analysis")
    assert section.feed.id == section.feed.url == "https://example.org/review/asia/feed.xml"
    assert section.feed.page == "https://example.org/review/asia/"
    assert section.feed.updated.instant == at("2026-05-01T10:00")
    assert [(entry.card.id, entry.gated) for entry in section.feed.entries] == [
        ("asia/b", True),
        ("asia/a", False),
    ]
    assert [body.gated for body in section.bodies] == [True, False]
    assert [body.digest for body in section.bodies] == [
        "body of content/asia/b.md",
        "body of content/asia/a.md",
    ]


def test_a_feed_has_the_latest_articles_and_their_date():
    old = document("content/asia/old.md", date="2020-01-01", updated="2026-05-01")
    feed = plan(old, *_articles(3), settings=config(feeds=FeedConfig(items=2))).job("feed.xml").args.feed
    assert ids(feed.entries) == ["asia/a00", "asia/a01"]
    assert feed.updated.instant == at("2026-01-28")


def test_feeds_of_summaries():
    args = plan(*_articles(2), settings=config(feeds=FeedConfig(full=False))).job("feed.xml").args
    assert args.bodies == (None, None)


def test_an_empty_list_has_no_feed():
    planned = plan(
        document("content/asia/_index.md"),
        document("content/authors/desk.md"),
        document("content/europe/a.md"),
    )
    feeds = {output for output in planned.routes if output.endswith(".xml")} - {"sitemap.xml"}
    assert feeds == {"feed.xml", "europe/feed.xml"}
    assert planned.job("asia/index.html").args.meta.feed == "/feed.xml"
    assert "feed.xml" not in plan().routes
    assert plan().job("index.html").args.meta.feed == ""


def test_feeds_can_be_disabled():
    planned = plan(*_articles(1), settings=config(feeds=FeedConfig(enabled=False)))
    assert [output for output in planned.routes if output.endswith("feed.xml")] == []
    assert {planned.job(output).args.meta.feed for output in planned.routes if output.endswith(".html")} == {
        ""
    }


# sitemaps


def test_a_sitemap_lists_every_indexed_page():
    planned = plan(
        document("content/asia/a.md", tags=("Oil",), authors=("desk",), updated="2026-03-01"),
        document("content/authors/desk.md"),
        document("content/issues/one.md"),
        document("content/series/straits.md"),
        document("content/pages/about.md"),
    )
    entries = planned.job("sitemap.xml").args.entries
    assert sorted(entry.url.removeprefix("https://example.org") for entry in entries) == [
        "/",
        "/about/",
        "/asia/",
        "/asia/a/",
        "/authors/desk/",
        "/issues/one/",
        "/series/straits/",
        "/tags/oil/",
    ]
    changed = {entry.url: entry.modified.instant for entry in entries if entry.modified}
    assert changed == {"https://example.org/asia/a/": at("2026-03-01")}


@pytest.mark.parametrize(
    ("limit", "sizes"), [(5, None), (4, None), (3, [3, 1]), (2, [2, 2]), (1, [1, 1, 1, 1])]
)
def test_a_sitemap_is_split_at_the_limit(limit, sizes):
    linked = site(*_articles(2), settings=config(base_url="https://example.org/review/"))
    lookup = SiteLookup(linked.ask)
    count = len(lookup.ask(q.ListedPages()))
    jobs: dict[str, Any] = {
        route.output: route.make(lookup, route.subject) for route in sitemap_routes(count, limit)
    }
    whole_job: Any = only(route.make(lookup, route.subject) for route in sitemap_routes(count))
    whole = whole_job.args.entries
    assert len(whole) == 4
    if sizes is None:
        assert list(jobs) == ["sitemap.xml"]
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(sizes) + 1)]
    assert list(jobs) == [*names, "sitemap.xml"]
    assert [len(jobs[name].args.entries) for name in names] == sizes
    assert tuple(entry for name in names for entry in jobs[name].args.entries) == whole
    assert jobs["sitemap.xml"].kind == "sitemap-index"
    assert jobs["sitemap.xml"].args.urls == tuple(f"https://example.org/review/{name}" for name in names)


# the home page


def _home(*documents, **settings):
    lookup = SiteLookup(site(*documents, settings=config(**settings)).ask)
    return home_view(lookup, lookup.ask(q.EditionOf("en")))


def test_the_home_page_shows_each_article_once():
    front = document("content/_index.md", title="Home", lead="europe/e1", features=("asia/a03",))
    view = _home(front, *_articles(8), document("content/europe/e1.md", date="2020-01-01"), rail=2)
    assert view.title == "Home"
    assert view.lead is not None
    assert view.lead.id == "europe/e1"
    assert ids(view.features) == ["asia/a03"]
    assert ids(view.latest) == ["asia/a00", "asia/a01"]
    assert [(rail.section.id, ids(rail.cards)) for rail in view.rails] == [("asia", ["asia/a02", "asia/a04"])]


@given(st.integers(0, 9), st.integers(1, 4), st.lists(st.integers(0, 9), max_size=3))
def test_no_article_appears_twice_on_the_home_page(count, rail, features):
    named = tuple(f"asia/a{number:02}" for number in features if number < count)
    view = _home(document("content/_index.md", features=named), *_articles(count), rail=rail)
    groups = [
        [view.lead] if view.lead else [],
        view.features,
        view.latest,
        *(rail.cards for rail in view.rails),
    ]
    shown = [card.id for group in groups for card in group]
    assert len(set(shown)) == len(shown)
    assert (view.lead is None) is (count == 0)
    assert all(len(group) <= rail for group in groups[2:])


def test_the_latest_issue_is_on_the_home_page():
    view = _home(
        document("content/issues/old.md", date="2025-01-01"),
        document("content/issues/new.md", date="2026-01-01"),
        document("content/issues/future.md", date="2999-01-01"),
    )
    assert view.issue is not None
    assert view.issue.id == "new"


# the archive


@pytest.mark.parametrize(
    ("zone", "years"),
    [
        ("UTC", {2025: ["asia/b", "asia/a"], 2024: ["asia/c"]}),
        ("Asia/Tokyo", {2026: ["asia/b"], 2025: ["asia/a"], 2024: ["asia/c"]}),
        ("America/New_York", {2025: ["asia/b"], 2024: ["asia/a", "asia/c"]}),
    ],
)
def test_years_follow_the_time_zone_of_the_site(zone, years):
    planned = plan(
        document("content/asia/a.md", date="2025-01-01T03:00Z"),
        document("content/asia/b.md", date="2025-12-31T20:00Z"),
        document("content/asia/c.md", date="2024-06-01T12:00Z"),
        settings=config(timezone=zone),
    )
    listed = dict(planned.job("archive/index.html").args.context)["years"]
    assert [(year.year, year.count) for year in listed] == [
        (year, len(found)) for year, found in years.items()
    ]
    for year, found in years.items():
        shown = dict(planned.job(f"archive/{year}/index.html").args.context)["year"]
        assert [id_ for month in shown.months for id_ in ids(month.cards)] == found


@pytest.mark.parametrize(
    ("zone", "months"),
    [
        ("UTC", [["asia/d", "asia/c"], ["asia/b"], ["asia/a"]]),
        ("Asia/Tokyo", [["asia/d", "asia/c", "asia/b"], ["asia/a"]]),
    ],
)
def test_a_years_articles_come_by_month(zone, months):
    planned = plan(
        document("content/asia/a.md", date="2025-01-31T03:00Z"),
        document("content/asia/b.md", date="2025-02-28T20:00Z"),
        document("content/asia/c.md", date="2025-03-01T00:00Z"),
        document("content/asia/d.md", date="2025-03-02T00:00Z"),
        settings=config(timezone=zone),
    )
    year = dict(planned.job("archive/2025/index.html").args.context)["year"]
    assert [list(ids(month.cards)) for month in year.months] == months
    assert [month.date for month in year.months] == [month.cards[0].date for month in year.months]
    assert year.count == 4
