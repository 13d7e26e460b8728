"""Mask code in texts and in raw HTML."""

from __future__ import annotations

import pytest

from sitegen.read.mask_code import without_code, without_hidden


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a `b` c", "a ` ` c"),
        ("a ``b ` c`` d", "a ``     `` d"),
        ("a `b\nc` d", "a ` \n ` d"),
        ("a `b", "a `b"),
        ("a \\`b` c", "a \\`b` c"),
        ("`` a ` b", "`` a ` b"),
    ],
)
def test_code_is_masked(text: str, expected: str) -> None:
    assert without_code(text) == expected


def test_hidden_raw_html_is_masked() -> None:
    assert without_hidden("a<!-- b\n-->c") == "a      \n-->c"
    assert without_hidden("<pre>a</pre><code>b</CODE>c<script>d") == "      </pre>       </CODE>c<script>d"
    assert without_hidden("<precise>a</precise>") == "<precise>a</precise>"
