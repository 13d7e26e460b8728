from __future__ import annotations

import pytest
from msgspec.structs import astuple

from sitegen.model.documents import ContentPath, Source
from sitegen.model.front_matter import Kind, PageMatter
from sitegen.read.content_paths import content_path_of, layout_of
from sitegen.read.document import ReadDocument, read_document
from sitegen.read.project import document_options
from tests.factory import at, codes, config, only

SETTINGS = config(timezone="Europe/Berlin", languages={})


def _read(text: str, path: str = "content/asia/a.md") -> ReadDocument:
    place = content_path_of(path, layout_of(SETTINGS))
    assert isinstance(place, ContentPath)
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
    assert len(one.digest) == 32
    assert one.matter.title == "Straits"
    assert one.matter.date.instant == at("2026-03-01T23:00")
    assert [(ref.kind, ref.target) for ref in one.outline.refs] == [("link", "b.md"), ("image", "map.png")]
    assert "costs" in one.outline.anchors
    assert found.body is not None


def test_positions_of_keys():
    text = (
        "---\ntitle: Straits\ndate: 2026-03-02\nphoto:\n  src: a.jpg\naccess: teaser\n---\n\n"
        "An [opening](b.md) <!-- more -->.\n"
    )
    source_info = _read(text).source_info
    assert source_info is not None
    assert (source_info.source, source_info.body) == ("digest", "")
    places = {
        "date": (3, 1),
        "photo.src": (5, 3),
        "photo.alt": (4, 1),
        "tags.3": (1, 1),
        "ref:0": (9, 14),
        "more": (9, 1),
    }
    assert {key: astuple(source_info.at(key)) for key in places} == places
    assert (source_info.words, source_info.opening_words) == (2, 2)


BEFORE = "---\ntitle: A\ndate: 2026-01-01\nsummary: In short.\n---\n\nA [word](b.md) of mine.\n\n## Costs\n"


@pytest.mark.parametrize(
    "after",
    [
        BEFORE.replace("mine", "yours and mine"),
        BEFORE.replace("date:", "\ndate:"),
        BEFORE.replace("A [word]", "Words.\n\nA longer [word]"),
    ],
)
def test_a_change_of_sentences_does_not_change_the_document(after):
    one, other = _read(BEFORE), _read(after)
    assert one.document == other.document
    assert one.source_info != other.source_info or one.body != other.body


@pytest.mark.parametrize(
    "after",
    [
        BEFORE.replace("A\n", "B\n", 1),
        BEFORE.replace("b.md", "c.md"),
        BEFORE.replace("Costs", "Cost"),
        BEFORE.replace("---\n\nA", "extra: {b: 1, a: 2}\n---\n\nA"),
        BEFORE + "\n" + "more " * 300,
    ],
)
def test_a_change_that_other_pages_show_changes_the_digest(after):
    one, other = _read(BEFORE).document, _read(after).document
    assert one is not None
    assert other is not None
    assert one.digest != other.digest


def test_the_order_of_a_mapping_changes_the_digest():
    extra = "---\ntitle: A\ndate: 2026-01-01\nextra: {%s}\n---\n"
    one, other = _read(extra % "a: 1, b: 2").document, _read(extra % "b: 2, a: 1").document
    assert one is not None
    assert other is not None
    assert one.digest != other.digest


def test_a_summary_replaces_the_excerpt():
    found = _read(BEFORE.replace("summary: In short.\n", "")).document
    assert found is not None
    assert found.outline.excerpt == "A word of mine."
    shown = _read(BEFORE).document
    assert shown is not None
    assert shown.outline.excerpt == ""


@pytest.mark.parametrize(
    ("path", "instant"),
    [
        ("content/asia/2026-03-02-a.md", "2026-03-01T23:00"),
        ("content/asia/2026-7-9-a/index.md", "2026-07-08T22:00"),
    ],
)
def test_the_date_in_the_file_name_replaces_a_missing_one(path, instant):
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


def test_a_file_name_with_an_invalid_date():
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
def test_an_unreadable_file_is_not_a_document(text, code):
    found = _read(text)
    assert (found.document, found.source_info, found.body) == (None, None, None)
    assert codes(found.problems) == [code]


def test_the_same_bytes_make_the_same_document():
    text = "---\ntitle: A\ndate: 2026-01-01\n---\n\nText[^1].\n\n[^1]: A note.\n"
    assert _read(text) == _read(text)
