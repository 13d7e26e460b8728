from __future__ import annotations

import pytest

from sitegen.utf8 import decode, with_newlines

BOM = b"\xef\xbb\xbf"


def test_a_byte_order_mark_is_removed() -> None:
    assert decode("\ufeffa\r\nb\rc\n".encode(), "a.csv") == ("a\r\nb\rc\n", None)
    assert decode(BOM, "a.csv") == ("", None)


def test_line_ends() -> None:
    assert with_newlines("a\r\nb\rc\n\r") == "a\nb\nc\n\n"


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"\xff", "a:1:1"),
        (BOM + b"\xff", "a:1:1"),
        (BOM + b"ab\xff", "a:1:3"),
        (BOM + "é\r\n".encode() + "éé".encode() + b"\xff", "a:2:3"),
        (BOM + b"a\rb\r\xc3", "a:3:1"),
        (b"\xef\xbb", "a:1:1"),
        (b"\xef", "a:1:1"),
        (BOM + b"\xed\xa0\x80", "a:1:1"),
    ],
)
def test_the_first_invalid_byte_is_reported(data: bytes, place: str) -> None:
    text, problem = decode(data, "a", "invalid-data")
    assert problem is not None
    assert (text, problem.place, problem.code) == ("", place, "invalid-data")
