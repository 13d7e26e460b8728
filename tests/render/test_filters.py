from __future__ import annotations

from typing import Any

import pytest

from sitegen.model.views import SiteView
from sitegen.render.renderers import render
from sitegen.render.strings import UIStrings
from tests.render.samples import SITE, Asked, article, card, day, meta, page, theme_in


def filled(folder, text: str, lang: str = "en", **context: Any) -> str:
    site = SiteView(**{name: getattr(SITE, name) for name in SITE.__struct_fields__} | {"lang": lang})
    job = page("x.html", {"article": article(), **context}, head=meta(lang=lang))
    return render(job, Asked(theme_in(folder, {"x.html": text}), site=site)).data.decode()


@pytest.mark.parametrize(
    ("form", "lang", "words"),
    [
        ("long", "en", "March 1, 2026"),
        ("long", "en-GB", "1 March 2026"),
        ("long", "fr", "1er mars 2026"),
        ("full", "fr-CA", "dimanche 1er mars 2026"),
        ("short", "fr", "01/03/2026"),
        ("day", "fr", "1er mars"),
        ("long", "de-Unknown", "1. März 2026"),
        ("long", "xx-invented", "March 1, 2026"),
        ("medium", "en", "Mar 1, 2026"),
        ("month", "fr", "mars 2026"),
        ("day", "en", "March 1"),
        ("year", "en", "2026"),
        ("time", "de", "11:00"),
    ],
)
def test_date_formats(tmp_path, form, lang, words):
    assert filled(tmp_path, f'{{{{ article.date | date("{form}") }}}}', lang) == words


@pytest.mark.parametrize("number", [2, 11, 21, 31])
def test_only_the_first_of_a_month_is_an_ordinal_in_french(tmp_path, number):
    shown = article(card(date=day(2026, 1, number, 10)))
    assert filled(tmp_path, "{{ article.date | date }}", "fr", article=shown) == f"{number} janvier 2026"


def test_a_date_without_a_time_is_a_day_in_the_sites_time_zone(tmp_path):
    midnight_in_berlin = day(2026, 3, 1, 23)
    shown = article(card(date=type(midnight_in_berlin)(midnight_in_berlin.instant, False)))
    assert filled(tmp_path, "{{ article.date | datetime }}", article=shown) == "2026-03-02"


def test_urls_numbers_and_lists(tmp_path):
    assert filled(tmp_path, '{{ "/review/a/" | absolute }}') == "https://example.org/review/a/"
    assert filled(tmp_path, "{{ 12345 | number }}", "de") == "12.345"
    assert filled(tmp_path, '{{ ["<A>", "B" | safe, "C"] | listed }}', "fr") == "&lt;A&gt;, B et C"


def test_json_cannot_end_its_script(tmp_path):
    written = filled(tmp_path, "{{ {'a': '</script><!--&', 'b': article.minutes} | json }}")
    assert written == '{"a":"\\u003c/script\\u003e\\u003c!--\\u0026","b":5}'


STRINGS = {
    "en": {"a": "A {x}", "only_en": "English", "n_one": "{count} thing", "n_other": "{count} things"},
    "fr": {"a": "À {x}", "n_one": "{count} chose", "n_other": "{count} choses"},
}


def test_strings_fall_back_to_the_language_and_to_english():
    assert UIStrings(STRINGS, "fr-CA")("a", x=1) == "À 1"
    assert UIStrings(STRINGS, "fr-CA")("only_en") == "English"
    assert UIStrings(STRINGS, "ja")("a", x="<b>") == "A <b>"


def test_strings_have_plural_forms():
    assert [UIStrings(STRINGS, "en").n("n", count) for count in (0, 1, 2000)] == [
        "0 things",
        "1 thing",
        "2,000 things",
    ]
    assert UIStrings(STRINGS, "fr").n("n", 0) == "0 chose"


def test_only_markup_values_make_a_string_markup(tmp_path):
    written = filled(tmp_path, '{{ t("by", names="<b>" | safe) }} {{ t("by", names="<b>") }}')
    assert written == "By <b> By &lt;b&gt;"


def test_random_filters_are_not_available(tmp_path):
    for text in ("{{ lipsum() }}", "{{ [1] | random }}"):
        with pytest.raises(Exception, match=r"lipsum|random"):
            filled(tmp_path, text)


def test_equal_text_and_markup_are_not_mixed_up(tmp_path):
    text = '{% set a = "https://x.org/?a&b" %}{{ a | absolute }} {{ a | safe | absolute }} {{ a | absolute }}'
    assert filled(tmp_path, text) == "https://x.org/?a&amp;b https://x.org/?a&b https://x.org/?a&amp;b"


def test_one_date_in_several_formats_and_languages(tmp_path):
    text = '{{ article.date | date }}|{{ article.date | date("time") }}'
    assert filled(tmp_path / "a", text, "en") == "March 1, 2026|11:00\u202fAM"
    assert filled(tmp_path / "b", text, "de") == "1. März 2026|11:00"


def test_equal_numbers_are_not_mixed_up(tmp_path):
    assert filled(tmp_path, "{{ 1 | number }} {{ 1.0 | number }} {{ 1 | number }}") == "1 1 1"
