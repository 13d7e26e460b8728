"""Languages of fenced code."""

from __future__ import annotations

import pytest

from tests.read.rules.markup import rendered


@pytest.mark.parametrize(
    ("info", "language"),
    [
        ("{.python}", "python"),
        ("{.python .numberLines}", "python"),
        ("{ .python }", "python"),
        ('{#listing .python startFrom="10"}', "python"),
        ("{python}", "python"),
        ("{r, echo=FALSE}", "r"),
        ("{r setup, include=FALSE}", "r"),
        ("{.c++}", "c++"),
        ("{: .language-ruby}", "ruby"),
        ("{code-block} python", "python"),
        ("python {.numberLines}", "python"),
        ("python", "python"),
    ],
)
def test_languages(info: str, language: str) -> None:
    for mark in ("```", "~~~"):
        assert rendered(f"{mark}{info}\na\n{mark}").startswith(f'<pre><code class="language-{language}">')
        assert rendered(f"{mark} {info}\na\n{mark}").startswith(f'<pre><code class="language-{language}">')


@pytest.mark.parametrize("info", ["{=html}", "{}", "{lang=python}", "{a"])
def test_no_language(info: str) -> None:
    assert rendered(f"```{info}\na\n```").startswith(f'<pre><code class="language-{info}">')
