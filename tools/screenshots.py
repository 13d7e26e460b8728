"""Take pictures of every kind of page of the showcase, and print some, into docs/screenshots/.

    python -m tools.screenshots                    all of them
    python -m tools.screenshots article home       only those whose name contains a word

A name is the kind of page and how it is shown: `article-320`, `home-1440`, `article-dark`, `article-ar`.
Pictures are full pages up to a height, with few colours; together they stay below 4 MB. Needs Chromium.
"""

from __future__ import annotations

import io
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from PIL import Image

from tests.showcase.site import ShownPage, build_showcase, pages
from tools.loopback import serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
LIMIT = 4_000_000
COLOURS = 48
HIGHEST = 1200
MARGIN = dict.fromkeys(("top", "right", "bottom", "left"), "2cm")
#: Kinds of page that are printed, too.
PRINTED = ("article", "gated-article", "article-with-everything")


class View(Struct, frozen=True):
    """How a page is shown: the end of the picture's name, the window's width, the colours, the language."""

    name: str
    width: int
    scheme: str = "light"
    lang: str = "en"


VIEWS = (
    View("320", 320),
    View("768", 768),
    View("1440", 1440),
    View("dark", 768, scheme="dark"),
    View("ar", 768, lang="ar"),
)


def wanted(shown: ShownPage, words: list[str]) -> Iterator[tuple[View, str]]:
    """The views of a page that were asked for, each with its name."""
    for view in VIEWS:
        name = f"{_kind(shown)}-{view.name}"
        if shown.lang == view.lang and (not words or any(word in name for word in words)):
            yield view, name


def take(page: Page, url: str, view: View) -> bytes:
    """A picture of the page at the address, as a PNG of few colours."""
    page.set_viewport_size({"width": view.width, "height": 900})
    page.emulate_media(color_scheme=view.scheme)  # type: ignore[arg-type]
    page.goto(url)
    page.evaluate("document.querySelectorAll('img').forEach((picture) => { picture.loading = 'eager'; })")
    page.evaluate("Promise.all([...document.images].map((picture) => picture.decode()))")
    height = min(HIGHEST, page.evaluate("document.documentElement.scrollHeight"))
    whole = {"x": 0, "y": 0, "width": view.width, "height": height}
    return _small(page.screenshot(full_page=True, clip=whole))  # type: ignore[arg-type]


def _kind(shown: ShownPage) -> str:
    return re.sub(r"\W+", "-", shown.kind)


def _small(picture: bytes) -> bytes:
    few = Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    written = io.BytesIO()
    few.save(written, "PNG", optimize=True)
    return written.getvalue()


def _all(browser: Browser, site: Path, address: str, words: list[str]) -> Iterator[tuple[str, bytes]]:
    page = browser.new_page()
    for shown in pages(site):
        url = f"{address}/{shown.path}"
        for view, name in wanted(shown, words):
            yield f"{name}.png", take(page, url, view)
        name = f"{_kind(shown)}-print"
        if (
            shown.lang == "en"
            and _kind(shown) in PRINTED
            and (not words or any(word in name for word in words))
        ):
            page.goto(url)
            yield f"{name}.pdf", page.pdf(format="A4", margin=MARGIN)  # type: ignore[arg-type]


def main(words: list[str]) -> int:
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium")
    if not chromium:
        print("missing: Chromium", file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = build_showcase(Path(folder))
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--headless=new", "--no-sandbox"]
        )
        with serve(site) as address:
            for name, data in _all(browser, site, address, words):
                (FOLDER / name).write_bytes(data)
        browser.close()
    total = sum(each.stat().st_size for each in FOLDER.iterdir())
    print(f"{FOLDER}: {total:,} bytes")
    return int(total > LIMIT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
