"""Each row of docs/reference/text.md is true: the article is read as it says, and has the problems that it names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import Struct

from sitegen.build.options import Options
from sitegen.build.pipeline import build
from sitegen.config.settings import MarkdownConfig
from sitegen.problems import KINDS
from sitegen.read.markdown import read_body
from tests.conftest import REPOSITORY
from tests.read.rules.markup import written
from tests.sites.invalid.case import GOOD, article

_PAGE = REPOSITORY / "docs" / "reference" / "text.md"
_CELLS = re.compile(r"(?<!\\)\|")
_CODE = re.compile(r"(`+)(.+?)(?<!`)\1(?!`)")
_HEADER = ["Input", "Output", "Problem"]


class Row(Struct, frozen=True):
    """A row of the table: the text of an article, its HTML, and the codes of its problems."""

    line: int
    text: str
    markup: str
    codes: tuple[str, ...]

    @property
    def path(self) -> str:
        return f"content/asia/row-{self.line}.md"


def rows_of(page: str) -> Iterator[Row]:
    """The rows of all tables of a page."""
    for number, line in enumerate(page.split("\n"), 1):
        if not line.startswith("|"):
            continue
        cells = [cell.strip().replace("\\|", "|") for cell in _CELLS.split(line)[1:-1]]
        assert len(cells) == len(_HEADER), f"line {number}"
        if cells == _HEADER or set(cells[0]) == {"-"}:
            continue
        text, markup = (_code(cell, number).replace("⏎", "\n") for cell in cells[:2])
        codes = tuple(match[2] for match in _CODE.finditer(cells[2]))
        assert codes or cells[2] == "—", f"line {number}"
        yield Row(number, text, markup, codes)


def _code(cell: str, number: int) -> str:
    if cell == "—":
        return ""
    match = _CODE.fullmatch(cell)
    assert match, f"line {number}: {cell}"
    written = match[2]
    return written[1:-1] if written[0] == written[-1] == " " and written.strip() else written


ROWS = list(rows_of(_PAGE.read_text(encoding="utf-8")))


def rendered(text: str) -> str:
    """The HTML of a text, its notes at the end, without the line breaks between elements."""
    found = read_body(text, 1, "en", MarkdownConfig())
    parts = (found.body.opening, found.body.rest, *(note.segments for note in found.body.notes))
    return _on_one_line("".join(written(part, found.outline) for part in parts))


def _on_one_line(markup: str) -> str:
    return re.sub(r"\n+(?=<)|(?<=>)\n+", "", markup).strip()


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The codes of each row's article, in one build of all of them."""
    root = tmp_path_factory.mktemp("text")
    articles = {row.path: article(body=row.text, title=f"Row {row.line}").encode() for row in ROWS}
    for path, data in {**GOOD, **articles}.items():
        file = Path(root, path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    report = build(Options(root=root, out=root / "public", now="2026-11-23T12:00", partial=True))
    codes: dict[str, list[str]] = defaultdict(list)
    for problem in report.problems:
        codes[problem.path].append(problem.code)
    return codes


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"line {row.line}")
def test_a_row_is_true(row: Row, said: dict[str, list[str]]) -> None:
    assert rendered(row.text) == _on_one_line(row.markup)
    assert sorted(said.get(row.path, [])) == sorted(row.codes)
    assert all(code in KINDS for code in row.codes)


def test_rows_are_read() -> None:
    page = "| Input | Output | Problem |\n| --- | --- | --- |\n| `a⏎b\\|c` | ``<p>`</p>`` | `x`, `y` |\n| `a` | `b` | — |"
    assert list(rows_of(page)) == [Row(3, "a\nb|c", "<p>`</p>", ("x", "y")), Row(4, "a", "b", ())]
    with pytest.raises(AssertionError, match="line 1"):
        list(rows_of("| `a` | b | — |"))
    with pytest.raises(AssertionError, match="line 1"):
        list(rows_of("| `a` | `b` | x |"))
