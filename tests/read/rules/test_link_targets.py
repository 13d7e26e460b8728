"""Destinations that CommonMark does not read: unambiguous ones are read, others are reported."""

from __future__ import annotations

import pytest

from sitegen.config.settings import MarkdownConfig, RawHtml
from sitegen.problems import Problem
from sitegen.read.markdown import read_body
from tests.read.rules.markup import rendered, written


def _problems(text: str, options: MarkdownConfig | None = None) -> tuple[Problem, ...]:
    return read_body(text, 1, "en", options or MarkdownConfig()).problems


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](mailto: b@x.org)", '<a href="mailto:b@x.org">a</a>'),
        ("[a](<mailto: b@x.org>)", '<a href="mailto:b@x.org">a</a>'),
        ("[a](mailto:%20b@x.org)", '<a href="mailto:b@x.org">a</a>'),
        ("[a](tel: +4412)", '<a href="tel:+4412">a</a>'),
        ("[the act](the act.md)", '<a href="the%20act.md">the act</a>'),
        ("![c](my chart.png)", '<img src="my%20chart.png" alt="c">'),
        ('[a](the act.md "Title")', '<a href="the%20act.md" title="Title">a</a>'),
        ("[a](../a b/c d.pdf#page=2)", '<a href="../a%20b/c%20d.pdf#page=2">a</a>'),
        ("[a](report (final).pdf)", '<a href="report%20(final).pdf">a</a>'),
        ("[a](/a b/)", '<a href="/a%20b/">a</a>'),
        ("[a](./a b)", '<a href="./a%20b">a</a>'),
        ("[a](https://x.org/a b.pdf)", '<a href="https://x.org/a%20b.pdf">a</a>'),
        ("[**a** `b`](c d.md)", '<a href="c%20d.md"><strong>a</strong> <code>b</code></a>'),
        (
            "[a](mailto:b@x.org?subject=My question)",
            '<a href="mailto:b@x.org?subject=My%20question">a</a>',
        ),
        ("[a](x.md “title”)", '<a href="x.md" title="title">a</a>'),
        ("[a](x.md ‘title’)", '<a href="x.md" title="title">a</a>'),
        ("[a](x.md «title»)", '<a href="x.md" title="title">a</a>'),
        ("[a](x.md „title“)", '<a href="x.md" title="title">a</a>'),
        ("[a](doi:10.1000/2)", '<a href="https://doi.org/10.1000/2">a</a>'),
        ("[a](DOI: 10.1000/2.pdf)", '<a href="https://doi.org/10.1000/2.pdf">a</a>'),
        ("<doi:10.1000/2>", '<a href="https://doi.org/10.1000/2">doi:10.1000/2</a>'),
        ("[a][b]\n\n[b]: doi:10.1000/2", '<a href="https://doi.org/10.1000/2">a</a>'),
        ("[a](https://x.org\u200b/b\ufeff)", '<a href="https://x.org/b">a</a>'),
        (
            "[a](https://fa.x.org/می\u200cشود)",
            '<a href="https://fa.x.org/%D9%85%DB%8C%E2%80%8C%D8%B4%D9%88%D8%AF">a</a>',
        ),
        ("[a](webcal://x.org/c)", '<a href="webcal://x.org/c">a</a>'),
        ("[a](whatsapp://send?text=b)", '<a href="whatsapp://send?text=b">a</a>'),
    ],
)
def test_unambiguous_destinations(text: str, expected: str) -> None:
    assert rendered(text) == f"<p>{expected}</p>\n"
    assert _problems(text) == ()


@pytest.mark.parametrize(
    ("text", "column", "message", "hint"),
    [
        ("[a] (https://x.org/)", 6, "space between", "`[…](https://x.org/)`"),
        ("![a] (b.png)", 7, "space between", "`[…](b.png)`"),
        ("[a]\n(b.md)", 2, "space between", "`[…](b.md)`"),
        ("[a](x.md the title)", 5, "not a title", '`](x.md "the title")`'),
        ("[a](https://x.org the act)", 5, "not a title", '`](https://x.org "the act")`'),
        ("[a](to https://x.org/)", 5, "not a title", "`%20`"),
        ("[a](<https://x.org/ )", 5, "not a title", "`%20`"),
        ("![a](x.png =200x100)", 6, "not a title", "`](x.png){width=200}`"),
        ("[a](https://x.org/b_(c)", 5, "not closed", "`%28`"),
        ("(a)[https://x.org/]", 5, "wrong way round", "`[…](https://x.org/)`"),
    ],
)
def test_broken_links_are_reported(text: str, column: int, message: str, hint: str) -> None:
    [problem] = _problems(text)
    assert (problem.code, problem.line, problem.column) == ("unread-link", text.count("\n") + 1, column)
    assert message in problem.message
    assert hint in problem.hint


