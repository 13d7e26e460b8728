from __future__ import annotations

import pytest

from sitegen.config.settings import UnknownKeys
from sitegen.model.documents import Position
from sitegen.yaml.convert.context import Conversion
from sitegen.yaml.convert.values import convert
from sitegen.yaml.parser import parse
from tests.yaml.convert.papers import UTC, Bare, Paper, Picture, paper, read

FIELDS = {
    "subtitle": ("deck", "summary", "excerpt"),
    "tags": ("topics",),
    "photo.src": ("image",),
    "photo.alt": ("image-alt",),
}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("deck: a", Paper("x", subtitle="a")),
        ("excerpt: a\ndeck: b", Paper("x", subtitle="b")),
        ("deck: ''\nexcerpt: a", Paper("x", subtitle="a")),
        ("subtitle: a\ndeck: b", Paper("x", subtitle="a")),
        ("subtitle:\ndeck: b", Paper("x", subtitle="b")),
        ("summary: a", Paper("x", subtitle="a")),
        ("deck: a\nsummary: b", Paper("x", subtitle="a", summary="b")),
        ("topics: [a]\ntags: []", Paper("x", tags=("a",))),
        ("image: a.jpg\nimage-alt: b", Paper("x", photo=Picture("a.jpg", "b"))),
        ("image: a.jpg\nphoto: b.jpg", Paper("x", photo=Picture("b.jpg"))),
        ("image-alt: b", Paper("x")),
        ("image:\nimage-alt: b", Paper("x")),
    ],
)
def test_alternative_names(written: str, value: Paper) -> None:
    assert paper(f"title: x\n{written}", fields=FIELDS) == value


def test_positions_use_the_standard_names() -> None:
    _, context = read("title: x\ntopics: [a]\nimage: b.jpg\n", fields=FIELDS)
    assert context.positions["tags"] == Position(2, 1)
    assert context.positions["photo.src"] == Position(3, 1)


def test_a_name_for_the_whole_wins_over_names_for_its_parts() -> None:
    value = paper("title: x\nimage: a.jpg\nhero: b.jpg", fields=FIELDS | {"photo": ("hero",)})
    assert value.photo == Picture("b.jpg")


def test_unknown_keys_can_be_kept() -> None:
    value = paper("title: x\nweight: 3\nextra: {a: 1, weight: 4}\nold: [b]", unknown=UnknownKeys.EXTRA)
    assert value.extra == {"a": 1, "weight": 4, "old": ["b"]}


def test_unused_alternative_names_are_kept_too() -> None:
    value = paper("title: x\ndeck: a\nexcerpt: b\nimage-alt: c", unknown=UnknownKeys.EXTRA, fields=FIELDS)
    assert (value.subtitle, value.extra) == ("a", {"excerpt": "b", "image-alt": "c"})


def test_unknown_keys_of_a_type_without_extra_are_errors() -> None:
    node, _ = parse("titel: x", "a.md")
    context = Conversion("a.md", UTC, "titel: x", unknown=UnknownKeys.EXTRA, also=("draft",))
    assert convert(node, Bare, context) == Bare()
    assert [problem.hint for problem in context.problems] == ["Did you mean `title`?"]
