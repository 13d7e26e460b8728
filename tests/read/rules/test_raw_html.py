"""Checks of raw HTML: no word is lost in an unknown tag, and removed elements are reported."""

from __future__ import annotations

import pytest

from sitegen.config.settings import MarkdownConfig, RawHtml
from sitegen.read.markdown import read_body
from tests.read.rules.markup import notes, rendered


def reported(text: str, options: MarkdownConfig | None = None) -> list[tuple[int, int, str]]:
    """The problems of a text: line, column and code."""
    found = read_body(text, 1, "en", options or MarkdownConfig()).problems
    return [(problem.line, problem.column, problem.code) for problem in found]


# Tags in prose


@pytest.mark.parametrize(
    "tag",
    [
        "<title to come>",
        "<your name here>",
        "<Title>",
        "<type of law>",
        "<table to follow>",
        "<p to come>",
        "<first-name>",
    ],
)
def test_a_placeholder_is_text(tag: str) -> None:
    shown = tag.replace("<", "&lt;").replace(">", "&gt;")
    assert (
        rendered(f"By {tag} in *March*.\n\nMore.") == f"<p>By {shown} in <em>March</em>.</p>\n<p>More.</p>\n"
    )
    assert rendered(f"{tag} in *March*.\n\nMore.") == f"<p>{shown} in <em>March</em>.</p>\n<p>More.</p>\n"
    [(line, column, code)] = reported(f"First.\n\nBy {tag} in March.")
    assert (line, column) == (3, 4)
    assert code in ("unknown-html", "unclosed-html")


@pytest.mark.parametrize(
    "name",
    "script style textarea title xmp iframe noembed noframes noscript select template svg math canvas applet".split(),
)
def test_an_unclosed_element_that_hides_its_content_is_text(name: str) -> None:
    for text in (f"Put <{name}> first.\n\nMore.", f"<{name}> first.\n\nMore.", f"- <{name}>\n- More."):
        assert f"&lt;{name}&gt;" in rendered(text)
        assert "More." in rendered(text)
        assert [code for *_, code in reported(text)] == ["unclosed-html"]
    text = f"Put <{name}> first.\n\nClose it with </{name}>."
    assert rendered(text) == (f"<p>Put &lt;{name}&gt; first.</p>\n<p>Close it with &lt;/{name}&gt;.</p>\n")
    assert [line for line, *_ in reported(text)] == [1, 3]


def test_plaintext_is_text() -> None:
    assert rendered("a <plaintext> b\n\n*c*") == "<p>a &lt;plaintext&gt; b</p>\n<p><em>c</em></p>\n"
    assert rendered("<plaintext>\n\n*c*") == "<p>&lt;plaintext&gt;</p>\n<p><em>c</em></p>\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a <b>c\n\nd", "<p>a &lt;b&gt;c</p>\n<p>d</p>\n"),
        ('a <a href="/x">c\n\nd', '<p>a <a href="/x">c</a></p>\n<p>d</p>\n'),
        ("<p>a <b>c</p>\n\nd", "<p>a <b>c</b></p>\n<p>d</p>\n"),
        ('a <i class="x"/> c', '<p>a <i class="x"></i> c</p>\n'),
    ],
)
def test_an_unclosed_element_does_not_format_other_blocks(text: str, expected: str) -> None:
    assert rendered(text) == expected
    assert [code for *_, code in reported(text)] == ["unclosed-html"] * ("/>" not in text)


@pytest.mark.parametrize("anchor", ['<a name="x">', '<a id="x"/>', '<A NAME="x">'])
def test_an_unclosed_anchor_is_kept(anchor: str) -> None:
    assert rendered(f"a {anchor} b\n\nc") == '<p>a <a id="x"></a> b</p>\n<p>c</p>\n'
    assert reported(f"a {anchor} b\n\nc") == []


def test_a_stray_end_tag_is_reported() -> None:
    assert rendered("a </b> c </foo>") == "<p>a  c &lt;/foo&gt;</p>\n"
    assert reported("a </b> c </foo>") == [(1, 3, "unclosed-html"), (1, 10, "unknown-html")]


