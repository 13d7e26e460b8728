"""Marks without effect are reported once for each kind, with position and hint, except in code."""

from __future__ import annotations

import pytest

from sitegen.config.settings import MarkdownConfig, RawHtml
from sitegen.read.foreign_markup import KINDS
from sitegen.read.markdown import read_body
from tests.read.rules.markup import rendered

MARKS = {
    "{% include a.html %}": "template tag",
    "{%- if a -%}": "template tag",
    '{% include "a.html",\n  quote: b %}': "template tag",
    "{%- assign a = 1\n-%}": "template tag",
    "{{< figure\n  src=a >}}": "shortcode",
    "{{< figure src=a >}}": "shortcode",
    "{{% note %}}": "shortcode",
    "{{ page.title }}": "variable",
    "[caption id=a]b[/caption]": "shortcode",
    "[gallery ids=1]": "shortcode",
    "[/pullquote]": "shortcode",
    "{: .a}": "attribute list",
    '{:start="2"}': "attribute list",
    "{::nomarkdown}": "attribute list",
    "a {.b}": "attribute",
    "{#a} b": "attribute",
    "[[a]]": "wiki",
    "![[a.png]]": "wiki",
    "$$a$$": "formula",
    "$$\na\n$$": "formula",
    ":rocket:": "emoji",
    "(:+1:)": "emoji",
    "[TOC]": "table of contents",
    "[[toc]]": "table of contents",
    "[[_TOC_]]": "table of contents",
    "{:toc}": "table of contents",
    "[@a]": "citation",
    "[-@a, p. 3]": "citation",
    "!!! note": "note",
    "[!NOTE]": "note",
    "==a==": "highlight",
    "<%= a %>": "code",
    "<o:p>": "word processor",
    "</st1:place>": "word processor",
}


def said(text: str, options: MarkdownConfig | None = None) -> list[tuple[int, int, str]]:
    found = read_body(text, 1, "en", options or MarkdownConfig(typography=False)).problems
    return [(problem.line, problem.column, problem.code) for problem in found]


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_of_another_system(mark: str) -> None:
    found = read_body(f"Words.\n\n{mark}\n\nMore.", 11, "en", MarkdownConfig()).problems
    [problem] = [each for each in found if each.code == "foreign-markup"]
    first = next(line for line in mark.split("\n") if line)
    assert problem.line == 13
    assert problem.column <= len(first)
    assert MARKS[mark] in problem.message
    assert problem.hint


def test_every_kind_is_tried() -> None:
    assert {kind.name for kind in KINDS if not any(said in kind.name for said in MARKS.values())} == set()


@pytest.mark.parametrize("mark", MARKS)
def test_in_code_nothing_is_reported(mark: str) -> None:
    for code in (
        f"a `{mark}` b",
        f"a ``{mark} ` `` b",
        f"```\n{mark}\n```",
        f"<pre><code>{mark}</code></pre>",
    ):
        if "\n" not in mark or code.startswith("```"):
            assert [code for *_, code in said(code) if code == "foreign-markup"] == []
    assert said("    " + mark.replace("\n", "\n    ")) == []


@pytest.mark.parametrize(
    "text",
    [
        "\\{% a %} \\[[a]] \\[@a]",
        "[a](b){.c} and `d`{#e}",
        "## A {#b}",
        "{.a}\nb",
        "At 10:30:45, https://a.example:80/b:c:d",
        "a == b, c === d",
        "It costs $5 or $$.",
        "[a]: b.md\n\n[a] [a][] [b][a]",
        "[Text] in brackets [1], [2].",
        "wow!!! great",
        "{%} {% % 50 {%\n{{<\n",
        "a[0][1]",
        "\\[a][b]",
        "[a](b)[c](d)",
    ],
)
def test_not_marks_of_other_systems(text: str) -> None:
    assert said(text) == []


