"""The URLs that links and images may have."""

from __future__ import annotations

import pytest

from sitegen.read.url_checks import SCHEMES, is_image_allowed, is_link_allowed
from tests.conftest import REPOSITORY


@pytest.mark.parametrize(
    "address",
    [
        "",
        "a",
        "/a",
        "#a:b",
        "?a:b",
        "./a:b",
        "//e.org/",
        "https:x",
        "HTTP://e.org/",
        "mailto:a@e.org",
        "a/b:c",
        "1:2",
        ":x",
    ],
)
def test_allowed_links(address: str) -> None:
    assert is_link_allowed(address)
    assert is_image_allowed(address)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:x",
        " javascript:x",
        "\x00\x1fjavascript:x",
        "ja\tva\r\nscript:x",
        "Blob:x",
        "about:",
        "a:b",
        "data:image/png;x",
    ],
)
def test_forbidden_links(address: str) -> None:
    assert not is_link_allowed(address)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("data:image/png;base64,AA", True),
        (" DATA:image/PNG,AA", True),
        ("data:image/svg+xml,x", False),
        ("data:image/png", False),
        ("data:text/html,x", False),
        ("da\tta:text/html,x", False),
    ],
)
def test_data_urls_that_are_allowed(address: str, shown: bool) -> None:
    assert is_image_allowed(address) is shown


def test_the_manual_names_every_scheme() -> None:
    manual = (REPOSITORY / "docs" / "reference" / "configuration.md").read_text(encoding="utf-8")
    assert [scheme for scheme in SCHEMES if f"`{scheme}`" not in manual] == []
