"""A browser beside the editor: pages update by themselves, errors come and go, the desk works."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sitegen.serve.preview import Preview
from sitegen.serve.snapshots import PreviewOptions
from tests.projects import Project, article
from tests.serve.conftest import served
from tests.sites.invalid.case import picture

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, LocatorAssertions, Page

pytestmark = pytest.mark.browser

NEW = "content/asia/new.md"
URL = "/asia/new/"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="10"/>'
LONG = "\n\n".join(f"Paragraph {number}." for number in range(200))
POLICY = (
    "{% extends '!broadsheet/base.html' %}{% block head %}"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self'; script-src 'none'; connect-src 'none'\">"
    "{{ super() }}{% endblock %}"
)


@pytest.fixture
def opened(project: Project, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page of the project's preview; the test fails for anything that its console complains of."""
    complaints: list[str] = []
    managers: list[Any] = []

    def visit(path: str, **options: Any) -> Page:
        shown = Preview(PreviewOptions(project.root, **options), lambda: dt.datetime.now(dt.UTC))
        shown.update()
        managers.append(served(shown))
        port = managers[-1].__enter__()
        page = browser.new_page(viewport={"width": 1000, "height": 700})
        page.on("console", lambda each: complaints.append(each.text) if each.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda request: (
                complaints.append(request.url) if f"localhost:{port}" not in request.url else None
            ),
        )
        page.goto(f"http://localhost:{port}{path}")
        return page

    yield visit
    for manager in managers:
        manager.__exit__(None, None, None)
    unexpected = [
        each for each in complaints if "500 (Internal Server Error)" not in each and "404" not in each
    ]
    assert unexpected == []


def _expect(shown: Locator) -> LocatorAssertions:
    """Wait for what an element is to be. `wait_for_function` fails while the page is exchanged, and where its
    policy forbids `eval`."""
    from playwright.sync_api import expect

    return expect(shown)


def _wait_for_scroll(page: Page, top: int) -> None:
    """Wait until the page is scrolled to a place, give or take what a picture that comes late moves it."""
    for _ in range(100):
        reached = page.locator("html").evaluate("each => each.scrollTop")
        if abs(reached - top) < 3:
            return
        page.wait_for_timeout(100)
    pytest.fail(f"The page is scrolled to {reached}, not to {top}.")


def _listening(page: Page) -> None:
    """The event stream stands a moment after the page."""
    page.wait_for_load_state("load")
    time.sleep(0.3)


def _hide(page: Page, hidden: bool) -> None:
    """Put the page behind another one, or before it again."""
    page.evaluate(
        "hidden => { Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});"
        "document.dispatchEvent(new Event('visibilitychange')) }",
        hidden,
    )


def test_a_saved_file_shows_without_touching_the_browser(
    project: Project, opened: Callable[..., Page]
) -> None:
    project.write({NEW: article("New", body=f"As it was.\n\n{LONG}")})
    page = opened(URL)
    _listening(page)
    page.evaluate("window.scrollTo(0, 1500)")
    project.write({NEW: article("New", body=f"As it is now.\n\n{LONG}")})
    page.get_by_text("As it is now.").wait_for(state="attached", timeout=10_000)
    _wait_for_scroll(page, 1500)


def test_saves_that_come_quickly_keep_the_place(project: Project, opened: Callable[..., Page]) -> None:
    """The second comes while a picture of the page is still on its way."""
    project.write(
        {NEW: article("New", body=f"First.\n\n{LONG}"), "static/slow.svg": '<svg width="2" height="1"/>'}
    )
    page = opened(URL)
    _listening(page)
    page.evaluate("window.scrollTo(0, 1500)")
    held: list[Any] = []
    page.route("**/slow.svg*", lambda route: held.append(route))  # noqa: PLW0108 -- it takes no built-in function
    for words in ("Second.", "Third.", "Fourth."):
        project.write({NEW: article("New", body=f"{words}\n\n![A map](/slow.svg)\n\n{LONG}")})
        page.get_by_text(words).wait_for(state="attached", timeout=10_000)
        time.sleep(0.3)
    page.unroute("**/slow.svg*")
    for each in held:
        with contextlib.suppress(Exception):  # those of pages that have gone
            each.continue_()
    page.wait_for_load_state("load")
    _wait_for_scroll(page, 1500)


def test_pages_that_do_not_show_the_change_stay(project: Project, opened: Callable[..., Page]) -> None:
    project.write({NEW: article("New", body=f"{'Word. ' * 300}\n\nEnd.")})
    page = opened("/asia/straits/")
    _listening(page)
    page.evaluate("window.untouched = true")
    project.write({NEW: article("New", body=f"{'Word. ' * 300}\n\nAnother end.")})
    time.sleep(1.5)
    assert page.evaluate("window.untouched") is True


