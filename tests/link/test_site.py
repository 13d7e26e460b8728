from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.digest import digest_of
from sitegen.model import site_queries as q
from sitegen.model.front_matter import Access, Status
from sitegen.model.render_queries import (
    AllSeries,
    AuthorNamed,
    Authors,
    CardNamed,
    IssueNamed,
    Issues,
    Latest,
    SectionNamed,
    Sections,
    SeriesNamed,
    SiteShown,
    TagNamed,
    Tags,
)
from sitegen.model.site import State
from tests.factory import Plan, article, codes, document, edition, ids, only, put, site

HIDDEN = [
    {"status": Status.DRAFT},
    {"status": Status.REVIEW},
    {"status": Status.WITHDRAWN},
    {"date": "2999-01-01"},
    {"embargo": "2999-01-01"},
    {"expires": "2026-01-02"},
]


def test_articles_are_newest_first_and_ties_are_settled_by_path():
    linked = site(
        document("content/asia/b.md", date="2026-01-01"),
        document("content/asia/a.md", date="2026-01-01"),
        document("content/europe/c.md", date="2026-01-01T08:00"),
        document("content/asia/d.md", date="2025-12-31T23:59"),
    )
    assert ids(edition(linked).articles) == ["europe/c", "asia/b", "asia/a", "asia/d"]


def test_cards():
    one = document(
        "content/asia/a.md",
        title="How to Keep a Strait Open",
        subtitle="The Way Forward With Rules",
        excerpt="The first sentences.",
        minutes=2,
        access=Access.TEASER,
        extra={"reviewed_by": "Desk"},
    )
    card = article(site(one), "asia/a").card
    assert (card.title, card.subtitle) == ("How to Keep a Strait Open", "The Way Forward With Rules")
    assert (card.summary, card.minutes) == ("The first sentences.", 2)
    assert (card.access, card.state, card.extra) == (Access.TEASER, "live", {"reviewed_by": "Desk"})
    assert (
        article(site(document("content/asia/a.md", summary="Said.", excerpt="Not.")), "asia/a").card.summary
        == "Said."
    )


def test_sections_with_and_without_a_description():
    linked = site(
        document("content/asia/_index.md", title="Asia and the Pacific", summary="The region."),
        document("content/asia/a.md", date="2026-01-02"),
        document("content/asia/deep/below/b.md", date="2026-01-01"),
        document("content/middle-east/c.md"),
        document("content/asia/d.md", section="middle-east"),
        document("content/europe/_index.md", title="Europe"),
    )
    shown = [
        (s.view.id, s.view.title, s.view.summary, ids(s.articles), s.view.count)
        for s in edition(linked).sections
    ]
    assert shown == [
        ("asia", "Asia and the Pacific", "The region.", ["asia/a", "asia/deep/below/b"], 2),
        ("europe", "Europe", "", [], 0),
        ("middle-east", "Middle east", "", ["middle-east/c", "asia/d"], 2),
    ]


def test_the_navigation_defaults_to_the_sections():
    linked = site(document("content/asia/_index.md", title="The East"), document("content/europe/a.md"))
    assert [(item.title, item.url) for item in edition(linked).view.navigation] == [
        ("The East", "/asia/"),
        ("Europe", "/europe/"),
    ]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_unpublished_articles_leave_no_trace(hidden):
    others = [
        document("content/authors/desk.md", name="Desk"),
        document("content/series/straits.md"),
        document("content/issues/one.md"),
        document("content/asia/a.md", tags=("Oil",)),
    ]
    secret = document(
        "content/secret/s.md",
        title="Secret",
        tags=("Hidden", "Oil"),
        authors=("desk",),
        series="straits",
        issue="one",
        aliases=("/former/",),
        **hidden,
    )
    with_it, without = site(*others, secret), site(*others)
    assert with_it.ask(q.SiteOf()).editions == without.ask(q.SiteOf()).editions
    assert with_it.refs == without.refs
    assert (with_it.aliases, with_it.files, with_it.translations) == (
        without.aliases,
        without.files,
        without.translations,
    )
    assert Plan(with_it).jobs() == Plan(without).jobs()
    assert with_it.problems == ()
    assert with_it.states[secret.path] is not State.LIVE


def test_an_issues_contents_come_in_its_order_then_by_date():
    linked = site(
        document("content/issues/one.md", contents=("asia/c", "asia/a"), date="2026-01-01"),
        document("content/asia/a.md", date="2026-01-01"),
        document("content/asia/b.md", date="2026-01-02", issue="one"),
        document("content/asia/c.md", date="2026-01-03", issue="one"),
        document("content/asia/d.md", date="2026-01-01", issue="one"),
        document("content/asia/e.md", date="2026-01-04"),
    )
    [issue] = edition(linked).issues
    assert ids(issue.articles) == ids(issue.view.contents) == ["asia/c", "asia/a", "asia/d", "asia/b"]
    assert article(linked, "asia/d").card.issue is not None


