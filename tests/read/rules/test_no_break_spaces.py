"""No-break spaces that a language sets around signs."""

from __future__ import annotations

import html
import re

import pytest

from sitegen.config.settings import MarkdownConfig
from sitegen.read.rules.no_break_spaces import spacing_of
from sitegen.read.typography import set_text
from tests.read.rules.markup import rendered


def _shown(text: str, lang: str, options: MarkdownConfig | None = None) -> str:
    """The text with `_` for a narrow and `~` for a normal no-break space."""
    found = html.unescape(rendered(text, options, lang)).removeprefix("<p>").removesuffix("</p>\n")
    return found.replace("\u202f", "_").replace("\u00a0", "~")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quoi ? Non! Oui ; bon", "Quoi_? Non_! Oui_; bon"),
        ("Ah ?! (Oui ?) Bon !!", "Ah_?! (Oui_?) Bon_!!"),
        ("Voir : ceci, cela: bon", "Voir~: ceci, cela~: bon"),
        ("**Note**: oui", "<strong>Note</strong>~: oui"),
        ("« a » et «b»", "«_a_» et «_b_»"),
        ('"Quoi ?" dit-il', "«_Quoi_?_» dit-il"),
        ("50 %, 1 000 000 €, 5 €", "50_%, 1_000_000_€, 5_€"),
        ("déjà\u00a0? «\u00a0oui\u00a0»", "déjà_? «_oui_»"),
    ],
)
def test_french(text: str, expected: str) -> None:
    assert _shown(text, "fr") == expected


@pytest.mark.parametrize(
    "text",
    [
        *(
            "à 12:30",
            "a::b",
            "std :: x",
            "bon :) et ;)",
            ":rocket: bien",
            "https://a.org/?b=c",
            "http://a.org:80/",
        ),
        *("01 23 45 67 89", "en 2024 100", "rien", "?", "a !== b", "<code>a ?</code>"),
    ],
)
def test_unchanged_in_french(text: str) -> None:
    shown = _shown(text, "fr")
    assert re.sub("</?a[^>]*>", "", shown) == text


def test_code_and_addresses_do_not_change() -> None:
    assert _shown("`a ?`", "fr") == "<code>a ?</code>"
    assert "https://a.org/b;c?</a>" in rendered("<https://a.org/b;c?>", lang="fr")


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("fr-CA", "Quoi? Non ! Voir: « a » 50 %", "Quoi? Non_! Voir~: «~a~» 50~%"),
        ("fr-CH", "Quoi ? «a» : 50 %", "Quoi_? «a»~: 50_%"),
        ("de", "50 % von 5 €, 1 000", "50~% von 5~€, 1 000"),
        ("sv", "1 000 kr, 50 %", "1~000 kr, 50~%"),
        ("en", "50 % : what ?", "50 % : what ?"),
        ("xx", "50 % : what ?", "50 % : what ?"),
    ],
)
def test_languages(lang: str, text: str, expected: str) -> None:
    assert _shown(text, lang) == expected


def test_titles() -> None:
    assert set_text('Quoi ? L\'"eau"', "fr", MarkdownConfig()) == "Quoi\u202f? L’«\u202feau\u202f»"


def test_disabled_without_typography() -> None:
    assert _shown("Quoi ?", "fr", MarkdownConfig(typography=False)) == "Quoi ?"


def test_languages_without_spaces() -> None:
    assert spacing_of("en") is None
    assert spacing_of("ja") is None
