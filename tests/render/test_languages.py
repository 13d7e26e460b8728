"""Dates, numbers, lists and strings in each language of the theme."""

from __future__ import annotations

import unicodedata

import pytest
from babel import Locale
from babel.localedata import locale_identifiers

from sitegen.languages import digits, direction, script
from sitegen.model.views import Byline
from sitegen.render.renderers import render
from sitegen.render.strings import UIStrings
from tests.render.samples import BROADSHEET, Asked, article, card, page
from tests.render.test_filters import filled

DATES = '{{ article.date | date }}|{{ article.date | date("month") }}|{{ article.date | date("day") }}'
FIGURES = "{{ 2026 | year }}|{{ 12345.5 | number }}"
NAMES = '{{ ["A", "B", "C"] | listed }}|{{ ["A", "B"] | listed }}|{{ ["A"] | listed }}'


@pytest.mark.parametrize(
    ("lang", "dates"),
    [
        ("es", "1 de marzo de 2026|marzo de 2026|1 de marzo"),
        ("de", "1. März 2026|März 2026|1. März"),
        ("ar", "1 مارس 2026|مارس 2026|1 مارس"),
        ("ar-EG", "١ مارس ٢٠٢٦|مارس ٢٠٢٦|١ مارس"),
        ("fa", "۱ مارس ۲۰۲۶|مارس ۲۰۲۶|۱ مارس"),
        ("ja", "2026年3月1日|2026年3月|3月1日"),
        ("ko", "2026년 3월 1일|2026년 3월|3월 1일"),
        ("zh", "2026年3月1日|2026年3月|3月1日"),
    ],
)
def test_dates(tmp_path, lang, dates):
    assert filled(tmp_path, DATES, lang) == dates


@pytest.mark.parametrize(
    ("lang", "figures"),
    [
        ("es", "2026|12.345,5"),
        ("de", "2026|12.345,5"),
        ("ar", "2026|12,345.5"),
        ("ar-EG", "٢٠٢٦|١٢٬٣٤٥٫٥"),
        ("fa", "۲۰۲۶|۱۲٬۳۴۵٫۵"),
        ("ja", "2026年|12,345.5"),
        ("ko", "2026년|12,345.5"),
        ("zh", "2026年|12,345.5"),
    ],
)
def test_years_and_numbers(tmp_path, lang, figures):
    assert filled(tmp_path, FIGURES, lang) == figures


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        ("es", "A, B y C|A y B|A"),
        ("de", "A, B und C|A und B|A"),
        ("ar", "A وB وC|A وB|A"),
        ("fa", "A،\u200f B و C|A و B|A"),
        ("ja", "A、B、C|A、B|A"),
        ("ko", "A, B 및 C|A 및 B|A"),
        ("zh", "A、B和C|A和B|A"),
    ],
)
def test_lists_of_names(tmp_path, lang, names):
    assert filled(tmp_path, NAMES, lang) == names


@pytest.mark.parametrize(
    ("last", "row"),
    [
        ('"Isabel"', "Ana e Isabel"),
        ('"Hierro"', "Ana y Hierro"),
        ('"Hidalgo"', "Ana e Hidalgo"),
        ('"Ian"', "Ana y Ian"),
        ("'<a>Íñigo</a>' | safe", "Ana e <a>Íñigo</a>"),
        ('"Yago"', "Ana y Yago"),
    ],
)
def test_spanish_joins_names_by_their_sound(tmp_path, last, row):
    assert filled(tmp_path, f'{{{{ ["Ana", {last}] | listed }}}}', "es") == row


