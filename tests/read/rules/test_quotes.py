"""Quotation marks of languages."""

from __future__ import annotations

import pytest

from sitegen.config import MarkdownConfig
from sitegen.read.rules.quotes import marks_of
from tests.read.rules.markup import rendered


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", "a “b ‘c’ d”"),
        ("xx", "a “b ‘c’ d”"),
        ("de", "a „b ‚c‘ d“"),
        ("de-CH", "a «b ‹c› d»"),
        ("fr", "a «\u202fb “c” d\u202f»"),
        ("fr-CA", "a «\u202fb “c” d\u202f»"),
        ("es", "a «b “c” d»"),
        ("ar", "a «b “c” d»"),
        ("ja", "a 「b 『c』 d」"),
        ("zh-Hant-TW", "a 「b 『c』 d」"),
        ("zh", "a “b ‘c’ d”"),
    ],
)
def test_languages(lang: str, expected: str) -> None:
    assert rendered("a \"b 'c' d\"", lang=lang) == f"<p>{expected}</p>\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("don't", "don’t"),
        ('\'tis *"so"*', "'tis <em>“so”</em>"),
        ('`"a"`', "<code>&quot;a&quot;</code>"),
        ('6" high', '6" high'),
        ("the '90s, and 'the '80s'", "the ’90s, and ‘the ’80s’"),
        ("'90 of 100'", "‘90 of 100’"),
        ('\\"a\\"', '"a"'),
    ],
)
def test_marks_in_text(text: str, expected: str) -> None:
    assert rendered(text) == f"<p>{expected.replace('&quot;', chr(34))}</p>\n"


def test_each_language_has_four_marks() -> None:
    for lang in ("en", "fr", "de", "pt_BR", "ja", "sv", ""):
        assert len(marks_of(lang)) == 4


def test_nothing_without_typography() -> None:
    assert rendered('"a" don\'t', MarkdownConfig(typography=False)) == '<p>"a" don\'t</p>\n'
