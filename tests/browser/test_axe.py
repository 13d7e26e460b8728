"""axe-core finds nothing on any kind of page, whatever its language, width and colour scheme.

French pages, which are the English ones in other words, are looked at in the narrow window alone, where words
fit least; `SITEGEN_SOAK=1` looks at them in both.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser import axe
from tests.showcase.site import ShownPage
from tests.showcase.words import LANGUAGES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.validator]

_SOAK = os.environ.get("SITEGEN_SOAK") == "1"

PAGE = '<!doctype html><html lang="en"><title>A page</title><main><h1>A page</h1>{}</main></html>'


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


@pytest.fixture(scope="session")
def axe_core(node_package: Callable[[str], Path]) -> Path:
    return node_package("axe-core")


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_axe_finds_nothing_on_any_kind_of_page(
    lang: str, page: Page, axe_core: Path, showcase_pages: list[ShownPage], showcase_address: str
) -> None:
    found = []
    for shown in (each for each in showcase_pages if each.lang == lang):
        page.emulate_media(color_scheme="light")
        page.goto(f"{showcase_address}/{shown.path}")
        axe.prepare(page, axe_core)
        for width in (320,) if lang == "fr" and not _SOAK else (1280, 320):
            page.set_viewport_size({"width": width, "height": 800})
            for scheme, rules in (("light", None), ("dark", axe.OF_COLOUR)):
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                found += [
                    f"{shown.kind}, {width} px, {scheme}: {each}" for each in axe.violations(page, rules)
                ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("markup", "rule"),
    [
        ('<img src="data:,">', "image-alt"),
        ('<p style="color: #999; background: #fff">Pale text.</p>', "color-contrast"),
        (
            '<nav><a href="#a" style="font: 8px/9px serif; display: block">a</a>'
            '<a href="#b" style="font: 8px/9px serif; display: block">b</a></nav>',
            "target-size",
        ),
        (
            '<p style="position: relative; color: #999; background: #fff"><a href="#a" style="color: #999">Pale'
            "</a></p><style>a::after { content: ''; position: absolute; inset: 0 }</style>",
            "color-contrast",
        ),
    ],
)
def test_axe_names_what_is_wrong(markup: str, rule: str, page: Page, axe_core: Path) -> None:
    page.set_content(PAGE.format(markup))
    axe.prepare(page, axe_core)
    assert [each for each in axe.violations(page) if each.startswith(f"{rule}:")]


def test_axe_notices_a_colour_that_only_the_dark_has(page: Page, axe_core: Path) -> None:
    style = "<style>@media (prefers-color-scheme: dark) { p { color: #222; background: #000 } }</style><p>Text.</p>"
    page.set_content(PAGE.format(style))
    axe.prepare(page, axe_core)
    page.emulate_media(color_scheme="light")
    assert axe.violations(page, axe.OF_COLOUR) == []
    page.emulate_media(color_scheme="dark")
    assert axe.violations(page, axe.OF_COLOUR)
