"""The words of the theme that ships, in each of its languages: all of them, and nothing else."""

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
WORDS = {tag: strings for tag, strings in FILES.items() if "-" not in tag}
ENGLISH = WORDS["en"]
COUNTED = sorted(key.removesuffix("_other") for key in ENGLISH if key.endswith("_other"))
CATEGORIES = ("zero", "one", "two", "few", "many", "other")


def categories(lang: str) -> set[str]:
    """The plural categories of a language (CLDR)."""
    return {*Locale.parse(lang).plural_form.tags, "other"}


def expected(lang: str) -> Iterator[str]:
    """The keys that a language has to have: those of English, each counted one in every category."""
    forms = {f"{key}_{category}" for key in COUNTED for category in CATEGORIES}
    yield from (key for key in ENGLISH if key not in forms)
    yield from (f"{key}_{category}" for key in COUNTED for category in categories(lang))


def says_its_number(lang: str, key: str) -> bool:
    """Whether a form stands for one number alone, which its words may say: Arabic's for 0, 1 and 2."""
    category = key.rpartition("_")[2]
    if category == "other" or key.rpartition("_")[0] not in COUNTED:
        return False
    rule = Locale.parse(lang).plural_form
    return sum(rule(number) == category for number in range(1_000)) == 1


def placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"\{(\w*)\}", text))


def model(key: str) -> str:
    """The English words that a key of another language translates."""
    stem = key.rpartition("_")[0]
    return ENGLISH[f"{stem}_other" if stem in COUNTED else key]


def faults(lang: str, words: Mapping[str, str]) -> Iterable[str]:
    """What is wrong with a language's words, a line for each."""
    keys = set(expected(lang))
    yield from (f"{key} is missing" for key in sorted(keys - words.keys()))
    yield from (f"{key} is too much" for key in sorted(words.keys() - keys))
    for key in sorted(keys & words.keys()):
        text, wanted = words[key], placeholders(model(key))
        if not text.strip() or text != text.strip():
            yield f"{key} is empty, or has blanks around it"
        if placeholders(text) != wanted and not (says_its_number(lang, key) and not placeholders(text)):
            yield f"{key} should have {wanted}"


def test_the_theme_speaks_nine_languages():
    assert list(WORDS) == ["ar", "de", "en", "es", "fa", "fr", "ja", "ko", "zh"]


@pytest.mark.parametrize("lang", WORDS)
def test_every_word_is_there_in_every_form_and_nothing_else(lang):
    assert list(faults(lang, WORDS[lang])) == []


@pytest.mark.parametrize("tag", VARIANTS)
def test_a_variant_differs_from_its_language_in_each_of_its_strings(tag):
    language, variant = WORDS[tag.partition("-")[0]], VARIANTS[tag]
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


@pytest.mark.parametrize("lang", WORDS)
def test_keys_stand_in_one_order(lang):
    stems = [re.sub(rf"_({'|'.join(CATEGORIES)})$", "", key) for key in WORDS[lang]]
    assert list(dict.fromkeys(stems)) == list(
        dict.fromkeys(re.sub(rf"_({'|'.join(CATEGORIES)})$", "", key) for key in ENGLISH)
    )


#: Words that other languages spell as English does.
ALIKE = frozenset(
    """about_author about_author_alone articles_one articles_other corrections_many corrections_one corrections_other minutes_one named notes
    orcid page_number pages role_at series subscribe_feed website""".split()
)


@pytest.mark.parametrize("lang", sorted(WORDS.keys() - {"en"}))
def test_nothing_but_what_is_spelled_alike_is_english(lang):
    assert {key for key, text in ENGLISH.items() if WORDS[lang].get(key) == text} <= ALIKE


#: What a language's words never hold: a blank that may break where French has none, marks that it does not set.
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


@pytest.mark.parametrize("lang", WORDS)
def test_words_are_set_as_their_language_is(lang):
    assert {key: text for key, text in WORDS[lang].items() if re.search(MISSET[lang], text)} == {}


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
def test_words_that_are_set_otherwise_are_found(lang, text):
    assert re.search(MISSET[lang], text)


#: Words that templates name by their page's kind, or by an article's state.
NAMED_BY_VALUES = frozenset({"state_draft", "state_review", "authors", "tags", "issues", "series", "archive"})


def test_every_word_is_said_by_a_template():
    texts = [path.read_text(encoding="utf-8") for path in (FOLDER.parent / "templates").rglob("*.*")]
    said = {match[2] for text in texts for match in re.finditer(r"\bt(?:\.n)?\(([\"'])(\w+)\1", text)}
    known = {stem if (stem := key.rpartition("_")[0]) in COUNTED else key for key in ENGLISH}
    assert known - said <= NAMED_BY_VALUES
    assert {key for key in said if not key.endswith("_")} <= known


def test_the_checks_find_what_is_wrong():
    french = {key: text for key, text in WORDS["fr"].items() if key != "articles_many"}
    french |= {"by": "Par", "articles_few": "{count} articles", "home": " ", "articles_one": "un article"}
    assert list(faults("fr", french)) == [
        "articles_many is missing",
        "articles_few is too much",
        "articles_one should have ['count']",
        "by should have ['names']",
        "home is empty, or has blanks around it",
    ]
    assert says_its_number("ar", "articles_two")
    assert not says_its_number("ar", "articles_few")
