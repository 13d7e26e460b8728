"""Containers, nested and unknown."""

from __future__ import annotations

import pytest

from sitegen.config.settings import MarkdownConfig
from sitegen.read.markdown import read_body
from tests.read.rules.markup import rendered

_NOTE = '<div class="note" role="note">\n'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "::: embed https://x.org/v?a=1&b=2 A *film*\nText.\n:::",
            '<figure class="embed">\n<p>Text.</p>\n'
            '<figcaption><a href="https://x.org/v?a=1&amp;b=2">A <em>film</em></a></figcaption>\n</figure>\n',
        ),
        (
            "::: embed https://x.org/v\n:::",
            '<figure class="embed">\n<figcaption><a href="https://x.org/v">x.org</a></figcaption>\n</figure>\n',
        ),
        ("::: embed v\n", "<p>::: embed v</p>\n"),
        ("::: embed\n", "<p>::: embed</p>\n"),
        ("::: pullquote\na\n:::", '<aside class="pullquote">\n<p>a</p>\n</aside>\n'),
        ("::: note\na\n:::\nb", f"{_NOTE}<p>a</p>\n</div>\n<p>b</p>\n"),
        ("a\n::: note\nb\n:::", f"<p>a</p>\n{_NOTE}<p>b</p>\n</div>\n"),
        (
            "::: box The *title*\na\n:::",
            '<aside class="box">\n<p class="box-title">The <em>title</em></p>\n<p>a</p>\n</aside>\n',
        ),
        ("::: box\na\n:::", '<aside class="box">\n<p>a</p>\n</aside>\n'),
        (":::note\na", f"{_NOTE}<p>a</p>\n</div>\n"),
        (
            "::: box\n::: note\na\n:::\nb\n:::\nc",
            f'<aside class="box">\n{_NOTE}<p>a</p>\n</div>\n<p>b</p>\n</aside>\n<p>c</p>\n',
        ),
        (":::: box\n::: note\na\n:::\n::::", f'<aside class="box">\n{_NOTE}<p>a</p>\n</div>\n</aside>\n'),
        ("> ::: note\n> a\n\nb", f"<blockquote>\n{_NOTE}<p>a</p>\n</div>\n</blockquote>\n<p>b</p>\n"),
        ("- ::: note\n  a\n  :::\n\nb", f"<ul>\n<li>\n{_NOTE}<p>a</p>\n</div>\n</li>\n</ul>\n<p>b</p>\n"),
        ("::: note\n> a\n:::\nb", f"{_NOTE}<blockquote>\n<p>a</p>\n</blockquote>\n</div>\n<p>b</p>\n"),
    ],
)
def test_containers(text: str, expected: str) -> None:
    assert rendered(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "::: warning\na\n:::",
        "::: notes\na\n:::",
        ":: note\na\n::",
        "::: note more\na\n:::",
        "a ::: note\n:::",
        ":::",
    ],
)
def test_not_containers(text: str) -> None:
    assert rendered(text) == f"<p>{text}</p>\n"


def test_code_is_not_a_container() -> None:
    assert rendered("    ::: note") == "<pre><code>::: note\n</code></pre>\n"


def test_disabled_without_extras() -> None:
    assert "aside" not in rendered("::: pullquote\na\n:::", MarkdownConfig(extras=False))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("::: note\na", [1]),
        ("x\n\n::: box T\n::: note\na\n:::", [3]),
        (":::: box T\na", [1]),
        ("- ::: note\n  a\n\nb", [1]),
        ("::: note\na\n:::", []),
        (":::: note\n::: box\na\n:::\n::::", []),
    ],
)
def test_unclosed_containers_are_reported(text: str, lines: list[int]) -> None:
    found = read_body(text, 1, "en", MarkdownConfig()).problems
    assert [problem.line for problem in found if problem.code == "unclosed-block"] == lines
    assert len(found) == len(lines)
