"""Fast checks for rare characters."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.read.character_scan import may_hold_cjk, may_hold_controls

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_CJK = re.compile("[\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_ANY = st.text(st.characters(exclude_categories=()))


def test_every_control_character_is_found() -> None:
    controls = [chr(code) for code in range(0x10000) if _CONTROL.match(chr(code))]
    assert all(may_hold_controls(f"a{control}b") for control in controls)


@pytest.mark.parametrize("text", ["", "a\tb\n", "“don’t” — …", "ÄöüßéΩЖ", "漢字"])
def test_normal_text_passes_the_fast_check(text: str) -> None:
    assert not may_hold_controls(text)


@pytest.mark.parametrize(
    ("text", "holds"), [("", False), ("“a” — é Ж", False), ("a 漢", True), ("かな", True)]
)
def test_cjk(text: str, holds: bool) -> None:
    assert may_hold_cjk(text) is holds


@given(_ANY)
def test_no_control_character_is_missed(text: str) -> None:
    assert may_hold_controls(text) or not _CONTROL.search(text)
    assert may_hold_cjk(text) or not _CJK.search(text)
