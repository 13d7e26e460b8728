"""Convert Markdown to bodies: parts, references and their positions, plain text, and all kinds of input.

`SITEGEN_SOAK=1` reads all long texts with every option for raw HTML, even those without any.
"""

from __future__ import annotations

import os
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import astuple

from sitegen.config.settings import MarkdownConfig, RawHtml
from sitegen.model.documents import Body, Outline, Part, Position, Ref, RefKind
from sitegen.read.markdown import read_body
from sitegen.read.plain_text import excerpt_of, plain_text, words_in
from tests.read.rules.markup import rendered

_SOAK = os.environ.get("SITEGEN_SOAK") == "1"

SANITIZED = MarkdownConfig()
ESCAPED = MarkdownConfig(html=RawHtml.ESCAPED)
TRUSTED = MarkdownConfig(html=RawHtml.TRUSTED)


def outline_of(text: str, options: MarkdownConfig = SANITIZED, first_line: int = 1) -> Outline:
    return read_body(text, first_line, "en", options).outline


def targets(text: str, options: MarkdownConfig = SANITIZED) -> list[str]:
    return [ref.target for ref in outline_of(text, options).refs]


# Markdown as a whole


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ x }} {% y %} {{< z >}}", "<p>{{ x }} {% y %} {{&lt; z &gt;}}</p>\n"),
        ("~~a~~", "<p><s>a</s></p>\n"),
        ("A\n: b\n\n  c", "<dl>\n<dt>A</dt>\n<dd>\n<p>b</p>\n<p>c</p>\n</dd>\n</dl>\n"),
        ("https://example.org", '<p><a href="https://example.org">https://example.org</a></p>\n'),
        ("a\r\nb\rc", "<p>a\nb\nc</p>\n"),
        ("a\0b\x01c", "<p>a\ufffdb\ufffdc</p>\n"),
    ],
)
def test_markdown(text: str, expected: str) -> None:
    assert rendered(text) == expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (SANITIZED, "<p>a <b>b</b></p>\n"),
        (ESCAPED, "<p>a &lt;b onclick=“x”&gt;b&lt;/b&gt;</p>\n"),
        (TRUSTED, '<p>a <b onclick="x">b</b></p>\n'),
    ],
)
def test_raw_html(options: MarkdownConfig, expected: str) -> None:
    assert rendered('a <b onclick="x">b</b>', options) == expected


def test_reading_is_pure() -> None:
    text = "# A [b](c) ^[d]\n\n![e](f)\n\n<!-- more -->\n\n## A"
    assert read_body(text, 1, "en", SANITIZED) == read_body(text, 1, "en", SANITIZED)
    assert hash(read_body(text, 1, "en", SANITIZED).body)


# References


def test_slots_hold_an_attribute_or_a_whole_image() -> None:
    found = read_body('[a *b*](c "d") ![e](f "g")', 1, "en", SANITIZED)
    body, outline = found.body, found.outline
    assert body.opening == ("<p><a", 0, ' title="d">a <em>b</em></a> ', 1, "</p>\n")
    assert outline.refs == (
        Ref(RefKind.LINK, "c", Part.OPENING),
        Ref(RefKind.IMAGE, "f", Part.OPENING, (("alt", "e"), ("title", "g"))),
    )
    assert found.refs == (Position(1, 9), Position(1, 21))


