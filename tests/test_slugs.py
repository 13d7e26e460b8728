"""Slugs in all scripts, and the comparison of names."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.slugs import document_slug, fold, slug_of, tag_slug, visible


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("The Costs of Alliances", "the-costs-of-alliances"),
        ("What’s “next”?", "whats-next"),
        ("Law & order", "law-and-order"),
        ("한국의 미래", "한국의-미래"),
        ("Élections à venir", "élections-à-venir"),
        ("हिन्दी का", "हिन्दी-का"),
        ("العربيّة", "العربيّة"),
        ("_private_ names", "private-names"),
        ("1,000 ships", "1000-ships"),
        ("AT&amp;T is no entity here", "at-and-amp-t-is-no-entity-here"),
        ("!?", ""),
    ],
)
def test_slug_of_a_title(text: str, slug: str) -> None:
    assert slug_of(text) == slug


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("c++", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("c", "c"),
        ("gnu/linux", "gnu-linux"),
        ("tips-&-tricks", "tips-and-tricks"),
        (".net", "dot-net"),
        ("net", "net"),
        ("node.js", "node-js"),
        ("#metoo", "metoo"),
        ("100%", "100-percent"),
        ("한국어", "한국어"),
        ("عربى", "عربى"),
        ("😀", "u-1f600"),
        ("", "u-0"),
    ],
)
def test_slug_of_a_tag(text: str, slug: str) -> None:
    assert tag_slug(text) == slug


@pytest.mark.parametrize(
    ("text", "lang", "slug"),
    [
        ("İstanbul", "", "istanbul"),
        ("I\N{COMBINING DOT ABOVE}stanbul", "", "istanbul"),
        ("İstanbul", "tr", "istanbul"),
        ("IŞIK", "tr", "ışık"),
        ("IŞIK", "az-Latn", "ışık"),
        ("Iran", "tr-TR", "ıran"),
        ("IŞIK", "en", "işik"),
        ("Iran", "trv", "iran"),
        ("ışık", "tr", "ışık"),
        ("Straße", "de", "straße"),
        ("Ｆｕｌｌ　Ｗｉｄｔｈ", "ja", "full-width"),
        ("e\N{COMBINING ACUTE ACCENT}t\u00e9", "fr", "été"),
        ("in\u00adfra\u200bstruc\u2060ture", "", "infrastructure"),
        ("\ufeffa \u200eb\u200f", "", "a-b"),
        ("می\u200cخواهم", "fa", "میخواهم"),
    ],
)
def test_slugs_by_language_and_without_invisible_characters(text: str, lang: str, slug: str) -> None:
    assert slug_of(text, lang) == slug
    assert document_slug(text, lang) == slug
    if "ß" not in slug:
        assert tag_slug(text, lang) == slug


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("co\u00adop", "COOP"),
        ("İstanbul", "istanbul"),
        ("Foreign Policy", "  foreign   policy "),
        ("foreign-policy", "Foreign Policy"),
        ("CAFÉ", "cafe\N{COMBINING ACUTE ACCENT}"),
        ("Straße", "STRASSE"),
        ("C++", "Ｃ＋＋"),
        ("ΟΔΟΣ", "οδος"),
    ],
)
def test_forms_of_one_tag(one: str, other: str) -> None:
    assert tag_slug(one) == tag_slug(other)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("What’s next? C# & “x” %e2%80%8a", "whats-next-c-sharp-and-x"),
        ("My_File.v2", "my-file-v2"),
        ("a%zz", "a-percent-zz"),
        ("???", "u-3f-3f-3f"),
        ("%2f..", "u-2f-2e-2e"),
        ("", "u-0"),
    ],
)
def test_slug_of_a_file(name: str, slug: str) -> None:
    assert document_slug(name) == slug


_PLAIN = st.from_regex(r"[A-Za-z0-9]+([ -][A-Za-z0-9]+)*", fullmatch=True)


@given(_PLAIN)
def test_the_fast_path_for_plain_names_gives_the_same_slug(text: str) -> None:
    assert tag_slug(text) == tag_slug(f" {text}")
    name = text.lower().replace(" ", "-")
    assert document_slug(name) == document_slug(f"{name} ") == name


@given(st.text("abcXYZ09 -_./ÄäßKİ\N{COMBINING DIAERESIS}"))
def test_fold_is_the_same_for_every_part(text: str) -> None:
    assert fold(text) == fold(f"{text}é")[:-1]
    assert fold(fold(text)) == fold(text)


def test_fold_ignores_case_and_unicode_form() -> None:
    assert fold("Ärger") == fold("A\N{COMBINING DIAERESIS}RGER")
    assert fold("a") != fold("b")


def test_fold_ignores_invisible_characters() -> None:
    assert fold("Jane\u200b D\u00adoe") == fold("jane doe")
    assert fold("İpek") == fold("ipek")
    assert visible("a\u00adb") == "ab"
    assert document_slug("\u00ad") == "u-0"


@given(st.text(max_size=40))
def test_slugs_are_safe_in_a_path(text: str) -> None:
    for slug in (tag_slug(text), document_slug(text)):
        assert slug
        assert not set(slug) & set(" _%/\\?#&.:\"'<>")
        assert slug == unicodedata.normalize("NFC", slug)
    assert not slug_of(text).startswith("_")


@given(st.text(max_size=40))
def test_a_slug_is_its_own_slug(text: str) -> None:
    slug = slug_of(text)
    assert slug_of(slug) == slug
