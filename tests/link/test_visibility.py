from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.link.visibility import decide, is_final, next_change
from sitegen.model.documents import Document
from sitegen.model.front_matter import Access, Status
from sitegen.model.site import BuildTime, State, Visibility
from tests.factory import at, document, site

NOW = at("2026-06-15T12:00")
BEFORE, LATER, LATEST = "2026-06-15T11:59", "2026-06-15T12:01", "2026-07-01"

CASES = [
    # (front matter, state, shown, shown with drafts, due)
    ({"date": BEFORE}, State.LIVE, True, True, None),
    ({"date": "2026-06-15T12:00"}, State.LIVE, True, True, None),
    ({"date": LATER}, State.SCHEDULED, False, False, LATER),
    ({"date": LATER, "expires": LATEST}, State.SCHEDULED, False, False, LATER),
    ({"date": BEFORE, "embargo": BEFORE}, State.LIVE, True, True, None),
    ({"date": BEFORE, "embargo": "2026-06-15T12:00"}, State.LIVE, True, True, None),
    ({"date": BEFORE, "embargo": LATER}, State.EMBARGOED, False, False, LATER),
    ({"date": LATER, "embargo": LATEST}, State.EMBARGOED, False, False, LATEST),
    ({"date": LATEST, "embargo": LATER}, State.EMBARGOED, False, False, LATEST),
    ({"date": BEFORE, "expires": LATER}, State.LIVE, True, True, LATER),
    ({"date": BEFORE, "expires": "2026-06-15T12:00"}, State.EXPIRED, False, False, None),
    ({"date": BEFORE, "expires": BEFORE, "embargo": LATER}, State.EXPIRED, False, False, None),
    ({"date": BEFORE, "expires": LATER, "embargo": LATEST}, State.EMBARGOED, False, False, None),
    ({"date": LATER, "expires": LATER}, State.SCHEDULED, False, False, None),
    ({"date": BEFORE, "status": Status.DRAFT}, State.DRAFT, False, True, None),
    ({"date": LATEST, "status": Status.DRAFT}, State.DRAFT, False, True, None),
    ({"date": BEFORE, "status": Status.REVIEW}, State.REVIEW, False, True, None),
    ({"date": BEFORE, "status": Status.DRAFT, "embargo": LATER}, State.DRAFT, False, False, None),
    ({"date": BEFORE, "status": Status.REVIEW, "embargo": LATER}, State.REVIEW, False, False, None),
    ({"date": BEFORE, "status": Status.WITHDRAWN}, State.WITHDRAWN, False, False, None),
    ({"date": LATER, "status": Status.WITHDRAWN}, State.WITHDRAWN, False, False, None),
]


@pytest.mark.parametrize(("matter", "state", "shown", "shown_in_drafts", "due"), CASES)
@pytest.mark.parametrize("access", Access)
def test_articles(matter, state, shown, shown_in_drafts, due, access):
    one = document("content/asia/a.md", access=access, **matter)
    gated = access is Access.TEASER
    expected = Visibility(state, shown, gated, at(due) if due else None)
    assert decide(one, BuildTime(NOW)) == expected
    previewed = decide(one, BuildTime(NOW, drafts=True))
    assert (previewed.state, previewed.shown, previewed.gated) == (state, shown_in_drafts, gated)


@pytest.mark.parametrize(("matter", "state", "shown", "shown_in_drafts", "due"), CASES)
def test_pages_follow_the_same_rules_and_are_never_gated(matter, state, shown, shown_in_drafts, due):
    one = document("content/pages/about.md", **matter)
    assert decide(one, BuildTime(NOW)) == Visibility(state, shown, False, at(due) if due else None)
    assert decide(one, BuildTime(NOW, drafts=True)).shown is shown_in_drafts


@pytest.mark.parametrize("matter", [matter for matter, *_ in CASES])
def test_a_preview_shows_everything_but_withdrawn_documents(matter):
    seen = decide(document("content/asia/a.md", **matter), BuildTime(NOW, everything=True))
    assert seen.state is decide(document("content/asia/a.md", **matter), BuildTime(NOW)).state
    assert seen.shown is (seen.state is not State.WITHDRAWN)
    assert seen.displayed_state is (seen.state if seen.state in (State.DRAFT, State.REVIEW) else State.LIVE)


