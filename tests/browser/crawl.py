"""Walk through a site as a reader would: from the home page, along every link, to every page."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

#: A page that only sends its reader on to where it moved.
REDIRECT = 'http-equiv="refresh"'


@dataclass
class Walk:
    """Which pages were reached, and everything that went wrong on the way."""

    reached: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)


def walk(browser: Browser, folder: Path, address: str) -> Walk:
    """Follow the links of the site in `folder`, which is served at `address`, breadth first."""
    result = Walk()
    context = browser.new_context()
    page = context.new_page()
    _listen(page, address, result.complaints)
    seen, queue = {f"{address}/"}, deque([f"{address}/"])
    while queue:
        url = queue.popleft()
        file = file_of(folder, url)
        if file is None or file.suffix != ".html":
            # A feed, a picture, a file to download: it has to be there.
            if (status := context.request.get(url).status) != 200:
                result.complaints.append(f"{url}: status {status}")
            continue
        page.goto(url, wait_until="load")
        result.reached.add(file.relative_to(folder).as_posix())
        for link in page.eval_on_selector_all("a[href], area[href]", "links => links.map(link => link.href)"):
            target = urldefrag(link).url
            if target.startswith(f"{address}/") and target not in seen:
                seen.add(target)
                queue.append(target)
    context.close()
    return result


def file_of(folder: Path, url: str) -> Path | None:
    """The file that a plain web server sends for the URL, if it is there."""
    file = folder / unquote(urlsplit(url).path).lstrip("/")
    if file.is_dir():
        file /= "index.html"
    return file if file.is_file() else None


def pages_to_reach(folder: Path) -> set[str]:
    """Every page that a reader should find: all but the page for what is not found, and redirects."""
    return {
        page.relative_to(folder).as_posix()
        for page in folder.rglob("*.html")
        if page.name != "404.html" and REDIRECT not in page.read_text(encoding="utf-8")
    }


def _listen(page: Page, address: str, complaints: list[str]) -> None:
    """Note what the browser complains of, each with the page that it stands on."""

    def note(what: str) -> None:
        complaints.append(f"{page.url}: {what}")

    def request(url: str) -> None:
        if not url.startswith((f"{address}/", "data:", "blob:", "about:")):
            note(f"a request to another host: {url}")

    def failure(url: str, reason: str) -> None:
        if reason != "net::ERR_ABORTED":  # the walk went on before the page's icon had arrived
            note(f"failed: {url} ({reason})")

    page.on("console", lambda message: message.type == "error" and note(f"console: {message.text}"))
    page.on("pageerror", lambda error: note(f"script: {error}"))
    page.on("request", lambda asked: request(asked.url))
    page.on("requestfailed", lambda failed: failure(failed.url, failed.failure or ""))
    page.on("response", lambda answer: answer.status >= 400 and note(f"status {answer.status}: {answer.url}"))