@pytest.mark.parametrize(
    ("lang", "number", "words"),
    [
        ("es", 1_000_000, "1.000.000 de artículos"),
        ("fr", 1_000_000, "1\u202f000\u202f000 d’articles"),
        ("de", 1, "1 Artikel"),
        ("ar", 0, "لا مقالات"),
        ("ar", 1, "مقال واحد"),
        ("ar", 2, "مقالان"),
        ("ar", 3, "3 مقالات"),
        ("ar", 11, "11 مقالًا"),
        ("ar", 100, "100 مقال"),
        ("fa", 12, "۱۲ مقاله"),
        ("ja", 12, "12本の記事"),
        ("ko", 12, "글 12편"),
        ("zh", 12, "12 篇文章"),
        ("zh-CN", 12, "12 篇文章"),
        ("zh-TW", 12, "12 articles"),
    ],
)
def test_counts(lang, number, words):
    assert UIStrings(BROADSHEET.strings, lang).n("articles", number) == words


def test_numbers_in_strings_use_the_languages_digits():
    assert UIStrings(BROADSHEET.strings, "fa")("page_of", number=2, total=1200) == "صفحهٔ ۲ از ۱٬۲۰۰"
    assert UIStrings(BROADSHEET.strings, "fa")("page_of", number="2", total=True) == "صفحهٔ 2 از True"


def test_strings_in_another_script_are_not_used():
    strings = {"en": {"a": "English"}, "zh": {"a": "简体"}, "zh-Hant": {"a": "繁體"}, "sr": {"a": "Српски"}}
    assert [
        UIStrings(strings, lang)("a") for lang in ("zh-SG", "zh-HK", "zh-Hant-MO", "sr-Latn", "sr-RS")
    ] == [
        "简体",
        "繁體",
        "繁體",
        "English",
        "Српски",
    ]


@pytest.mark.parametrize(
    ("lang", "found"),
    [
        ("ar", ("Arab", "rtl")),
        ("ar-Latn", ("Latn", "ltr")),
        ("az-Arab-IR", ("Arab", "rtl")),
        ("pa", ("Guru", "ltr")),
        ("pa-PK", ("Arab", "rtl")),
        ("he-IL", ("Hebr", "rtl")),
        ("zh-TW", ("Hant", "ltr")),
        ("xx-invented", ("Latn", "ltr")),
    ],
)
def test_scripts_and_directions(lang, found):
    assert (script(lang), direction(lang)) == found


def test_every_numbering_system_that_a_language_has_by_default_is_known():
    unknown = set()
    for name in locale_identifiers():
        locale = Locale.parse(name)
        if locale.default_numbering_system != "latn":
            own = digits(locale)
            values = [unicodedata.digit(own[ord("0") + value]) for value in range(10)] if own else []
            unknown |= set() if values == list(range(10)) else {locale.default_numbering_system}
    assert unknown == set()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('"fr" | language', ' lang="fr"'),
        ('"ar" | language', ' lang="ar" dir="rtl"'),
        ('"en" | language', ""),
        ('"" | language', ""),
        ('"en" | language("ar")', ' lang="en" dir="ltr"'),
        ('"fa" | language("ar")', ' lang="fa"'),
        ('"\\"><b>" | language', ' lang="&#34;&gt;&lt;b&gt;"'),
        ('"ar" | direction', "rtl"),
    ],
)
def test_elements_in_other_languages_have_lang_and_dir(tmp_path, text, written):
    assert filled(tmp_path, f"{{{{ {text} }}}}") == written


def test_a_card_in_another_language_has_lang_and_the_pages_date_format():
    authors = (Byline("مكتب القاهرة", "", "", ""), Byline("Tokyo Desk", "", "", "", "en"))
    other = card(lang="ar", title="المضائق", authors=authors, access="teaser", url="/ar/")
    shown = article(related=(other, card()))
    text = render(page(context={"article": shown}), Asked()).data.decode()
    assert text.count('<article class="card" lang="ar" dir="rtl">') == 1
    assert text.count('<article class="card">') == 1
    assert '<p class="card-meta" lang="en" dir="ltr">' in text
    assert (
        '<span class="card-authors"><span lang="ar" dir="rtl">مكتب القاهرة</span> and Tokyo Desk</span>'
    ) in text
