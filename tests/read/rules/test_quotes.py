"""Quotation marks by language."""

from __future__ import annotations

import pytest

from sitegen.config.settings import MarkdownConfig
from sitegen.read.rules.quotemarks import marks_of
from tests.read.rules.markup import rendered


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", "a “b ‘c’ d”"),
        ("xx", "a “b ‘c’ d”"),
        ("de", "a „b ‚c‘ d“"),
        ("de-CH", "a «b ‹c› d»"),
        ("fr", "a «\u202fb “c” d\u202f»"),
        ("fr-CA", "a «&nbsp;b “c” d&nbsp;»"),
        ("es", "a «b “c” d»"),
        ("ar", "a «b “c” d»"),
        ("ja", "a 「b 『c』 d」"),
        ("zh-Hant-TW", "a 「b 『c』 d」"),
        ("zh", "a “b ‘c’ d”"),
        ("nb", "a «b ‘c’ d»"),
        ("nn-NO", "a «b ‘c’ d»"),
        ("et", "a „b ‚c‘ d“"),
        ("lt", "a „b „c“ d“"),
        ("hr", "a „b ‚c‘ d“"),
        ("sr-Latn-RS", "a „b ’c’ d”"),
        ("bs", "a „b ‘c’ d”"),
        ("mk", "a „b ‚c‘ d“"),
        ("be", "a «b „c“ d»"),
        ("sq", "a «b “c” d»"),
        ("hy", "a «b «c» d»"),
        ("ca", "a «b “c” d»"),
        ("is", "a „b ‚c‘ d“"),
        ("ka", "a „b «c» d“"),
        ("kk", "a «b ‹c› d»"),
        ("he", "a ”b ’c’ d”"),
        ("ur", "a ”b ’c‘ d“"),
        ("pt-PT", "a «b “c” d»"),
        ("pt-BR", "a “b ‘c’ d”"),
        ("es-419", "a “b ‘c’ d”"),
        ("es-MX", "a “b ‘c’ d”"),
        ("az-Cyrl", "a «b ‹c› d»"),
        ("az", "a “b ‘c’ d”"),
    ],
)
def test_languages(lang: str, expected: str) -> None:
    assert rendered("a \"b 'c' d\"", lang=lang) == f"<p>{expected}</p>\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("don't", "don’t"),
        ('\'tis *"so"*', "’tis <em>“so”</em>"),
        ('`"a"`', "<code>&quot;a&quot;</code>"),
        ('6" high', "6″ high"),
        ("the '90s, and 'the '80s'", "the ’90s, and ‘the ’80s’"),
        ("'90 of 100'", "‘90 of 100’"),
        ('\\"a\\"', '"a"'),
    ],
)
def test_marks_in_text(text: str, expected: str) -> None:
    assert rendered(text) == f"<p>{expected.replace('&quot;', chr(34))}</p>\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'Tis, 'Twas and 'em", "’Tis, ’Twas and ’em"),
        ("'07, the class of '68 and workers' unions", "’07, the class of ’68 and workers’ unions"),
        ("Election '24", "Election ’24"),
        ("it's '98's", "it’s ’98’s"),
        ("the '60s", "the ’60s"),
        ("'Cause I said", "’Cause I said"),
        ("the 'cause' of 'round the clock' care", "the ‘cause’ of ‘round the clock’ care"),
        ("the 'em' element", "the ‘em’ element"),
        ("Rock 'n' roll, rock-'n'-roll", "Rock ’n’ roll, rock-’n’-roll"),
        ("the letter 'n' is", "the letter ‘n’ is"),
        ('"Get \'em," she reported, "\'tis late."', "“Get ’em,” she reported, “’tis late.”"),
    ],
)
def test_apostrophes_at_the_beginning_of_words(text: str, expected: str) -> None:
    assert rendered(text) == f"<p>{expected}</p>\n"


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("de", "'n Apfel und Aristoteles' Werk", "’n Apfel und Aristoteles’ Werk"),
        ("de", "'s ist 'heute'", "’s ist ‚heute‘"),
        ("nl", "'s avonds in 't huis", "’s avonds in ’t huis"),
        ("it", "la 'ndrangheta", "la ’ndrangheta"),
        ("fr", "mai '68", "mai ’68"),
        ("he", "צה\"ל וצ'ק", "צה״ל וצ׳ק"),
    ],
)
def test_apostrophes_of_a_language(lang: str, text: str, expected: str) -> None:
    assert rendered(text, lang=lang) == f"<p>{expected}</p>\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<b>the Fed</b>'s", "<b>the Fed</b>’s"),
        ("*the Fed*'s", "<em>the Fed</em>’s"),
        ("`f()`'s", "<code>f()</code>’s"),
        ("the Fed (US)'s", "the Fed (US)’s"),
        ('*"so"*\'s', "<em>“so”</em>’s"),
        ("a<br>'so'", "a<br>‘so’"),
    ],
)
def test_apostrophes_after_punctuation(text: str, expected: str) -> None:
    assert rendered(text) == f"<p>{expected}</p>\n"


