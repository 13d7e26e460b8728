from __future__ import annotations

import pytest

from sitegen.dates import parse_moment
from sitegen.model.documents import Position
from sitegen.problems import Severity
from sitegen.yaml.convert.context import Conversion
from sitegen.yaml.convert.values import convert
from sitegen.yaml.parser import parse
from tests.yaml.convert.papers import UTC, Away, Colour, Paper, Picture, read


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("title: 1984", Paper("1984")),
        ("title: 5.10", Paper("5.10")),
        ("title: NO", Paper("NO")),
        ("title: 12:30", Paper("12:30")),
        ("title: 'null'", Paper("null")),
        ("title: true", Paper("true")),
        ("title: |\n  a\n  b\n", Paper("a\nb\n")),
        ("title: >-\n  a\n  b\n", Paper("a b")),
        ("title: x\nsubtitle:\nsummary: ~\ndate: null\ntags:\nphoto: ''\ncount:", Paper("x")),
        ("title: x\ncount: 7\nshare: 1\nopen: true", Paper("x", count=7, share=1, open=True)),
        ("title: x\ncolour: Dark-Blue", Paper("x", colour=Colour.DARK_BLUE)),
        ("title: x\ndate: '2026-11-23 10:00'", Paper("x", date=parse_moment("2026-11-23T10:00Z", UTC))),
        ("title: x\ntags: one", Paper("x", tags=("one",))),
        ("title: x\ntags: []", Paper("x")),
        ("title: x\nphoto: a.jpg", Paper("x", photo=Picture("a.jpg"))),
        ("title: x\nphoto: {src: a.jpg, alt: b}", Paper("x", photo=Picture("a.jpg", "b"))),
        (
            "title: x\ngallery: [a.jpg, {src: b.jpg}]",
            Paper("x", gallery=(Picture("a.jpg"), Picture("b.jpg"))),
        ),
        ("title: x\ngallery: {src: b.jpg}", Paper("x", gallery=(Picture("b.jpg"),))),
        (
            "title: x\nrelated: [2024, {title: t, url: u}]",
            Paper("x", related=("2024", Away("t", "u"))),
        ),
        ("title: x\nnames: {a: 1, b: NO, c: }", Paper("x", names={"a": "1", "b": "NO"})),
        ("title: x\ncolours: {a: RED}", Paper("x", colours={"a": Colour.RED})),
        ("title: x\naways: {a: {src: b}}", Paper("x", aways={"a": Picture("b")})),
        ("title: x\nlists: {a: b, c: [d]}", Paper("x", lists={"a": ("b",), "c": ("d",)})),
        (
            "title: x\nextra: {a: 1, b: [true, null, 2026-11-23]}",
            Paper("x", extra={"a": 1, "b": [True, None, "2026-11-23"]}),
        ),
    ],
)
def test_valid_input(written: str, value: Paper) -> None:
    found, context = read(written)
    assert (found, context.problems) == (value, [])


