"""Texts that YAML truncates are reported; intended comments are not."""

from __future__ import annotations

import pytest

from sitegen.model.front_matter import Kind
from sitegen.read.options import MatterOptions
from tests.read.matters import OPTIONS, article, read


@pytest.mark.parametrize(
    ("yaml", "place", "message", "hint"),
    [
        ("title: Brief #3 on energy", "2:14", "`#3 on energy`", '`"Brief #3 on energy"`'),
        ("title: Brief # on energy", "2:14", "`# on energy`", '`"Brief # on energy"`'),
        ('title: A "B" #3', "2:14", "`#3`", "`'A \"B\" #3'`"),
        ("title: ! Alarm", "2:8", "as a tag", '`"! Alarm"`'),
        ("title: x\nsummary: &x anchored", "3:10", "`&x` as an anchor", '`"&x anchored"`'),
        ("title: x\nsummary: >", "3:10", "`>` starts a block", '`summary: ">"`'),
        ("title: x\nsubtitle: |\nslug: a", "3:11", "`|` starts a block", "Indent the lines"),
        ("title: x\nsummary: #3 of five", "3:10", "`#3 of five`", '`"#3 of five"`'),
        ("title: x\nsummary: a\n  b #3\nslug: a", "4:5", "`#3`", "Put the value in quotes."),
        ("title: x\nphoto: {src: a.jpg, alt: Map #3\n }", "3:30", "`#3`", '`"Map #3"`'),
        ("title: x\nphoto:\n  src: a.jpg\n  credit: Agency #3", "5:18", "`#3`", '`"Agency #3"`'),
        (
            "title: x\nrelated:\n- title: Brief #3\n  url: https://example.org/",
            "4:16",
            "`#3`",
            '`"Brief #3"`',
        ),
        ("title: x\ntags:\n- Brief #3", "4:9", "`#3`", '`"Brief #3"`'),
        ("title: x\nauthors: [Desk #3\n ]", "3:16", "`#3`", '`"Desk #3"`'),
    ],
)
def test_truncated_texts_are_reported(yaml: str, place: str, message: str, hint: str) -> None:
    matter, problems = read(yaml)
    assert matter is not None
    assert [(problem.place, problem.code) for problem in problems] == [(f"a.md:{place}", "yaml-cut")]
    assert message in problems[0].message
    assert hint in problems[0].hint


@pytest.mark.parametrize(
    "yaml",
    [
        "subtitle: Brief  # two blanks in front",
        "subtitle: 'Brief' # behind quotes",
        "subtitle: 'Brief #3'",
        "subtitle: Brief#3",
        "# subtitle: Brief #3",
        "subtitle: # none yet",
        "date: 2026-11-02 # the first day",
        "status: published # at last",
        "tags:\n- Trade # keep",
        "slug: a #b",
        "photo: {src: a.jpg} # not bought yet",
        "subtitle: &x One\nsummary: *x",
        "summary: >\n  A text #3\n",
        "summary: |-\n  A text #3\n",
        "extra: {title: &x A}",
    ],
)
def test_comments_are_left_alone(yaml: str) -> None:
    assert article(yaml).title == "x"


def test_the_words_of_a_truncated_text_stay() -> None:
    matter, _ = read("title: Brief #3\nsummary: &x anchored")
    assert (matter.title, matter.summary) == ("Brief", "anchored")


def test_other_systems_names_for_texts_are_checked() -> None:
    options = MatterOptions(
        OPTIONS.timezone, fields={"article": {"subtitle": ("deck",), "photo.alt": ("alt_text",)}}
    )
    _, problems = read("title: x\ndeck: Brief #3\nphoto: a.jpg\nalt_text: Map #4", options=options)
    assert [problem.line for problem in problems if problem.code == "yaml-cut"] == [3, 5]


def test_names_of_authors_are_texts() -> None:
    _, problems = read("name: Desk #3\nrole: ! Head", Kind.AUTHOR)
    assert [(problem.line, problem.code) for problem in problems] == [(2, "yaml-cut"), (3, "yaml-cut")]