@pytest.mark.parametrize(
    "text",
    [
        "[a](b c)",
        "[sic](see p. 4)",
        "[note](e.g. here)",
        "[1] (https://x.org/)",
        "- [x] (https://x.org/)",
        "a[^1] (b.md)\n\n[^1]: c",
        "`[a] (b.md)` and `[a](b c.md)`",
        r"\[a\](b c.md)",
        "    [a](b c.md)",
        "[a](b.md) (c)",
        "f(x)[0]",
        "(a)[@https://x.org/]",
        "[a]({{ site.url }}/b.svg)",
    ],
)
def test_not_links(text: str) -> None:
    assert [problem for problem in _problems(text) if problem.code == "unread-link"] == []
    assert "%20" not in rendered(text)


def test_without_extras_links_are_read_as_in_commonmark() -> None:
    plain = MarkdownConfig(extras=False)
    assert rendered("[a](b c.md)", plain) == "<p>[a](b c.md)</p>\n"


@pytest.mark.parametrize(
    ("target", "code", "hint"),
    [
        ("htps://x.org/", "unknown-scheme", "`https:`"),
        ("ttp://x.org/", "unknown-scheme", "`http:`"),
        ("mailtp:a@x.org", "unknown-scheme", "`mailto:`"),
        ("arxiv:2101.00001", "unknown-scheme", "`https://arxiv.org/abs/2101.00001`"),
        ("C:/dir/x.pdf", "unknown-scheme", "your computer"),
        ("file:///dir/x.pdf", "unknown-scheme", "your computer"),
        ("javascript:x", "unknown-scheme", "Remove it"),
        ("https://x.org:99999/", "malformed-url", "Correct or remove"),
        ("https://x.org:80a/", "malformed-url", "Correct or remove"),
        ("http:/x.org/", "malformed-url", "`http://x.org/`"),
        ("https:x.org/", "malformed-url", "`https://x.org/`"),
        ("http://https://x.org/", "malformed-url", "`https://x.org/`"),
        ("https://", "malformed-url", "the full URL"),
        ("https://a..x.org/", "malformed-url", "Copy"),
        ("https://1.2.3/", "malformed-url", "Copy"),
    ],
)
@pytest.mark.parametrize(
    "form", ["[b]({})", '<a href="{}">b</a>', "[b][c]\n\n[c]: {}", "d[^1]\n\n[^1]: [b]({})"]
)
def test_invalid_targets(form: str, target: str, code: str, hint: str) -> None:
    text = "a\n\n" + form.replace("{}", target)
    found = read_body(text, 1, "en", MarkdownConfig())
    [problem] = found.problems
    assert (problem.code, problem.line >= 3) == (code, True)
    assert hint in problem.hint
    shown = written(
        found.body.opening + tuple(s for note in found.body.notes for s in note.segments), found.outline
    )
    assert ">b<" in shown
    assert found.outline.refs == () or form.startswith("<a ")


def test_a_disallowed_image_is_replaced_by_its_text() -> None:
    assert rendered("![a *b*](file:c.png)") == "<p>a *b*</p>\n"
    [problem] = _problems("a\nb ![c](blob:d)")
    assert (problem.code, problem.line, problem.column) == ("unknown-scheme", 2, 8)


def test_trusted_texts_keep_schemes_that_run_no_code() -> None:
    trusted = MarkdownConfig(html=RawHtml.TRUSTED)
    assert rendered("[a](htps:x) [b](javascript:c)", trusted) == '<p><a href="htps:x">a</a> b</p>\n'
    assert [problem.code for problem in _problems("[a](htps:x) [b](javascript:c)", trusted)] == [
        "unknown-scheme",
        "unknown-scheme",
    ]


def test_an_unknown_scheme_in_angle_brackets_is_text() -> None:
    assert rendered("<x-unknown:y> <https://x.org:99999>") == (
        "<p>&lt;x-unknown:y&gt; &lt;https://x.org:99999&gt;</p>\n"
    )


def test_positions_of_encoded_targets() -> None:
    found = read_body("a [b](c d.md)\ne [f](doi:10.1000/2)", 5, "en", MarkdownConfig())
    assert [(place.line, place.column) for place in found.refs] == [(5, 7), (6, 7)]
