"""Take pictures of every kind of page of the showcase, on screens and on paper, into docs/screenshots/.

    python -m tools.screenshots                    all of them
    python -m tools.screenshots article home       only those whose name contains a word

A name is the kind of page and how it is shown: `article-320`, `home-1440`, `article-dark`, `article-ar`,
`article-print`. Pictures are full pages up to a height, wide ones made smaller, and the first sheets of paper
beside each other; together they stay below 3 MB. Needs Chromium.
"""

from __future__ import annotations

import io
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from PIL import Image

from tests.showcase.site import ShownPage, build_showcase, pages
from tools.loopback import serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
LIMIT = 3_000_000
#: How well WebP keeps a picture, of 100.
QUALITY = 32
HIGHEST = 1200
MARGIN = dict.fromkeys(("top", "right", "bottom", "left"), "2cm")
#: How many sheets of a printed page are shown, and how large: pixels for a point.
SHEETS = 2
SHEET_SCALE = 0.75
GAP, DESK = 12, (128, 128, 128)


class View(Struct, frozen=True):
    """How a page is shown: the end of the picture's name, the window's and the picture's width, the colours,
    the language."""

    name: str
    width: int
    shown: int
    scheme: str = "light"
    lang: str = "en"


VIEWS = (
    View("320", 320, shown=320),
    View("768", 768, shown=560),
    View("1440", 1440, shown=800),
    View("dark", 768, shown=560, scheme="dark"),
    View("ar", 768, shown=560, lang="ar"),
)


def wanted(shown: ShownPage, words: list[str]) -> Iterator[tuple[View, str]]:
    """The views of a page that were asked for, each with its name."""
    for view in VIEWS:
        name = f"{_kind(shown)}-{view.name}"
        if shown.lang == view.lang and _is_asked_for(name, words):
            yield view, name


def _is_asked_for(name: str, words: list[str]) -> bool:
    return not words or any(word in name for word in words)


def take(page: Page, url: str, view: View) -> bytes:
    """A picture of the page at the address."""
    page.set_viewport_size({"width": view.width, "height": 900})
    page.emulate_media(color_scheme=view.scheme)
    _open(page, url)
    height = min(HIGHEST, page.evaluate("document.documentElement.scrollHeight"))
    whole = {"x": 0, "y": 0, "width": view.width, "height": height}
    shot = page.screenshot(full_page=True, clip=whole)
    return _small(Image.open(io.BytesIO(shot)), view.shown)


def _open(page: Page, url: str) -> None:
    """Open the page at the address, with all of its pictures."""
    page.goto(url)
    page.evaluate("document.querySelectorAll('img').forEach((picture) => { picture.loading = 'eager'; })")
    page.evaluate("Promise.all([...document.images].map((picture) => picture.decode()))")


def printed(page: Page, url: str) -> bytes:
    """The first sheets of the page at the address, printed, beside each other."""
    import pypdfium2

    _open(page, url)
    paper = page.pdf(format="A4", margin=MARGIN)
    with closing(pypdfium2.PdfDocument(paper)) as pdf:
        sheets = [pdf[number].render(scale=SHEET_SCALE).to_pil() for number in range(min(SHEETS, len(pdf)))]
    width, height = sheets[0].size
    desk = Image.new("RGB", (len(sheets) * (width + GAP) + GAP, height + 2 * GAP), DESK)
    for number, sheet in enumerate(sheets):
        desk.paste(sheet, (GAP + number * (width + GAP), GAP))
    return _small(desk, desk.width)


def _kind(shown: ShownPage) -> str:
    return re.sub(r"\W+", "-", shown.kind)


def _small(picture: Image.Image, width: int) -> bytes:
    height = picture.height * width // picture.width
    written = io.BytesIO()
    picture.resize((width, height), Image.Resampling.LANCZOS).convert("RGB").save(
        written, "WEBP", quality=QUALITY, method=6
    )
    return written.getvalue()


def _all(browser: Browser, site: Path, address: str, words: list[str]) -> Iterator[tuple[str, bytes]]:
    page = browser.new_page()
    for shown in pages(site):
        url = f"{address}/{shown.path}"
        for view, name in wanted(shown, words):
            yield f"{name}.webp", take(page, url, view)
        name = f"{_kind(shown)}-print"
        if shown.lang == "en" and _is_asked_for(name, words):
            yield f"{name}.webp", printed(page, url)


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
