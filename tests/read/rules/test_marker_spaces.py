"""No-break spaces after markers."""

from __future__ import annotations

import html
import re

import pytest

from sitegen.config.settings import MarkdownConfig
from tests.read.rules.markup import notes, rendered

_NBSP = "\N{NO-BREAK SPACE}"


def _tags(text: str, lang: str = "en") -> str:
    return re.sub(r"\s*\n\s*", "", html.unescape(rendered(text.replace("~", _NBSP), lang=lang)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("##~Head", '<h2 id="head">Head</h2>'),
        ("##~ Head~##", '<h2 id="head">Head</h2>'),
        ("-~a\n-~b", "<ul><li>a</li><li>b</li></ul>"),
        ("*~a\n\n+~b", "<ul><li>a</li></ul><ul><li>b</li></ul>"),
        ("- a\n  -~b", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("1.~a\n2.~b", "<ol><li>a</li><li>b</li></ol>"),
        ("1)~a", "<ol><li>a</li></ol>"),
        (">~-~a", "<blockquote><ul><li>a</li></ul></blockquote>"),
        ("a\n:~b", "<dl><dt>a</dt><dd>b</dd></dl>"),
        (":::~note\na\n:::~", '<div class="note" role="note"><p>a</p></div>'),
        (":::~box~A title\na\n:::", '<aside class="box"><p class="box-title">A title</p><p>a</p></aside>'),
        ("a\n\n--- ~\n\nb", "<p>a</p><hr><p>b</p>"),
        ("[a][b]\n\n[b]:~#c", '<p><a href="#c">a</a></p>'),
    ],
)
def test_markers_before_no_break_spaces(text: str, expected: str) -> None:
    assert _tags(text) == expected


@pytest.mark.parametrize("blank", ["\u202f", "\u2007", "\u3000"])
def test_other_spaces(blank: str) -> None:
    assert rendered(f"-{blank}a") == "<ul>\n<li>a</li>\n</ul>\n"


def test_tables_and_notes() -> None:
    assert "<table" in _tags("|~a | b |\n|~--- | --- |\n| c | d |")
    assert "<p>b" in notes(f"a[^1]\n\n[^1]:{_NBSP}b")[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```\n-~a\n  >~b\n```", "<pre><code>-~a\n  >~b\n</code></pre>\n"),
        ("- ```\n  -~a\n  ```", "<ul>\n<li>\n<pre><code>-~a\n</code></pre>\n</li>\n</ul>\n"),
        ("    -~a\n", "<pre><code>-~a\n</code></pre>\n"),
        ("<pre>\n-~a\n</pre>", "<pre>-~a\n</pre>"),
        ("a -~b", "<p>a -~b</p>\n"),
        ("5~% of it", "<p>5~% of it</p>\n"),
        ("-~a~b", "<ul>\n<li>a~b</li>\n</ul>\n"),
    ],
)
def test_unchanged_spaces(text: str, expected: str) -> None:
    found = html.unescape(rendered(text.replace("~", _NBSP)))
    assert found.replace(_NBSP, "~") == expected


def test_a_date_is_not_a_list() -> None:
    assert _tags("1.~Mai 2024", lang="de") == f"<p>1.{_NBSP}Mai 2024</p>"
    assert _tags("1.~Mai 2024", lang="en") == "<ol><li>Mai 2024</li></ol>"


def test_disabled_without_extras() -> None:
    assert rendered(f"-{_NBSP}a", MarkdownConfig(extras=False)).startswith("<p>-")
