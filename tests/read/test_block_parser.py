"""Blocks that are nested too deep are said."""

from __future__ import annotations

import pytest

from sitegen.config.settings import MarkdownConfig
from sitegen.read.markdown import read_body


@pytest.mark.parametrize("text", [">" * 33 + " a", "- " * 17 + "a", "> " * 31 + "- a\n\nb"])
def test_what_is_left_out_is_said(text: str) -> None:
    found = read_body(f"x\n\n{text}", 1, "en", MarkdownConfig())
    assert [(each.line, each.code) for each in found.problems] == [(3, "blocks-too-deep")]


@pytest.mark.parametrize("text", [">" * 31 + " a", "- " * 15 + "a"])
def test_what_is_less_deep_is_read(text: str) -> None:
    found = read_body(text, 1, "en", MarkdownConfig())
    assert found.problems == ()
    assert found.plain == "a"
