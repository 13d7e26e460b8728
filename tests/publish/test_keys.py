"""Whatever of a Job's arguments changes, its digest does, at any depth: a card above all, wherever it stands."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest

from sitegen.model.content import Access, When
from sitegen.model.jobs import BodyRef, FeedArgs, Job, PageArgs, SitemapArgs
from sitegen.model.views import (
    ArchiveYear,
    Byline,
    Card,
    FeedEntry,
    FeedView,
    HomeView,
    IssueView,
    Link,
    Rail,
    SeriesPlace,
    SeriesView,
    SitemapEntry,
)
from sitegen.publish.arguments import Arguments, encode_arguments
from sitegen.publish.keys import Keys, changed
from sitegen.store import temporary_store
from tests.render import samples

_OTHER: dict[str, Any] = {
    "date": When(dt.datetime(2020, 1, 1, tzinfo=dt.UTC)),
    "updated": When(dt.datetime(2020, 1, 2, tzinfo=dt.UTC)),
    "section": Link("Europe", "/review/europe/"),
    "authors": (Byline("Another", "", "", ""),),
    "tags": (Link("Tag", "/review/tags/tag/"),),
    "photo": samples.PHOTO,
    "issue": Link("No. 1", "/review/issues/1/"),
    "series": Link("A series", "/review/series/a/"),
    "minutes": 6,
    "access": Access.TEASER,
    "extra": {"a": 1},
}
_ISSUE = IssueView("1", "/", "No. 1", "", None, None, (), {})
_FEED = FeedView("Feed", "", "en", "id", "url", "page", samples.day(2026, 1, 1), ())


def _page(**context: Any) -> Job:
    return samples.page(context=context)


def _feed(card: Card) -> Job:
    entries = (FeedEntry(card, gated=False),)
    return Job("feed", "feed.xml", FeedArgs(msgspec.structs.replace(_FEED, entries=entries), (None,)))


def _home(card: Card) -> Job:
    rail = Rail(samples.SECTION, (card,))
    issue = msgspec.structs.replace(_ISSUE, contents=(card,))
    return _page(home=HomeView("", "", None, (), (), (rail,), issue, {}))


#: Jobs that show a card in every place where one can stand.
_SHOWING = {
    "itself": lambda card: _page(article=samples.article(card)),
    "related": lambda card: _page(article=samples.article(related=(samples.card(), card))),
    "in a series": lambda card: _page(
        article=samples.article(in_series=SeriesPlace("A", "/", 1, 2, None, card))
    ),
    "listed": lambda card: _page(listing=msgspec.structs.replace(samples.ONE_PAGE, cards=(card,))),
    "in a year": lambda card: _page(year=ArchiveYear(2026, "/", 1, (card,))),
    "in a row of years": lambda card: _page(years=(ArchiveYear(2026, "/", 1, (card,)),)),
    "series": lambda card: _page(series=SeriesView("a", "/", "A", "", None, (card,), {})),
    "issues": lambda card: _page(issues=(msgspec.structs.replace(_ISSUE, contents=(card,)),)),
    "home": _home,
    "feed": _feed,
    "bare": lambda card: _page(card=card, cards=(card, card)),
    "beside others": lambda card: _page(mixed=("text", card)),
}


@pytest.mark.parametrize("place", _SHOWING)
@pytest.mark.parametrize("field", Card.__struct_fields__)
def test_every_field_of_a_card_counts_wherever_it_stands(place, field):
    one = samples.card()
    other = msgspec.structs.replace(one, **{field: _OTHER.get(field, "another")})
    before, now, keys = _SHOWING[place](one), _SHOWING[place](other), Keys()
    assert keys.whole(before) != keys.whole(now)
    assert changed(keys.parts(before), keys.parts(now))


@pytest.mark.parametrize("place", _SHOWING)
def test_equal_cards_are_the_same(place):
    keys = Keys()
    assert keys.whole(_SHOWING[place](samples.card())) == keys.whole(_SHOWING[place](samples.card()))


def test_cards_that_are_gone_leave_no_digest_to_others():
    keys = Keys()
    found = {keys.whole(_page(card=samples.card(title=f"Title {number}"))) for number in range(100)}
    assert len(found) == 100


def test_what_is_kept_of_a_job_has_its_digests(tmp_path):
    body = BodyRef("digest", ())
    shown = samples.article(
        samples.card(photo=samples.PHOTO, updated=samples.day(2026, 1, 1), extra={"b": 1, "a": [1.5, None]}),
        related=(samples.card(),),
    )
    job = samples.page(context={"article": shown}, body=body)
    arguments = Arguments(temporary_store(), "public")
    arguments.learn(job.path, encode_arguments(job))
    arguments.write()
    kept = arguments.job(job.kind, job.path)
    assert kept is not None
    assert Keys().whole(kept) == Keys().whole(job)
    assert Keys().parts(kept) == Keys().parts(job)


def test_what_no_card_can_stand_in_counts_as_it_is():
    entry = SitemapEntry("https://example.org/", None)
    one, other = (
        Job("sitemap", "sitemap.xml", SitemapArgs((msgspec.structs.replace(entry, url=url),)))
        for url in ("https://example.org/a/", "https://example.org/b/")
    )
    assert Keys().whole(one) != Keys().whole(other)


def test_the_document_of_a_page_is_named_in_messages_only():
    one, other = (
        Job("page", "x", PageArgs("a.html", samples.meta(), (), None, path)) for path in ("a.md", "b.md")
    )
    assert Keys().whole(one) == Keys().whole(other)
