"""The default theme's scripts: colours that a reader chooses, and footnotes where they are called."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.serving import served_folder
from tests.projects import Project, article
from tests.sites.invalid.case import picture

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

POLICY = "default-src 'self'; frame-src https:; script-src 'self'; style-src 'self'; img-src 'self'"
NOTED = "\n\n".join(
    [
        *(f"Paragraph {number}, with a note.[^{number}]" for number in range(1, 4)),
        "Again the first.[^1]",
        *(f"[^{number}]: Note *{number}* says more. [A link](/asia/)." for number in range(1, 4)),
    ]
)


EMBEDS = """
::: embed https://www.youtube.com/watch?v=abc_1-2 The gates at work
![Gates](gates.png)
:::

::: embed https://elsewhere.example.org/film Another film
:::
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A small site, built and served."""
    project = Project(tmp_path_factory.mktemp("broadsheet"))
    project.write(
        {
            "content/asia/noted.md": article("Noted", body=NOTED),
            "content/asia/film.md": article("Film", body=EMBEDS),
            "content/asia/gates.png": picture(),
        }
    )
    project.build()
    with served_folder(project.out, POLICY) as found:
        yield found


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same with two services that need consent."""
    project = Project(tmp_path_factory.mktemp("asking"))
    project.configure(
        "consent:\n- {name: Count, purpose: Counts readers., script: /count.js}\n"
        "- {name: Ads, purpose: Shows advertisements., script: /ads.js}\n"
    )
    project.write({f"static/{name}.js": f"document.body.dataset.{name} = 1;" for name in ("count", "ads")})
    project.build()
    with served_folder(project.out, POLICY) as found:
        yield found


LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 40"><path d="M0 0h400v40H0z"/></svg>'


@pytest.fixture(scope="module")
def dressed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same with a logo, and set closer."""
    project = Project(tmp_path_factory.mktemp("dressed"))
    project.configure("theme: {options: {logo: logo.svg, density: compact, masthead: centre}}\n")
    project.write({"static/logo.svg": LOGO})
    project.build()
    with served_folder(project.out, POLICY) as found:
        yield found


@pytest.mark.parametrize("width", [320, 1440])
def test_a_logo_names_the_publication_and_fits(dressed: str, browser: Browser, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(dressed)
    logo = page.locator("h1 img.logo")
    assert (
        page.get_by_role("heading", level=1).get_by_role("link", name=str(logo.get_attribute("alt"))).count()
    )
    assert logo.evaluate("each => each.complete && each.naturalWidth > 0")
    box = logo.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert 24 <= box["height"] <= 44
    page.close()


def test_lists_can_be_set_closer(address: str, dressed: str, browser: Browser) -> None:
    def gap(home: str) -> float:
        page = browser.new_page(viewport={"width": 1440, "height": 800})
        page.goto(home)
        found = page.locator(".footer").evaluate("each => parseFloat(getComputedStyle(each).marginTop)")
        page.close()
        return float(found)

    assert gap(dressed) < gap(address)


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
    page.locator(".sidenote").nth(2).wait_for(state="attached")
    page.close()


@pytest.fixture
def asked(asking: str, browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A new reader on the home page, and the scripts that their browser asks for."""
    with browser.new_context(viewport={"width": 900, "height": 700}) as context:
        page, scripts = context.new_page(), list[str]()
        page.on("request", lambda each: scripts.append(each.url) if each.resource_type == "script" else None)
        page.goto(asking)
        yield page, scripts


def _services(scripts: list[str]) -> list[str]:
    return sorted({url.rpartition("/")[2] for url in scripts} & {"count.js", "ads.js"})


def test_nothing_is_loaded_before_a_yes_and_both_answers_are_alike(asked: tuple[Page, list[str]]) -> None:
    page, scripts = asked
    notice, buttons = page.locator(".consent"), page.locator("[data-consent-choice]")
    page.wait_for_load_state("networkidle")
    assert _services(scripts) == []
    assert "Counts readers." in notice.inner_text()
    boxes = [buttons.nth(number).bounding_box() for number in range(2)]
    assert (boxes[0]["width"], boxes[0]["height"]) == (boxes[1]["width"], boxes[1]["height"])
    styles = [
        buttons.nth(n).evaluate(
            "e => { const s = getComputedStyle(e); return [s.color, s.backgroundColor, s.font] }"
        )
        for n in range(2)
    ]
    assert styles[0] == styles[1]
    below = page.locator(".masthead").bounding_box()
    assert below["y"] >= notice.bounding_box()["y"] + notice.bounding_box()["height"]  # it covers nothing
    for _ in range(8):  # and keeps nobody
        page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('.consent')")


def test_a_no_is_kept(asked: tuple[Page, list[str]], asking: str) -> None:
    page, scripts = asked
    page.get_by_role("button", name="Reject").click()
    assert not page.locator(".consent").is_visible()
    page.goto(f"{asking}/asia/")
    page.wait_for_load_state("networkidle")
    assert not page.locator(".consent").is_visible()
    assert _services(scripts) == []


def test_a_yes_is_kept_and_can_be_withdrawn(asked: tuple[Page, list[str]], asking: str) -> None:
    page, scripts = asked
    page.get_by_role("button", name="Accept").click()
    page.locator("body[data-count][data-ads]").wait_for(state="attached")
    page.goto(f"{asking}/asia/")
    page.locator("body[data-count]").wait_for(state="attached")
    assert not page.locator(".consent").is_visible()
    page.get_by_role("button", name="Services and consent").click()
    assert page.locator(".consent").is_visible()
    with page.expect_navigation():
        page.get_by_role("button", name="Reject").click()
    scripts.clear()
    page.goto(asking)
    page.wait_for_load_state("networkidle")
    assert _services(scripts) == []
    assert page.evaluate("document.cookie") == ""


def test_without_services_nobody_is_asked(address: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(address)
    assert page.locator(".consent, [data-consent-open]").count() == 0
    assert page.evaluate("document.cookie + localStorage.length") == "0"
    page.close()


def test_without_scripts_nothing_is_asked_and_nothing_is_loaded(asking: str, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(asking)
        assert not page.locator(".consent").is_visible()
        assert not page.locator("[data-consent-open]").is_visible()


def test_what_is_embedded_is_loaded_when_a_reader_asks_for_it(address: str, browser: Browser) -> None:
    with browser.new_context() as context:
        page, others = context.new_page(), list[str]()
        page.on("request", lambda each: others.append(each.url) if not each.url.startswith(address) else None)
        page.goto(f"{address}/asia/film/")
        page.wait_for_load_state("networkidle")
        assert others == []
        assert page.locator(".embed img").count() == 1
        with page.expect_request("https://www.youtube-nocookie.com/**"):
            page.get_by_role("link", name="The gates at work").click()
        assert others == ["https://www.youtube-nocookie.com/embed/abc_1-2?autoplay=1"]
        assert page.locator("iframe").get_attribute("title") == "The gates at work"
        assert page.locator(".embed img").count() == 0
        with page.expect_request("https://elsewhere.example.org/film"):  # a host of which no player is known
            page.get_by_role("link", name="Another film").click(no_wait_after=True)
