"""Front matter in TOML and JSON has the same keys, checks and visibility as in YAML."""

from __future__ import annotations

import json
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.model.front_matter import ArticleMatter, Kind, Status
from sitegen.problems import Problem
from sitegen.read.front_matter import read_matter
from sitegen.read.split import split, tree_of
from sitegen.read.toml import parse_toml
from sitegen.yaml.tree import plain_value
from tests.factory import when
from tests.read.matters import OPTIONS, article


def _read(text: str) -> tuple[ArticleMatter | None, list[Problem]]:
    front, problems = split(text.encode(), "a.md")
    assert front is not None, problems
    matter, _, found = read_matter(Kind.ARTICLE, front, "a.md", OPTIONS)
    return matter, found  # type: ignore[return-value]


def _toml(text: str) -> tuple[ArticleMatter | None, list[Problem]]:
    return _read(f"+++\ntitle = 'x'\n{text}\n+++\nText\n")


YAML = """\
date: 2026-11-02T09:00+01:00
tags: [Trade, "1984"]
photo: {src: a.jpg, alt: A map}
corrections: [{date: 2026-11-03, text: One.}, {date: 2026-11-04, text: Two.}]
extra: {layout: wide, count: 5, share: 1.5, open: true}
"""
TOML = """\
date = 2026-11-02T09:00:00+01:00
tags = ["Trade", "1984"]
photo.src = "a.jpg"
photo.alt = 'A map'
[extra]
layout = "wide"
count = 5
share = 1.5
open = true
[[corrections]]
date = 2026-11-03
text = "One."
[[corrections]]
date = 2026-11-04
text = \"\"\"
Two.\"\"\"
"""
JSON = """\
{"title": "x", "date": "2026-11-02T09:00+01:00", "tags": ["Trade", "1984"],
\t"photo": {"src":"a.jpg","alt":"A map"},
"corrections": [{"date": "2026-11-03", "text": "One."}, {"date": "2026-11-04", "text": "Two."}],
"extra": {"layout": "wide", "count": 5, "share": 1.5, "open": true}}
Text
"""


def test_the_three_formats_are_equal() -> None:
    expected = article(YAML)
    assert _toml(TOML) == (expected, [])
    assert _read(JSON) == (expected, [])
    assert expected.date == when("2026-11-02T09:00+01:00")


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ("date = soon", "3:8", "toml-syntax"),
        ("subtitle = 'x", "4:1", "toml-syntax"),
        ("date = '2026-13-01'", "3:8", "invalid-date"),
        ("titel = 'x'", "3:1", "unknown-key"),
        ("  'titel' = 'x'", "3:3", "unknown-key"),
        ("[photo]\nsrc = 'a.jpg'\ncrdit = 'x'", "5:1", "unknown-key"),
        ("photo.src = 'a.jpg'\nphoto.crdit = 'x'", "4:1", "unknown-key"),
        (
            "[[corrections]]\ndate = 2026-11-03\ntext = 'x'\n[[corrections]]\ndate = 'x'\ntext = 'x'",
            "7:8",
            "invalid-date",
        ),
        ("summary = '''\ntitel = 1\n'''\ntitel = 'x'", "6:1", "unknown-key"),
        ("summary = 'x'\nsummary = 'y'", "4:14", "toml-syntax"),
        ('subtitle = "a\\u0000b"', "3:12", "control-character"),
        ("tags = 'a, b'", "3:8", "list-as-text"),
    ],
)
def test_mistakes_have_lines(text: str, place: str, code: str) -> None:
    _, problems = _toml(text)
    assert [(problem.place, problem.code) for problem in problems] == [(f"a.md:{place}", code)]


@pytest.mark.parametrize(
    "key",
    [
        *("draft = true", "draft = 'true'", "published = false", "status = 'draft'", "stauts = 'draft'"),
        *(
            "embargo = 'soon'",
            "embaro = 2099-01-01",
            "visibility = 'hidden'",
            "Draft = true",
            "status = ['draft']",
        ),
        *("expires = 12:30:00", "draft = []", "status = 'hidden'"),
    ],
)
def test_what_hides_in_yaml_hides_in_toml_and_json(key: str) -> None:
    matter, _ = _toml(f"date = 2026-01-01\n{key}")
    assert matter is not None
    assert matter.status is Status.DRAFT
    [(name, value)] = tomllib.loads(key).items()
    front = {"title": "x", "date": "2026-01-01", name: value}
    matter, _ = _read(json.dumps(front, default=str) + "\nText\n")
    assert matter is not None
    assert matter.status is Status.DRAFT


@pytest.mark.parametrize(
    "text",
    ["a = " + "[" * 40 + "]" * 40, "a = " + "[" * 20_000, "a = 'x'\n" * 8_000, "a" + ".a" * 40 + " = 1"],
)
def test_too_long_and_too_deep_toml(text: str) -> None:
    node, problems = parse_toml(text, "a.md", 2)
    assert node is None
    assert [problem.code for problem in problems] in (["yaml-too-deep"], ["toml-syntax"])


_KEYS = st.text("ab-", min_size=1, max_size=3)
_VALUES = st.recursive(
    st.text("a#'\"\\é🎉\n", max_size=5) | st.booleans() | st.integers(-9, 9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(_KEYS, _VALUES))
def test_json_is_read_as_it_is_written(values: dict[str, object]) -> None:
    for is_ascii in (True, False):
        front, problems = split(json.dumps(values, ensure_ascii=is_ascii).encode() + b"\nText", "a.md")
        assert problems == []
        assert front is not None
        assert front.body == "Text"
        node, problems = tree_of(front, "a.md")
        assert problems == []
        assert node is not None
        assert plain_value(node) == values


@given(st.text("a=[]{}.'\"\n# 1+-:é\\", max_size=60))
def test_no_toml_raises(text: str) -> None:
    node, problems = parse_toml(text, "a.md", 1)
    assert (node is None) == any(problem.code in ("toml-syntax", "yaml-too-deep") for problem in problems)


def test_a_name_with_many_parts_is_rejected_fast() -> None:
    for text in ("a" + ".a" * 20_000 + " = 1", "x = {" + "'a'." * 9_000 + "a = 1}"):
        _, problems = parse_toml(text, "a.md", 2)
        assert [problem.code for problem in problems] == ["yaml-too-deep"]
    _, problems = parse_toml("summary = '" + "A sentence. " * 500 + "'", "a.md", 2)
    assert problems == []