def test_missing_articles_in_an_issues_contents():
    linked = site(
        document("content/issues/one.md", contents=("asia/b", "asia/nope", "asia/a")),
        document("content/asia/a.md"),
        document("content/asia/b.md", status=Status.DRAFT),
    )
    assert ids(edition(linked).issues[0].articles) == ["asia/a"]
    assert sorted(codes(linked.problems)) == ["link-to-unpublished", "unknown-article"]


def test_issues_are_newest_first():
    linked = site(
        document("content/issues/winter.md", date="2026-01-01"),
        document("content/issues/autumn.md", date="2026-10-01"),
        document("content/issues/undated.md"),
        document("content/issues/future.md", date="2999-01-01"),
    )
    assert [issue.view.id for issue in edition(linked).issues] == ["autumn", "winter", "undated"]


def test_a_series_is_oldest_first():
    linked = site(
        document("content/series/straits.md"),
        *(
            document(f"content/asia/{name}.md", date=f"2026-01-0{day}", series="straits")
            for name, day in zip("abc", (3, 1, 2), strict=True)
        ),
    )
    [series] = edition(linked).series
    assert ids(series.articles) == ["asia/b", "asia/c", "asia/a"]


@pytest.mark.parametrize("kind", ["issue", "series"])
def test_unknown_issues_and_series(kind):
    folder = {"issue": "issues", "series": "series"}[kind]
    linked = site(
        document(f"content/{folder}/chokepoints.md"),
        document("content/asia/a.md", title="A", **{kind: "chokepoint"}),
    )
    problem = only(linked.problems)
    assert (problem.code, problem.path, problem.key) == (f"unknown-{kind}", "content/asia/a.md", kind)
    assert "`chokepoints`" in problem.hint
    assert getattr(article(linked, "asia/a").card, kind) is None


def test_a_scheduled_issue_is_not_shown_and_not_reported():
    linked = site(
        document("content/issues/next.md", date="2999-01-01"), document("content/asia/a.md", issue="next")
    )
    assert linked.problems == ()
    assert article(linked, "asia/a").card.issue is None


def test_an_unknown_language_is_an_error():
    one = document("content/asia/b.md")
    problem = only(site(put(one, matter=put(one.matter, lang="xx"))).problems)
    assert (problem.code, problem.path) == ("unknown-language", "content/asia/b.md")
    assert "`en`" in problem.message


@pytest.mark.parametrize(
    ("written", "output"),
    [
        ("/former/url/", "former/url/index.html"),
        ("/former/url", "former/url/index.html"),
        ("/former/page.html", "former/page.html"),
        ("/2016/é/", "2016/é/index.html"),
    ],
)
def test_aliases(written, output):
    one = document("content/asia/a.md", title="A", aliases=(written,))
    alias = only(site(one).aliases)
    assert (alias.output, alias.url, alias.source) == (output, "/asia/a/", "content/asia/a.md")


@pytest.mark.parametrize("written", ["/asia/a/", "/Asia/A", "/asia/a"])
def test_a_needless_alias_is_left_out(written):
    linked = site(document("content/asia/a.md", aliases=(written, "/former/", "/former")))
    assert codes(linked.problems) == ["needless-alias"]
    assert [alias.output for alias in linked.aliases] == ["former/index.html"]


def test_the_home_page_shows_the_editors_choice():
    articles = [document(f"content/asia/{name}.md", date=f"2026-01-0{n}") for n, name in enumerate("abcd", 1)]
    assert edition(site(*articles)).lead is not None
    assert ids([edition(site(*articles)).lead]) == ["asia/d"]
    home = document("content/_index.md", lead="asia/b", features=("asia/a", "asia/b", "asia/a", "asia/d.md"))
    one = edition(site(home, *articles))
    assert (ids([one.lead]), ids(one.features)) == (["asia/b"], ["asia/a", "asia/d"])


def test_a_home_page_with_unpublished_or_unknown_articles():
    linked = site(
        document("content/_index.md", lead="asia/secret", features=("asia/nope", "asia/a")),
        document("content/asia/a.md"),
        document("content/asia/b.md", date="2026-02-01"),
        document("content/asia/secret.md", status=Status.DRAFT),
    )
    one = edition(linked)
    assert (ids([one.lead]), ids(one.features)) == (["asia/b"], ["asia/a"])
    assert codes(linked.problems) == ["link-to-unpublished", "unknown-article"]


# queries

