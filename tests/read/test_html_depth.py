"""Recognise raw HTML that takes a parser quadratic time, and no other."""

from __future__ import annotations

import pytest

from sitegen.config.settings import MarkdownConfig, RawHtml
from sitegen.read.html_depth import is_too_deep
from sitegen.read.markdown import read_body


def deep(markup: str) -> bool:
    return is_too_deep(markup, len(markup))


@pytest.mark.parametrize(
    "unit",
    [
        "<div>", "<DIV>", "<div class='</div>'>", '<div a=">">', "<ul><li>", "<table><tr><td>", "<x-y>", "<b a={0}>",
        "<div></span>", "<div><table></div>", "<div><style></div></style>", "<div><!-- </div> -->", "<div/>", "<span>\n",
        "<b a={0}><p>x", "<p><font size={0}>x", "<div\n>", "<svg><div><path/>", "<b a={0}></i>", "<rt>", "<rp>x", "<li><dd>", "<dt><li>x",
    ],
)  # fmt: skip
def test_nested_markup_is_too_deep(unit):
    assert deep("".join(unit.format(number) for number in range(2_000)))


@pytest.mark.parametrize(
    "unit",
    [
        "<div></div>", "<p>a", "<li>a", "<br>", "<img src=a>", "<td>a", "<dt>a<dd>b", "<dl><dd><ul><li>a</ul></dl>", "<b>a</b>", "<p><b>a", "<a href={0}>", "<b>",
        "<div><span></div>", "<ul><li>a<li>b</ul>", "<ruby>a<rt>b</ruby>", "<table><tr><td>a</table>", "<!-- <div> -->", "<script><div></script>",
        "</div>", "<div class='<div>'></div>", "a < b", "<svg><path d='{0}'/><g></g></svg>", "<p title='>'>a",
    ],
)  # fmt: skip
def test_flat_markup_is_not_too_deep(unit):
    assert not deep("".join(unit.format(number) for number in range(2_000)))


def test_an_svg_with_many_paths_is_not_deep():
    assert not deep("<svg>" + "<path d='M0 0'/>" * 2_000 + "</svg>")


@pytest.mark.parametrize(("levels", "html"), [(400, "<div>"), (600, "&lt;div&gt;")])
def test_html_that_is_too_deep_is_shown_as_text(levels, html):
    found = read_body("a\n\n" + "<div>" * levels + "b", 7, "en", MarkdownConfig())
    assert html in str(found.body.opening)
    assert [(each.code, each.line) for each in found.problems] == (
        [("html-too-deep" if levels > 500 else "unclosed-html", 9)]
    )


def test_formatting_elements_are_not_repeated_in_each_block():
    text = "x <b class=" + "x" * 2_000 + ">\n\n" + "x\n\n" * 1_000
    found = read_body(f"\n\n\n{text * 2}", 1, "en", MarkdownConfig(opening=9_999))
    assert [each.code for each in found.problems] == ["unclosed-html"]
    assert sum(len(str(piece)) for piece in found.body.opening) < 10 * len(text)


@pytest.mark.parametrize("html", [RawHtml.ESCAPED, RawHtml.TRUSTED])
def test_only_sanitized_html_is_limited(html):
    assert read_body("<div>" * 2_000, 1, "en", MarkdownConfig(html=html)).problems == ()
