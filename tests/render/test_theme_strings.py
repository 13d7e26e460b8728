"""The strings of the bundled theme: complete and correct in each of its languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import pytest
import yaml
from babel import Locale

from sitegen.render.strings import UIStrings
from tests.conftest import REPOSITORY

FOLDER = REPOSITORY / "themes" / "broadsheet" / "strings"
FILES: Mapping[str, Mapping[str, str]] = {
    file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.yaml"))
}
#: Regional variants hold only what differs from their language.
VARIANTS = {tag: strings for tag, strings in FILES.items() if "-" in tag}
STRINGS = {tag: strings for tag, strings in FILES.items() if "-" not in tag}
ENGLISH = STRINGS["en"]
COUNTED = sorted(key.removesuffix("_other") for key in ENGLISH if key.endswith("_other"))
CATEGORIES = ("zero", "one", "two", "few", "many", "other")


def categories(lang: str) -> set[str]:
    """The plural categories of a language (CLDR)."""
    return {*Locale.parse(lang).plural_form.tags, "other"}


def expected(lang: str) -> Iterator[str]:
    """The keys that a language must have: those of English, with all plural categories."""
    forms = {f"{key}_{category}" for key in COUNTED for category in CATEGORIES}
    yield from (key for key in ENGLISH if key not in forms)
    yield from (f"{key}_{category}" for key in COUNTED for category in categories(lang))


def spells_out_its_number(lang: str, key: str) -> bool:
    """Whether a plural form is for one number only, which it may spell out: in Arabic 0, 1 and 2."""
    category = key.rpartition("_")[2]
    if category == "other" or key.rpartition("_")[0] not in COUNTED:
        return False
    rule = Locale.parse(lang).plural_form
    return sum(rule(number) == category for number in range(1_000)) == 1


def placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"\{(\w*)\}", text))


def model(key: str) -> str:
    """The English string that a key of another language translates."""
    stem = key.rpartition("_")[0]
    return ENGLISH[f"{stem}_other" if stem in COUNTED else key]


def faults(lang: str, strings: Mapping[str, str]) -> Iterable[str]:
    """The faults in a language's strings, one line each."""
    keys = set(expected(lang))
    yield from (f"{key} is missing" for key in sorted(keys - strings.keys()))
    yield from (f"{key} is unknown" for key in sorted(strings.keys() - keys))
    for key in sorted(keys & strings.keys()):
        text, wanted = strings[key], placeholders(model(key))
        if not text.strip() or text != text.strip():
            yield f"{key} is empty or has spaces around it"
        if placeholders(text) != wanted and not (spells_out_its_number(lang, key) and not placeholders(text)):
            yield f"{key} should have {wanted}"


def test_the_theme_speaks_nine_languages():
    assert list(STRINGS) == ["ar", "de", "en", "es", "fa", "fr", "ja", "ko", "zh"]


@pytest.mark.parametrize("lang", STRINGS)
def test_every_language_has_all_strings_in_all_plural_forms(lang):
    assert list(faults(lang, STRINGS[lang])) == []


@pytest.mark.parametrize("tag", VARIANTS)
def test_a_variant_differs_from_its_language_in_each_of_its_strings(tag):
    language, variant = STRINGS[tag.partition("-")[0]], VARIANTS[tag]
    assert variant.keys() <= language.keys()
    assert [key for key, text in variant.items() if text == language[key]] == []
    assert [key for key, text in variant.items() if placeholders(text) != placeholders(language[key])] == []


def test_american_english():
    """American spelling, and punctuation inside quotation marks; anything else is the common English string."""
    american, british = UIStrings(FILES, "en-US"), UIStrings(FILES, "en-GB")
    values = {"names": "A", "title": "T", "publication": "P", "date": "D", "place": "U"}
    assert (american("dark_colours"), british("dark_colours")) == ("Dark colors", "Dark colours")
    assert american("citation", **values) == "A, “T,” P, D, U"
    assert british("citation", **values) == "A, “T”, P, D, U"
    assert american("related") == british("related")


