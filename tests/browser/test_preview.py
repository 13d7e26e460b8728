"""An author with a browser beside the editor: pages change by themselves, mistakes come and go, the desk works."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sitegen.preview.options import PreviewOptions
from sitegen.preview.preview import Preview
from tests.preview.conftest import served
from tests.projects import Project, article

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

NEW = "content/asia/new.md"
URL = "/asia/new/"
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
        shown.look()
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


def _listening(page: Page) -> None:
    """The event stream stands a moment after the page."""
    page.wait_for_load_state("load")
    time.sleep(0.3)


def test_a_saved_file_shows_without_a_hand_on_the_browser(
    project: Project, opened: Callable[..., Page]
) -> None:
    project.write({NEW: article("New", body=f"As it was.\n\n{LONG}")})
    page = opened(URL)
    _listening(page)
    page.evaluate("window.scrollTo(0, 1500)")
    project.write({NEW: article("New", body=f"As it is now.\n\n{LONG}")})
    page.get_by_text("As it is now.").wait_for(state="attached", timeout=10_000)
    page.wait_for_function("Math.abs(window.scrollY - 1500) < 3", timeout=10_000)


def test_pages_that_do_not_show_the_change_stay(project: Project, opened: Callable[..., Page]) -> None:
    project.write({NEW: article("New", body=f"{'Word. ' * 300}\n\nEnd.")})
    page = opened("/asia/straits/")
    _listening(page)
    page.evaluate("window.untouched = true")
    project.write({NEW: article("New", body=f"{'Word. ' * 300}\n\nAnother end.")})
    time.sleep(1.5)
    assert page.evaluate("window.untouched") is True


def test_a_mistake_comes_and_goes(project: Project, opened: Callable[..., Page], tmp_path: Path) -> None:
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
    project.write({NEW: article("New", body="Mended.")})
    page.get_by_text("Mended.").wait_for(timeout=10_000)
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
    page.wait_for_function("getComputedStyle(document.body).color === 'rgb(0, 0, 255)'", timeout=10_000)
    assert page.evaluate("window.untouched") is True
    assert page.locator("link[rel=stylesheet]").count() == 1


def test_it_works_under_the_sites_own_security_policy(project: Project, opened: Callable[..., Page]) -> None:
    project.write({"templates/base.html": POLICY, NEW: article("New", status="draft", body="As it was.")})
    page = opened(URL)
    _listening(page)
    assert page.locator("sitegen-preview .ribbon").inner_text().startswith("Draft")
    assert (
        page.locator("sitegen-preview .ribbon").evaluate("each => getComputedStyle(each).position") == "fixed"
    )
    project.write({NEW: article("New", status="draft", body="As it is now.")})
    page.get_by_text("As it is now.").wait_for(timeout=10_000)


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
    page.evaluate(
        "Object.defineProperty(document, 'hidden', {value: true, configurable: true});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    project.write({NEW: article("New", body="As it is now.")})
    time.sleep(1)
    assert page.get_by_text("As it was.").count() == 1
    page.evaluate(
        "Object.defineProperty(document, 'hidden', {value: false, configurable: true});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    page.get_by_text("As it is now.").wait_for(timeout=10_000)


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
    page.wait_for_function("document.documentElement.dataset.loaded")
    assert page.locator("#found").inner_text() == "123 of 123"
    assert _titles(page)[0] == "Zebra"
    page.get_by_role("button", name="Title").click()
    assert _titles(page)[:2] == ["Europe 0", "Europe 1"]
    page.get_by_role("button", name="Title").press("Enter")
    assert _titles(page)[0] == "Zebra"
    page.get_by_label("Search").fill("europe 11")
    assert _titles(page)[0] == "Europe 119"
    assert page.locator("#found").inner_text() == "11 of 123"
    page.get_by_label("Search").fill("")
    page.get_by_label("State").select_option("Draft")
    assert _titles(page) == ["Zebra"]
    page.get_by_role("link", name="Zebra").click()
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
    page.wait_for_function("document.documentElement.dataset.loaded")
    assert len(_titles(page)) < 100
    page.evaluate("const list = document.getElementById('list'); list.scrollTop = list.scrollHeight")
    page.wait_for_function(
        "document.querySelector('#list tbody tr:nth-last-child(2)').ariaRowIndex === '303'"
    )
    _listening(page)
    project.write({NEW: article("Quite New", date="2026-10-10")})
    page.wait_for_function("document.getElementById('found').value.startsWith('303')", timeout=10_000)


def test_an_article_at_the_desk_is_shown_as_others_will_see_it(
    project: Project, opened: Callable[..., Page]
) -> None:
    page = opened("/_desk/article?path=content/asia/straits/index.md")
    assert page.get_by_role("heading", level=1).inner_text() == "Straits"
    assert page.locator("iframe.paper").count() == 1
    for heading in (
        "A search result",
        "A shared link",
        "An entry of the feed",
        "On paper",
        "Checks",
        "Outline",
    ):
        assert page.get_by_role("heading", name=heading).count() == 1
