"""References expand to at most 100 kB or the length of the text."""

from __future__ import annotations

import pytest

from sitegen.config.settings import MarkdownConfig
from sitegen.read.markdown import ParsedText, read_body

_URL = "https://example.org/" + "x" * 29_980
_DEFINED = f"[a]: {_URL}\n[b]: b\n"


def read(text: str, **options: bool) -> ParsedText:
    return read_body(text, 1, "en", MarkdownConfig(**options))  # type: ignore[arg-type]


def plain(text: str) -> str:
    return read(text).plain


@pytest.mark.parametrize("extras", [True, False])
def test_references_beyond_the_limit_are_text(extras):
    found = read(f"{_DEFINED}\n[a] [a] [a]\n\n[a] [*a*][a] [b] ![d][a]\n", extras=extras)
    assert found.plain == "a a a\n[a] [a] b ![d]"
    assert [ref.target for ref in found.outline.refs] == [_URL, _URL, _URL, "b"]
    assert [(each.code, each.line) for each in found.problems] == [("too-many-references", 6)]


def test_titles_count():
    found = read(f"[a]: b '{'x' * 40_000}'\n\n[a] [a] [a] [a]\n")
    assert found.plain == "a a [a] [a]"


def test_footnotes_count():
    assert "[a]" in str(read(f"{_DEFINED}\nx^[[a] [a]] y^[[a] [a]]\n").body.notes)
    assert "[a]" in str(read(f"{_DEFINED}\nx[^1]\n\n[^1]: [a] [a] [a] [a]\n").body.notes)


@pytest.mark.parametrize(
    "text",
    [
        f"{_DEFINED}\n[a] [a] [a]\n",
        f"{_DEFINED}\n{'[b] ' * 9_000}\n",
        f"{_DEFINED}\n{'word ' * 40_000}\n\n[a] [a] [a] [a] [a]\n",
        f"[a]({_URL}) " * 9,
        f"{_DEFINED}\n" + "\\[a] `[a]` " * 9,
    ],
)
def test_references_within_the_limit_do_not_change(text):
    assert "too-many-references" not in [problem.code for problem in read(text).problems]
