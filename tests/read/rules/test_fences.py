"""Fenced code and its problems."""

from __future__ import annotations

import pytest

from sitegen.config.settings import MarkdownConfig
from tests.read.rules.markup import rendered
from tests.read.rules.test_raw_html import reported


@pytest.mark.parametrize(
    "text", ["```\na\n```", "~~~~\na\n~~~~~ ", "> ```\n> a\n> ```", "- ~~~\n  a\n  ~~~", "```\n```"]
)
def test_a_closed_fence(text: str) -> None:
    assert reported(f"x\n\n{text}\n\ny") == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("```\na", 3),
        ("```", 3),
        ("````\na\n```", 3),
        ("```\na\n~~~", 3),
        ("```\na\n```b", 3),
        ("```\na\n    ```", 3),
        ("- b\n- ```\n  a", 4),
        ("> ```\n> a", 3),
        ("```\na\n```\n\n~~~\nb", 7),
    ],
)
@pytest.mark.parametrize("extras", [True, False])
def test_unclosed_fences_are_reported(text: str, line: int, extras: bool) -> None:
    found = reported(f"x\n\n{text}", MarkdownConfig(extras=extras))
    assert [(at, code) for at, _, code in found] == [(line, "unclosed-block")]


def test_text_after_the_language_is_reported() -> None:
    assert reported("x\n\n```python title=a.py\nb\n```") == [(3, 11, "ignored-info")]
    assert rendered("~~~ python a b\nc\n~~~") == '<pre><code class="language-python">c\n</code></pre>\n'
    assert reported("``` python\nb\n```") == []
