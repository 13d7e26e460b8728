"""The default theme's scripts: colours that a reader chooses, and footnotes where they are called."""

from __future__ import annotations

import functools
import http.server
import itertools
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.publish.projects import Project, article

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'"
NOTED = "\n\n".join(
    [
        *(f"Paragraph {number}, with a note.[^{number}]" for number in range(1, 4)),
        "Again the first.[^1]",
        *(f"[^{number}]: Note *{number}* says more. [A link](/asia/)." for number in range(1, 4)),
    ]
)


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Static files under a strict security policy."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A small site, built and served."""
    project = Project(tmp_path_factory.mktemp("broadsheet"))
    project.write({"content/asia/noted.md": article("Noted", body=NOTED)})
    project.build()
    handler = functools.partial(_Handler, directory=str(Path(project.out)))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def _paper(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


WHITE, BLACK = "rgb(255, 255, 255)", "rgb(21, 23, 26)"


@pytest.mark.parametrize(("system", "first", "second"), [("light", WHITE, BLACK), ("dark", BLACK, WHITE)])
def test_a_readers_choice_of_colours_is_kept(
    address: str, browser: Browser, system: Any, first: str, second: str
) -> None:
    with browser.new_context(color_scheme=system) as context:
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda each: complaints.append(each.text) if each.type == "error" else None)
        page.goto(f"{address}/asia/noted/")
        button = page.get_by_role("button", name="Dark colours")
        assert _paper(page) == first
        assert button.get_attribute("aria-pressed") == str(system == "dark").lower()
        button.click()
        assert _paper(page) == second
        page.goto(f"{address}/asia/")
        assert _paper(page) == second  # before any script but the one in the head
        assert (
            page.get_by_role("button", name="Dark colours").get_attribute("aria-pressed")
            != str(system == "dark").lower()
        )
        page.get_by_role("button", name="Dark colours").click()
        assert _paper(page) == first
        assert page.evaluate("localStorage.length") == 0  # the system's choice again
        assert complaints == []


def test_without_scripts_the_system_chooses_and_notes_stand_at_the_end(
    address: str, browser: Browser
) -> None:
    with browser.new_context(java_script_enabled=False, color_scheme="dark") as context:
        page = context.new_page()
        page.goto(f"{address}/asia/noted/")
        assert page.get_by_role("button").count() == 0
        assert page.locator(".notes").is_visible()
        assert page.locator(".sidenote").count() == 0


def test_where_there_is_room_notes_stand_beside_their_calls(address: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 800})
    page.goto(f"{address}/asia/noted/")
    notes = page.locator(".sidenote")
    assert notes.count() == 3  # the first is called twice
    boxes = [notes.nth(number).bounding_box() for number in range(3)]
    body = page.locator("[data-body]").bounding_box()
    assert all(box["x"] >= body["x"] + body["width"] for box in boxes)
    assert all(box["x"] + box["width"] <= 1440 for box in boxes)
    assert all(above["y"] + above["height"] <= below["y"] for above, below in itertools.pairwise(boxes))
    assert "Note 2 says more. A link." in notes.nth(1).inner_text()
    assert not page.locator(".notes").is_visible()
    assert page.evaluate(
        "document.querySelectorAll('[id]').length === new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size"
    )
    page.locator('a[href="#_fn-1"]').last.click()
    assert page.evaluate("document.activeElement.classList.contains('sidenote')")
    page.emulate_media(media="print")
    assert page.locator(".notes").is_visible()
    assert not notes.first.is_visible()
    page.close()


def test_where_there_is_none_they_open_below_their_paragraph(address: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(f"{address}/asia/noted/")
    assert page.locator(".notes").is_visible()
    call = page.locator('a[href="#_fn-2"]').first
    assert call.get_attribute("aria-expanded") == "false"
    call.click()
    assert call.get_attribute("aria-expanded") == "true"
    note = page.locator("p:has(a[href='#_fn-2']) + .sidenote")
    assert "Note 2 says more." in note.inner_text()
    call.click()
    assert page.locator(".sidenote").count() == 0
    page.set_viewport_size({"width": 1440, "height": 800})
    page.wait_for_function("document.querySelectorAll('.sidenote').length === 3")
    page.close()
