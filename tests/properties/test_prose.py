"""Whatever is typed, each word of a text is on its page, or a problem names the line that loses it.

`SITEGEN_FUZZ_SECONDS` is how long texts are tried, `SITEGEN_FUZZ_SEED` a seed to begin with (else any).
"""

from __future__ import annotations

import os
import secrets
import time

import pytest

from sitegen.config.settings import MarkdownConfig, RawHtml
from sitegen.problems import Problem
from sitegen.read.markdown import ParsedText, read_body
from tests.properties.prose import WORD, text_of, words_of
from tests.read.rules.markup import written

_SECONDS = float(os.environ.get("SITEGEN_FUZZ_SECONDS", "3"))
#: Problems that lose words of their own line, and of lines below it.
_LOSING_HERE = frozenset(
    {"duplicate-reference", "extra-cells", "ignored-info", "unclosed-html", "unused-reference"}
)
_LOSING_BELOW = frozenset(
    {"blocks-too-deep", "duplicate-note", "removed-html", "unclosed-block", "unused-note"}
)
_OPTIONS = (MarkdownConfig(), MarkdownConfig(typography=False), MarkdownConfig(html=RawHtml.ESCAPED))


def lost_words(text: str, options: MarkdownConfig) -> list[str]:
    """The words that are neither in the HTML of a text nor lost by a problem at their line or above."""
    found = read_body(text, 1, "en", options)
    shown = set(WORD.findall(_markup(found)))
    here = {problem.line for problem in found.problems if problem.code in _LOSING_HERE}
    below = min((problem.line for problem in found.problems if _loses_below(problem)), default=10_000)
    return [
        word
        for word, line in words_of(text).items()
        if word not in shown and line < below and line not in here
    ]


def _loses_below(problem: Problem) -> bool:
    """Whether it takes along words of lines below its own: a value that is not closed may reach over some."""
    return problem.code in _LOSING_BELOW or problem.message.startswith("An attribute value in the tag")


def _markup(found: ParsedText) -> str:
    parts = (found.body.opening, found.body.rest, *(note.segments for note in found.body.notes))
    return "".join(written(part, found.outline) for part in parts)


@pytest.mark.slow
def test_no_word_is_lost_in_silence() -> None:
    seed = int(os.environ.get("SITEGEN_FUZZ_SEED") or secrets.randbelow(1_000_000))
    until, number = time.monotonic() + _SECONDS, 0
    while time.monotonic() < until:
        text = text_of(seed, number)
        for options in _OPTIONS:
            assert lost_words(text, options) == [], f"seed {seed}, number {number}: {text!r}"
        number += 1


def test_lost_words_are_found() -> None:
    assert lost_words("w1q <script>w2q</script> [w3q]: w4q", MarkdownConfig()) == []
    assert lost_words("[w1q]: /w2q\n\nw3q", MarkdownConfig()) == ["w1q", "w2q"]
    assert lost_words("w1q\n\n<script>w2q</script>\n\nw3q", MarkdownConfig()) == []


def test_a_text_depends_on_its_seed_and_number() -> None:
    assert text_of(1, 2) == text_of(1, 2)
    assert len({text_of(1, number) for number in range(50)}) > 45
