"""Ids and dates that depend on other documents."""

from __future__ import annotations

import pytest

from sitegen.config.settings import LanguageConfig
from sitegen.link.derived_fields import derive_fields
from sitegen.model.front_matter import Status
from sitegen.model.site import State
from tests.factory import (
    NOW,
    PLAIN,
    article,
    at,
    codes,
    config,
    content,
    document,
    edition,
    href,
    ids,
    only,
    plan,
    site,
    when,
)

FIRST, SECOND = "content/asia/2024-01-05-weekly.md", "content/asia/2024-01-12-weekly.md"
DAYS = config(permalink="/{section}/{year}/{month}/{day}/{slug}/")


def weekly(path: str, **matter):
    return document(path, **({"date": path.rpartition("/")[2][:10]} | matter))


def urls(linked) -> dict[str, str]:
    return {one.document.path: one.address.url for edition in linked.editions for one in edition.articles}


# Names that differ in their dates


def test_names_that_differ_in_their_dates_are_two_articles():
    linked = site(weekly(FIRST), weekly(SECOND), document("content/asia/2024-01-05-other.md"))
    assert ids(edition(linked).articles) == ["asia/other", "asia/2024-01-12-weekly", "asia/2024-01-05-weekly"]
    assert urls(linked)[FIRST] == "/asia/2024-01-05-weekly/"
    assert urls(linked)[SECOND] == "/asia/2024-01-12-weekly/"
    assert codes(linked.problems) == ["dated-url"]


def test_a_unique_name_has_no_date_in_its_id():
    linked = site(weekly(FIRST), weekly("content/europe/2024-01-12-weekly.md"))
    assert ids(edition(linked).articles) == ["europe/weekly", "asia/weekly"]
    assert linked.problems == ()


@pytest.mark.parametrize("other", ["content/asia/weekly.md", "content/asia/weekly/index.md"])
def test_a_name_without_a_date_keeps_its_id(other):
    linked = site(weekly(FIRST), document(other), document("content/asia/x.md", related=("asia/weekly",)))
    assert {each.document.id for each in edition(linked).articles} == {
        "asia/weekly",
        "asia/2024-01-05-weekly",
        "asia/x",
    }
    assert ids(linked.related["content/asia/x.md"].cards)[0] == "asia/weekly"
    assert linked.problems == ()


def test_folders_count_like_files():
    linked = site(weekly("content/asia/2024-1-5-weekly/index.md", date="2024-01-05"), weekly(SECOND))
    assert ids(edition(linked).articles) == ["asia/2024-01-12-weekly", "asia/2024-1-5-weekly"]


def test_the_same_name_and_date_are_the_same_id():
    linked = site(weekly(FIRST), weekly("content/asia/2024-01-05-weekly/index.md", date="2024-01-05"))
    assert "duplicate-id" in codes(linked.problems)
    assert len(edition(linked).articles) == 1


def test_each_language_has_its_own_names():
    settings = config(
        languages={"en": LanguageConfig(), "fr": LanguageConfig(root="content/fr", prefix="/fr/")}
    )
    french = weekly("content/fr/asia/2024-01-12-weekly.md", settings=settings)
    linked = site(weekly(FIRST), french, settings=settings)
    assert ids(edition(linked, "en").articles) == ids(edition(linked, "fr").articles) == ["asia/weekly"]
    linked = site(weekly(FIRST, lang="fr"), french, settings=settings)
    assert ids(edition(linked, "fr").articles) == ["asia/2024-01-12-weekly", "asia/2024-01-05-weekly"]


def test_a_file_that_cannot_be_read_counts():
    linked = site(weekly(FIRST), unread=[SECOND])
    assert ids(edition(linked).articles) == ["asia/2024-01-05-weekly"]
    assert linked.unpublished["asia/2024-01-12-weekly/index.html"] == SECOND


def test_a_permalink_with_dates_keeps_slugs_short():
    linked = site(weekly(FIRST), weekly(SECOND), settings=DAYS)
    assert urls(linked) == {FIRST: "/asia/2024/01/05/weekly/", SECOND: "/asia/2024/01/12/weekly/"}
    assert linked.problems == ()
    alone = site(weekly(FIRST), settings=DAYS)
    assert urls(alone)[FIRST] == urls(linked)[FIRST]


def test_slugs_have_dates_where_the_permalink_has_too_few():
    settings = config(permalink="/{section}/{year}/{month}/{slug}/")
    later = "content/asia/2024-02-02-weekly.md"
    linked = site(weekly(FIRST), weekly(SECOND), weekly(later), settings=settings)
    assert urls(linked) == {
        FIRST: "/asia/2024/01/2024-01-05-weekly/",
        SECOND: "/asia/2024/01/2024-01-12-weekly/",
        later: "/asia/2024/02/weekly/",
    }
    assert only(linked.problems).path == FIRST


def test_a_slug_in_front_matter_is_kept():
    linked = site(weekly(FIRST, slug="first"), weekly(SECOND))
    assert urls(linked) == {FIRST: "/asia/first/", SECOND: "/asia/weekly/"}
    assert linked.problems == ()


def test_articles_that_share_a_name_have_different_urls():
    planned = plan(weekly(FIRST), weekly(SECOND), weekly("content/asia/2024-01-19-weekly.md", slug="weekly"))
    assert "url-clash" not in codes(planned.problems)