@pytest.mark.parametrize(
    ("written", "place", "code", "message", "hint"),
    [
        ("title: [a]", "1:8", "wrong-type", "`title` must be text, not a list.", "in quotes"),
        (
            "title: {a: b}",
            "1:8",
            "wrong-type",
            "`title` must be text, not a mapping (`key: value`).",
            "",
        ),
        (
            "title: x\nopen: yes",
            "2:7",
            "wrong-type",
            "`open` must be true or false, not `yes`.",
            "Write true or false",
        ),
        (
            "title: x\nopen: 'true'",
            "2:7",
            "wrong-type",
            "`open` must be true or false, not `true`.",
            "without quotes",
        ),
        (
            "title: x\ncount: many",
            "2:8",
            "wrong-type",
            "`count` must be a whole number, not `many`.",
            "number",
        ),
        ("title: x\ncount: 1.5", "2:8", "wrong-type", "`count` must be a whole number, not `1.5`.", ""),
        (
            "title: x\ncount: true",
            "2:8",
            "wrong-type",
            "`count` must be a whole number, not `true`.",
            "",
        ),
        (
            "title: x\ncount: '5'",
            "2:8",
            "wrong-type",
            "`count` must be a whole number, not `5`.",
            "quotes",
        ),
        ("title: x\nshare: [1]", "2:8", "wrong-type", "`share` must be a number, not a list.", ""),
        ("title: x\nfew: 0", "2:6", "invalid-value", "`few` is too small: 0.", "at least 1 and at most 9"),
        ("title: x\nfew: 10", "2:6", "invalid-value", "`few` is too large: 10.", "at most 9"),
        (
            "title: x\ncolour: redd",
            "2:9",
            "invalid-value",
            "`colour` must be `red` or `dark-blue`, not `redd`.",
            "Did you mean `red`?",
        ),
        (
            "title: x\ncolour: [red]",
            "2:9",
            "wrong-type",
            "`colour` must be `red` or `dark-blue`, not a list.",
            "",
        ),
        (
            "title: x\ndate: 2026-02-30",
            "2:7",
            "invalid-date",
            "The day 2026-02-30 does not exist.",
            "`2026-11-23`",
        ),
        (
            "title: x\ndate: soon",
            "2:7",
            "invalid-date",
            "`soon` is not a valid date.",
            "`2026-11-23`",
        ),
        (
            "title: x\ndate: [2026-11-23]",
            "2:7",
            "wrong-type",
            "`date` must be a date, not a list.",
            "`2026-11-23`",
        ),
        (
            "title: x\nphoto: [a.jpg]",
            "2:8",
            "wrong-type",
            "`photo` must be a mapping of `src`, `alt`, not a list.",
            "",
        ),
        (
            "title: x\nphoto: {alt: b}",
            "2:8",
            "missing-key",
            "`photo.src` is missing.",
            "Add a line such as `src: …`.",
        ),
        ("title: x\nphoto: {src: , alt: b}", "2:9", "missing-key", "`photo.src` has no value.", "Add a line"),
        (
            "title: x\nphoto: {Src: a, src: b}",
            "2:9",
            "unknown-key",
            "Unknown key `photo.Src`.",
            "Did you mean `src`?",
        ),
        (
            "title: x\nphoto: {zzz: a, src: b}",
            "2:9",
            "unknown-key",
            "Unknown key `photo.zzz`.",
            "Known keys: `src`, `alt`.",
        ),
        ("title: x\ngallery: [{src: a}, {alt: b}]", "2:21", "missing-key", "`gallery.src` is missing.", ""),
        (
            "title: x\nrelated:\n- [[{url: b, title: c}, {url: b}]]",
            "3:25",
            "missing-key",
            "`related.title` is missing.",
            "",
        ),
        (
            "title: x\nnames: [a]",
            "2:8",
            "wrong-type",
            "`names` must be a mapping (`key: value`), not a list.",
            "",
        ),
        (
            "title: x\nnames: {a: [b]}",
            "2:12",
            "wrong-type",
            "`names.a` must be text, not a list.",
            "",
        ),
        (
            "title: x\ntags: [{a: b}]",
            "2:8",
            "wrong-type",
            "`tags` must be text, not a mapping (`key: value`).",
            "",
        ),
        (
            "title: x\nsub_title: b",
            "2:1",
            "unknown-key",
            "Unknown key `sub_title`.",
            "Did you mean `subtitle`?",
        ),
        ("title: x\nTags: b", "2:1", "unknown-key", "Unknown key `Tags`.", "Did you mean `tags`?"),
        ("subtitle: x", "1:1", "missing-key", "`title` is missing.", "Add a line such as `title: …`."),
        ("title:", "1:1", "missing-key", "`title` has no value.", "Add a line such as `title: …`."),
        ("title: ' '", "1:1", "missing-key", "`title` has no value.", "Add a line such as `title: …`."),
        ("just text", "1:1", "wrong-type", "This must be a mapping of `title`", "`key: value`"),
        ("- a", "1:1", "wrong-type", "This must be a mapping of `title`", "`key: value`"),
    ],
)
def test_mistakes(written: str, place: str, code: str, message: str, hint: str) -> None:
    _, context = read(written)
    found = [problem for problem in context.problems if problem.code != "empty-item"]
    assert [(problem.place, problem.code) for problem in found] == [(f"a.md:{place}", code)]
    assert found[0].message.startswith(message)
    assert hint in found[0].hint
    assert found[0].text == written.split("\n")[found[0].line - 1]


def test_all_mistakes_are_reported_and_replaced_by_defaults() -> None:
    value, context = read("title: x\ncount: a\nopen: no\ntags: [b, {c: d}]\nnope: 1\n")
    assert value == Paper("x", tags=("b",))
    assert [problem.code for problem in context.problems] == [
        "wrong-type",
        "wrong-type",
        "wrong-type",
        "unknown-key",
    ]
    assert context.failed == {"count", "open"}


def test_no_value_without_its_required_keys() -> None:
    assert read("title: [a]")[0] is None
    assert read("")[0] is None
    assert read("")[1].problems[0].place == "a.md:1:1"


@pytest.mark.parametrize(
    ("written", "tags", "places"),
    [
        ("[a, null, b]", ("a", "b"), ["a.md:2:11"]),
        ("[a, '', b]", ("a", "b"), ["a.md:2:11"]),
        ("[a, [b, c]]", ("a", "b", "c"), ["a.md:2:11"]),
        ("[[a, [~]]]", ("a",), ["a.md:2:8", "a.md:2:12", "a.md:2:13"]),
    ],
)
def test_lists_are_flattened_and_empty_items_skipped(
    written: str, tags: tuple[str, ...], places: list[str]
) -> None:
    value, context = read(f"title: x\ntags: {written}")
    assert value == Paper("x", tags=tags)
    assert [problem.place for problem in context.problems] == places
    assert {(problem.code, problem.severity) for problem in context.problems} == {
        ("empty-item", Severity.WARNING)
    }


def test_positions_are_those_of_the_keys_and_items() -> None:
    _, context = read("title: x\nphoto:\n  src: a.jpg\ntags: [b, {c: d}, e]\ngallery: [{src: b}]\n")
    assert context.positions == {
        "title": Position(1, 1),
        "photo": Position(2, 1),
        "photo.src": Position(3, 3),
        "tags": Position(4, 1),
        "tags.0": Position(4, 8),
        "tags.1": Position(4, 19),
        "gallery": Position(5, 1),
        "gallery.0": Position(5, 11),
        "gallery.0.src": Position(5, 12),
    }


def test_a_shorthand_has_the_position_of_its_key() -> None:
    _, context = read("title: x\nphoto: a.jpg\n")
    assert context.positions["photo.src"] == Position(2, 1)


def test_lines_count_from_the_start_of_the_file() -> None:
    node, _ = parse("count: a\ntitle: x", "a.md", 5)
    context = Conversion("a.md", UTC, "count: a\ntitle: x", first_line=5)
    convert(node, Paper, context)
    assert [(problem.place, problem.text) for problem in context.problems] == [("a.md:5:8", "count: a")]
