"""Linking again in one process: always what linking from nothing gives, and no more work than needed."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.config import ContentConfig, MarkdownConfig, RemotePictures
from sitegen.digest import digest_of
from sitegen.link.linker import Linker
from sitegen.link.memo import FORMS, LatestMemo
from sitegen.link.site import link
from sitegen.link.visibility import Moment
from sitegen.model.content import Access, Status
from sitegen.model.documents import Content, Template
from tests.factory import NOW, PLAIN, THEME, at, config, content, document, heading, href, image, put

MOMENT = Moment(NOW)


def _documents(**changes):
    """Documents that lead to each other; `changes` are of the first."""
    return [
        document("content/asia/a.md", href("b.md#costs"), **({"title": "A", "tags": ("Oil",)} | changes)),
        document("content/asia/b.md", href("/feed.xml"), headings=[heading("costs")], tags=("Oil", "Gas")),
        document("content/europe/c.md", href("../asia/a.md"), date="2026-12-01", tags=("Gas",)),
        document("content/authors/desk.md", name="Desk"),
    ]


def _content(*documents, **read) -> Content:
    return content(*(documents or _documents()), **read)


class Counting:
    """A memo that remembers nothing and counts what is computed."""

    def __init__(self):
        self.computed = []

    def __call__(self, name, key, compute):
        self.computed.append(name)
        return compute(None)


def _same(one, other):
    assert digest_of(one) == digest_of(other)


def test_a_changed_body_leaves_the_site_as_it_was():
    linker, before = Linker(), _content()
    first = linker(before, PLAIN, MOMENT)
    after = put(before, bodies=before.bodies | {"content/asia/a.md": "another body"})
    found = linker(after, PLAIN, MOMENT)
    assert found.editions is first.editions
    assert found.bodies["content/asia/a.md"] == "another body"
    assert (found.key, found.core) == (first.key, first.core)
    _same(found, link(after, PLAIN, MOMENT))


def test_data_and_theme_are_passed_on():
    linker, before = Linker(), _content()
    first = linker(before, PLAIN, MOMENT)
    theme = put(THEME, templates={"x.html": Template("templates/x.html", "1", "x")}, digest="another")
    after = _content(data={"straits": [1]}, theme=theme)
    found = linker(after, PLAIN, MOMENT)
    assert found.editions is first.editions
    assert (found.data, found.theme) == ({"straits": [1]}, theme)
    assert found.core == first.core
    assert found.key != first.key
    _same(found, link(after, PLAIN, MOMENT))


@pytest.mark.parametrize(
    "changed",
    [
        _content(*_documents(title="B")),
        _content(*_documents(status=Status.DRAFT)),
        _content(*_documents()[1:]),
        _content(document("content/asia/new.md"), *_documents()),
        _content(static=["static/terms.pdf"]),
        _content(pictures=["content/asia/map.png"]),
        _content(unread=["content/asia/unread.md"]),
    ],
)
def test_every_other_change_is_seen(changed):
    linker = Linker()
    first = linker(_content(), PLAIN, MOMENT)
    found = linker(changed, PLAIN, MOMENT)
    assert (found.key, found.core) != (first.key, first.core)
    _same(found, link(changed, PLAIN, MOMENT))


@pytest.mark.parametrize(
    "arguments",
    [
        (config(title="Another"), MOMENT, frozenset()),
        (PLAIN, Moment(NOW, drafts=True), frozenset()),
        (PLAIN, MOMENT, frozenset({"content/asia/b.md"})),
    ],
)
def test_what_is_asked_for_is_seen(arguments):
    linker, read = Linker(), _content(*_documents(status=Status.DRAFT))
    first = linker(read, PLAIN, MOMENT)
    found = linker(read, *arguments)
    assert found.core != first.core
    _same(found, link(read, *arguments))


@pytest.mark.parametrize(
    ("later", "stands"),
    [
        (NOW + dt.timedelta(days=1), True),
        (at("2026-11-30T23:59"), True),
        (at("2026-12-01"), False),
        (NOW - dt.timedelta(seconds=1), False),
    ],
)
def test_the_site_stands_until_the_clock_shows_or_hides_something(later, stands):
    linker, read = Linker(), _content()
    first = linker(read, PLAIN, MOMENT)
    found = linker(read, PLAIN, Moment(later))
    assert (found.editions is first.editions) is stands
    assert found.moment == later
    _same(found, link(read, PLAIN, Moment(later)))


def test_a_site_has_one_key_whenever_the_same_can_be_seen():
    read = _content()
    one, other = (link(read, PLAIN, Moment(at(day))) for day in ("2026-11-02", "2026-11-29"))
    assert one.key == other.key
    assert link(read, PLAIN, Moment(at("2026-12-02"))).key != one.key


def test_a_changed_title_asks_for_no_dear_part_anew():
    counting = Counting()
    linker = Linker(counting)
    linker(_content(), PLAIN, MOMENT)
    assert sorted(counting.computed) == sorted(FORMS)
    changed = _content(*_documents(title="Another", summary="In short."))
    found = linker(changed, PLAIN, MOMENT)
    assert sorted(counting.computed) == sorted(FORMS)
    _same(found, link(changed, PLAIN, MOMENT))


@pytest.mark.parametrize(
    ("change", "computed"),
    [
        ({"tags": ("Gas",)}, ["related"]),
        ({"date": "2020-01-01"}, ["related"]),
        ({"slug": "another"}, ["references"]),
        ({"status": Status.DRAFT}, ["references", "related"]),
    ],
)
def test_what_dear_parts_depend_on(change, computed):
    counting = Counting()
    linker = Linker(counting)
    linker(_content(), PLAIN, MOMENT)
    counting.computed.clear()
    changed = _content(*_documents(**change))
    found = linker(changed, PLAIN, MOMENT)
    assert sorted(counting.computed) == computed
    _same(found, link(changed, PLAIN, MOMENT))


@pytest.mark.parametrize(
    "settings",
    [
        {"permalink": "/{section}/{slug}/index.html"},
        {"base_url": "https://example.org/review/"},
        {"related": 1},
        {"content": ContentConfig(suffixes=(".md", ".text"))},
        {"markdown": MarkdownConfig(remote_pictures=RemotePictures.LOAD)},
    ],
)
def test_settings_that_dear_parts_depend_on(settings):
    linker, read = (
        Linker(),
        _content(*_documents(), document("content/asia/x.md", image("https://a.org/b.png"))),
    )
    linker(read, PLAIN, MOMENT)
    _same(linker(read, config(**settings), MOMENT), link(read, config(**settings), MOMENT))


_EDITS = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["A", "B"]),
        "tags": st.sampled_from([("Oil",), ("Oil", "Gas"), ()]),
        "date": st.sampled_from(["2026-01-01", "2026-11-24", "2026-12-05"]),
        "expires": st.sampled_from(["2026-11-25", "2027-01-01"]),
        "status": st.sampled_from(list(Status)),
        "access": st.sampled_from(list(Access)),
        "slug": st.sampled_from(["", "another"]),
        "aliases": st.sampled_from([(), ("/old/",)]),
    },
)


@given(st.lists(st.tuples(_EDITS, st.integers(0, 20), st.booleans()), min_size=2, max_size=5))
def test_after_any_edits_a_linker_gives_what_linking_from_nothing_gives(edits):
    linker = Linker()
    for changes, days, drafts in edits:
        moment = Moment(NOW + dt.timedelta(days=days), drafts)
        read = _content(*_documents(**changes))
        _same(linker(read, PLAIN, moment), link(read, PLAIN, moment))


def test_what_is_remembered_can_be_written_and_read():
    kept = {}

    def writing(name, key, compute):
        if (name, key) not in kept:
            kept[name, key] = msgspec.msgpack.encode(compute(None))
        return msgspec.msgpack.decode(kept[name, key], type=FORMS[name])

    read = _content(*_documents(), document("content/asia/d.md", href("nowhere.md"), tags=("Oil",)))
    for _ in range(2):
        _same(link(read, PLAIN, MOMENT, memo=writing), link(read, PLAIN, MOMENT))
    assert len(kept) == len(FORMS)


def test_the_latest_result_is_remembered():
    counting = Counting()
    memo = LatestMemo(counting)
    assert [memo("x", key, lambda _, key=key: key) for key in "aabba"] == list("aabba")
    assert len(counting.computed) == 3