def test_a_preview_shows_scheduled_issues():
    issue = document("content/issues/summer.md", date=LATEST)
    assert decide(issue, BuildTime(NOW, everything=True)).shown


def test_a_page_needs_no_date():
    assert decide(document("content/pages/about.md"), BuildTime(NOW)) == Visibility(State.LIVE, True, False)


def test_an_issue_appears_on_its_day():
    issue = document("content/issues/summer.md", date=LATEST)
    assert decide(issue, BuildTime(NOW)) == Visibility(State.SCHEDULED, False, False, at(LATEST))
    assert decide(issue, BuildTime(at(LATEST))) == Visibility(State.LIVE, True, False)


@pytest.mark.parametrize(
    "path",
    [
        "content/_index.md",
        "content/asia/_index.md",
        "content/authors/asia-desk.md",
        "content/authors/_index.md",
        "content/tags/oil.md",
        "content/series/straits.md",
        "content/issues/undated.md",
    ],
)
def test_descriptions_are_always_shown(path):
    assert decide(document(path), BuildTime(NOW)) == Visibility(State.LIVE, True, False)


def test_an_embargoed_draft_opens_to_previews_when_its_embargo_ends():
    one = document("content/asia/a.md", status=Status.DRAFT, embargo=LATER)
    assert decide(one, BuildTime(NOW, drafts=True)).due == at(LATER)


def test_the_site_is_due_with_its_first_document():
    linked = site(
        document("content/asia/a.md", date=LATEST),
        document("content/asia/b.md", date=BEFORE, expires=LATER),
        document("content/asia/c.md", date=LATER, status=Status.DRAFT),
        now=NOW,
    )
    assert linked.due == at(LATER)


def _instants() -> st.SearchStrategy[dt.datetime]:
    return st.integers(0, 12).map(lambda hours: NOW + dt.timedelta(hours=hours - 4))


@st.composite
def _documents(draw: st.DrawFn) -> Document:
    times = {
        key: draw(st.none() | _instants().map(lambda instant: f"{instant:%Y-%m-%dT%H:%M}"))
        for key in ("date", "embargo", "expires")
    }
    given_times: dict[str, Any] = {key: value for key, value in times.items() if value}
    path = draw(st.sampled_from(["content/asia/a.md", "content/pages/about.md"]))
    return document(path, status=draw(st.sampled_from(Status)), **given_times)


@given(_documents(), _instants(), st.booleans())
def test_visibility_changes_exactly_when_due(one, now, drafts):
    decision = decide(one, BuildTime(now, drafts))
    assert decision.due is None or decision.due > now
    for minutes in range(0, 24 * 60, 30):
        later = now + dt.timedelta(minutes=minutes)
        if decision.due is None or later < decision.due:
            assert decide(one, BuildTime(later, drafts)).shown is decision.shown
    if decision.due is not None:
        assert decide(one, BuildTime(decision.due, drafts)).shown is not decision.shown


@given(_documents(), _instants(), st.booleans(), st.booleans())
def test_visibility_lasts_until_the_next_change(one, now, drafts, everything):
    decision, until = decide(one, BuildTime(now, drafts, everything)), next_change(one, now)
    assert until is None or until > now
    for minutes in range(0, 24 * 60, 30):
        later = now + dt.timedelta(minutes=minutes)
        if is_final(decision) or until is None or later < until:
            found = decide(one, BuildTime(later, drafts, everything))
            assert (found.state, found.shown, found.gated) == (decision.state, decision.shown, decision.gated)


@given(_documents(), _instants())
def test_a_previews_states_change_only_when_due(one, now):
    decision = decide(one, BuildTime(now, everything=True))
    for minutes in range(0, 24 * 60, 30):
        later = now + dt.timedelta(minutes=minutes)
        if decision.due is None or later < decision.due:
            assert decide(one, BuildTime(later, everything=True)).state is decision.state


@given(_documents(), _instants())
def test_readers_only_see_live_documents(one, now):
    decision = decide(one, BuildTime(now))
    assert decision.shown is (decision.state is State.LIVE)
