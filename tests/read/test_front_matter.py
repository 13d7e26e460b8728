from __future__ import annotations

import pytest

from sitegen.model.documents import Position
from sitegen.model.front_matter import HomeMatter, Kind
from sitegen.read.front_matter import read_matter
from sitegen.read.split import split
from tests.read.matters import EXTRA, OPTIONS, article, read


@pytest.mark.parametrize("yaml", ["status: *x", "a: b: c", "[", "\tx: y"])
def test_broken_yaml_gives_no_front_matter(yaml: str) -> None:
    matter, problems = read(f"title: x\n{yaml}\n")
    assert matter is None
    assert [problem.code for problem in problems] == ["yaml-syntax"]


@pytest.mark.parametrize("yaml", ["Hello", "- a"])
def test_front_matter_must_be_a_mapping(yaml: str) -> None:
    matter, problems = read(yaml)
    assert matter is None
    assert [(problem.place, problem.code) for problem in problems] == [("a.md:2:1", "wrong-type")]


def test_a_home_page_needs_no_title() -> None:
    assert read("", Kind.HOME) == (HomeMatter(), [])


@pytest.mark.parametrize(
    ("kind", "yaml", "place", "code", "hint"),
    [
        (Kind.ARTICLE, "tags: a, b", "3:7", "list-as-text", "Write a list: `[a, b]`."),
        (Kind.ARTICLE, "titel: a", "3:1", "unknown-key", "Did you mean `title`?"),
        (Kind.ARTICLE, "drafft: true", "3:1", "unknown-key", "Did you mean `draft`?"),
        (Kind.SECTION, "draft: false", "3:1", "unknown-key", "Known keys"),
        (Kind.ARTICLE, "Subtitle: a", "3:1", "unknown-key", "Did you mean `subtitle`?"),
    ],
)
def test_mistakes_in_keys(kind: Kind, yaml: str, place: str, code: str, hint: str) -> None:
    matter, problems = read(f"title: x\n{yaml}\n", kind)
    assert [(problem.place, problem.code) for problem in problems] == [(f"a.md:{place}", code)]
    assert hint in problems[0].hint
    assert problems[0].text == yaml
    assert matter is not None


def test_positions_are_returned() -> None:
    front, _ = split(b"---\ntitle: x\nauthors:\n- a\n- b\n---\n", "a.md")
    assert front is not None
    _, positions, _ = read_matter(Kind.ARTICLE, front, "a.md", OPTIONS)
    assert positions == {
        "title": Position(2, 1),
        "authors": Position(3, 1),
        "authors.0": Position(4, 3),
        "authors.1": Position(5, 3),
    }


def test_the_configuration_can_allow_unknown_keys() -> None:
    assert article("layout: post\nweight: 3", EXTRA).extra == {"layout": "post", "weight": 3}


@pytest.mark.parametrize("key", ["photo", "cover"])
def test_a_photo_with_an_invalid_expiry_is_not_shown(key: str) -> None:
    kind = Kind.ISSUE if key == "cover" else Kind.SECTION
    matter, problems = read(f"title: x\n{key}: {{src: a.jpg, expires: some day}}", kind)
    assert getattr(matter, key) is None
    assert [problem.code for problem in problems] == ["invalid-date"]
    matter, problems = read(f"title: x\n{key}: {{src: a.jpg, expires: 2027-06-01}}", kind)
    assert getattr(matter, key).expires.instant.year == 2027
    assert problems == []
