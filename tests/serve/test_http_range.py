from __future__ import annotations

import pytest

from sitegen.serve.server import range_of


@pytest.mark.parametrize(
    ("header", "shown"),
    [
        ("bytes=0-0", range(1)),
        ("bytes=0-", range(10)),
        ("bytes=2-4", range(2, 5)),
        ("bytes=8-99", range(8, 10)),
        ("bytes=-3", range(7, 10)),
        ("bytes=-99", range(10)),
        ("bytes= 2-4 ", range(2, 5)),
    ],
)
def test_a_range_is_clipped_to_the_file(header: str, shown: range) -> None:
    assert range_of(header, 10) == shown


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=99-100", "bytes=-0"])
def test_a_range_beyond_the_end_is_empty(header: str) -> None:
    found = range_of(header, 10)
    assert found is not None
    assert len(found) == 0


@pytest.mark.parametrize(
    "header",
    ["", "bytes", "bytes=", "bytes=-", "bytes=4-2", "bytes=1-2,4-5", "lines=1-2", "bytes=a-b", "bytes=²-"],
)
def test_invalid_and_multiple_ranges_are_ignored(header: str) -> None:
    assert range_of(header, 10) is None
