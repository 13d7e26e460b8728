"""Footnotes: numbered in the order of their references, in the part that refers to them."""

from __future__ import annotations

import pytest

from sitegen.config.settings import MarkdownConfig
from sitegen.model.documents import Part
from sitegen.read.markdown import read_body
from tests.read.rules.markup import notes, read_text, rendered


def call(number: int, times: int = 1) -> str:
    anchor = f"_fnref-{number}" if times == 1 else f"_fnref-{number}-{times}"
    link = f'<a href="#_fn-{number}" id="{anchor}" role="doc-noteref">{number}</a>'
    return f'<sup class="footnote-ref">{link}</sup>'


@pytest.mark.parametrize(
    ("text", "expected", "inside"),
    [
        ("a[^x]\n\n[^x]: b", f"a{call(1)}", ["<p>b</p>\n"]),
        ("a[^y] b[^x]\n\n[^x]: X\n\n[^y]: Y", f"a{call(1)} b{call(2)}", ["<p>Y</p>\n", "<p>X</p>\n"]),
        ("a[^x] b[^x]\n\n[^x]: c", f"a{call(1)} b{call(1, 2)}", ["<p>c</p>\n"]),
        ("a^[b *c*]", f"a{call(1)}", ["<p>b <em>c</em></p>\n"]),
        ("a[^x]\n\n[^x]: b\n\n    c", f"a{call(1)}", ["<p>b</p>\n<p>c</p>\n"]),
        ("a[^x]\n\n[^x]: b[^y]\n\n[^y]: c", f"a{call(1)}", [f"<p>b{call(2)}</p>\n", "<p>c</p>\n"]),
        ("a^[b^[c]]", f"a{call(1)}", [f"<p>b{call(2)}</p>\n", "<p>c</p>\n"]),
        ("a[^x]\n\n[^x]: b[^x]", f"a{call(1)}", [f"<p>b{call(1, 2)}</p>\n"]),
        ("a[^x]\n\n[^x]: b\n[^x]: c", f"a{call(1)}", ["<p>b</p>\n"]),
        ("a\n\n[^x]: never called", "a", []),
        ("[^x]: b [c](d)\n\na[^x]", f"a{call(1)}", ['<p>b <a href="d">c</a></p>\n']),
    ],
)
def test_notes(text: str, expected: str, inside: list[str]) -> None:
    assert rendered(text) == f"<p>{expected}</p>\n"
    assert notes(text) == inside


@pytest.mark.parametrize(
    "text",
    [
        "a[^x]",
        "a [^]",
        "a^ [b]",
        "a\\[^x]\n\n[^x]: b",
        "`[^x]`\n\n[^x]: b",
        '<a href="b">a[^x]</a>\n\n[^x]: c',
    ],
)
def test_not_references(text: str) -> None:
    assert "footnote-ref" not in rendered(text)


def test_parts_counts_and_anchors() -> None:
    text = "a[^x]\n\n<!-- more -->\n\nb[^x] c[^y] d^[e]\n\n[^y]: y[^z]\n\n[^x]: x\n\n[^z]: z"
    body, outline = read_text(text, 1, "en", MarkdownConfig())
    assert [(note.number, note.part, note.calls) for note in body.notes] == [
        (1, Part.OPENING, 2),
        (2, Part.REST, 1),
        (3, Part.REST, 1),
        (4, Part.REST, 1),
    ]
    assert set(outline.anchors) == {"_fnref-1", "_fn-1"}
    calls = {"_fnref-1-2", "_fnref-2", "_fnref-3", "_fnref-4"}
    assert set(outline.rest_anchors) == {*calls, "_fn-2", "_fn-3", "_fn-4"}
    assert not outline.refs


def test_a_reference_in_an_images_text_is_ignored() -> None:
    body, _ = read_text("![a[^x]](b)\n\n[^x]: c", 1, "en", MarkdownConfig())
    assert not body.notes


def test_disabled_without_extras() -> None:
    assert "footnote-ref" not in rendered("a^[b]", MarkdownConfig(extras=False))


def test_numbers_use_the_digits_of_the_language():
    text = "One.[^a] Two.[^b]\n\n[^a]: A.\n\n[^b]: B."
    assert '<a href="#_fn-2" id="_fnref-2" role="doc-noteref">۲</a>' in rendered(text, lang="fa")
    assert '<a href="#_fn-2" id="_fnref-2" role="doc-noteref">2</a>' in rendered(text, lang="ar")


def reported(text: str) -> list[tuple[int, int, str]]:
    found = read_body(text, 1, "en", MarkdownConfig()).problems
    return [(problem.line, problem.column, problem.code) for problem in found]


def test_names_ignore_case() -> None:
    assert notes("a[^A] b[^a]\n\n[^a]: c") == ["<p>c</p>\n"]
    assert notes("a[^ÉTÉ]\n\n[^été]: c") == ["<p>c</p>\n"]
    assert notes("a[^A] b[^a]\n\n[^a]: c\n\n[^A]: d") == ["<p>d</p>\n", "<p>c</p>\n"]
    assert reported("a[^A]\n\n[^a]: c") == []


def test_unused_footnotes_are_reported() -> None:
    assert reported("a\n\n[^b]: c") == [(3, 1, "unused-note")]
    assert reported("a[^c]\n\n[^b]: c\n\n[^c]: d[^d]\n\n[^d]: e") == [(3, 1, "unused-note")]
    assert reported("a\n\n[^b]: c[^d]\n\n> [^d]: e") == [(3, 1, "unused-note"), (5, 3, "unused-note")]


def test_duplicate_footnotes_are_reported() -> None:
    assert reported("a[^b]\n\n[^b]: c\n\n[^b]: d") == [(5, 1, "duplicate-note")]
    assert reported("[^b]: c\n\n[^b]: d\n\n[^b]: e") == [
        (1, 1, "unused-note"),
        (3, 1, "duplicate-note"),
        (5, 1, "duplicate-note"),
    ]


def test_footnotes_in_teasers_are_reported() -> None:
    text = "a[^b]\n\n<!-- more -->\n\nc\n\n[^b]: d\n\n[^e]: f"
    found = read_body(text, 1, "en", MarkdownConfig(), teaser=True).problems
    assert [(problem.line, problem.code) for problem in found] == [(9, "unused-note")]