def test_inline_footnotes_are_checked() -> None:
    assert notes("x^[a <b> c] *y*") == ["<p>a &lt;b&gt; c</p>\n"]
    assert reported("x\ny^[a <your name> c]") == [(2, 6, "unknown-html")]


def test_problems_in_one_paragraph_have_their_lines() -> None:
    assert reported("a <b>\n<c>\nd  \n<e>") == [
        (1, 3, "unclosed-html"),
        (2, 1, "unknown-html"),
        (4, 1, "unknown-html"),
    ]


# Unchanged HTML


@pytest.mark.parametrize(
    "text",
    [
        "<div>\n\n*a*\n\n</div>",
        "<center>\n\n*a*\n\n</center>",
        "<ul>\n<li>a\n<li>b\n</ul>",
        "<table><tr><td>a<td>b</table>",
        "a <b>c\n\nd</b> e",
        "<p>a\n\n<p>b",
        "a<br>b<br/>c<wbr>",
        "a<!-- b -->c",
        "<!-- b\n\nc -->\n\nd",
        "<details open>\n<summary>a</summary>\n\nb\n\n</details>",
        "<p align=center class='a' hidden>a</p>",
        "<div><o:p>a</o:p><my-card>b</my-card></div>",
        "`<title to come>` and\n\n```\n<script>\n```",
        "\\<title to come>",
        "<https://example.org/> <a@example.org>",
        "2 < 3 > 1, a <- b",
    ],
)
def test_valid_html_has_no_problems(text: str) -> None:
    assert reported(text) == []


def test_other_settings_for_raw_html() -> None:
    for html in (RawHtml.ESCAPED, RawHtml.TRUSTED):
        assert reported("a <title to come> <b>\n\n<iframe></iframe>", MarkdownConfig(html=html)) == []


# Removed elements


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ('<iframe src="https://x.example/a"></iframe>', "`::: embed https://x.example/a Title`"),
        ('<iframe src="//x.example/a"/>', "`::: embed https://x.example/a Title`"),
        ('<embed src="a.swf">', "::: embed https://…"),
        ('<object data="https://x.example/a">a</object>', "::: embed https://x.example/a Title"),
        ('<video src="a.mp4">a</video>', "[Title](a.mp4)"),
        ("<audio><source src='a.ogg'></audio>", "[Title](file.mp3)"),
        ("<svg><path/></svg>", "![What it shows]"),
        ("<math><mi>x</mi></math>", "![What it says]"),
        ("<canvas>a</canvas>", "![What it shows]"),
        ("<script>a</script>", "theme"),
        ("<style>a</style>", "theme"),
        ("<form>a</form>", "[Title]"),
        ("<textarea>a</textarea>", "[Title]"),
        ("<noscript>a</noscript>", "outside"),
        ("<xmp>a</xmp>", "backticks"),
    ],
)
@pytest.mark.parametrize("before", ["", "a ", "<div>"])
def test_removed_elements_are_reported(text: str, hint: str, before: str) -> None:
    found = read_body(f"x\n\n{before}{text}", 1, "en", MarkdownConfig()).problems
    [removed] = [problem for problem in found if problem.code == "removed-html"]
    assert (removed.line, removed.column) == (3, len(before) + 1)
    assert hint in removed.hint
    assert text[1:4] in removed.message


def test_each_element_is_reported_with_its_line() -> None:
    frame = "<iframe src=https://x.example/></iframe>"
    assert reported(f"{frame}\n\na\n\n{frame}") == [(1, 1, "removed-html"), (5, 1, "removed-html")]


def test_removed_elements_may_contain_empty_lines() -> None:
    for text in (
        "<svg>\n<path/>\n\n<g/>\n</svg>",
        "<style>\na\n\nb</style>",
        "<div><iframe>\n\na\n\n</iframe></div>",
    ):
        assert [(line, code) for line, _, code in reported(f"{text}\n\nb")] == [(1, "removed-html")]
        assert "<p>b</p>" in rendered(f"{text}\n\nb")


def test_tags_in_removed_elements_are_not_checked() -> None:
    assert reported("<svg>\n<g>\n\n<foo>\n</svg>\n\na") == [(1, 1, "removed-html")]
    assert reported("a <svg><path/></svg> <script>x</script>") == [
        (1, 3, "removed-html"),
        (1, 22, "removed-html"),
    ]


