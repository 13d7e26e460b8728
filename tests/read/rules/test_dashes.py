"""Dashes and ellipses, and signs that do not change."""

from __future__ import annotations

import pytest

from sitegen.config.settings import MarkdownConfig
from tests.read.rules.markup import rendered


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a -- b", "a – b"),
        ("1990--95", "1990–95"),
        ("a---b", "a—b"),
        ("a --- b", "a — b"),
        ("a...", "a…"),
        ("*a*...", "<em>a</em>…"),
    ],
)
def test_dashes_and_ellipses(text: str, expected: str) -> None:
    assert rendered(text) == f"<p>{expected}</p>\n"


@pytest.mark.parametrize(
    "text", ["a - b", "git --force", "a----b", "a..b", "a....", "(c) (r) (tm) +- ???? ,,", "a-b"]
)
def test_unchanged_signs(text: str) -> None:
    assert rendered(text) == f"<p>{text}</p>\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("`a--b...`", "<code>a--b...</code>"),
        ("<https://a.org/b--c>", '<a href="https://a.org/b--c">https://a.org/b--c</a>'),
        ("[a](b--c)", '<a href="b--c">a</a>'),
        ("a\\--b", "a--b"),
    ],
)
def test_code_and_addresses_do_not_change(text: str, expected: str) -> None:
    assert rendered(text) == f"<p>{expected}</p>\n"


def test_disabled_without_typography() -> None:
    assert rendered("a -- b...", MarkdownConfig(typography=False)) == "<p>a -- b...</p>\n"
