"""Tables, aligned by classes."""

from __future__ import annotations

import pytest

from sitegen.config.settings import MarkdownConfig, RawHtml
from sitegen.read.markdown import read_body
from tests.read.rules.markup import rendered


@pytest.mark.parametrize("html", list(RawHtml))
def test_alignment(html: RawHtml) -> None:
    result = rendered("| a | b | c | d |\n|---|:--|:-:|--:|\n| 1 | 2 | 3 | 4 |", MarkdownConfig(html=html))
    assert '<th>a</th>\n<th class="align-left">b</th>\n<th class="align-center">c</th>' in result
    assert '<td class="align-right">4</td>' in result
    assert result.startswith('<table tabindex="0">')
    assert "style" not in result


@pytest.mark.parametrize("text", ["a | b\nc | d", "a\n--", "    a | b\n    --|--"])
def test_not_tables(text: str) -> None:
    assert "<table" not in rendered(text)


def test_disabled_without_extras() -> None:
    assert "<table" not in rendered("a | b\n--|--", MarkdownConfig(extras=False))


def extra(text: str) -> list[tuple[int, int, str]]:
    found = read_body(text, 1, "en", MarkdownConfig()).problems
    return [
        (each.line, each.column, each.message.split("`")[1]) for each in found if each.code == "extra-cells"
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("| 1 | 2 | 3 |", [(5, 11, "3")]),
        ("1 | 2 | 3 | 4", [(5, 9, "3 | 4")]),
        ("| `a|b` | 2 |", [(5, 11, "2")]),
        ("1|2|3", [(5, 5, "3")]),
        ("| 1 | 2 | |", []),
        ("| 1 | 2", []),
        ("| 1 \\| 2 | 3 |", []),
        ("|", []),
    ],
)
@pytest.mark.parametrize("head", ["| a | b |\n|---|---|", "a | b\n--|--"])
def test_extra_cells_are_reported(row: str, expected: list[tuple[int, int, str]], head: str) -> None:
    assert extra(f"x\n\n{head}\n{row}\n| 1 | 2 |") == expected


def test_positions_of_extra_cells() -> None:
    assert extra("> | a |\n> |---|\n> | 1 | 2 |\n> | 3 | 4 |") == [(3, 9, "2"), (4, 9, "4")]
    assert extra("- | a |\n  |---|\n  | 1 | 2 |") == [(3, 9, "2")]