def test_each_kind_is_reported_once() -> None:
    text = "{% a %}\n\n{% b %} [[c]] {% d %}\n\n[[e]]"
    assert said(text) == [(1, 1, "foreign-markup"), (3, 9, "foreign-markup")]


def test_marks_in_raw_html_are_reported() -> None:
    assert said("<div>\n{% a %}\n</div>") == [(2, 1, "foreign-markup")]
    assert said("<div>\n<!-- {% a %} --><script>{{ b }}</script></div>") == [(2, 17, "removed-html")]


@pytest.mark.parametrize("html", list(RawHtml))
def test_other_systems_marks_are_reported_without_extras(html: RawHtml) -> None:
    options = MarkdownConfig(extras=False, html=html)
    assert said("[[a]] [b][c]", options) == [(1, 1, "foreign-markup"), (1, 7, "undefined-reference")]
    assert said("a[^b] {.c}\n\n::: d\n\n| a |\n|--|--|", options) == [(1, 7, "foreign-markup")]


# Marks of our own


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("::: pullqoute", "`pullquote`"),
        (":::: Note", "`note`"),
        ("::: warning", "`pullquote`, `box`, `note`, `embed`"),
        ("::: {.note}", "`::: note`"),
        ("::: note with a title", "with nothing else"),
        ("::: embed http://a.example/", "https://…"),
    ],
)
def test_an_unknown_container(text: str, hint: str) -> None:
    for before in ("", "Words.\n"):
        found = read_body(f"{before}{text}\nInside.\n:::", 1, "en", MarkdownConfig()).problems
        assert [(each.line, each.code) for each in found] == [(before.count("\n") + 1, "unknown-container")]
        assert hint in found[0].hint
    assert "Inside." in rendered(f"{text}\nInside.\n:::")


def test_the_end_of_a_missing_container() -> None:
    assert said("a\n\n:::") == [(3, 1, "unknown-container")]
    assert said("::: note\na\n:::\n\n:::") == [(5, 1, "unknown-container")]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("a[^b]", "`[^b]: …`"),
        ("a[^surce]\n\nb[^source]\n\n[^source]: c", "`[^source]`"),
        ("*a[^b]*", "`[^b]: …`"),
    ],
)
def test_a_reference_to_a_missing_note(text: str, hint: str) -> None:
    [problem] = read_body(text, 1, "en", MarkdownConfig()).problems
    assert (problem.line, problem.code) == (1, "undefined-note")
    assert hint in problem.hint


def test_note_references_in_code_and_escaped_ones() -> None:
    assert said("`a[^b]` \\[^c] [^d](e.md)") == []


@pytest.mark.parametrize(
    ("text", "column"), [("a [b][c]", 3), ("a [b][]", 3), ("![b][c]", 1), ("[*b*][c]", 1), ("[b\nd][c]", 1)]
)
def test_an_undefined_reference(text: str, column: int) -> None:
    assert said(text) == [(1, column, "undefined-reference")]


def test_the_nearest_definition_is_suggested() -> None:
    [problem] = read_body("[a][treety] [b][treaty]\n\n[treaty]: /x", 1, "en", MarkdownConfig()).problems
    assert problem.hint == "Did you mean `treaty`?"


def test_unused_link_definitions() -> None:
    assert said("[Q]: Why?\n\na") == [(1, 1, "unused-reference")]
    assert said('[a]: /x "Words"\n\nb') == [(1, 1, "unused-reference")]
    assert said("[a]: /x\n\nb") == []
    assert said("[a]: x\n\n![b][A]") == []


def test_duplicate_link_definitions() -> None:
    assert said("[a]: /x\n[A]: /y\n[a]: /x\n\n[a]") == [(2, 1, "duplicate-reference")]


@pytest.mark.parametrize("text", ["| a | b |\n|---|\n| c | d |", "a\n\n|--|--|", "a\n| b |\n|---|---|"])
def test_lines_that_look_like_a_table(text: str) -> None:
    assert [code for *_, code in said(text)] == ["unread-table"]
