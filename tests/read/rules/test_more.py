"""The marker at the end of a teaser."""

from __future__ import annotations

import pytest

from sitegen.config.settings import MarkdownConfig, RawHtml
from sitegen.read.markdown import read_body
from tests.read.rules.markup import parts, teaser


@pytest.mark.parametrize("html", list(RawHtml))
@pytest.mark.parametrize("extras", [True, False])
@pytest.mark.parametrize(
    "mark",
    [
        "<!-- more -->",
        "<!--MORE-->",
        "  <!--  More -->  ",
        "<!-- read more -->",
        "<!-- MORE: -->",
        "<!--more…-->",
        "<!--- more --->",
        "<!----- more -->",
        "<!– more –>",
        "<!— more —>",
        "<!-– more –->",
        "<!- more ->",
        "<! -- more -- >",
        "< !-- more -->",
        "<!-- readmore -->",
        "<!--\u00a0more\u00a0-->",
        "<!--\u3000more\u2009-->",
        "<!-- \u200bmore\u200d -->",
        "<!-- mo\u00adre -->",
        "<\u2060!-\u200c- more -->\ufeff",
        "\ufeff<!-- more -->",
        "\u200b<!-- more -->\u00a0",
    ],
)
def test_the_marker_splits(mark: str, html: RawHtml, extras: bool) -> None:
    options = MarkdownConfig(html=html, extras=extras, opening=9)
    assert parts(f"a\n\n{mark}\n\nb", options) == ("<p>a</p>\n", "<p>b</p>\n")
    assert parts(f"a\n{mark}\nb", options) == ("<p>a</p>\n", "<p>b</p>\n")


@pytest.mark.parametrize("html", list(RawHtml))
@pytest.mark.parametrize("extras", [True, False])
@pytest.mark.parametrize(
    ("behind", "rest"),
    [
        ("b [c](d)", '<p>b <a href="d">c</a></p>\n'),
        (" *b*\nc", "<p><em>b</em>\nc</p>\n"),
        ("## b\n\nc", None),
        ("- b\n- c", "<ul>\n<li>b</li>\n<li>c</li>\n</ul>\n"),
        ("b\n<!-- more -->c\n\nd", "<p>b</p>\n<p>c</p>\n<p>d</p>\n"),
    ],
)
def test_the_marker_splits_before_text_on_its_line(
    behind: str, rest: str | None, html: RawHtml, extras: bool
) -> None:
    options = MarkdownConfig(html=html, extras=extras, opening=9)
    heading = '<h2 id="b">' if extras else "<h2>"
    expected = rest or f"{heading}b</h2>\n<p>c</p>\n"
    assert parts(f"a\n\n<!-- more -->{behind}", options) == ("<p>a</p>\n", expected)
    assert parts(f"a\n<!-- Read more -->{behind}", options) == ("<p>a</p>\n", expected)


def test_raw_html_after_the_marker_is_read() -> None:
    assert parts("a\n\n<!-- more --><p>b *c*</p>\n\nd") == ("<p>a</p>\n", "<p>b *c*</p>\n<p>d</p>\n")


def test_problems_after_the_marker_have_their_lines() -> None:
    found = read_body("a\n\n<!-- more -->b <c>\nd <e>", 11, "en", MarkdownConfig())
    assert [(each.line, each.column) for each in found.problems] == [(13, 16), (14, 3)]


@pytest.mark.parametrize(
    "text",
    [
        "a <!-- more --> b",
        "    <!-- more -->",
        "```\n<!-- more -->\n```",
        "> <!-- more -->\n\nb",
        "<!-- more of it -->\n\nb",
    ],
)
def test_not_markers(text: str) -> None:
    assert parts(text)[1] == ""


