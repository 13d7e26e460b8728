from __future__ import annotations

import pytest
from markupsafe import Markup, escape

from sitegen.model.front_matter import Access
from sitegen.render.codegen import escape_value
from tests.render.test_filters import filled


class Text(str):
    """A subclass of str, as data may contain."""

    __slots__ = ()


class Marked:
    def __html__(self) -> str:
        return "<b>&</b>"


@pytest.mark.parametrize(
    "value",
    [
        "",
        "a",
        "&<>'\"",
        "&amp;",
        Markup("<i>&"),
        Marked(),
        Text("<"),
        3,
        0.5,
        True,
        None,
        Access.TEASER,
        ("<",),
    ],
)
def test_values_are_escaped_as_by_markupsafe(value):
    assert escape_value(value) == str(escape(value))


def test_text_is_escaped_once_through_macros_blocks_and_filters(tmp_path):
    text = (
        "{% macro m(x) %}{{ x }}{% endmacro %}{% set s %}{{ title }}{% endset %}"
        "{% filter upper %}{{ title }}{% endfilter %}|{{ m(title) }}|{{ s }}|{{ s ~ title }}|{{ m(m(title)) }}"
    )
    assert filled(tmp_path, text, title="a<b") == "A&LT;B|a&lt;b|a&lt;b|a&lt;ba&lt;b|a&lt;b"


def test_without_autoescape_text_is_unchanged(tmp_path):
    assert filled(tmp_path, "{% autoescape false %}{{ title }}{% endautoescape %}", title="a<b") == "a<b"


def test_macros_return_markup_unless_autoescape_is_off(tmp_path):
    macro = "{% macro m(x) %}{{ x }}{% endmacro %}"
    assert filled(tmp_path / "on", macro + '{{ m("<") | escape }}') == "&lt;"
    off = macro + '{% autoescape false %}{{ m("<") | escape }}{% endautoescape %}'
    assert filled(tmp_path / "off", off) == "&amp;lt;"


def test_macros_are_called_from_loops_with_names_and_with_a_caller(tmp_path):
    text = (
        '{% macro m(x, y="-") %}{{ x }}{{ y }}{% endmacro %}{% macro c(x) %}{{ x }}{{ caller() }}{% endmacro %}'
        "{% for n in (1, 2) %}{{ m(n, y=n) }}{% endfor %}{{ m(3) }}{% call c(4) %}!{% endcall %}"
    )
    assert filled(tmp_path, text) == "11223-4!"


def test_strings_take_values_from_loops(tmp_path):
    text = '{% for n in (1, 2) %}{{ t.n("articles", n) }} {{ t("page_number", number=n) }};{% endfor %}'
    assert filled(tmp_path, text) == "1 article Page 1;2 articles Page 2;"
