"""A reader with a real browser gets everywhere, and nothing goes wrong on the way."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.crawl import pages_to_reach, walk
from tests.browser.serving import served_folder

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>A page</title>{}</html>
"""


@pytest.mark.slow
def test_every_page_of_the_demo_is_reached_without_a_complaint(demo_site: Path, browser: Browser) -> None:
    with served_folder(demo_site) as address:
        result = walk(browser, demo_site, address)
    assert result.complaints == []
    assert pages_to_reach(demo_site) - result.reached == set()


@pytest.fixture
def small_site(tmp_path: Path) -> Path:
    """Three pages in a chain, a file, a redirect and a page for what is not found."""
    for path, body in {
        "index.html": '<a href="a/#there">a</a> <a href="/file.txt">file</a> <a href="https://example.org/">far</a>',
        "a/index.html": '<a href="../%C3%BC/">b</a>',
        "ü/index.html": '<a href="/">home</a>',
        "404.html": "not found",
        "old/index.html": '<meta http-equiv="refresh" content="0; url=/a/">',
    }.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(PAGE.format(body), encoding="utf-8")
    (tmp_path / "file.txt").write_text("a file")
    return tmp_path


def test_a_walk_reaches_what_is_linked(small_site: Path, browser: Browser) -> None:
    with served_folder(small_site) as address:
        result = walk(browser, small_site, address)
    assert result.complaints == []
    assert result.reached == pages_to_reach(small_site) == {"index.html", "a/index.html", "ü/index.html"}


def test_a_walk_misses_what_is_not_linked(small_site: Path, browser: Browser) -> None:
    (small_site / "alone.html").write_text(PAGE.format("alone"), encoding="utf-8")
    with served_folder(small_site) as address:
        result = walk(browser, small_site, address)
    assert pages_to_reach(small_site) - result.reached == {"alone.html"}


@pytest.mark.parametrize(
    ("markup", "complaint"),
    [
        ("<script>console.error('spoiled')</script>", "console: spoiled"),
        ("<script>throw new Error('broken')</script>", "script: broken"),
        ('<img src="/gone.png" alt="">', "/gone.png"),
        ('<img src="http://localhost:9/far.png" alt="">', "another host: http://localhost:9/far.png"),
        ('<a href="/gone/">gone</a>', "/gone/: status 404"),
    ],
)
def test_a_walk_notices_what_goes_wrong(
    markup: str, complaint: str, small_site: Path, browser: Browser
) -> None:
    (small_site / "a" / "index.html").write_text(PAGE.format(markup), encoding="utf-8")
    with served_folder(small_site) as address:
        result = walk(browser, small_site, address)
    assert any(complaint in noted for noted in result.complaints), result.complaints