@pytest.mark.parametrize(
    ("text", "opening", "rest"),
    [
        ("a\n\nb\n\nc", "<p>a</p>\n<p>b</p>\n", "<p>c</p>\n"),
        (
            "a\n\n- x\n\n## c\n\nd",
            "<p>a</p>\n<ul>\n<li>x</li>\n</ul>\n",
            '<h2 id="c">c</h2>\n<p>d</p>\n',
        ),
        ("a\n\n> b\n\nc", "<p>a</p>\n<blockquote>\n<p>b</p>\n</blockquote>\n", "<p>c</p>\n"),
        ("a\n\n- x\n- y\n\nc", "<p>a</p>\n", "<ul>\n<li>x</li>\n<li>y</li>\n</ul>\n<p>c</p>\n"),
        (
            "## h\n\n<p>a</p><p>b</p><p>c</p>\n\nd",
            '<h2 id="h">h</h2>\n<p>a</p><p>b</p><p>c</p>\n',
            "<p>d</p>\n",
        ),
        ("a\n\n<p>b<p>c\n\nd", "<p>a</p>\n", "<p>b</p><p>c\n</p><p>d</p>\n"),
        ("a\n\n<div>b</div>\n\nc", "<p>a</p>\n<div>b</div>\n", "<p>c</p>\n"),
        ("```\na\n```\n\n---\n\nc", "<pre><code>a\n</code></pre>\n<hr>\n", "<p>c</p>\n"),
        (
            "a\n\n::: note\nb\n\nc\n:::",
            "<p>a</p>\n",
            '<div class="note" role="note">\n<p>b</p>\n<p>c</p>\n</div>\n',
        ),
        ("<p>a</p>\n\n<p>b</p>\n\n<p>c</p>", "<p>a</p>\n<p>b</p>\n", "<p>c</p>"),
        ("a\n\n## b\n\n<!-- more -->\n\nc", "<p>a</p>\n", '<h2 id="b">b</h2>\n<p>c</p>\n'),
        ("a\n\nb", "<p>a</p>\n<p>b</p>\n", ""),
        ("a\n\n<!-- more -->", "<p>a</p>\n", ""),
        ("a\n\n<!-- more -->\n\nb\n\n<!-- more -->\n\nc", "<p>a</p>\n", "<p>b</p>\n<p>c</p>\n"),
        ("", "", ""),
    ],
)
def test_two_paragraphs(text: str, opening: str, rest: str) -> None:
    assert parts(text, MarkdownConfig(opening=2)) == (opening, rest)


def test_an_empty_teaser() -> None:
    assert parts("a\n\nb", MarkdownConfig(opening=0)) == ("", "<p>a</p>\n<p>b</p>\n")