@pytest.mark.parametrize("lang", STRINGS)
def test_keys_have_the_same_order(lang):
    stems = [re.sub(rf"_({'|'.join(CATEGORIES)})$", "", key) for key in STRINGS[lang]]
    assert list(dict.fromkeys(stems)) == list(
        dict.fromkeys(re.sub(rf"_({'|'.join(CATEGORIES)})$", "", key) for key in ENGLISH)
    )


#: Strings that are the same in English and another language.
ALIKE = frozenset(
    """about_author about_author_alone articles_one articles_other corrections_many corrections_one corrections_other minutes_one named notes
    orcid page_number pages role_at series subscribe_feed website""".split()
)


@pytest.mark.parametrize("lang", sorted(STRINGS.keys() - {"en"}))
def test_no_string_is_left_in_english(lang):
    assert {key for key, text in ENGLISH.items() if STRINGS[lang].get(key) == text} <= ALIKE


#: What a language's strings never contain: breaking spaces where French has none, foreign punctuation.
_IDEOGRAPHIC = r"[,;?!()'\"]|:(?! *$)|\. |\.$"
MISSET = {
    "en": r"['\"]| [,;:?!]",
    "es": r"['\"“”]| [,;:?!]|« | »",
    "de": r"['\"«»]| [,;:?!]|”",
    "fr": r"['\"“”]|(?<![\u00a0\u202f])[:;?!»]|«(?!\u202f)|\u00a0(?!:)",
    "ar": r"[,;?'\"“”]|[ \u00a0][،؛؟:!]|[كي]\u200c",
    "fa": r"[,;?'\"“”كيىة]|ه\u200cی|[ \u00a0][،؛؟:!]|\bمی ",
    "ja": rf"{_IDEOGRAPHIC}|[“”《》]",
    "ko": r"[;'\"“”]|[，。：、]| [,:.]",
    "zh": rf"{_IDEOGRAPHIC}|[「」『』]",
}


@pytest.mark.parametrize("lang", STRINGS)
def test_strings_follow_their_languages_typography(lang):
    assert {key: text for key, text in STRINGS[lang].items() if re.search(MISSET[lang], text)} == {}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "Photo : {credit}"),
        ("fr", "« {title}\u202f»"),
        ("fr", "L'article"),
        ("es", "« {title} »"),
        ("de", "„{title}”"),
        ("ar", "{names}, {title}"),
        ("fa", "{names}، {title}?"),
        ("ja", "写真: {credit}"),
        ("zh", "{names}，{title}."),
    ],
)
def test_typographic_errors_are_found(lang, text):
    assert re.search(MISSET[lang], text)


#: Strings that templates name by their page's kind, or by an article's state.
NAMED_BY_VALUES = frozenset({"state_draft", "state_review", "authors", "tags", "issues", "series", "archive"})


def test_every_string_is_used_by_a_template():
    texts = [path.read_text(encoding="utf-8") for path in (FOLDER.parent / "templates").rglob("*.*")]
    said = {match[2] for text in texts for match in re.finditer(r"\bt(?:\.n)?\(([\"'])(\w+)\1", text)}
    known = {stem if (stem := key.rpartition("_")[0]) in COUNTED else key for key in ENGLISH}
    assert known - said <= NAMED_BY_VALUES
    assert {key for key in said if not key.endswith("_")} <= known


def test_the_checks_find_errors():
    french = {key: text for key, text in STRINGS["fr"].items() if key != "articles_many"}
    french |= {"by": "Par", "articles_few": "{count} articles", "home": " ", "articles_one": "un article"}
    assert list(faults("fr", french)) == [
        "articles_many is missing",
        "articles_few is unknown",
        "articles_one should have ['count']",
        "by should have ['names']",
        "home is empty or has spaces around it",
    ]
    assert spells_out_its_number("ar", "articles_two")
    assert not spells_out_its_number("ar", "articles_few")
