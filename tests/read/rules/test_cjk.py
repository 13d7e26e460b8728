"""Emphasis next to Chinese, Japanese and Korean characters, and wrapped lines."""

from __future__ import annotations

import pytest

from sitegen.config.settings import MarkdownConfig
from sitegen.read.markdown import read_body
from tests.read.rules.markup import notes, rendered


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("これは**「重要」**です", "これは<strong>「重要」</strong>です"),
        ("**真，**她", "<strong>真，</strong>她"),
        ("**마크다운(Markdown)**을", "<strong>마크다운(Markdown)</strong>을"),
        ("これは*「重要」*です", "これは<em>「重要」</em>です"),
        ("~~真，~~她", "<s>真，</s>她"),
        ("真**“她”**说", "真<strong>“她”</strong>说"),
        ("**C#**です", "<strong>C#</strong>です"),
        ("**`x`**です", "<strong><code>x</code></strong>です"),
        ("중**(中)**은", "중<strong>(中)</strong>은"),
        ("真。**（她）**说", "真。<strong>（她）</strong>说"),
        ("葛\U000e0100**「」**x", "葛\U000e0100<strong>「」</strong>x"),
        ("**真** 与 **她**", "<strong>真</strong> 与 <strong>她</strong>"),
    ],
)
def test_emphasis(text: str, expected: str) -> None:
    assert rendered(text, lang="en", options=MarkdownConfig(typography=False)) == f"<p>{expected}</p>\n"


@pytest.mark.parametrize(
    "text", ["__「重要」__です", "真** 她**", "a**(b)**c", "**a(b)**c", "真\\*\\*她\\*\\*"]
)
def test_not_emphasis(text: str) -> None:
    assert rendered(text) == f"<p>{text.replace(chr(92), '')}</p>\n"


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("ja", "一行目\n二行目", "一行目二行目"),
        ("ja", "一、\n「二」", "一、「二」"),
        ("zh", "**真**\n*她*", "<strong>真</strong><em>她</em>"),
        ("zh", "真  \n  她", "真<br>\n她"),
        ("zh", "真\n“她”", "真“她”"),
        ("en", "真\n“她”", "真\n“她”"),
        ("zh", "真\nabc\n她", "真\nabc\n她"),
        ("ko", "한국\n어", "한국\n어"),
        ("en", "a\nb", "a\nb"),
    ],
)
def test_wrapped_lines(lang: str, text: str, expected: str) -> None:
    assert rendered(text, lang=lang) == f"<p>{expected}</p>\n"


def test_wrapped_lines_leave_no_space_in_derived_texts() -> None:
    found = read_body("一行\n目です。\n\n二\n行\n---\n\n<p>三\n行</p>", 1, "ja", MarkdownConfig())
    assert found.plain == "一行目です。\n二行\n三行"
    assert found.outline.excerpt == "一行目です。"
    assert [(heading.text, heading.anchor) for heading in found.outline.headings] == [("二行", "二行")]
    assert notes("a^[真\n她]") == ["<p>真她</p>\n"]


def test_without_extras_text_is_read_as_commonmark() -> None:
    options = MarkdownConfig(extras=False)
    assert rendered("これは**「重要」**です", options) == "<p>これは**「重要」**です</p>\n"
    assert rendered("真\n她", options) == "<p>真\n她</p>\n"