def test_an_error_comes_and_goes(project: Project, opened: Callable[..., Page], tmp_path: Path) -> None:
    project.write({NEW: article("New", body="As it was.")})
    project.configure("preview: {editor: vscode}\n")
    page = opened(URL)
    _listening(page)
    project.write({NEW: "---\ntitel: New\ndate: 2026-01-01\n---\n\nText.\n"})
    overlay = page.locator("sitegen-preview .overlay")
    overlay.wait_for(timeout=10_000)
    assert f"{NEW}:2:1" in overlay.inner_text()
    assert overlay.locator("a.open").first.get_attribute("href") == f"vscode://file{project.root / NEW}:2:1"
    page.screenshot(path=tmp_path / "overlay.png")
    assert page.get_by_text("As it was.").count() == 1
    _listening(page)
    project.write({NEW: article("New", body="Fixed.")})
    page.get_by_text("Fixed.").wait_for(timeout=10_000)
    assert page.locator("sitegen-preview .overlay").count() == 0


def test_a_stylesheet_is_swapped_in_place(project: Project, opened: Callable[..., Page]) -> None:
    project.write(
        {
            "themes/own/theme.yaml": "extends: broadsheet\n",
            "themes/own/static/style.css": "body { color: rgb(255, 0, 0) }",
        }
    )
    project.configure("theme: own\n")
    page = opened("/asia/straits/")
    _listening(page)
    page.evaluate("window.untouched = true")
    project.write({"themes/own/static/style.css": "body { color: rgb(0, 0, 255) }"})
    _expect(page.locator("body")).to_have_css("color", "rgb(0, 0, 255)", timeout=10_000)
    assert page.evaluate("window.untouched") is True
    assert page.locator("link[rel=stylesheet]").count() == 1


def test_it_works_under_the_sites_own_security_policy(project: Project, opened: Callable[..., Page]) -> None:
    project.write({"templates/base.html": POLICY, NEW: article("New", status="draft", body="As it was.")})
    page = opened(URL)
    _listening(page)
    assert page.locator("sitegen-preview .banner").inner_text().startswith("Draft")
    assert (
        page.locator("sitegen-preview .foot").evaluate("each => getComputedStyle(each).position") == "fixed"
    )
    project.write({NEW: article("New", status="draft", body="As it is now.")})
    page.get_by_text("As it is now.").wait_for(timeout=10_000)


def test_a_picture_that_is_another_is_shown(project: Project, opened: Callable[..., Page]) -> None:
    """The page is as it was; what it shows is not."""
    text = '<html><body><img src="/map.svg"></body></html>'
    project.write({"static/map.svg": SVG.format(10), "static/map.html": text})
    page = opened("/map.html")
    _listening(page)
    project.write({"static/map.svg": SVG.format(20)})
    _expect(page.locator("img")).to_have_js_property("naturalWidth", 20, timeout=10_000)


@pytest.mark.parametrize("name", ["part.css", "own part.css"])
def test_a_stylesheet_that_another_one_takes_in_is_shown(
    project: Project, opened: Callable[..., Page], name: str
) -> None:
    project.write(
        {
            "static/whole.css": f'@import "{name}";',
            f"static/{name}": "body { color: rgb(255, 0, 0) }",
            "static/map.html": '<html><head><link rel="stylesheet" href="/whole.css"></head><body></body></html>',
        }
    )
    page = opened("/map.html")
    _listening(page)
    project.write({f"static/{name}": "body { color: rgb(0, 0, 255) }"})
    _expect(page.locator("body")).to_have_css("color", "rgb(0, 0, 255)", timeout=10_000)


def test_a_page_that_comes_back_shows_the_stylesheet_of_now(
    project: Project, opened: Callable[..., Page]
) -> None:
    project.write(
        {
            "static/own part.css": "body { color: rgb(255, 0, 0) }",
            "static/map.html": '<html><head><link rel="stylesheet" href="/own%20part.css"></head><body></body></html>',
        }
    )
    page = opened("/map.html")
    _listening(page)
    _hide(page, True)
    project.write({"static/own part.css": "body { color: rgb(0, 0, 255) }"})
    time.sleep(1)
    _hide(page, False)
    _expect(page.locator("body")).to_have_css("color", "rgb(0, 0, 255)", timeout=10_000)


