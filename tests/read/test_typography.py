from __future__ import annotations

from typing import Any

import pytest
from msgspec import Struct

from sitegen.config.settings import MarkdownConfig
from sitegen.model.front_matter import (
    ArticleMatter,
    AuthorMatter,
    Correction,
    HomeMatter,
    IssueMatter,
    PageMatter,
    Photo,
    RelatedLink,
    SectionMatter,
    SeriesMatter,
    TagMatter,
)
from sitegen.read.typography import set_text, with_typography
from tests.factory import when

ON, OFF = MarkdownConfig(), MarkdownConfig(typography=False)
DAY = when("2026-03-02")


@pytest.mark.parametrize(
    ("lang", "text", "shown"),
    [
        ("en", "Europe's East", "Europe’s East"),
        ("en", 'The "Right" of Passage', "The “Right” of Passage"),
        ("en", "\"It's 'over'\"", "“It’s ‘over’”"),
        ("en", "Grain -- and gas --- and then...", "Grain – and gas — and then…"),
        ("en", "1914--18", "1914–18"),
        ("en", "The '90s", "The ’90s"),
        ("de", 'Das "Recht" der Durchfahrt', "Das „Recht“ der Durchfahrt"),
        ("fr", 'L\'"équilibre"', "L’«\N{NARROW NO-BREAK SPACE}équilibre\N{NARROW NO-BREAK SPACE}»"),
        ("en", "Set — already ‘so’", "Set — already ‘so’"),
        ("en", "*Not* `Markdown` <b>&amp;</b> [x](y)", "*Not* `Markdown` <b>&amp;</b> [x](y)"),
        ("en", "*It's* `so` <b>&amp;</b>", "*It’s* `so` <b>&amp;</b>"),
    ],
)
def test_text_gets_the_typography_of_its_language(lang: str, text: str, shown: str) -> None:
    assert set_text(text, lang, ON) == shown


_PHOTO = Photo("a's.jpg", alt="A map's edge", caption="The map's edge", credit="O'Brien's Agency")
_SET_PHOTO = Photo("a's.jpg", alt="A map's edge", caption="The map’s edge", credit="O'Brien's Agency")


@pytest.mark.parametrize(
    ("matter", "shown"),
    [
        (
            ArticleMatter(
                "A's",
                date=DAY,
                subtitle="B's",
                summary="C's",
                tags=("D's", "E"),
                authors=("O'Brien",),
                photo=_PHOTO,
                corrections=(Correction(DAY, "F's"), Correction(DAY, "G")),
                related=(RelatedLink("H's", "https://example.org/"), "i's"),
                slug="j's",
                extra={"k": "L's"},
            ),
            ArticleMatter(
                "A’s",
                date=DAY,
                subtitle="B’s",
                summary="C’s",
                tags=("D’s", "E"),
                authors=("O'Brien",),
                photo=_SET_PHOTO,
                corrections=(Correction(DAY, "F’s"), Correction(DAY, "G")),
                related=(RelatedLink("H's", "https://example.org/"), "i's"),
                slug="j's",
                extra={"k": "L's"},
            ),
        ),
        (
            AuthorMatter("O'Brien", role="Editor's Aide", affiliation="King's", summary="A's"),
            AuthorMatter("O'Brien", role="Editor’s Aide", affiliation="King’s", summary="A’s"),
        ),
        (IssueMatter("A's", cover=_PHOTO), IssueMatter("A’s", cover=_SET_PHOTO)),
        (SectionMatter("A's", summary="B's"), SectionMatter("A’s", summary="B’s")),
        (SeriesMatter("A's"), SeriesMatter("A’s")),
        (TagMatter("A's"), TagMatter("A’s")),
        (PageMatter("A's", subtitle="B's"), PageMatter("A’s", subtitle="B’s")),
        (HomeMatter(summary="A's"), HomeMatter(summary="A’s")),
    ],
    ids=lambda matter: type(matter).__name__,
)
def test_texts_get_typography_and_names_do_not(matter: Any, shown: Struct) -> None:
    assert with_typography(matter, "en", ON) == shown
    assert with_typography(shown, "en", ON) is shown  # once is enough
    assert with_typography(matter, "en", OFF) is matter
