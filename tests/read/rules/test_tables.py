"""Tables, aligned by classes."""

from __future__ import annotations

import pytest

from sitegen.config import MarkdownConfig, RawHtml
from tests.read.rules.markup import rendered


@pytest.mark.parametrize("html", list(RawHtml))
def test_alignment(html: RawHtml) -> None:
    result = rendered("| a | b | c | d |\n|---|:--|:-:|--:|\n| 1 | 2 | 3 | 4 |", MarkdownConfig(html=html))
    assert '<th>a</th>\n<th class="align-left">b</th>\n<th class="align-center">c</th>' in result
    assert '<td class="align-right">4</td>' in result
    assert result.startswith('<table tabindex="0">')
    assert "style" not in result


@pytest.mark.parametrize("text", ["a | b\nc | d", "a\n--", "    a | b\n    --|--"])
def test_what_is_no_table(text: str) -> None:
    assert "<table" not in rendered(text)


def test_nothing_without_extras() -> None:
    assert "<table" not in rendered("a | b\n--|--", MarkdownConfig(extras=False))