def test_apostrophes_after_links_and_footnotes() -> None:
    assert "</a>’s" in rendered("[the Fed (US)](https://example.org/)'s")
    assert "</sup>’s" in rendered("the Fed[^1]'s\n\n[^1]: a")
    assert ">’s" in rendered("![the Fed](a.png)'s")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('5\'10" and 12"', "5′10″ and 12″"),
        ("6' tall and 5' 10\"", "6′ tall and 5′ 10″"),
        ('a 3.5" disk, 7½" long', "a 3.5″ disk, 7½″ long"),
        ("40°26'46\" N, 10°5' W", "40°26′46″ N, 10°5′ W"),
        ('"the 12" record"', "“the 12″ record”"),
        ('\\*\\*"Say mark 2": x', "**“Say mark 2”: x"),
        ('\\_"Say mark 2": x', "_“Say mark 2”: x"),
        ('¿"Marca 2"? he said', "¿“Marca 2”? he said"),
        ('\\#"Mark 2", he said', "#“Mark 2”, he said"),
        ('“I read "The new 10") for our bill!" - K', '“I read “The new 10”) for our bill!" - K'),
        ('“A "Plan 9" of theirs”', "“A “Plan 9” of theirs”"),
        ('“the 12" record”', "“the 12″ record”"),
        ('say **"Plan 9"**', "say <strong>“Plan 9”</strong>"),
        ('"In 2012", he reported, "and 12"', "“In 2012”, he reported, “and 12”"),
        ('"He is 5\'10"', "“He is 5′10”"),
        ('end of 2012"', 'end of 2012"'),
        ("10'000 in the 1990's", "10’000 in the 1990’s"),
        ("'pages 10' and 11", "‘pages 10’ and 11"),
    ],
)
def test_primes(text: str, expected: str) -> None:
    assert rendered(text) == f"<p>{expected}</p>\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We begin.\n\n"We end."', ["“We begin.", "“We end.”"]),
        ('He: "we begin.\n\n"We end." And "b"', ["He: “we begin.", "“We end.” And “b”"]),
        ('"We begin.\n\nWe end."\n\nso"', ["“We begin.", "We end.”", 'so"']),
        ("'We begin.\n\n'We end.'", ["‘We begin.", "‘We end.’"]),
        ('*"We* begin.\n\n"We end."', ["<em>“We</em> begin.", "“We end.”"]),
        ('a "b\n\nc', ['a "b', "c"]),
    ],
)
def test_quotations_over_several_paragraphs(text: str, expected: list[str]) -> None:
    assert rendered(text).splitlines() == [f"<p>{paragraph}</p>" for paragraph in expected]


def test_a_quotation_over_several_paragraphs_by_language() -> None:
    assert rendered('"a.\n\n"b."', lang="de") == "<p>„a.</p>\n<p>„b.“</p>\n"
    assert rendered('"a.\n\n"b."', lang="fr").startswith("<p>«\u202fa.</p>\n<p>«\u202fb.")


def test_each_language_has_four_marks() -> None:
    for lang in ("en", "fr", "de", "pt_BR", "ja", "sv", ""):
        assert len(marks_of(lang)) == 4


def test_disabled_without_typography() -> None:
    assert rendered('"a" don\'t', MarkdownConfig(typography=False)) == '<p>"a" don\'t</p>\n'
