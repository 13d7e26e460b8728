from __future__ import annotations

import pytest

from sitegen.link.bylines import AuthorIndex, BylineEntry, read_byline
from sitegen.problems import Problem
from tests.factory import article, document, edition, only, site

DESKS = {
    "asia-desk": document(
        "content/authors/asia-desk.md", name="Asia Desk", role="Desk", affiliation="Review"
    ),
    "europe-desk": document("content/authors/europe-desk.md", name="Rédaction Europe"),
}


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        (("asia-desk",), [BylineEntry("asia-desk", "")]),
        (("Asia Desk",), [BylineEntry("asia-desk", "")]),
        (("ASIA DESK", "asia-desk"), [BylineEntry("asia-desk", "")]),
        (("Re\u0301daction Europe",), [BylineEntry("europe-desk", "")]),
        (("Asia\u00ad De\u200bsk", "asia-\u00addesk"), [BylineEntry("asia-desk", "")]),
        (("Guest Writer", "asia-desk"), [BylineEntry("", "Guest Writer"), BylineEntry("asia-desk", "")]),
        (("Guest Writer", "Guest Writer"), [BylineEntry("", "Guest Writer")]),
        (("staff",), [BylineEntry("", "staff")]),
        ((), []),
    ],
)
def test_read_byline(entries, expected):
    problems: list[Problem] = []
    found = read_byline(document("content/asia/a.md", authors=entries), AuthorIndex(DESKS), problems)
    assert list(found) == expected
    assert problems == []


@pytest.mark.parametrize("written", ["asia-dsk", "asia-deskk", "asiadesk"])
def test_a_misspelled_id_gets_a_suggestion(written):
    problems: list[Problem] = []
    one = document("content/asia/a.md", title="A", authors=(written,))
    assert read_byline(one, AuthorIndex(DESKS), problems) == (BylineEntry("", written),)
    problem = only(problems)
    assert problem.code == "unknown-author"
    assert (problem.path, problem.key) == ("content/asia/a.md", "authors.0")
    assert "`asia-desk`" in problem.hint


def test_a_plain_name_close_to_an_id_is_a_plain_name():
    problems: list[Problem] = []
    read_byline(document("content/asia/a.md", authors=("Asia Deck",)), AuthorIndex(DESKS), problems)
    assert problems == []


def test_the_first_of_two_ids_with_the_same_name_wins():
    two = {
        "b": document("content/authors/b.md", name="Same Name"),
        "a": document("content/authors/a.md", name="Same name"),
    }
    assert AuthorIndex(two).find("SAME NAME").entry == BylineEntry("a", "")


def test_bylines_and_author_pages():
    linked = site(
        *DESKS.values(),
        document("content/asia/new.md", date="2026-02-01", authors=("Asia Desk", "Guest Writer")),
        document("content/asia/old.md", date="2026-01-01", authors=("asia-desk",)),
    )
    by_card = article(linked, "asia/new").card.authors
    assert [(entry.name, entry.url, entry.role) for entry in by_card] == [
        ("Asia Desk", "/authors/asia-desk/", "Desk"),
        ("Guest Writer", "", ""),
    ]
    desk, empty = edition(linked).authors
    assert (desk.view.name, desk.view.count) == ("Asia Desk", 2)
    assert [one.document.id for one in desk.articles] == ["asia/new", "asia/old"]
    assert (empty.view.name, empty.view.count) == ("Rédaction Europe", 0)