def test_pages_of_a_preview_that_began_again_are_its_own(project: Project, browser: Browser) -> None:
    """The numbers of the second preview start again."""

    def preview() -> Preview:
        shown = Preview(PreviewOptions(project.root), lambda: dt.datetime.now(dt.UTC))
        shown.update()
        return shown

    project.write({NEW: article("New", body="As it was.")})
    page = browser.new_page()
    with served(preview()) as port:
        page.goto(f"http://localhost:{port}{URL}")
        for number in range(3):
            _listening(page)
            project.write({NEW: article("New", body=f"Step {number}.")})
            page.get_by_text(f"Step {number}.").wait_for(timeout=10_000)
        _listening(page)
    project.write({NEW: article("New", body="As it is now.")})
    with served(preview(), port):
        page.get_by_text("As it is now.").wait_for(timeout=10_000)
        page.close()


def test_open_pages_follow_what_is_saved(project: Project, opened: Callable[..., Page]) -> None:
    project.write({NEW: article("New", body="As it was.")})
    page = opened("/", follow=True)
    _listening(page)
    project.write({NEW: article("New", body="As it is now.")})
    page.wait_for_url(f"**{URL}", timeout=10_000)


def test_a_page_that_comes_back_is_what_its_file_says(project: Project, opened: Callable[..., Page]) -> None:
    project.write({NEW: article("New", body="As it was.")})
    page = opened(URL)
    _listening(page)
    _hide(page, True)
    project.write({NEW: article("New", body="As it is now.")})
    time.sleep(1)
    assert page.get_by_text("As it was.").count() == 1
    _hide(page, False)
    page.get_by_text("As it is now.").wait_for(timeout=10_000)


def test_the_error_overlay_has_the_focus_until_it_is_hidden(
    project: Project, opened: Callable[..., Page]
) -> None:
    project.write({NEW: "---\ntitel: New\ndate: 2026-01-01\n---\n\nText.\n"})
    page = opened(URL)
    overlay = page.locator("sitegen-preview .overlay")
    overlay.wait_for()
    _expect(overlay.get_by_role("button", name="Hide")).to_be_focused(timeout=10_000)
    page.keyboard.press("Escape")
    overlay.wait_for(state="hidden")


def test_the_banner_covers_neither_warnings_nor_the_end_of_the_page(
    project: Project, opened: Callable[..., Page]
) -> None:
    matter = {"status": "draft", "photo": "{src: map.png}"}
    project.write({NEW: article("New", **matter), "content/asia/map.png": picture()})
    page = opened(URL)
    for width in (320, 500, 800, 1200):
        page.set_viewport_size({"width": width, "height": 700})
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        banner = page.locator("sitegen-preview .banner").bounding_box()
        warnings = page.locator("sitegen-preview .warnings").bounding_box()
        footer = page.locator("footer").bounding_box()
        assert banner
        assert warnings
        assert footer
        assert warnings["y"] + warnings["height"] <= banner["y"]
        assert footer["y"] + footer["height"] <= banner["y"] + 1
        assert banner["y"] + banner["height"] <= 700


# the desk


def _titles(page: Page) -> list[str]:
    return page.locator("#list tbody tr:not(.gap) td:nth-child(2)").all_inner_texts()


def test_the_desk_sorts_filters_and_opens(project: Project, opened: Callable[..., Page]) -> None:
    project.write(
        {
            f"content/europe/{n:03}.md": article(f"Europe {n}", date=f"2025-01-{n % 28 + 1:02}")
            for n in range(120)
        }
    )
    project.write({NEW: article("Zebra", status="draft", date="2026-05-05")})
    page = opened("/_desk/")
    page.locator("html[data-loaded]").wait_for(state="attached")
    assert page.locator("#count").inner_text() == "123 of 123"
    assert _titles(page)[0] == "Zebra"
    page.get_by_role("button", name="Title").click()
    assert _titles(page)[:2] == ["Europe 0", "Europe 1"]
    page.get_by_role("button", name="Title").press("Enter")
    assert _titles(page)[0] == "Zebra"
    page.get_by_label("Search").fill("europe 11")
    assert _titles(page)[0] == "Europe 119"
    assert page.locator("#count").inner_text() == "11 of 123"
    page.get_by_label("Search").fill("")
    page.get_by_label("State").select_option("Draft")
    assert _titles(page) == ["Zebra"]
    page.get_by_role("link", name="Zebra", exact=True).click()
    page.wait_for_url(f"**{URL}")


