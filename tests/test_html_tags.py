"""Tags are found as browsers find them."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.html_tags import TAG, attributes, ids_in, values, without_brackets

HOSTILE = "<img src=/p.jpg tabindex=0 onfocus=x>"


def found(markup: str) -> list[str]:
    """The source of the links and images in some HTML."""
    return [
        tag[0]
        for tag in TAG.finditer(markup)
        if tag["href"] is not None or ((tag["link"] or tag["image"]) and tag["end"])
    ]


@pytest.mark.parametrize(
    "markup",
    [
        f'<p title="{HOSTILE}">t</p>',
        f"<p title='{HOSTILE}'>t</p>",
        "<p title=<img/src=x>t</p>",
        f'<p title = "{HOSTILE}">t</p>',
        f'<p title\n=\n"{HOSTILE}">t</p>',
        f'<p class=a title="{HOSTILE}" lang=en>t</p>',
        f'<p/title="{HOSTILE}">t</p>',
        f'<p a="1"b="{HOSTILE}">t</p>',
        f'</p title="{HOSTILE}">t',
        f'<p<b title="{HOSTILE}">t</p>',
        f'<my-element.x title="{HOSTILE}">t</my-element.x>',
        f'<abbr title="{HOSTILE}">t</abbr>',
        f'<image title="{HOSTILE}">',
        f"<!-- {HOSTILE} -->",
        f"<!-- {HOSTILE}",
        f"<!-- --x {HOSTILE} --!>",
        f"<script>'{HOSTILE}'</script>",
        f"<SCRIPT>'{HOSTILE}'</script x>",
        f"<style>{HOSTILE}",
        f"<textarea>{HOSTILE}</textarea>",
        f'<title a="</title>">{HOSTILE}</title>',
        "<p title=\"<img src='x'>",
        "<!doctype <img/src=x>",
        "</ <img/src=x>",
    ],
)
def test_values_comments_and_text_elements_contain_no_tags(markup: str) -> None:
    assert found(markup) == []


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<a href="x">', ['<a href="x">']),
        ('<p title=">"><a href="x">', ['<a href="x">']),
        ("<A\nHREF = x title='>'>", ["<A\nHREF = x title='>'>"]),
        ("<img/src=x>", ["<img/src=x>"]),
        ('<p title="a"><img src="x"><p>', ['<img src="x">']),
        ("<!--><img src=x>-->", ["<img src=x>"]),
        ("<!---><img src=x>-->", ["<img src=x>"]),
        ("<!-- --!><img src=x>", ["<img src=x>"]),
        ("<script></script><img src=x>", ["<img src=x>"]),
        ("<script>a</script ><img src=x>", ["<img src=x>"]),
        ("<scripted><img src=x>", ["<img src=x>"]),
        ('<img src="a" alt="<b>">', ['<img src="a" alt="<b>">']),
        ("<? x ?><img src=x>", ["<img src=x>"]),
        ("a < b <img src=x>", ["<img src=x>"]),
        ("<1 <img src=x>", ["<img src=x>"]),
        ("</><img src=x>", ["<img src=x>"]),
        ('<p "<img src=x>', []),
        ('<p "><img src=x>', ["<img src=x>"]),
        ('<p ="><img src=x>', ["<img src=x>"]),
    ],
)
def test_tags_are_those_of_browsers(markup: str, expected: list[str]) -> None:
    assert found(markup) == expected


def test_attributes_are_those_of_browsers() -> None:
    tag = next(TAG.finditer("<img/src=a SRC=b alt = 'x>&quot;' hidden title=a\"b c=>"))
    assert [(each.name, each.value) for each in attributes(tag)] == [
        ("src", "a"),
        ("src", "b"),
        ("alt", "x>&quot;"),
        ("hidden", None),
        ("title", 'a"b'),
        ("c", None),
    ]
    assert values(tag) == {"src": "a", "alt": 'x>"', "hidden": "", "title": 'a"b', "c": ""}


@pytest.mark.parametrize(
    ("markup", "ids"),
    [
        ('<p id="a"><h2 class="x" id=b><a name=c><i ID=\'d\'>', ["a", "b", "c", "d"]),
        ('<p title="<b id=a>" id="c">', ["c"]),
        ('<p title=" id=a">', []),
        ('</p id="a">', []),
        ('<p data-id="a" grid="b">', []),
        ('<img name="a">', []),
        ('<p id="a" id="b">', ["a"]),
        ('<p id="a b &amp; c">', ["a b & c"]),
        ('<!-- <p id="a"> -->', []),
    ],
)
def test_ids(markup: str, ids: list[str]) -> None:
    assert ids_in(markup) == ids


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<p title="a<b>c">', '<p title="a&lt;b&gt;c">'),
        ("<p title='<' class=\">\">", "<p title='&lt;' class=\"&gt;\">"),
        ("<p title=a<b>", "<p title=a&lt;b>"),
        ("<p title=a=b<c>", "<p title=a=b&lt;c>"),
        ('<a href="?a<b">x</a>', '<a href="?a&lt;b">x</a>'),
        ('<img alt="<b>" src="x">', '<img alt="&lt;b&gt;" src="x">'),
        ('<p title="a">"<b>"</b>', '<p title="a">"<b>"</b>'),
        ('a = "<b>"</b>', 'a = "<b>"</b>'),
    ],
)
def test_brackets_in_values_are_escaped(markup: str, expected: str) -> None:
    assert without_brackets(markup) == expected
    assert without_brackets(expected) == expected


class _Reader(HTMLParser):
    """The start tags that Python's own parser finds."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))


_VALUES = st.text(alphabet="<>a='& /!-img", max_size=12)
_TAGS = st.builds(
    lambda name, pairs: f"<{name}{''.join(f' {key}={quote}{value}{quote}' for key, quote, value in pairs)}>",
    st.sampled_from(["p", "a", "img", "abbr", "h2"]),
    st.lists(
        st.tuples(st.sampled_from(["title", "href", "src", "id"]), st.just('"'), _VALUES),
        max_size=3,
    ),
)


@given(
    st.lists(st.one_of(_TAGS, st.sampled_from(["text ", "</p>", "&lt;", "<!-- <a href=x> -->"])), max_size=6)
)
def test_escaping_does_not_change_the_parsed_html(pieces: list[str]) -> None:
    markup = "".join(pieces)
    before, after = _Reader(), _Reader()
    before.feed(markup)
    after.feed(without_brackets(markup))
    assert before.tags == after.tags
    shown = without_brackets(markup).replace("<!-- <a href=x> -->", "")
    assert len(re.findall("<[a-z]", shown)) == len(before.tags), "a pattern would find others"
