"""Linking again in one process: always what linking from nothing gives, and no more work than needed."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.config import ContentConfig, MarkdownConfig, RemotePictures, ThemeConfig
from sitegen.digest import digest_of
from sitegen.link.former import Former
from sitegen.link.linker import Linker
from sitegen.link.memo import FORMS, LatestMemo
from sitegen.link.site import link
from sitegen.link.visibility import Moment
from sitegen.model.content import Access, Photo, Status
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
        (at("2026-12-02"), False),
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


def test_the_state_of_what_is_hidden_follows_the_clock():
    linker, read = Linker(), _content(*_documents(date="2026-12-05", expires="2026-11-25"))
    linker(read, PLAIN, MOMENT)
    later = Moment(at("2026-11-26"))
    _same(linker(read, PLAIN, later), link(read, PLAIN, later))


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


def test_what_was_written_otherwise_is_told_apart_from_what_is_equal():
    one, other = (config(theme=ThemeConfig(options={"depth": depth})) for depth in (1, True))
    assert one == other
    linker, read = Linker(), _content()
    linker(read, one, MOMENT)
    _same(linker(read, other, MOMENT), link(read, other, MOMENT))


_FIELDS = {
    "content/authors/desk.md": {"name": ["Desk", "The Desk", "a"], "role": ["", "Editor"], "slug": ["", "d"]},
    "content/asia/_index.md": {"title": ["Asia", "The East"], "slug": ["", "east"]},
    "content/issues/one.md": {"title": ["One", "First"], "slug": ["", "1"], "date": ["2026-01-01", "2027-01-01"]},
    "content/series/straits.md": {"title": ["Straits", "Narrow Seas"], "slug": ["", "narrow"]},
    "content/tags/oil.md": {"title": ["Oil", "Petroleum"]},
} | {
    path: {
        "title": ["A", "B"],
        "tags": [("Oil",), ("oil", "Gas"), ("gas",)],
        "authors": [("desk",), ("Desk",), ("desks", "A. Name"), ("a",)],
        "issue": ["one", "two", "on"],
        "series": ["straits", "strait"],
        "section": ["asia", "europe"],
        "photo": [Photo(src) for src in ("a.png", "b.png", "/c.png", "c.png", "https://x.org/a.png")],
        "status": [Status.PUBLISHED, Status.DRAFT],
    }
    for path in ("content/asia/a.md", "content/asia/b.md", "content/europe/c/index.md")
}  # fmt: skip
_PICTURES = ("content/asia/a.png", "content/asia/b.png", "content/europe/c/a.png", "static/c.png")
_READ = {
    "pictures": [_PICTURES, _PICTURES[:2], _PICTURES[2:]],
    "damaged": [
        {},
        {_PICTURES[1]: "it is short"},
        {_PICTURES[1]: "it is large", _PICTURES[3]: "it is short"},
    ],
    "unread": [(), ("content/issues/two.md",), ("content/series/strait.md",)],
}
_SETTINGS = {
    "base_url": ["https://example.org/", "https://example.org/review/"],
    "permalink": ["/{section}/{slug}/", "/{slug}/"],
    "markdown": [MarkdownConfig(), MarkdownConfig(remote_pictures=RemotePictures.LOAD)],
}
_CHOICES = [
    (path, key, value)
    for path, fields in {**_FIELDS, "read": _READ, "settings": _SETTINGS}.items()
    for key, values in fields.items()
    for value in values
]
_CHOICES += [(path, "is there", there) for path in _FIELDS for there in (True, False)]


class Publication:
    """Documents, files and settings, everything there and of the first kind; linked again after each change."""

    def __init__(self):
        self.state = {
            path: {key: some[0] for key, some in fields.items()} for path, fields in _FIELDS.items()
        }
        self.state |= {"read": {}, "settings": {}}
        self.there = dict.fromkeys(_FIELDS, True)
        self.linker = Linker()
        self.check()

    def change(self, path, key, value):
        if key == "is there":
            self.there[path] = value
        else:
            self.state[path] = self.state[path] | {key: value}
        self.check()

    def check(self):
        documents = [document(path, **self.state[path]) for path in sorted(_FIELDS) if self.there[path]]
        read, given_config = content(*documents, **self.state["read"]), config(**self.state["settings"])
        _same(self.linker(read, given_config, MOMENT), link(read, given_config, MOMENT))


def test_after_any_change_around_articles_a_linker_gives_what_linking_from_nothing_gives():
    first = {(path, key): some[0] for path, key, *some in reversed(_CHOICES)}
    publication = Publication()
    for path, key, value in _CHOICES:
        publication.change(path, key, value)
        publication.change(path, key, first[path, key])


@settings(deadline=None, max_examples=50)
@given(st.lists(st.sampled_from(_CHOICES), min_size=10, max_size=30))
def test_after_many_changes_around_articles_a_linker_gives_what_linking_from_nothing_gives(changes):
    publication = Publication()
    for path, key, value in changes:
        publication.change(path, key, value)


def test_articles_of_which_nothing_changed_are_not_made_again():
    linker, documents = Linker(), _documents()
    first = linker(_content(*documents), PLAIN, MOMENT)
    found = linker(_content(_documents(title="Another")[0], *documents[1:]), PLAIN, MOMENT)
    (_, before), (_, now) = (sorted(site.editions[0].by_id.items()) for site in (first, found))
    assert now[1] is before[1]
    assert found.editions[0].by_id["asia/a"].card.title == "Another"
    assert first.editions[0].by_id["asia/a"].card.title == "A"


def test_only_what_differs_is_made_again():
    made = []
    former = Former()

    def make(*values):
        made.append(values)
        return sum(values)

    assert former.each("sums", 1, {"a": (1, 2), "b": (3,)}, make) == {"a": 3, "b": 3}
    assert former.each("sums", 1, {"b": (3,), "a": (1, 3), "c": ()}, make) == {"b": 3, "a": 4, "c": 0}
    assert made == [(1, 2), (3,), (1, 3), ()]
    assert former.each("others", 1, {"a": (1, 3)}, make) == {"a": 4}
    assert former.each("sums", 2, {"a": (1, 3)}, make) == {"a": 4}
    assert former.each("sums", 1, {"a": (1, 3)}, make) == {"a": 4}
    assert len(made) == 7


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