def test_references_count_through_opening_rest_and_notes() -> None:
    found = read_body("[a](1)^[[b](2)]\n\n<!-- more -->\n\n![c](3)\n[d](4)", 5, "en", SANITIZED)
    body, outline = found.body, found.outline
    assert [(ref.target, ref.part) for ref in outline.refs] == [
        ("1", Part.OPENING),
        ("3", Part.REST),
        ("4", Part.REST),
        ("2", Part.OPENING),
    ]
    assert body.notes[0].segments == ("<p><a", 3, ">b</a></p>\n")
    assert [position.line for position in found.refs] == [5, 9, 10, 5]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[a](b.md#c)", ["b.md#c"]),
        ("[a](#c)", ["#c"]),
        ("[a]()", [""]),
        ("[](b)", ["b"]),
        ("[a](<b c>)", ["b%20c"]),
        ("[a](b?c&amp;d)", ["b?c&d"]),
        ("[a](é)", ["%C3%A9"]),
        ("<https://a.org/>", ["https://a.org/"]),
        ("[![a](b)](c)", ["c", "b"]),
        ("[a]\n\n[a]: b", ["b"]),
        ('<a href="b">c</a>', ["b"]),
        ("<a class=x href='b&amp;c'>c</a>", ["b&c"]),
        ("<A HREF=b>c</A>", ["b"]),
        ('<img alt=">" src=b>', ["b"]),
        ("| a |\n|---|\n| [b](c) |", ["c"]),
        ("`[a](b)`", []),
        ("    [a](b)", []),
        ('\\<a href="b">', []),
        ('text href="b" text', []),
        ("<a title=' href=\"b\"'>c</a>", []),
        ('<a data-href="b">c</a>', []),
        ("<a>b</a>", []),
        ("<abbr>b</abbr>", []),
        ("<!-- [a](b) -->", []),
        ("[a](javascript:b)", []),
    ],
)
def test_references(text: str, found: list[str]) -> None:
    assert targets(text) == found
    assert targets(text, TRUSTED) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<script>\n'<a href=\"b\">'\n</script>", []),
        ('<!-- <a href="b"> -->', []),
        ('<!-- open <a href="b">', []),
        ('<a href="&ouml;">c</a>', []),
        ("<a href='b'>c</a>", ["b"]),
        ('<a href="b"', []),
    ],
)
def test_references_in_trusted_html(text: str, found: list[str]) -> None:
    assert targets(text, TRUSTED) == found


def test_attributes_of_images() -> None:
    text = '<img width="300px" height="50%" src=a alt="&lt;b&gt;" class=c onload=d>'
    attributes = (("width", "300"), ("alt", "<b>"), ("class", "c"))
    assert outline_of(text).refs[0].attributes == attributes
    assert ("height", "50%") in outline_of(text, TRUSTED).refs[0].attributes


def test_an_authors_own_link_to_a_note_is_a_reference() -> None:
    assert targets("a[^x] [b](#_fn-1)\n\n[^x]: c") == ["#_fn-1"]


_POSITIONS = """\
First b.md is a word, [link](b.md) a link,
and [another
one](b.md).

- item
- [c](c.md) and ![d](d.png
  "title")

| a | b |
|---|---|
| x | [e](e.md) |

> quoted [f](f%20g.md) and <a
> href="raw.md">raw</a>

[g][h]

A[^n]

Term
: [i](i.md)

::: box [j](j.md)
[k](k.md?x&y)
:::

[^n]: note [l](l.md)

    and [m](m.md)

[h]: h.md
<div>
<img src="n.png">
</div>
"""


def test_positions() -> None:
    lines = _POSITIONS.split("\n")
    read = read_body(_POSITIONS, 8, "en", SANITIZED)
    found: dict[str, list[object]] = {}
    for ref, (row, column) in zip(read.outline.refs, map(astuple, read.refs), strict=True):
        found.setdefault(ref.target, []).append((row - 7, lines[row - 8][column - 1 :][:4]))
    assert found == {
        "b.md": [(1, "b.md"), (3, "b.md")],
        "c.md": [(6, "c.md")],
        "d.png": [(6, "d.pn")],
        "e.md": [(11, "e.md")],
        "f%20g.md": [(13, "f%20")],
        "raw.md": [(14, "raw.")],
        "h.md": [(31, "h.md")],
        "i.md": [(21, "i.md")],
        "j.md": [(23, "j.md")],
        "k.md?x&y": [(24, "k.md")],
        "l.md": [(27, "l.md")],
        "m.md": [(29, "m.md")],
        "n.png": [(33, "n.pn")],
    }


def test_the_same_target_many_times() -> None:
    text = "[a](b) [a](b)\n[a](bc) [a](b)\n\n[a](b)"
    assert [astuple(position) for position in read_body(text, 1, "en", SANITIZED).refs] == [
        (1, 5),
        (1, 12),
        (2, 5),
        (2, 13),
        (4, 5),
    ]


# The outline


def test_anchors_and_parts() -> None:
    text = '## A\n\n[x](y){#z}\n\n<!-- more -->\n\n<a name="old"></a>\n\n<p id="raw">b</p>\n\nid="text"'
    outline = outline_of(text)
    assert set(outline.anchors) == {"a", "z"}
    assert set(outline.rest_anchors) == {"old", "raw"}
    assert "old" in outline_of(text, TRUSTED).rest_anchors


