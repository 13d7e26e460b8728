"""Reading views and programs that gather texts find an article's title, byline, date, lead picture and whole text."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from tests.showcase.words import LANGUAGES
from tests.validators.extraction import Extract, by_readability, by_trafilatura

pytestmark = pytest.mark.validator

Extractor = Callable[[str, str], Extract]

#: An article without a time of day begins its day in Berlin, when the day before has not ended in UTC.
DATES = {"world/everything": "2025-10-01", "world/free": "2025-10-0"}
#: What a reading view may leave out: what stands aside of the text.
ASIDE = re.compile(r"<aside.*?</aside>", re.DOTALL)


@pytest.fixture(params=["readability", "trafilatura"])
def extracted(
    request: pytest.FixtureRequest,
    program: Callable[[str, str], str],
    node_package: Callable[[str], Path],
) -> Extractor:
    """A program that reads a page of this HTML and URL."""
    if request.param == "trafilatura":
        return by_trafilatura
    node, _ = program("node", "install Node.js 20 or newer"), node_package("@mozilla/readability")
    return lambda page, url: by_readability(node, page, url)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["world/everything", "world/free"])
def test_an_article_is_found_whole(lang: str, name: str, showcase_site: Path, extracted: Extractor) -> None:
    path = f"{'' if lang == 'en' else f'{lang}/'}{name}/"
    page = (showcase_site / path / "index.html").read_text(encoding="utf-8")
    found = extracted(page, f"https://example.org/{path}")
    assert found.title == _heading(page)
    assert all(name in found.byline for name in _authors(page))
    assert found.date.startswith(DATES[name])
    assert found.pictures and found.pictures[0].removeprefix("https://example.org") in _lead(page)
    text = _plain(found.text)
    assert [each for each in _paragraphs(page) if each not in text] == []


def test_what_is_gated_is_found_up_to_the_gate(showcase_site: Path, extracted: Extractor) -> None:
    page = (showcase_site / "economy/gated/index.html").read_text(encoding="utf-8")
    found = extracted(page, "https://example.org/economy/gated/")
    text = _plain(found.text)
    assert len(_paragraphs(page)) == 2
    assert [each for each in _paragraphs(page) if each not in text] == []


def test_a_text_that_is_not_there_is_missed(showcase_site: Path, extracted: Extractor) -> None:
    page = (showcase_site / "world/free/index.html").read_text(encoding="utf-8")
    body = re.search(r'<div class="body" data-body>.*?\n  </div>', page, re.DOTALL)
    assert body
    found = extracted(page.replace(body[0], ""), "https://example.org/world/free/")
    assert _paragraphs(page)[-1] not in _plain(found.text)


def _body(page: str) -> str:
    found = re.search(r'<div class="body" data-body>(.*?)\n  </div>', page, re.DOTALL)
    assert found
    return ASIDE.sub("", found[1])


def _paragraphs(page: str) -> list[str]:
    """The text of each paragraph, heading and cell of the body."""
    pieces = re.findall(r"<(p|h2|h3|td|th|dt|dd|blockquote|code)\b[^>]*>(.*?)</\1>", _body(page), re.DOTALL)
    return [text for _, piece in pieces if (text := _plain(re.sub(r"<[^>]+>", "", piece)))]


def _plain(text: str) -> str:
    """Letters and digits alone: programs set spaces, quotes and marks of notes each in their own way."""
    return re.sub(r"\W+", "", unescape(text))


def _heading(page: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page)
    assert found
    return unescape(found[1])


def _authors(page: str) -> list[str]:
    names = re.findall(r'rel="author">(.*?)</a>', page)
    assert names
    return names


def _lead(page: str) -> set[str]:
    """The lead picture's addresses: what the page shows, and what it gives to those who share it."""
    shared = re.search(r'<meta property="og:image" content="https://example.org([^"]+)"', page)
    shown = re.search(r'<figure class="[^"]*lead-photo.*?<img [^>]*?src="([^"]+)"', page, re.DOTALL)
    assert shared and shown
    return {shared[1], shown[1]}
