"""The end of a teaser's opening without a mark."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from sitegen.config.settings import MarkdownConfig, RawHtml
from sitegen.read.markdown import read_body
from tests.read.rules.markup import parts, teaser

LONG = "word " * 40


def _paragraphs(lead: str, between: str, count: int = 41) -> str:
    return between.join(f"{lead}p{number}." for number in range(1, count + 1))


BLOCKS = {
    "box": "::: box Title\n" + _paragraphs("", "\n\n") + "\n:::",
    "note": "::: note\n" + _paragraphs("", "\n\n") + "\n:::",
    "blockquote": _paragraphs("> ", "\n>\n"),
    "list": _paragraphs("- ", "\n"),
    "loose list": _paragraphs("- ", "\n\n"),
    "ordered list": _paragraphs("7. ", "\n"),
    "one item": "- a list\n\n" + _paragraphs("  ", "\n\n"),
    "nested list": "- " + _paragraphs("  - ", "\n").lstrip(),
    "definitions": _paragraphs("Term\n: ", "\n\n"),
    "one definition": "Term\n: first\n\n" + _paragraphs("  ", "\n\n"),
    "table": "| a |\n| - |\n" + _paragraphs("| ", "|\n") + "|",
    "box in a quote": "> ::: box\n" + _paragraphs("> ", "\n>\n") + "\n> :::",
    "quote in a list": "1. > " + _paragraphs("   > ", "\n   >\n").lstrip(" >"),
    "div": "<div>\n" + _paragraphs("<p>", "</p>\n") + "</p>\n</div>",
    "div without end tags": "<div>" + _paragraphs("<p>", ""),
    "raw list": "<ul>" + _paragraphs("<li>", "\n") + "</ul>",
    "raw table": "<table>" + _paragraphs("<tr><td>", "\n") + "</table>",
    "raw breaks": "<div>" + _paragraphs("", "<br><br />\n") + "</div>",
    "raw end tags": "<div>" + _paragraphs("", "</p>\n") + "</div>",
    "Markdown in a div": "<div>\n\n" + _paragraphs("", "\n\n") + "\n\n</div>",
    "raw sections": "<section>" + _paragraphs("<div>", "</div>") + "</div></section>",
    "raw in a list": "- <div>" + _paragraphs("<p>", "") + "</div>",
    "heading before": "## Heading\n\n" + _paragraphs("- ", "\n"),
}


@pytest.mark.parametrize("name", BLOCKS)
def test_a_long_first_block_is_split_inside(name: str) -> None:
    opening, rest = teaser(BLOCKS[name] + "\n\nThe end.")
    shown, hidden = (re.findall(r"p\d+\b", part) for part in (opening, rest))
    assert 1 <= len(shown) <= 3
    assert [*shown, *hidden] == [f"p{number}" for number in range(1, 42)]
    for part in (opening, rest):
        assert _is_balanced(part)


def test_the_check_for_open_elements_can_fail() -> None:
    assert not _is_balanced("<ul><li>a</ul>")
    assert not _is_balanced("<div>a")


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong = False

    def handle_starttag(self, tag: str, _: object) -> None:
        if tag not in ("br", "hr", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong = True


def _is_balanced(markup: str) -> bool:
    elements = _Elements()
    elements.feed(markup)
    elements.close()
    return not elements.open and not elements.wrong


@pytest.mark.parametrize("html", list(RawHtml))
def test_a_list_continues_its_numbers(html: RawHtml) -> None:
    opening, rest = teaser("4. a\n5. b\n6. c\n7. d", MarkdownConfig(html=html, opening=2))
    assert opening == '<ol start="4">\n<li>a</li>\n<li>b</li>\n</ol>\n'
    assert rest == '<ol start="6">\n<li>c</li>\n<li>d</li>\n</ol>\n'


def test_a_split_item_keeps_its_number() -> None:
    _, rest = teaser("3. a\n\n   b\n\n   c\n4. d", MarkdownConfig(opening=2))
    assert rest.startswith('<ol start="3">\n<li>\n<p>c</p>\n</li>\n<li>')
    _, rest = teaser("1. a\n\n   b\n\n   c", MarkdownConfig(opening=2))
    assert rest == "<ol>\n<li>\n<p>c</p>\n</li>\n</ol>\n"


def test_an_id_stays_in_the_opening() -> None:
    text = "<p></p>\n\n{#quote}\n> a\n>\n> b\n>\n> c"
    opening, rest = teaser(text, MarkdownConfig(opening=1))
    assert 'id="quote"' in opening + rest
    assert 'id="quote"' not in rest


def test_terms_titles_and_header_rows_stay_with_the_next_block() -> None:
    definitions = "\n\n".join(f"Term {each}\n: d{each}" for each in "abc")
    assert "Term b" not in teaser(definitions, MarkdownConfig(opening=1))[0]
    box = "::: box Title\n" + "word " * 300 + "\n:::\n\n" + LONG
    assert teaser(box)[0] == ""
    assert "Heading" not in teaser("a\n\n## Heading\n\n" + _paragraphs("- ", "\n"))[0]


def test_the_opening_has_at_most_a_third_of_the_words() -> None:
    opening, _ = teaser("\n\n".join([LONG * 3] * 8))  # 960 words: a third is 320
    assert opening.count("<p>") == 2
    found = read_body("\n\n".join([LONG * 3] * 8), 1, "en", MarkdownConfig(), teaser=True)
    assert found.opening_words <= found.words / 3


@pytest.mark.parametrize(
    "images",
    [
        "![](a.png)\n" * 4,
        "<img src=a.png>\n" * 4,
        "<p>" + "<img src=a.png>" * 4 + "</p>",
        "> " + "![a](a.png)" * 4,
    ],
)
def test_each_image_in_a_paragraph_counts(images: str) -> None:
    found = read_body(f"{images}\n\nb", 1, "en", MarkdownConfig(), teaser=True)
    assert (found.body.opening, found.outline.needs_more) == ((), True)
    assert "<img" in teaser(f"{images[: len(images) // 2]}\n\nb\n\nc\n\nd")[0]


def test_the_options_limit_the_opening_of_a_short_text() -> None:
    assert teaser("a b c\n\nd e f\n\ng h i\n\nj")[0].count("<p>") == 3


def test_a_single_paragraph_may_have_half_of_the_words() -> None:
    opening, _ = teaser(LONG * 4 + "\n\n" + "\n\n".join([LONG] * 5))
    assert opening.count("<p>") == 1


@pytest.mark.parametrize("html", list(RawHtml))
@pytest.mark.parametrize(
    "first",
    [
        "word " * 5000,
        "> " + "word " * 5000,
        "- " + "word " * 5000 + "\n- b",
        "```\n" + "word " * 5000 + "\n```",
        "## A heading\n\n" + "word " * 5000,
        "<p>" + "word " * 5000 + "</p>",
        "::: box Title\n" + "word " * 5000 + "\n:::",
    ],
)
def test_a_first_paragraph_that_is_too_long_is_in_the_rest(first: str, html: RawHtml) -> None:
    found = read_body(f"{first}\n\nb", 1, "en", MarkdownConfig(html=html), teaser=True)
    assert (found.body.opening, found.outline.needs_more, found.outline.has_rest) == ((), True, True)


def test_no_mark_is_needed_with_a_mark_or_without_an_opening() -> None:
    first = "word " * 5000 + "\n\n"
    marked = read_body(f"{first}<!-- more -->\n\nb", 1, "en", MarkdownConfig(), teaser=True)
    assert marked.opening_words == 5000
    for text in (f"<!-- more -->\n\n{first}", f"{first}<!-- more -->\n\nb"):
        assert not read_body(text, 1, "en", MarkdownConfig(), teaser=True).outline.needs_more
    assert not read_body(first, 1, "en", MarkdownConfig(opening=0), teaser=True).outline.needs_more


def test_later_blocks_are_never_split() -> None:
    assert teaser("a\n\n- b\n- c\n- d\n- e")[0] == "<p>a</p>\n"
    assert teaser("a\n\n- b\n- c\n\nd")[0] == "<p>a</p>\n<ul>\n<li>b</li>\n<li>c</li>\n</ul>\n"


def test_trusted_html_is_never_left_open() -> None:
    trusted = MarkdownConfig(html=RawHtml.TRUSTED)
    long = "<div>\n\n" + "word " * 5000 + "\n\n</div>"
    assert teaser(f"{long}\n\nb", trusted)[0] == ""
    assert teaser("<div>\n\na\n\nb\n\nc\n\nd\n\n</div>\n\ne", trusted)[0] == ""
    opening, rest = teaser("a\n\n<div class='x'>\n\nb\n\nc\n\nd\n\n</div>\n\ne", trusted)
    assert opening == "<p>a</p>\n"
    assert rest.startswith("<div class='x'>")
    assert teaser("<div>\n\na\n\n</div>\n\nb<br>\n\nc\n\nd", trusted)[0].endswith("<p>c</p>\n")
    assert teaser("<p>a\n\n<p>b\n\n<p>c\n\n<p>d", trusted)[0].count("<p>") == 3
    assert teaser("<p>a</p>" * 9, trusted)[0] == ""
    assert teaser("a\n\nb <!-- c\n\nd <b>e\n\nf", trusted)[0].count("<p>") == 2
    assert teaser("<div>a<!-- </div>\n\nb\n\nc\n\nd", trusted)[0] == ""
    assert teaser("<i>a <b>b</i>\n\n<br/>c</u>\n\nd\n\ne", trusted)[0].count("<p>") == 3


def test_raw_html_that_hides_a_tag_is_split_safely() -> None:
    text = (
        '<div><p title="<p>x">a</p><!-- <p>c1<p>c2 --><p>b</p><script><p>s</script><p>d</p></div>'
        + "<p>e</p>" * 9
    )
    opening, _ = teaser(text)
    assert _is_balanced(opening)
    assert opening.startswith('<div><p title="')
    assert "c1" not in opening


def test_free_texts_are_not_split_inside_blocks() -> None:
    whole = "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"
    assert parts("- a\n- b", MarkdownConfig(opening=1)) == (whole, "")
    assert teaser("- a\n- b", MarkdownConfig(opening=1)) == tuple(
        f"<ul>\n<li>{each}</li>\n</ul>\n" for each in "ab"
    )


def test_note_numbers_do_not_depend_on_the_rest() -> None:
    text = (
        "a[^one]\n\n<!-- more -->\n\nb[^two][^one]\n\n[^one]: One[^three]\n[^two]: Two\n[^three]: Three[^one]"
    )
    body = read_body(text, 1, "en", MarkdownConfig(), teaser=True).body
    assert [(note.number, note.part, note.calls) for note in body.notes] == [
        (1, "opening", 3),
        (2, "opening", 1),
        (3, "rest", 1),
    ]
    alone = read_body(text.replace("b[^two][^one]", "b"), 1, "en", MarkdownConfig(), teaser=True).body
    assert body.opening == alone.opening
    assert [note.segments for note in body.notes[:2]] == [note.segments for note in alone.notes]


@pytest.mark.parametrize(
    "rest",
    [
        "## A",
        "## B {#a}",
        '<p id="a">b</p>',
        "b [c](d){#a}",
        '<a name="a"></a>',
        "b[^n]\n\n[^n]: c\n\n    ## A",
    ],
)
def test_anchors_do_not_depend_on_the_rest(rest: str) -> None:
    found = read_body(f"## A\n\nb\n\n<!-- more -->\n\n{rest}", 1, "en", MarkdownConfig(), teaser=True)
    assert (found.outline.headings[0].anchor, found.outline.anchors) == ("a", ("a",))
    anchors = [heading.anchor for heading in found.outline.headings]
    assert len(set(anchors)) == len(anchors)


def test_the_rest_does_not_repeat_an_anchor_of_the_opening() -> None:
    text = "## A\n\n## A\n\nb\n\n<!-- more -->\n\n## A\n\n## C {#a}"
    found = read_body(text, 1, "en", MarkdownConfig(), teaser=True)
    assert [heading.anchor for heading in found.outline.headings] == ["a", "a-2", "a-3", "a-4"]