# Comments and declarations


@pytest.mark.parametrize("text", ["<!-- note –>", "<!-- note ->", "<!--", "a\n<!-- note –>", "> <!-- note"])
def test_an_unclosed_comment_is_text(text: str) -> None:
    assert rendered(f"{text}\n\n*More.*").endswith("<p><em>More.</em></p>\n")
    assert "&lt;!--" in rendered(text)
    assert [(line, code) for line, _, code in reported(text)] == [(text.count("\n") + 1, "unclosed-block")]


def test_a_comment_may_end_in_a_later_block() -> None:
    text = "<div>\n<!-- a\n\nb\n\n<p>c --></p></div>\n\nd"
    assert reported(text) == [(2, 1, "unclosed-block")]
    assert rendered(text).endswith("<p>d</p>\n")


@pytest.mark.parametrize(
    "text", ["a <?php b ?> c", "<?php b ?>", "<!DOCTYPE b>", "<![CDATA[ b ]]>", "<p>b </3 c</p>"]
)
def test_declarations_are_text(text: str) -> None:
    assert "b" in rendered(text)
    assert [code for *_, code in reported(text)] == ["unknown-html"]


@pytest.mark.parametrize("text", ['<p class="a>b</p>', "<div\n<b c", "<table\n<p b"])
def test_an_incomplete_tag_is_text(text: str) -> None:
    assert rendered(f"{text}\n\n*d*").endswith("<p><em>d</em></p>\n")
    assert "b" in rendered(text)
    assert [code for *_, code in reported(text)] == ["unclosed-html"]


def test_a_value_that_contains_tags_is_reported() -> None:
    assert reported('<p>a <a href="/x>b</a> <a href="/y">c</a></p>') == [(1, 6, "unclosed-html")]


def test_an_unquoted_value_may_end_in_a_slash() -> None:
    assert rendered("a <a href=/x/>b</a> c") == '<p>a <a href="/x/">b</a> c</p>\n'
    assert reported("a <a href=/x/>b</a> c <a href='/x'/> d") == []


def test_an_anchor_directly_before_an_unknown_tag() -> None:
    assert rendered("<div><a name=x><canvas> b\n\nc") == (
        '<div><a id="x"></a>&lt;canvas&gt; b\n<p>c</p>\n</div>'
    )
    assert "b&lt;" in rendered("<p b<>\n\nc")


def test_an_address_in_raw_html_is_text() -> None:
    text = "<p>See <https://example.org/a> and <mailto:a@example.org>.</p>"
    assert rendered(text) == ("<p>See &lt;https://example.org/a&gt; and &lt;mailto:a@example.org&gt;.</p>")
    found = read_body(text, 1, "en", MarkdownConfig()).problems
    assert [(each.column, each.code) for each in found] == [(8, "unclosed-html"), (36, "unclosed-html")]
    assert "<a href=" in found[0].hint


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p class='x' word>y</p>", ["word"]),
        ("A <b title='x' to come>y</b>", ["to come"]),
        ("<p class='<p class=']] word>y</p>", ["word"]),
        ("<p class='x' hidden>y</p>", []),
        ("<details open><summary>x</summary></details>", []),
        ("<table border=0 nowrap width=5><tr><td>y</td></tr></table>", []),
        ("<p data-x v-if @click :class>y</p>", []),
    ],
)
def test_words_among_attributes_are_reported(text: str, expected: list[str]) -> None:
    found = read_body(text, 1, "en", MarkdownConfig()).problems
    assert [each.message.split("`")[1] for each in found if each.code == "removed-html"] == expected


@pytest.mark.parametrize("address", ["https://x.org/a", "mailto:a@x.org", "tel:+441"])
def test_an_address_in_angle_brackets_is_text_within_html(address: str) -> None:
    found = read_body(f"<div>\nSee <{address}>.\n</div>", 1, "en", MarkdownConfig())
    [problem] = found.problems
    assert problem.message == f"`<{address}>` is not a link inside HTML, so it is shown as text."
    assert problem.hint == 'In HTML, write a link as `<a href="…">…</a>`.'
