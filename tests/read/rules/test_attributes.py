"""Attributes in braces, and braces that are text."""

from __future__ import annotations

import pytest

from tests.read.rules.markup import rendered


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](b){.c}", '<p><a href="b" class="c">a</a></p>\n'),
        ("[a](b){.c .d #e}f", '<p><a href="b" class="c d" id="e">a</a>f</p>\n'),
        ("![a](b){width=300 .wide}", '<p><img src="b" alt="a" width="300" class="wide"></p>\n'),
        ("`a`{lang=fr}", '<p><code lang="fr">a</code></p>\n'),
        ('[a](b){dir="rtl"}', '<p><a href="b" dir="rtl">a</a></p>\n'),
        ("{.lead #x}\na", '<p class="lead" id="x">a</p>\n'),
        ("{.a}\n{.b}\n> c", '<blockquote class="a b">\n<p>c</p>\n</blockquote>\n'),
        ("## A {#b .c}", '<h2 id="b" class="c">A</h2>\n'),
        ("A {#b}\n---", '<h2 id="b">A</h2>\n'),
        ("[**a**](b){.c}", '<p><a href="b" class="c"><strong>a</strong></a></p>\n'),
    ],
)
def test_attributes(text: str, expected: str) -> None:
    assert rendered(text) == expected


@pytest.mark.parametrize(
    "braces",
    [
        "{{ x }}",
        "{% x %}",
        "{{< x >}}",
        "{%x%}",
        "{}",
        "{ }",
        "{#}",
        "{.}",
        "{a b}",
        "{#a",
        "{.a .b",
        "{{.a}}",
        "{.a}}",
    ],
)
def test_braces_that_are_text(braces: str) -> None:
    shown = braces.replace("<", "&lt;").replace(">", "&gt;")
    assert rendered(f"{braces}\na") == f"<p>{shown}\na</p>\n"
    if braces != "{.a}}":
        assert rendered(f"[a](b){braces}") == f'<p><a href="b">a</a>{shown}</p>\n'


@pytest.mark.parametrize(
    "text", ["a {.b}", "a\n{.b}\nc", "{.b}", "{.b}\n\na", "*a*{.b}", "{.b} a", "\\{.b}\na", "    {.b}\n    a"]
)
def test_attributes_without_an_element_are_text(text: str) -> None:
    assert "{.b}" in rendered(text)


@pytest.mark.parametrize(
    "attribute",
    ["onclick=x", "style=x", "href=x", "src=x", "width=50%", "dir=up", "lang=1", "width=3", "title=x"],
)
def test_disallowed_attributes_are_dropped(attribute: str) -> None:
    assert rendered(f"[a](b){{{attribute}}}") == '<p><a href="b">a</a></p>\n'


def test_ids_with_an_underscore_are_reserved() -> None:
    assert rendered("[a](b){#_fn-1}") == '<p><a href="b" id="fn-1">a</a></p>\n'


def test_a_heading_may_hold_an_escaped_brace() -> None:
    assert rendered("## A \\{#b}") == '<h2 id="a-b">A {#b}</h2>\n'
