"""The overrides that docs/themes.md shows do what it says of them, and leave the rest of every page as the theme has it."""

from __future__ import annotations

import difflib
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from msgspec import Struct

from sitegen.build.pipeline import Options, build
from sitegen.scaffold.site import create_site
from tests.conftest import REPOSITORY
from tests.examples import lay, sites_of

EXAMPLES = sites_of((REPOSITORY / "docs" / "themes.md").read_text(encoding="utf-8"))
FREE, GATED = "world/first-article/index.html", "world/second-article/index.html"


class Change(Struct, frozen=True):
    """What an override changes in a page: lines that it takes away and lines that it adds."""

    gone: list[str]
    new: list[str]


class Overridden(Struct, frozen=True):
    """A new site without and with an override, built: the folders of their pages."""

    plain: Path
    own: Path

    def page(self, name: str) -> str:
        """A page with the override."""
        return (self.own / name).read_text(encoding="utf-8")

    def changes(self) -> dict[str, Change]:
        """The pages in which the two differ, and how."""
        plain, own = _pages(self.plain), _pages(self.own)
        assert plain.keys() == own.keys()
        return {name: _change(plain[name], own[name]) for name in plain if plain[name] != own[name]}


def _pages(folder: Path) -> dict[str, list[str]]:
    return {
        path.relative_to(folder).as_posix(): _lines(path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.html"))
    }


def _lines(text: str) -> list[str]:
    """A page's lines without the blanks around them; elements that share a line stand apart."""
    return [line.strip() for line in re.sub(r">\s*<", ">\n<", text).splitlines() if line.strip()]


def _change(plain: list[str], own: list[str]) -> Change:
    lines = list(difflib.ndiff(plain, own, linejunk=None, charjunk=None))
    return Change(
        [line[2:] for line in lines if line.startswith("- ")],
        [line[2:] for line in lines if line.startswith("+ ")],
    )


Overriding = Callable[..., Overridden]


@pytest.fixture
def overridden(tmp_path: Path) -> Overriding:
    """Build a new site without and with the manual's override of a name, both with these files."""

    def both(name: str, files: Mapping[str, str] | None = None, without: str = "") -> Overridden:
        plain, own = tmp_path / "plain", tmp_path / "own"
        create_site(plain, "The Example Review", "UTC")
        shutil.copytree(plain, own)
        for example in EXAMPLES[name]:
            if example.says.get("file") != without and "fails" not in example.says:
                lay(example, own)
        for site in (plain, own):
            for path, text in (files or {}).items():
                (site / path).write_text(text, encoding="utf-8")
            assert build(Options(site, site / "public")).problems == ()
        return Overridden(plain / "public", own / "public")

    return both


def test_the_manual_shows_these_overrides() -> None:
    assert EXAMPLES.keys() == {"", "letter", "archive", "minutes", "tide", "parts"}


def test_each_override_is_of_one_template() -> None:
    for name in EXAMPLES.keys() - {""}:
        templates = [each for each in EXAMPLES[name] if "templates/" in each.says.get("file", "")]
        assert len(templates) == 1, name
        assert templates[0].text.count("{% block ") <= 1
        assert '"!broadsheet/' in templates[0].text


# A letter after every article


def test_a_letter_stands_after_the_text_and_its_notes(overridden: Overriding) -> None:
    site = overridden("letter")
    [(name, change)] = site.changes().items()
    assert name == FREE
    assert change == Change(
        [],
        [
            '<aside class="box" aria-labelledby="_letter">',
            '<h2 id="_letter" class="box-title">The letter on Fridays</h2>',
            "<p>What we published in the week, and what we read.</p>",
            "<p>",
            '<a class="button" href="https://example.org/letter">Have it sent to you</a>',
            "</p>",
            "</aside>",
        ],
    )
    parts = ['class="body"', 'class="notes"', 'id="_letter"', 'class="about"', 'class="article-tags"']
    places = [site.page(name).index(part) for part in parts]
    assert places == sorted(places)


def test_no_letter_is_offered_without_its_words(overridden: Overriding) -> None:
    assert overridden("letter", without="data/letter.yaml").changes() == {}


def test_readers_of_the_opening_are_asked_one_thing(overridden: Overriding) -> None:
    page = overridden("letter").page(GATED)
    assert page.count('class="button"') == 1
    assert "_letter" not in page


# A band of the archive on the front page


def test_the_front_page_has_a_band_of_the_archive(overridden: Overriding) -> None:
    [(name, change)] = overridden("archive").changes().items()
    assert name == "index.html"
    assert change.gone == []
    assert change.new[:2] == [
        '<section class="band" aria-labelledby="_archive">',
        '<h2 id="_archive" class="band-title">From the archive</h2>',
    ]
    assert [line for line in change.new if line.startswith("<article")] == ['<article class="card">']
    assert '<a href="/world/second-article/">How to Keep a Part for Subscribers</a>' in change.new


def test_articles_that_are_not_there_are_left_out_and_so_is_the_band(overridden: Overriding) -> None:
    home = "---\nsummary: Analysis of public policy.\nlead: world/first-article\nextra: {archive: {title: Old, articles: [world/gone]}}\n---\n"
    assert overridden("archive", {"content/_index.md": home}).changes() == {}


# Minutes on every card


def test_every_card_says_how_long_it_takes_to_read(overridden: Overriding) -> None:
    site = overridden("minutes")
    changes = site.changes()
    with_cards = {
        path.relative_to(site.own).as_posix()
        for path in site.own.rglob("*.html")
        if '<article class="card' in path.read_text(encoding="utf-8")
    }
    assert changes.keys() == with_cards >= {"index.html", "world/index.html", FREE}
    for name, change in changes.items():
        cards = re.findall(r'<article class="card.*?</article>', site.page(name), re.DOTALL)
        assert all(
            re.search(r'</time>.*<span class="minutes">\d+ minute read</span>', each, re.DOTALL)
            for each in cards
        )
        assert change.gone == []
        assert set(change.new) == {'<span class="minutes">1 minute read</span>'}
        assert len(change.new) == len(cards)


def test_badges_of_the_theme_stay_on_cards(overridden: Overriding) -> None:
    assert '<span class="badge">Subscribers</span>' in overridden("minutes").page("world/index.html")


# Stylesheets of several files


def test_a_theme_replaces_one_part_of_its_parents_stylesheet(overridden: Overriding) -> None:
    site = overridden("parts")
    [plain] = (site.plain / "assets").glob("style.*.css")
    [own] = (site.own / "assets").glob("style.*.css")
    change = _change(_lines(plain.read_text(encoding="utf-8")), _lines(own.read_text(encoding="utf-8")))
    assert change.gone[0].startswith("/* Tables of the text")
    assert all(line.startswith(("/*", ".body", '[dir="rtl"] .body')) for line in change.gone)
    assert len(change.new) == 2
    [joined] = (site.own / "assets").glob("ledger.*.css")
    assert joined.read_text(encoding="utf-8") == (
        "h1 { font-weight: 400; }\n@media screen {\n.notes { background: var(--tint); }\n}\n"
    )


# Colours and a masthead of its own


def test_a_theme_adds_its_stylesheet_to_every_page_after_the_parents(overridden: Overriding) -> None:
    site = overridden("tide")
    changes = site.changes()
    pages = {path.relative_to(site.own).as_posix() for path in site.own.rglob("*.html")}
    assert changes.keys() == pages >= {"404.html", "index.html", FREE, "about/index.html"}
    for name, change in changes.items():
        assert change.gone == []
        [link] = change.new
        assert re.fullmatch(r'<link rel="stylesheet" href="/assets/tide\.\w+\.css">', link), name
        sheets = re.findall(r'rel="stylesheet" href="/assets/(\w+)', site.page(name))
        assert sheets == ["style", "tide"]


COLOURS = dict(
    re.findall(
        r"--([\w-]+): (light-dark\([^)]*\));",
        next(each.text for each in EXAMPLES["tide"] if each.says.get("file", "").endswith(".css")),
    )
)


def test_a_theme_of_colours_sets_those_that_its_parent_has() -> None:
    style = (REPOSITORY / "themes/broadsheet/static/css/tokens.css").read_text(encoding="utf-8")
    root = style[style.index(":root {") : style.index("}", style.index(":root {"))]
    assert COLOURS.keys() <= set(re.findall(r"--([\w-]+): light-dark\(", root))
    assert {"paper", "ink", "accent"} <= COLOURS.keys()


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "paper"),
    [(ink, paper) for ink in ("ink", "muted", "accent") for paper in ("paper", "tint")]
    + [("on-accent", "accent")],
)
def test_its_text_stands_out_from_its_ground(ink: str, paper: str, scheme: int) -> None:
    assert contrast(_colour(ink, scheme), _colour(paper, scheme)) >= 4.5


def _colour(name: str, scheme: int) -> str:
    return re.findall(r"#([0-9a-f]+)", COLOURS[name])[scheme]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2, relative luminance)."""
    dark, light = sorted(_luminance(colour) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    full = colour if len(colour) == 6 else "".join(2 * digit for digit in colour)
    parts = [int(full[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_contrast_is_measured() -> None:
    assert round(contrast("fff", "000000"), 1) == 21.0
    assert round(contrast("777777", "fff"), 2) == 4.48
