"""A real browser, and a plain web server for it to read from."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

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


@pytest.fixture(scope="session")
def serve() -> Callable[[Path], contextlib.AbstractContextManager[str]]:
    """Serve a folder as `python -m http.server` does; gives the address, without a slash at its end."""
    return served_folder


@pytest.fixture(scope="session")
def showcase_address(showcase_site: Path) -> Iterator[str]:
    """The showcase, served; its address has no slash at its end."""
    with served_folder(showcase_site) as address:
        yield address


class _QuietHandler(SimpleHTTPRequestHandler):
    def __init__(self, *given: Any, policy: str, **more: Any) -> None:
        self._policy = policy
        super().__init__(*given, **more)

    def end_headers(self) -> None:
        if self._policy:
            self.send_header("Content-Security-Policy", self._policy)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the name is http.server's)
        pass


@contextlib.contextmanager
def served_folder(folder: Path, policy: str = "") -> Iterator[str]:
    """Serve a folder, with a Content-Security-Policy if one is given."""
    handler = partial(_QuietHandler, policy=policy, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
