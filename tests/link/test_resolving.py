from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.link.former import Former
from sitegen.link.ground import survey
from sitegen.link.resolving import References, basis_of, resolve_all
from sitegen.link.settling import settled
from sitegen.link.visibility import Moment
from sitegen.model.content import Access, Status
from sitegen.model.documents import Part
from tests.factory import NOW, PLAIN, config, content, document, heading, href, image, put

PATHS = [
    "content/asia/a.md",
    "content/asia/a b.md",
    "content/asia/b/index.md",
    "content/asia/50% of c.md",
    "content/europe/a.md",
    "content/europe/é.md",
]
TARGETS = [
    "a.md",
    "../asia/a.md#costs",
    "../europe/a.md#rest",
    "a%20b.md",
    "a b.md#costs",
    "\ta.m\nd",
    "b/index.md",
    "../asia/b/index.md",
    "/asia/b/",
    "50%25%20of%20c.md",
    "50% of c.md",
    "/europe/%C3%A9.md#costs",
    "é.md",
    "#costs",
    "#rest",
    "nowhere.md",
    "map.png",
    "https://example.org/a.md",
    "http://[x",
]


def _references(documents, last: References | None = None, **read) -> References:
    options = read.get("settings", PLAIN)
    together = settled(content(*documents, **read), options)
    land = survey(together, options, Moment(NOW), frozenset(), [], Former()).territory
    basis = basis_of(land)
    return resolve_all(land, basis, msgspec.msgpack.encode(basis), last)


_DOCUMENTS = st.fixed_dictionaries(
    {},
    optional={
        path: st.builds(
            lambda path, targets, anchors, **matter: document(
                path,
                *[href(target, part) for target, part in targets],
                headings=[heading(anchor, part) for anchor, part in anchors],
                **matter,
            ),
            st.just(path),
            st.lists(st.tuples(st.sampled_from(TARGETS), st.sampled_from(Part)), max_size=4),
            st.sampled_from([[], [("costs", Part.OPENING), ("rest", Part.REST)]]),
            status=st.sampled_from([Status.PUBLISHED, Status.PUBLISHED, Status.DRAFT]),
            access=st.sampled_from(Access),
            slug=st.sampled_from(["", "", "another"]),
        )
        for path in PATHS
    },
)


@given(
    st.lists(_DOCUMENTS, min_size=2, max_size=4),
    st.lists(st.sets(st.sampled_from(PATHS), max_size=2), min_size=4, max_size=4),
)
def test_after_any_edits_references_are_those_from_nothing(states, edits):
    documents = states[0]
    last = _references(documents.values(), pictures=["content/asia/map.png"])
    for state, paths in zip(states[1:], edits, strict=False):
        rest = {path: one for path, one in documents.items() if path not in paths}
        documents = rest | {path: one for path, one in state.items() if path in paths}
        found = _references(documents.values(), last, pictures=["content/asia/map.png"])
        last = _references(documents.values(), pictures=["content/asia/map.png"])
        assert found == last


def _linked():
    return [
        document("content/asia/a.md", href("b.md"), image("map.png")),
        document("content/asia/b.md", href("c.md")),
        document("content/asia/c.md", href("/feed.xml"), headings=[heading("costs")]),
    ]


def test_what_a_change_does_not_concern_is_not_resolved_again():
    last = _references(_linked(), pictures=["content/asia/map.png"])
    last = put(last, refs={f"content/asia/{name}.md": () for name in "abc"})
    found = _references(
        [*_linked()[:2], document("content/asia/c.md")], last, pictures=["content/asia/map.png"]
    )
    assert found.refs["content/asia/a.md"] == ()
    assert [one.url for one in found.refs["content/asia/b.md"]] == ["/asia/c/"]


@pytest.mark.parametrize("target", ["b.md", "../asia/b.md#costs", "%62.m%64", "\tb.m\nd", "/asia/b.md?x=1"])
def test_every_way_to_write_a_changed_document_is_followed(target):
    one = document("content/asia/a.md", href(target))
    last = _references([one, document("content/asia/b.md", headings=[heading("costs")])])
    assert last.problems == ()
    changed = document("content/asia/b.md", headings=[heading("costs")], slug="another")
    found = _references([one, changed], last)
    assert found == _references([one, changed])
    assert found.refs[one.path][0].url.startswith("/asia/another/")


def test_other_pictures_or_settings_have_everything_resolved():
    last = _references(_linked(), pictures=["content/asia/map.png"])
    assert _references(_linked(), last) == _references(_linked())
    settings = config(base_url="https://example.org/review/")
    assert _references(_linked(), last, settings=settings) == _references(_linked(), settings=settings)
