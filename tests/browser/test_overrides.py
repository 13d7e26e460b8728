"""The colours and the masthead of a theme out of docs/themes.md, as a real browser shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.reading import style_of
from tests.browser.serving import served_folder
from tests.conftest import REPOSITORY
from tests.examples import built, sites_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

ARTICLE = "world/first-article/"
#: What the theme leaves as its parent has it.
TYPE = ("font-family", "font-size", "line-height", "inline-size")


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A new site without and with the theme, built."""
    examples = sites_of((REPOSITORY / "docs" / "themes.md").read_text(encoding="utf-8"))
    found = {}
    for name in ("plain", "tide"):
        folder = tmp_path_factory.mktemp(name) / "site"
        assert built(folder, examples.get(name, [])) == ()
        found[name] = folder / "public"
    return found


Open = Callable[[str, str], "Page"]


@pytest.fixture
def opened(sites: dict[str, Path], window: Page) -> Iterator[Open]:
    """Open the article of a site in a colour scheme, at an address where no reader has chosen another."""
    with served_folder(sites["plain"]) as plain, served_folder(sites["tide"]) as tide:
        addresses = {"plain": plain, "tide": tide}

        def show(name: str, scheme: str) -> Page:
            window.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            window.goto(f"{addresses[name]}/{ARTICLE}")
            return window

        yield show


@pytest.mark.parametrize(
    ("scheme", "paper", "ink", "accent"),
    [
        ("light", "rgb(251, 250, 246)", "rgb(16, 32, 43)", "rgb(11, 92, 116)"),
        ("dark", "rgb(14, 26, 36)", "rgb(228, 236, 240)", "rgb(116, 203, 226)"),
    ],
)
def test_a_theme_has_its_own_colours_in_both_schemes(
    opened: Open, scheme: str, paper: str, ink: str, accent: str
) -> None:
    page = opened("tide", scheme)
    assert style_of(page, "body", "background-color") == paper
    assert style_of(page, ".body", "color") == ink
    assert style_of(page, ".kicker", "color") == accent


def test_the_switch_of_colours_shows_the_themes_own(opened: Open) -> None:
    page = opened("tide", "light")
    page.locator("[data-scheme-switch]").click()
    assert style_of(page, "body", "background-color") == "rgb(14, 26, 36)"


def test_the_masthead_is_its_own_and_the_text_is_the_parents(opened: Open) -> None:
    def shown(name: str) -> tuple[list[Any], list[Any]]:
        page = opened(name, "light")
        masthead = [style_of(page, ".nameplate", each) for each in ("text-transform", "letter-spacing")]
        text = [
            style_of(page, selector, each) for selector in (".body", "h1", ".navigation") for each in TYPE
        ]
        return masthead, text

    (plain_masthead, plain_text), (masthead, text) = shown("plain"), shown("tide")
    assert plain_masthead[0] == "none"
    assert masthead[0] == "uppercase"
    assert float(plain_masthead[1][:-2]) < 0 < float(masthead[1][:-2])
    assert text == plain_text
