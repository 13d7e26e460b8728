"""Every kind of page fits, shows everything and can be walked by keyboard; and the checks notice when it is not so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.reading import TEXT_SPACING, misfits, unseen, walk
from tests.showcase.site import ShownPage
from tests.showcase.words import LANGUAGES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

#: At 400 % in a window of 1280 by 1024 pixels (WCAG 2.2, 1.4.10), a page has this much room.
ZOOMED = {"width": 320, "height": 256}
USUAL = {"width": 1280, "height": 1024}

#: Kinds of page that together have all that can be focused.
WALKED = {
    "home",
    "section",
    "all tags",
    "author",
    "issue",
    "gated article",
    "article with everything",
    "not found",
}

PAGE = (
    '<!doctype html><html lang="en"><title>A page</title>'
    "<style>:focus {{ outline: 3px solid red }} body {{ margin: 0 }}</style>{}</html>"
)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport=USUAL)  # type: ignore[arg-type]
    yield page
    page.close()


def _resize(page: Page, size: dict[str, int]) -> None:
    """Give the window another size, and scripts the time to see it."""
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_of_page_fits_and_shows_everything(
    lang: str, page: Page, showcase_pages: list[ShownPage], showcase_address: str
) -> None:
    wrong = []
    for shown in (each for each in showcase_pages if each.lang == lang):
        page.emulate_media(forced_colors="none", color_scheme="light", reduced_motion="no-preference")
        page.goto(f"{showcase_address}/{shown.path}")
        for size in (USUAL, {"width": 768, "height": 1024}, ZOOMED):
            _resize(page, size)
            wrong += [f"{shown.kind}, {size['width']} px: {each}" for each in misfits(page)]
        page.emulate_media(reduced_motion="reduce")
        wrong += [f"{shown.kind}, reduced motion: {each}" for each in unseen(page)]
        page.emulate_media(forced_colors="active")
        wrong += [f"{shown.kind}, forced colours: {each}" for each in unseen(page)]
        page.emulate_media(forced_colors="active", color_scheme="dark")
        wrong += [f"{shown.kind}, forced dark colours: {each}" for each in unseen(page)]
        page.add_style_tag(content=TEXT_SPACING)
        for size in (ZOOMED, USUAL):
            _resize(page, size)
            wrong += [f"{shown.kind}, {size['width']} px, spaced: {each}" for each in misfits(page)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_keyboard_reaches_everything_once_in_order_and_in_sight(
    lang: str, page: Page, showcase_pages: list[ShownPage], showcase_address: str
) -> None:
    wrong = []
    for shown in (each for each in showcase_pages if each.lang == lang and each.kind in WALKED):
        page.goto(f"{showcase_address}/{shown.path}")
        for size in (USUAL, ZOOMED):
            _resize(page, size)
            wrong += [f"{shown.kind}, {size['width']} px: {each}" for each in walk(page)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("size", [USUAL, ZOOMED], ids=["usual", "zoomed"])
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_skip_link_comes_first_and_leads_to_the_content(
    lang: str, size: dict[str, int], page: Page, showcase_pages: list[ShownPage], showcase_address: str
) -> None:
    _resize(page, size)
    for shown in (each for each in showcase_pages if each.lang == lang and each.kind in ("home", "article")):
        page.goto(f"{showcase_address}/{shown.path}")
        page.keyboard.press("Tab")
        skip = page.locator(":focus")
        assert skip.get_attribute("href") == "#_main", shown
        box = skip.bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= size["width"], shown
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.localName") == "main", shown
        page.keyboard.press("Tab")
        inside = page.evaluate("Boolean(document.activeElement.closest('main'))")
        assert inside or not page.locator("main a").count(), shown


# The checks themselves


def test_a_page_that_fits_is_left_alone(page: Page) -> None:
    page.set_viewport_size(ZOOMED)  # type: ignore[arg-type]
    table = f'<table style="display: block; overflow-x: auto; width: 300px"><tr><td>{"wide" * 200}</table>'
    page.set_content(PAGE.format(f'<p>Text.</p>{table}<p><a href="#">a link</a></p>'))
    assert misfits(page) == []
    assert unseen(page) == []


@pytest.mark.parametrize(
    ("markup", "says"),
    [
        ('<p style="width: 900px">Text.</p>', "the page is 900 px wide"),
        ('<p style="position: absolute; left: -2em">Text.</p>', "beyond the window: <p> Text."),
        (
            '<p style="overflow: hidden; width: 3em; white-space: nowrap">Some longer text.</p>',
            "cut off sideways",
        ),
        ('<p style="overflow: hidden; height: 9px">Some<br>text.</p>', "cut off below"),
        ('<p style="overflow-y: clip; height: 9px">Some<br>text.</p>', "cut off below"),
        ('<p style="display: none">Text.</p>', "hidden: <p> Text."),
        ('<img alt="" width="900" height="9">', "beyond the window: <img"),
    ],
)
def test_what_does_not_fit_is_named(markup: str, says: str, page: Page) -> None:
    page.set_viewport_size(ZOOMED)  # type: ignore[arg-type]
    page.set_content(PAGE.format(markup))
    assert any(each.startswith(says) for each in misfits(page)), misfits(page)


@pytest.mark.parametrize(
    ("markup", "says"),
    [
        ('<p style="color: red; background: red">Text.</p>', "in the colour of its ground"),
        ('<p style="opacity: .5">Text.</p>', "see-through"),
        (
            "<style>@keyframes in { from { color: red } } p { animation: in 9s }</style><p>Text.</p>",
            "moves: in",
        ),
        ("<style>html { scroll-behavior: smooth }</style><p>Text.</p>", "moves: scrolling"),
    ],
)
def test_what_cannot_be_seen_is_named(markup: str, says: str, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.set_content(PAGE.format(markup))
    assert any(each.startswith(says) for each in unseen(page)), unseen(page)


def test_a_walk_in_order_is_left_alone(page: Page) -> None:
    page.set_content(PAGE.format('<a href="#a">a</a><p><button>b</button></p><input type="hidden">'))
    assert walk(page) == []


@pytest.mark.parametrize(
    ("markup", "says"),
    [
        ('<a href="#a">a</a><a href="#b" tabindex="1">b</a>', "reached "),
        ('<a href="#a" style="outline: 0">a</a>', "the focus does not show"),
        ('<a href="#a" style="position: fixed; top: -9em">a</a>', "the focus is outside the window"),
        (
            '<div style="position: fixed; inset: 0; background: white">over all</div><a href="#a">a</a>',
            "the focus is covered",
        ),
        (
            "<a href='#a' onfocus='this.blur()'>a</a><a href='#b'>b</a>",
            "reached 0 of 2",
        ),
    ],
)
def test_a_walk_names_what_is_wrong(markup: str, says: str, page: Page) -> None:
    page.set_content(PAGE.format(markup))
    found = walk(page)
    assert any(each.startswith(says) for each in found), found