@pytest.mark.parametrize("html", list(RawHtml))
@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\n\nb <!-- more --> c", 13),
        ("a\n\nb\n`x` <!--MORE--> c", 14),
        ("<div>\na <!-- more --> b\n</div>", 12),
        ("- a\n\n  <!-- more -->\n\n- b", 13),
        ("> a\n> <!-- more -->", 12),
        ("a\n\n    <!-- more -->\n\nb", 13),
        ("a\n\n<!-- more of it -->\n\nb", 13),
        ("a\n\n<!-- Read more here -->\n\nb", 13),
        ("a\n\n<!--\nmore\n-->\n\nb", 13),
        ("a\n\n<!--more text-->\n\nb", 13),
        ("a\n\n\u00a0<!-- more -->\n\nb", 13),
        ("a\n\n&lt;!-- more --&gt;\n\nb", 13),
        ("a\nb\n&lt;!--\u200b more --&gt;\n\nb", 13),
        ("a\n\nb <!– more –> c", 13),
        ("a\n\n<!-- excerpt -->\n\nb", 13),
        ("a\n\n<!-- end excerpt -->\n\nb", 13),
        ("a\n\n<!--end-of-teaser-->\n\nb", 13),
        ("a\n\n<!-- TEASER_END -->\n\nb", 13),
        ("a\n\n<!-- PELICAN_END_SUMMARY -->\n\nb", 13),
        ("a\n\n<!-- truncate -->\n\nb", 13),
        ("a\n\n<!--truncate--->\n\nb", 13),
        ("a\n\n<!--break-->\n\nb", 13),
        ("a\n\n<!--members-only-->\n\nb", 13),
        ("a\n\n<!--nextpage-->\n\nb", 13),
        ("a\n\n{{% more %}}\n\nb", 13),
        ("a\n\n{{< more >}}\n\nb", 13),
        ("a\n\n{% readmore %}\n\nb", 13),
        ("a\n\n[[more]]\n\nb", 13),
        ("a\n\n[more]\n\nb", 13),
        ("a\n\n<more/>\n\nb", 13),
        ("a\n\n---more---\n\nb", 13),
        ("a\n\n--- Read more ---\n\nb", 13),
        ("a\n\n::: more\n\nb", 13),
        ("::: box\na\n\n<!-- more -->\n\nb\n:::", 14),
        ("> ---more---\n\nb", 11),
        ("- a\n- <!-- excerpt -->", 12),
        ("a\n\n<!-- mroe -->\n\nb", 13),
        ("a\n\n<!--mor-->\n\nb", 13),
        ("a <!-- m0re --> b", 11),
        ('a\n\n<a name="more"></a>\n\nb', 13),
        ("a\n\n<hr class='more'>\n\nb", 13),
        ("a\n\n<div id=more></div>\n\nb", 13),
        ("a\n\n<!-- mode -->\n\n<!-- more and mor -->", 15),
        ("a\n\n<!-- mode -->", 0),
        ('a\n\n<a class="more-links"></a><a class="more">Two</a>', 0),
        ("<details>\n<summary>\nRead more\n</summary>\n</details>", 0),
        ("**Read more**\n\n[Read more](x)\n\nThere is more -- and more.", 0),
        ("a\n\n<!-- an excerpt of the report -->", 0),
        ("a\n\n`{{% more %}}`", 0),
        ("a, the summary\n\n--- summary ---", 0),
        ("`<!-- more -->` and <!-- more -->", 11),
        ("a <!-- more -->\n\n<!-- more -->\n\nb", 11),
        ("a[^n]\n\n[^n]: b\n\n    <!-- more -->", 15),
        ("a\n\n<!-- more -->\n\nb <!-- more -->\n\n<!-- more -->", 0),
        ("`<!-- more -->`", 0),
        ("a\n\n```\n<!-- more -->\n```", 0),
        ("a\n\n    <p>\n    <!-- more -->", 0),
        (r"\<!-- more -->", 0),
        ("<!-- moreover -->", 0),
        ("a, and more -->", 0),
    ],
)
def test_lookalikes_are_found(text: str, line: int, html: RawHtml) -> None:
    found = read_body(text, 11, "en", MarkdownConfig(html=html), teaser=True)
    assert (found.more, found.outline.misplaced_more) == (line, line > 0)


def test_lookalikes_are_found_with_windows_line_endings() -> None:
    for text in ("a\r\n\r\n<!-- more -->\r\n\r\nb", "a\r\r<!\u2013 more \u2013>\r\rb"):
        assert teaser(text) == ("<p>a</p>\n", "<p>b</p>\n")
    found = read_body("a\r\n\r\n---more---\r\n\r\nb", 11, "en", MarkdownConfig(), teaser=True)
    assert found.more == 13


def test_lookalikes_are_ignored_outside_teasers() -> None:
    found = read_body("a\n\n[more]\n\nb <!-- more -->", 11, "en", MarkdownConfig())
    assert (found.more, found.outline.misplaced_more) == (0, False)


def test_a_marker_within_raw_html_is_found() -> None:
    text = "<div>\n<!-- more -->\nb\n</div>"
    assert read_body(text, 11, "en", MarkdownConfig(), teaser=True).more == 12