def test_the_desk_scrolls_through_all_and_follows_what_changes(
    project: Project, opened: Callable[..., Page]
) -> None:
    project.write(
        {
            f"content/europe/{n:03}.md": article(f"Europe {n}", date=f"2025-01-{n % 28 + 1:02}")
            for n in range(300)
        }
    )
    page = opened("/_desk/")
    page.locator("html[data-loaded]").wait_for(state="attached")
    assert len(_titles(page)) < 100
    page.evaluate("const list = document.getElementById('list'); list.scrollTop = list.scrollHeight")
    _expect(page.locator("#list tbody tr:nth-last-child(2)")).to_have_js_property(
        "ariaRowIndex", "303", timeout=10_000
    )
    _listening(page)
    project.write({NEW: article("Quite New", date="2026-10-10")})
    _expect(page.locator("#count")).to_have_text(re.compile("^303 "), timeout=10_000)


def test_an_article_on_the_desk_has_previews(project: Project, opened: Callable[..., Page]) -> None:
    page = opened("/_desk/article?path=content/asia/straits/index.md")
    assert page.get_by_role("heading", level=1).inner_text() == "Straits"
    assert page.locator("iframe.print").count() == 1
    for heading in (
        "Search result",
        "Shared link",
        "Feed entry",
        "Print",
        "Checks",
        "Outline",
    ):
        assert page.get_by_role("heading", name=heading).count() == 1


def test_a_list_that_is_looked_through_stays_so(project: Project, opened: Callable[..., Page]) -> None:
    """While files change, and for who comes back to it."""
    project.write(
        {f"content/europe/{n:03}.md": article(f"Europe {n}", date="2025-01-02") for n in range(200)}
    )
    page = opened("/_desk/")
    page.locator("html[data-loaded]").wait_for(state="attached")
    _listening(page)
    page.get_by_label("Search").fill("europe")
    page.get_by_role("button", name="Title").click()
    page.evaluate("document.getElementById('list').scrollTop = 1800")
    project.write({NEW: "---\ntitel: New\n---\n"})
    _expect(page.locator(".badge")).to_have_text(re.compile("[1-9]"), timeout=10_000)
    _is_looked_through(page, "200 of 203")
    page.get_by_role("link", name="Europe 55", exact=True).click()
    page.wait_for_url("**/europe/055/")
    page.go_back()
    page.locator("html[data-loaded]").wait_for(state="attached")
    _is_looked_through(page, "200 of 203")


def _is_looked_through(page: Page, found: str) -> None:
    assert page.locator("#count").inner_text() == found
    assert page.get_by_label("Search").input_value() == "europe"
    assert page.locator("th[aria-sort=ascending]").inner_text().startswith("Title")
    assert page.evaluate("document.getElementById('list').scrollTop") == 1800


def test_keys_walk_through_the_whole_list(project: Project, opened: Callable[..., Page]) -> None:
    project.write({f"content/europe/{n:03}.md": article(f"Europe {n}", date="2025-01-02") for n in range(80)})
    page = opened("/_desk/")
    page.locator("html[data-loaded]").wait_for(state="attached")
    page.get_by_role("button", name="Problems").focus()
    seen = []
    for _ in range(2 * 82):
        page.keyboard.press("Tab")
        page.evaluate("() => new Promise(requestAnimationFrame)")
        seen.append(page.evaluate("document.activeElement.closest('tr')?.ariaRowIndex"))
    assert seen == [str(row) for row in range(2, 84) for _ in "12"]


def test_an_article_on_the_desk_breaks_and_is_fixed(project: Project, opened: Callable[..., Page]) -> None:
    project.write({NEW: article("New")})
    page = opened(f"/_desk/article?path={NEW}")
    _listening(page)
    project.write({NEW: "---\ntitel: New\n---\n"})
    page.get_by_text("Nothing reads the key").wait_for(timeout=10_000)
    _listening(page)
    (project.root / NEW).unlink()
    page.get_by_text("Page not found").wait_for(timeout=10_000)
    _listening(page)
    project.write({NEW: article("Fixed")})
    page.get_by_role("heading", name="Fixed", level=1).wait_for(timeout=10_000)


def test_the_print_preview_is_up_to_date(project: Project, opened: Callable[..., Page]) -> None:
    project.write({NEW: article("New", summary="The same", body="As it was.")})
    page = opened(f"/_desk/article?path={NEW}")
    page.locator("iframe.print").scroll_into_view_if_needed()
    page.frame_locator("iframe.print").get_by_text("As it was.").wait_for()
    _listening(page)
    project.write({NEW: article("New", summary="The same", body="As it is.")})
    page.frame_locator("iframe.print").get_by_text("As it is.").wait_for(timeout=10_000)
