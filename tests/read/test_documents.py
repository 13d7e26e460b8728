from __future__ import annotations

import pytest

from sitegen.model.content import Kind, PageMatter
from sitegen.model.documents import Part, Place, Position, Source
from sitegen.read.documents import ReadDocument, read_document
from sitegen.read.library import document_options
from sitegen.read.places import layout, place_of
from tests.factory import at, codes, config, only

SETTINGS = config(timezone="Europe/Berlin", languages={})


def _read(text: str, path: str = "content/asia/a.md") -> ReadDocument:
    place = place_of(path, layout(SETTINGS))
    assert isinstance(place, Place)
    options, problems = document_options(SETTINGS)
    assert problems == []
    return read_document(Source(path, text.encode(), "digest"), place, options)


def test_a_document():
    found = _read(
        "---\ntitle: Straits\ndate: 2026-03-02\ntags: [Oil]\n---\n\nAn [opening](b.md).\n\n## Costs\n\n![A map](map.png)\n"
    )
    assert found.problems == ()
    one = found.document
    assert one is not None
    assert (one.kind, one.lang, one.id, one.path, one.section) == (
        Kind.ARTICLE,
        "en",
        "asia/a",
        "content/asia/a.md",
        "asia",
    )
    assert (one.digest, one.body) == ("digest", "")
    assert one.matter.title == "Straits"
    assert one.matter.date.instant == at("2026-03-01T23:00")
    assert [(ref.kind, ref.target) for ref in one.outline.refs] == [("link", "b.md"), ("image", "map.png")]
    assert one.outline.refs[0].position.line == 7
    assert ("costs", Part.OPENING) in one.outline.anchors
    assert one.at("tags") == Position(4, 1)
    assert one.at("never given") == Position(1, 1)
    assert found.body is not None


@pytest.mark.parametrize(
    ("path", "instant"),
    [
        ("content/asia/2026-03-02-a.md", "2026-03-01T23:00"),
        ("content/asia/2026-7-9-a/index.md", "2026-07-08T22:00"),
    ],
)
def test_the_date_in_a_files_name_counts_where_the_front_matter_has_none(path, instant):
    one = _read("---\ntitle: A\n---\n", path).document
    assert one is not None
    assert one.matter.date.instant == at(instant)
    given = _read("---\ntitle: A\ndate: 2020-01-01T12:00Z\n---\n", path).document
    assert given is not None
    assert given.matter.date.instant == at("2020-01-01T12:00")


def test_an_article_without_any_date():
    found = _read("---\ntitle: A\n---\n")
    problem = only(found.problems)
    assert (problem.code, problem.place) == ("missing-key", "content/asia/a.md:1:1")
    assert "date: 2026" in problem.hint


def test_a_files_name_with_an_impossible_date():
    found = _read("---\ntitle: A\n---\n", "content/asia/2026-02-30-a.md")
    assert (only(found.problems).code, found.problems[0].path) == (
        "invalid-date",
        "content/asia/2026-02-30-a.md",
    )


def test_a_page_needs_no_date():
    found = _read("---\ntitle: About\n---\n", "content/pages/about.md")
    assert found.problems == ()
    assert found.document is not None
    assert isinstance(found.document.matter, PageMatter)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("No front matter.", "front-matter-missing"),
        ("---\ntitle: A\n", "front-matter-unclosed"),
        ("---\ndate: 2026-01-01\n---\n", "missing-key"),
    ],
)
def test_what_cannot_be_read_is_no_document(text, code):
    found = _read(text)
    assert (found.document, found.body) == (None, None)
    assert codes(found.problems) == [code]


def test_the_same_bytes_make_the_same_document():
    text = "---\ntitle: A\ndate: 2026-01-01\n---\n\nText[^1].\n\n[^1]: A note.\n"
    assert _read(text) == _read(text)
