"""How a page meets readers: whether it fits, whether everything shows, and what the keyboard reaches."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCRIPTS = Path(__file__).with_name("scripts")

#: The spacing that readers may set (WCAG 2.2, 1.4.12).
TEXT_SPACING = """
*, ::before, ::after { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-block-end: 2em !important }
"""


def style_of(page: Page, selector: str, name: str) -> Any:
    """The value of a property, as the first element of the selector has it."""
    script = "(each, name) => getComputedStyle(each).getPropertyValue(name)"
    return page.locator(selector).first.evaluate(script, name)


def misfits(page: Page) -> list[str]:
    """What overflows the window sideways or is cut off, as the page is shown now."""
    return _asked(page, "layout")  # type: ignore[no-any-return]


def unseen(page: Page) -> list[str]:
    """Text that cannot be told from its ground, and what moves, as the page is shown now."""
    return _asked(page, "visible")  # type: ignore[no-any-return]


def walk(page: Page) -> list[str]:
    """Press Tab through the whole page; gives what is reached out of order, not at all, or without being seen."""
    _asked(page, "begin")
    expected, reached = _asked(page, "focusable"), []
    wrong: list[str] = []
    for _ in range(expected + 1):
        page.keyboard.press("Tab")
        focused = _asked(page, "focused")
        if focused is None:
            break
        reached.append(focused["place"])
        wrong += focused["wrong"]
    order = [str(place) for place in range(expected)]
    if reached not in (order, [*order, "0"]):  # behind the last, a browser without a window begins again
        wrong.append(f"reached {len(reached)} of {expected}, in this order: {', '.join(reached)}")
    return wrong


def _asked(page: Page, script: str) -> Any:
    return page.evaluate((SCRIPTS / f"{script}.js").read_text(encoding="utf-8"))
