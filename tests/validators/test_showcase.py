"""Every kind of page is valid HTML by two validators; and the second one notices when it is not so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.validators import html_validate, vnu

pytestmark = pytest.mark.validator

PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>A page</title></head>
<body><main><h1>A page</h1>{}</main></body>
</html>
"""


@pytest.fixture(scope="session")
def said(
    program: Callable[[str, str], str], node_package: Callable[[str], Path]
) -> Callable[[Path], list[str]]:
    """html-validate, as a function of a folder."""
    node, _ = program("node", "install Node.js 20 or newer"), node_package("html-validate")
    return lambda folder: html_validate.check(node, folder)


def test_every_kind_of_page_is_valid_html(
    showcase_sample: Path, program: Callable[[str, str], str], node_package: Callable[[str], Path]
) -> None:
    java, package = program("java", "install a Java 17 runtime"), node_package("vnu-jar")
    assert list(showcase_sample.rglob("*.html"))
    assert vnu.check(java, package, showcase_sample) == []


def test_html_validate_finds_nothing_on_any_kind_of_page(
    showcase_sample: Path, said: Callable[[Path], list[str]]
) -> None:
    found = said(showcase_sample)
    assert not found, "\n".join(found)


#: Markup, and the rule that it breaks, if any.
BROKEN = [
    ("<p>Text.</p>", ""),
    ('<p style="color: red">Text.</p>', "no-inline-style"),
    ("<h3>Skipped</h3>", "heading-level"),
    ('<p id="a">One</p><p id="a">Two</p>', "no-dup-id"),
    ('<img src="a.png">', "wcag/h37"),
    ("<p>One<p>Two", "no-implicit-close"),
    ('<a href="a.html"></a>', "wcag/h30"),
]


@pytest.fixture(scope="module")
def said_of_broken(tmp_path_factory: pytest.TempPathFactory, said: Callable[[Path], list[str]]) -> list[str]:
    """What html-validate says of pages with these, `0.html` and so on."""
    folder = tmp_path_factory.mktemp("broken")
    for number, (markup, _) in enumerate(BROKEN):
        (folder / f"{number}.html").write_text(PAGE.format(markup), encoding="utf-8")
    return said(folder)


@pytest.mark.parametrize("number", range(len(BROKEN)), ids=[markup for markup, _ in BROKEN])
def test_html_validate_names_the_place_and_the_rule(number: int, said_of_broken: list[str]) -> None:
    found, rule = [each for each in said_of_broken if each.startswith(f"{number}.html:")], BROKEN[number][1]
    assert all(each.startswith(f"{number}.html:4:") for each in found)
    assert any(f"({rule})" in each for each in found) if rule else found == []
