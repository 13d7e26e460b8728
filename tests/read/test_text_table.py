"""The section on quotes, marks and languages of docs/reference/text.md."""

from __future__ import annotations

import re

import pytest

from tests.conftest import REPOSITORY
from tests.read.rules.markup import rendered

_PAGE = (REPOSITORY / "docs" / "reference" / "text.md").read_text(encoding="utf-8")
_SECTION = _PAGE.partition("## Quotes, marks and languages\n")[2].partition("\n## ")[0]
_ROWS = re.findall(r"^\| (`.+`) \| `(.+)` \| — \|$", _SECTION, re.MULTILINE)


def _on_one_line(markup: str) -> str:
    return re.sub(r"\n+(?=<)|(?<=>)\n+", "", markup).strip()


@pytest.mark.parametrize(("written", "read"), _ROWS)
def test_a_row_is_true(written: str, read: str) -> None:
    text = written[1:-1].replace("⏎", "\n")
    text = text[1:-1] if text[0] == text[-1] == " " else text
    assert _on_one_line(rendered(text)) == _on_one_line(read.replace("⏎", "\n"))


def test_every_row_is_tested() -> None:
    assert len(_ROWS) == _SECTION.count("\n| ") - 2 > 20