def test_all_white_space_is_collapsed() -> None:
    blanks = [chr(code) for code in range(0x110000) if chr(code).isspace()]
    for blank in blanks:
        assert plain_text(f"<p>{blank}a{blank}{blank}b{blank}<br>{blank}</p>{blank}<p>c</p>") == "a b\nc"
    assert plain_text("".join(blanks)) == ""


def test_words_and_plain_text() -> None:
    text = "# A *title*\n\nOne [two](x)\nthree[^n] `four`.\n\n<!-- more -->\n\n- five\n- six\n\n[^n]: seven"
    found = read_body(text, 1, "en", SANITIZED)
    assert found.plain == "A title\nOne two three four.\nfive\nsix"
    assert (found.words, found.opening_words, found.outline.has_rest) == (8, 6, True)


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (1, 1), (238, 1), (239, 2), (2380, 10)])
def test_reading_time(words: int, minutes: int) -> None:
    assert outline_of("word " * words).minutes == minutes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a b-c d—e", 4),
        ("", 0),
        ("— … !", 0),
        ("中文字符", 2),
        ("中文字", 2),
        ("한국의 미래", 2),
        ("don’t 3.5", 2),
    ],
)
def test_words(text: str, words: int) -> None:
    assert words_in(text) == words


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>a<br>b &lt;c&gt; 1 < 2</p><p>d</p>", "a\nb <c> 1 < 2\nd"),
        ("<script>x</script>a<!-- b -->c<style>d", "ac"),
        ('<p>a<sup class="footnote-ref"><a href="#_fn-1">1</a></sup></p>', "a"),
        ("<p>H<sub>2</sub>O</p>", "H2O"),
        ('<img alt="a">b', "b"),
    ],
)
def test_plain_text(markup: str, text: str) -> None:
    assert plain_text(markup) == text


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("Short.", "Short."),
        ("One here. Two there. Three is cut.", "One here. Two there."),
        ("The U.S. and Mr. Smith went on and on and on.", "The U.S. and Mr. Smith went…"),
        ("He said “yes.” Then no more was said.", "He said “yes.”"),
        ("一二三。四五六七八九十一二三四五六七八九十一二三四五六七八九十", "一二三。"),
        ("x" * 50, "x" * 29 + "…"),
        ("", ""),
    ],
)
def test_excerpt(text: str, excerpt: str) -> None:
    assert excerpt_of(text, 30) == excerpt


def test_the_excerpt_is_of_paragraphs_of_the_opening() -> None:
    text = "## Heading\n\n> Quoted.\n\nFirst.\n\n- item\n\nSecond.\n\n<!-- more -->\n\nThird."
    assert outline_of(text).excerpt == "First. Second."
    assert outline_of("<div>Raw <b>words</b>.</div>").excerpt == "Raw words."


@pytest.mark.parametrize("options", [SANITIZED, TRUSTED])
@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script> <style>p{}</style>",
        "<TEMPLATE>a *b* <i>c</i></Template>",
        "<iframe src=x>`a`</iframe>",
        "<script>\na </style> b\n</script>",
    ],
)
def test_the_text_of_scripts_is_removed(markup: str, options: MarkdownConfig) -> None:
    found = read_body(f"Hello {markup} there", 1, "en", options)
    assert (found.outline.excerpt, found.plain, found.words) == ("Hello there", "Hello there", 2)
    heading = " ".join(f"## Hello {markup} there".split())
    assert outline_of(heading, options).headings[0].text == "Hello there"


# Input of every kind

