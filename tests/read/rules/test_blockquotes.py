"""Blockquotes, including an empty one."""

from __future__ import annotations

import pytest

from sitegen.config.settings import MarkdownConfig, RawHtml
from tests.read.rules.markup import rendered


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (">", "<blockquote>\n</blockquote>\n"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>\n"),
        ("\\> a", "<p>&gt; a</p>\n"),
    ],
)
def test_blockquotes(text: str, expected: str) -> None:
    assert rendered(text, MarkdownConfig(html=RawHtml.TRUSTED)) == expected
