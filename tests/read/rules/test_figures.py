"""Figures: an image with a title in its own paragraph."""

from __future__ import annotations

import pytest

from sitegen.config.settings import MarkdownConfig
from tests.read.rules.markup import rendered


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('![a](b "c")', '<figure><img src="b" alt="a"><figcaption>c</figcaption></figure>\n'),
        ('![a *b*](c "d & \\"e\\""){width=9}', None),
        ('![a][b]\n\n[b]: c "d"', '<figure><img src="c" alt="a"><figcaption>d</figcaption></figure>\n'),
        ('> ![a](b "c")', None),
    ],
)
def test_figures(text: str, expected: str | None) -> None:
    result = rendered(text)
    assert "<figure><img" in result
    assert "title=" not in result
    assert expected is None or result == expected


def test_typography_applies_to_captions() -> None:
    assert "<figcaption>d &amp; “e”…</figcaption>" in rendered('![a](c "d & \\"e\\"...")')


@pytest.mark.parametrize(
    "text",
    [
        "![a](b)",
        'c ![a](b "c")',
        '![a](b "c") ![d](e "f")',
        '![a](b " ")',
        '[![a](b "c")](d)',
        '- ![a](b "c")',
    ],
)
def test_not_figures(text: str) -> None:
    assert "<figure>" not in rendered(text)


def test_disabled_without_extras() -> None:
    expected = '<p><img src="b" alt="a" title="c"></p>\n'
    assert rendered('![a](b "c")', MarkdownConfig(extras=False)) == expected