_LONG = {
    "a long line": "word [a](b) " * 23_000,
    "a long article": "Some *words* and [a](b).\n\n" * 16_000,
    "brackets": "[" * 50_000,
    "images": "![" * 20_000,
    "nested images": "![" * 500 + "](x)" * 500,
    "emphasis": "*a " * 20_000,
    "stars": "*" * 50_000,
    "quotations": ">" * 5_000 + "a",
    "lists": "- " * 5_000 + "a",
    "less than": "<" * 50_000,
    "open tags": "<a " * 20_000,
    "open comments": "<!--" * 20_000,
    "open scripts": "<script>" * 10_000,
    "elements": "<div>" * 5_000,
    "backticks": "`" * 50_000,
    "quotes": "\"'" * 25_000,
    "many quotes": '"a" ' * 20_000,
    "dashes": "a--" * 20_000,
    "braces": "{" * 50_000,
    "attributes": "{" + ".a " * 20_000 + "}\nx",
    "attributes of a link": "[a](b){.x" * 5_000,
    "headings": "# a\n" * 5_000,
    "containers": "::: note\n" * 3_000,
    "closed containers": "::: note\n:::\n" * 3_000,
    "calls": "[^" * 15_000 + "\n\n[^1]: a",
    "notes in notes": "^[" * 300 + "]" * 300,
    "definitions in definitions": "[^a]: " * 5_000,
    "calls of one note": "x[^a]\n\n" * 2_000 + "[^a]: b",
    "tables": "|".join(["a"] * 10_000) + "\n" + "|".join(["-"] * 10_000),
    "definition lists": "a\n: b\n" * 3_000,
    "references": "[a]: b\n" * 10_000,
    "targets": "[a](b c " * 5_000,
    "targets with titles": "[a](b c.md “" * 5_000,
    "targets apart": "[a] (" * 10_000,
    "targets in parentheses": "[a]((b " * 5_000,
    "addresses": "https://x.org/a_b*c@d.org " * 3_000,
    "at signs": "a@" * 20_000,
    "schemes": "https://" * 8_000,
    "controls": "\0\x01\x7f" * 20_000,
}


#: All texts with each option for raw HTML; those without any with the default, unless there is time.
_READ = [
    pytest.param(name, options, id=f"{name}-{options.html.value}")
    for name, text in _LONG.items()
    for options in (SANITIZED, ESCAPED, TRUSTED)
    if _SOAK or "<" in text or options is SANITIZED
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "options"), _READ)
def test_time_is_bounded(name: str, options: MarkdownConfig) -> None:
    # Generous, since machines differ. The regressions it catches take minutes.
    start = time.process_time()
    read_body(_LONG[name], 1, "en", options)
    assert time.process_time() - start < 10


_PIECES = [
    "\n", "\n\n", " ", "    ", "\t", "a", "B", "1. ", "- ", "* ", "> ", "# ", "## ", "===", "---", "...", "`", "```\n",
    "~~~", "~~", "*", "**", "_", "[", "]", "(", ")", "![", "](", "](b)", "[^", "[^a]", "[^a]: ", "^[", "{", "}", "{#a}",
    "{.b}", "{{ x }}", "{% y %}", "<", ">", "<a href=", "<b>", "</b>", "<div>", "<!--", "-->", "<!-- more -->", "|",
    "|-|", ": ", ":::", "::: note", "::: box T", "'", '"', "\\", "&", "&lt;", "&#0;", "\0", "\x0c", "\ud800", "\u2028",
    "é", "中", "ع", "😀", "javascript:", "[a]: b",
]  # fmt: skip


@given(
    st.lists(st.sampled_from(_PIECES), max_size=30).map("".join),
    st.sampled_from(RawHtml),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["en", "fr", "ja", ""]),
)
def test_nothing_raises(text: str, html: RawHtml, extras: bool, teaser: bool, lang: str) -> None:
    found = read_body(text, 3, lang, MarkdownConfig(html=html, extras=extras), teaser=teaser)
    body, outline = found.body, found.outline
    lines = 3 + text.replace("\r\n", "\n").replace("\r", "\n").count("\n")
    assert len(found.refs) == len(outline.refs)
    assert all(3 <= place.line <= lines and place.column >= 1 for place in found.refs)
    assert sorted(_numbers(body)) == list(range(len(outline.refs)))
    assert [note.number for note in body.notes] == list(range(1, len(body.notes) + 1))
    anchors = [each.anchor for each in outline.headings if each.anchor]
    assert len(set(anchors)) == len(anchors)
    assert not any(each.startswith("_") for each in anchors)


@given(
    st.lists(st.sampled_from([each for each in _PIECES if "<" not in each]), max_size=30).map("".join),
    st.integers(0, 3),
)
def test_a_teaser_has_all_parts_of_a_free_text(text: str, opening: int) -> None:
    options = MarkdownConfig(opening=opening)
    teaser, free = (read_body(text, 1, "en", options, teaser=each) for each in (True, False))
    assert teaser.plain.split() == free.plain.split()
    assert [ref.target for ref in teaser.outline.refs] == [ref.target for ref in free.outline.refs]


@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    read_body(text, 1, "en", SANITIZED)


def _numbers(body: Body) -> list[int]:
    segments = (*body.opening, *body.rest, *(each for note in body.notes for each in note.segments))
    return [each for each in segments if isinstance(each, int)]