_QUERIED = site(
    document("content/asia/_index.md", title="Asia"),
    document("content/authors/desk.md", name="Desk"),
    document("content/series/straits.md", title="Straits"),
    document("content/issues/one.md", title="One"),
    document("content/asia/a.md", date="2026-01-03", tags=("Oil", "C++"), authors=("desk",)),
    document("content/europe/b.md", date="2026-01-02", tags=("Oil",)),
    document("content/asia/c.md", date="2026-01-01", authors=("desk",)),
    document("content/asia/secret.md", tags=("Oil",), authors=("desk",), status=Status.DRAFT),
    data={"chokepoints": [{"name": "Malacca"}]},
)


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ({}, ["asia/a", "europe/b", "asia/c"]),
        ({"limit": 2}, ["asia/a", "europe/b"]),
        ({"limit": 0}, []),
        ({"section": "asia"}, ["asia/a", "asia/c"]),
        ({"tag": "OIL"}, ["asia/a", "europe/b"]),
        ({"tag": "c++"}, ["asia/a"]),
        ({"author": "desk"}, ["asia/a", "asia/c"]),
        ({"tag": "oil", "section": "asia"}, ["asia/a"]),
        ({"author": "desk", "section": "europe"}, []),
        ({"author": "desk", "tag": "oil", "section": "asia"}, ["asia/a"]),
        ({"tag": "nothing"}, []),
        ({"lang": "xx", "limit": 1}, ["asia/a"]),
    ],
)
def test_latest(args, expected):
    assert ids(_QUERIED.ask(Latest(**{"lang": "en", **args}))) == expected


def test_other_queries():
    ask = _QUERIED.ask
    assert ask(CardNamed("en", "asia/a")).url == "/asia/a/"
    assert ask(CardNamed("en", "asia/secret")) is None
    assert ask(SectionNamed("en", "asia")).title == "Asia"
    assert [view.id for view in ask(Sections("en"))] == ["asia", "europe"]
    assert ask(TagNamed("en", "OIL")).count == 2
    assert ask(TagNamed("en", "none")) is None
    assert [view.id for view in ask(Tags("en"))] == ["c-plus-plus", "oil"]
    assert ask(AuthorNamed("en", "desk")).count == 2
    assert [view.name for view in ask(Authors("en"))] == ["Desk"]
    assert ask(IssueNamed("en", "one")).title == "One"
    assert len(ask(Issues("en"))) == len(ask(AllSeries("en"))) == 1
    assert ask(SeriesNamed("en", "straits")).title == "Straits"
    assert ask(q.DataNamed("chokepoints")) == [{"name": "Malacca"}]
    assert ask(q.DataNamed("nothing")) is None


def test_queries_in_a_removed_language_are_answered_in_the_main_one():
    ask = _QUERIED.ask
    assert ask(CardNamed("xx", "asia/a")) == ask(CardNamed("en", "asia/a"))
    assert ask(TagNamed("xx", "OIL")) == ask(TagNamed("en", "OIL"))
    assert ask(SectionNamed("xx", "asia")) == ask(SectionNamed("en", "asia"))
    assert ask(Sections("xx")) == ask(Sections("en"))
    assert ask(SiteShown("xx")) is None


# the order of files

_ALL = [
    document("content/_index.md", lead="asia/a1"),
    document("content/authors/desk.md", name="Desk"),
    document("content/issues/one.md", contents=("asia/a2",)),
    document("content/series/straits.md"),
    document("content/pages/about.md"),
    *(
        document(
            f"content/{section}/a{number}.md",
            date=f"2026-01-0{number % 3 + 1}",
            tags=("Oil", "oIl", f"Tag {number % 4}"),
            authors=("desk", "Guest"),
            series="straits" if number % 2 else "",
            issue="one" if number % 3 else "",
            aliases=(f"/old/{number}/",),
        )
        for number, section in enumerate(["asia", "europe", "asia", "energy", "asia", "europe", "asia"])
    ),
]


@given(st.randoms(use_true_random=False))
def test_the_order_of_files_does_not_matter(chance: random.Random):
    one, other = site(*chance.sample(_ALL, len(_ALL))), site(*_ALL)
    assert digest_of(one.ask(q.SiteOf())) == digest_of(other.ask(q.SiteOf()))
    assert one.problems == other.problems
    assert Plan(one).jobs() == Plan(other).jobs()


@pytest.mark.parametrize(("has_rest", "expected"), [(False, ["open-teaser"]), (True, [])])
def test_a_teaser_without_a_rest_is_an_error(has_rest, expected):
    one = document("content/asia/a.md", title="A", access=Access.TEASER)
    linked = site(put(one, outline=put(one.outline, has_rest=has_rest)))
    assert codes(linked.problems) == expected
    assert all((problem.path, problem.key) == (one.path, "access") for problem in linked.problems)


def test_a_misplaced_mark_is_located():
    one = document("content/asia/a.md", access=Access.TEASER)
    problem = only(site(put(one, outline=put(one.outline, misplaced_more=True))).problems)
    assert (problem.code, problem.path, problem.key) == ("open-teaser", one.path, "more")


def test_a_teaser_with_a_long_first_block_needs_a_mark():
    one = document("content/asia/a.md", access=Access.TEASER)
    problem = only(site(put(one, outline=put(one.outline, has_rest=True, needs_more=True))).problems)
    assert (problem.code, problem.path, problem.key) == ("closed-teaser", one.path, "access")
    assert "<!-- more -->" in problem.hint
