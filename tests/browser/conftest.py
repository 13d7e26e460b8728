"""A real browser, and what it reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.serving import served_folder

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

#: As little as possible that is not the page's own doing.
ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser(program: Callable[[str, str], str]) -> Iterator[Browser]:
    """The system's Chromium, driven by Playwright."""
    chromium = program("chromium", "install the system's package `chromium`")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    """A window of 1200 by 800 pixels, for all tests of a module: opening one costs more than most of them."""
    page = browser.new_page(viewport={"width": 1200, "height": 800})
    yield page
    page.close()


@pytest.fixture(scope="session")
def showcase_address(showcase_site: Path) -> Iterator[str]:
    """The showcase, served; its address has no slash at its end."""
    with served_folder(showcase_site) as address:
        yield address