def test_a_lost_url_is_reported():
    problem = only(site(weekly(FIRST), weekly(SECOND)).problems)
    assert (problem.path, problem.code) == (FIRST, "dated-url")
    assert "`aliases: [/asia/weekly/]`" in problem.hint
    assert site(weekly(FIRST, aliases=("/asia/weekly/",)), weekly(SECOND)).problems == ()


def test_deriving_fields_is_idempotent():
    once = derive_fields(content(weekly(FIRST), weekly(SECOND)), PLAIN)
    again = derive_fields(once.content, PLAIN)
    assert again.content is once.content
    assert len({each.digest for each in once.content.documents.values()}) == 2


def test_a_digest_covers_the_id():
    [alone] = derive_fields(content(weekly(FIRST)), PLAIN).content.documents.values()
    beside, _ = derive_fields(content(weekly(FIRST), weekly(SECOND)), PLAIN).content.documents.values()
    assert alone.digest != beside.digest


# What is written without the date


@pytest.mark.parametrize("key", ["related", "contents", "features", "lead"])
def test_a_short_id_is_ambiguous(key):
    path = {"related": "content/asia/x.md", "contents": "content/issues/x.md"}.get(key, "content/_index.md")
    value = "asia/weekly" if key == "lead" else ("asia/weekly",)
    linked = site(weekly(FIRST, aliases=("/asia/weekly/",)), weekly(SECOND), document(path, **{key: value}))
    problem = only(linked.problems)
    assert (problem.path, problem.code) == (path, "unknown-article")
    assert "any of 2" in problem.message
    assert "`asia/2024-01-05-weekly` or `asia/2024-01-12-weekly`" in problem.hint


def test_a_full_id_is_unambiguous():
    related = ("asia/2024-01-12-weekly", "2024-01-05-weekly.md")
    linked = site(weekly(FIRST), weekly(SECOND, slug="w"), document("content/asia/x.md", related=related))
    assert linked.problems == ()
    assert ids(linked.related["content/asia/x.md"].cards) == [
        "asia/2024-01-12-weekly",
        "asia/2024-01-05-weekly",
    ]


@pytest.mark.parametrize(
    ("target", "hint"),
    [
        ("weekly.md", "`2024-01-05-weekly.md` or `2024-01-12-weekly.md`"),
        ("../asia/weekly.md#x", "`../asia/2024-01-05-weekly.md` or `../asia/2024-01-12-weekly.md`"),
    ],
)
def test_an_ambiguous_link_lists_all_candidates(target, hint):
    linked = site(weekly(FIRST, slug="a"), weekly(SECOND), document("content/asia/x.md", href(target)))
    problem = only(linked.problems)
    assert problem.code == "broken-link"
    assert "any of 2" in problem.message
    assert hint in problem.hint


def test_a_link_without_the_date_suggests_the_only_candidate():
    linked = site(weekly(FIRST), document("content/asia/x.md", href("weekly.md")))
    assert "`2024-01-05-weekly.md`" in only(linked.problems).hint


# Dates of issues

SPRING = document("content/issues/spring.md", date="2026-03-01")


def undated(path="content/asia/a.md", **matter):
    return document(path, **({"date": None, "issue": "spring"} | matter))


def test_an_article_has_the_date_of_its_issue():
    linked = site(undated(), SPRING)
    assert linked.problems == ()
    assert article(linked, "asia/a").card.date == when("2026-03-01")
    [place] = urls(site(undated(), SPRING, settings=DAYS)).values()
    assert place == "/asia/2026/03/01/a/"


def test_the_articles_own_date_wins():
    assert article(site(undated(date="2026-02-01"), SPRING), "asia/a").card.date == when("2026-02-01")


def test_an_article_of_a_scheduled_issue_is_scheduled():
    later = document("content/issues/spring.md", date="2026-12-01")
    linked = site(undated(), later)
    assert urls(linked) == {}
    assert linked.states == {"content/asia/a.md": State.SCHEDULED}
    assert linked.due == at("2026-12-01")
    assert urls(site(undated(), later, now=at("2026-12-01"))) != {}


def test_a_left_out_issue_still_dates_its_articles():
    linked = site(undated(), SPRING, left_out=["content/issues/spring.md"])
    assert article(linked, "asia/a").card.date == when("2026-03-01")


@pytest.mark.parametrize(
    ("issue", "unread"),
    [
        (document("content/issues/spring.md"), ()),
        (document("content/issues/fall.md", date="2026-03-01"), ()),
        (None, ["content/issues/spring.md"]),
    ],
)
def test_an_undated_article_is_not_shown(issue, unread):
    linked = site(*([undated(), issue] if issue else [undated()]), unread=unread)
    assert urls(linked) == {}
    problem = next(problem for problem in linked.problems if problem.code == "missing-key")
    assert (problem.path, problem.key) == ("content/asia/a.md", "issue")
    assert site(undated(), now=NOW, drafts=True).editions[0].articles == ()


def test_a_draft_needs_no_date():
    linked = site(undated(issue="", status=Status.DRAFT), drafts=True)
    assert linked.problems == ()
    assert linked.states == {"content/asia/a.md": State.DRAFT}
    assert urls(linked) == {}
