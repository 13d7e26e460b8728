"""A real browser sets each script as it is written, and pages from right to left mirror themselves."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.reading import style_of
from tests.browser.serving import served_folder
from tests.projects import Project, article

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "ar", "fa", "ja", "ko", "zh")
TEXT = 'Text *stressed*, [one](https://example.org/) and <span lang="fr">deux</span>.\n\n1. One\n\n| A |\n|--:|\n| 12 |\n'
LONG = "文" * 200

CONFIGURATION = (
    "title: Review\ntimezone: UTC\nbase_url: https://example.org/\nlanguages:\n  en: {}\n"
    + "".join(f"  {lang}: {{root: content/{lang}, prefix: /{lang}/}}\n" for lang in LANGUAGES[1:])
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = Project(tmp_path_factory.mktemp("scripts"))
    shutil.rmtree(project.root / "content")
    roots = {lang: f"content/{lang}" if lang != "en" else "content" for lang in LANGUAGES}
    files = {f"{root}/asia/x.md": article("Title", body=f"{TEXT}\n{LONG}") for root in roots.values()}
    project.write({"sitegen.yaml": CONFIGURATION, **files})
    assert project.build().errors == 0
    return project.out


Open = Callable[[str], "Page"]


@pytest.fixture(scope="module")
def opened(site: Path, window: Page) -> Iterator[Open]:
    """Open the article of a language in a window of 1200 by 800 pixels."""
    with served_folder(site) as address:

        def show(lang: str) -> Page:
            window.set_viewport_size({"width": 1200, "height": 800})
            window.goto(f"{address}/{'' if lang == 'en' else f'{lang}/'}asia/x/")
            return window

        yield show


@pytest.mark.parametrize(
    ("lang", "selector", "name", "value"),
    [
        ("en", ".body em", "font-style", "italic"),
        ("ar", ".body em", "font-style", "normal"),
        ("ja", ".body em", "font-style", "normal"),
        ("ja", ".body em", "text-emphasis-style", "sesame"),
        ("ar", ".article h1", "letter-spacing", "normal"),
        ("ja", ".article h1", "letter-spacing", "normal"),
        ("ja", ".body p", "line-break", "strict"),
        ("zh", ".body p", "line-break", "strict"),
        ("ko", ".body p", "word-break", "keep-all"),
        ("zh", ".body p", "word-break", "normal"),
        ("ar", ".body ol", "list-style-type", "decimal"),
        ("fa", ".body ol", "list-style-type", "persian"),
        ("ar", ".body td", "text-align", "start"),
        ("en", ".body td", "text-align", "end"),
    ],
)
def test_scripts_are_set_as_they_are_written(
    opened: Open, lang: str, selector: str, name: str, value: str
) -> None:
    assert style_of(opened(lang), selector, name) == value


def test_each_script_has_its_stack_and_parts_go_back_to_theirs(opened: Open) -> None:
    stacks = {lang: style_of(opened(lang), ".body", "font-family") for lang in LANGUAGES}
    assert len(set(stacks.values())) == len(LANGUAGES)
    page = opened("ar")
    assert style_of(page, ".body", "--text-face") == stacks["ar"]
    assert style_of(page, ".body [lang=fr]", "--text-face") == stacks["en"]
    assert style_of(page, ".body [lang=fr]", "--tracking") == "1"


def test_lines_of_arabic_stand_further_apart(opened: Open) -> None:
    def leading(lang: str) -> float:
        page = opened(lang)
        return float(style_of(page, ".body", "line-height")[:-2]) / float(
            style_of(page, ".body", "font-size")[:-2]
        )

    assert leading("ar") > leading("ja") > leading("en")


@pytest.mark.parametrize("lang", ["ja", "zh"])
def test_a_line_has_about_38_ideographs(opened: Open, lang: str) -> None:
    page = opened(lang)
    width = page.locator(".body").evaluate("each => each.clientWidth")
    assert round(width / float(style_of(page, ".body", "font-size")[:-2])) == 38


@pytest.mark.parametrize("selector", [".nameplate", ".article h1", ".body", ".footer-name"])
def test_pages_from_right_to_left_mirror_themselves(opened: Open, selector: str) -> None:
    def ends(lang: str) -> tuple[float, float]:
        box = opened(lang).locator(selector).first.bounding_box()
        assert box
        return box["x"], 1200 - box["x"] - box["width"]

    left, right = ends("en")
    start, end = ends("ar")
    assert abs(end - left) <= 2
    assert (left < right) == (end < start)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_sticks_out(opened: Open, lang: str) -> None:
    page = opened(lang)
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
