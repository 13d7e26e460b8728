"""Stylesheets know no left and right: pages that run from right to left mirror themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel import Locale
from babel.localedata import locale_identifiers

from tests.conftest import REPOSITORY

FOLDERS = ("themes/broadsheet/static", "sitegen/serve/static")
STYLESHEETS = sorted(path for folder in FOLDERS for path in (REPOSITORY / folder).rglob("*.css"))
BROADSHEET = REPOSITORY / "themes/broadsheet/static"
STYLE = "\n".join(path.read_text(encoding="utf-8") for path in sorted((BROADSHEET / "css").glob("*.css")))

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_STRING = re.compile(r""""[^"\n]*"|'[^'\n]*'""")
_DECLARATION = re.compile(r"(?:^|[;{])\s*(-?[a-z-]+)\s*:\s*([^;{}]+)")

#: Properties that name a side or an axis of the screen, and have a logical counterpart.
_PHYSICAL = re.compile(
    r"(?:(?:margin|padding|scroll-margin|scroll-padding|border)-)?(?:left|right|top|bottom)(?:-(?:width|style|color))?"
    r"|border-(?:top|bottom)-(?:left|right)-radius|(?:min-|max-)?(?:width|height)|overflow-[xy]"
)
_SIDED = frozenset({"clear", "float", "text-align", "text-align-last", "caption-side", "transform-origin"})
_FOUR_SIDES = frozenset(
    {"margin", "padding", "inset", "border-width", "border-color", "border-style", "scroll-margin"}
)
#: Sideways scrolling has no logical name that browsers agree on; it is the same both ways.
_THE_SAME_BOTH_WAYS = frozenset({"overflow-x"})


def declarations(css: str) -> Iterator[tuple[str, str]]:
    """The declarations of a stylesheet: property and value; custom properties are left out."""
    bare = _STRING.sub('""', _COMMENT.sub("", css))
    for block in re.findall(r"\{([^{}]*)\}", bare):
        for name, value in _DECLARATION.findall(";" + block):
            yield name, " ".join(value.split())


def _parts(value: str) -> list[str]:
    """The values of a shorthand; what stands in brackets is one."""
    return re.findall(r"(?:[^\s()]|\((?:[^()]|\([^()]*\))*\))+", value)


def physical(css: str) -> list[str]:
    """The declarations that name a side of the screen, as they are written."""
    return [f"{name}: {value}" for name, value in declarations(css) if _is_physical(name, value)]


def _is_physical(name: str, value: str) -> bool:
    if name in _THE_SAME_BOTH_WAYS or name.startswith("--"):
        return False
    parts = _parts(value)
    if _PHYSICAL.fullmatch(name) or (name in _SIDED and {"left", "right"} & set(parts)):
        return True
    if name in _FOUR_SIDES and len(parts) == 4:
        return parts[1] != parts[3]
    return name == "border-radius" and len(parts) > 1


@pytest.mark.parametrize("path", STYLESHEETS, ids=lambda path: path.name)
def test_stylesheets_know_no_sides(path: Path):
    assert physical(path.read_text(encoding="utf-8")) == []


def test_there_are_stylesheets():
    assert {path.name for path in STYLESHEETS} >= {"style.css", "desk.css", "preview.css"}


def test_the_themes_stylesheet_has_every_part_once_in_a_layer():
    bare = _COMMENT.sub("", (BROADSHEET / "style.css").read_text(encoding="utf-8")).split()
    layers, imports = " ".join(bare).split(";", 1)
    named = layers.removeprefix("@layer ").split(", ")
    found = re.findall(r'@import "css/([a-z]+)[.]css" layer[(]([a-z]+)[)];', imports)
    assert len(found) == imports.count("@")
    assert sorted(name for name, _ in found) == sorted(path.stem for path in (BROADSHEET / "css").iterdir())
    assert list(dict.fromkeys(layer for _, layer in found)) == named


@pytest.mark.parametrize(
    "declaration",
    [
        "margin-left: 1em",
        "right: 0",
        "border-right-color: red",
        "padding: 0 1em 0 2em",
        "inset: 0 auto 0 0",
        "text-align: left",
        "float: right",
        "width: 3em",
        "max-height: 3em",
        "border-top-left-radius: 3px",
        "border-radius: 3px 0",
    ],
)
def test_sides_are_found(declaration):
    assert physical(f"@media (min-width: 3em) {{ .a, .b {{ color: red; {declaration}; }} }}") == [declaration]
    assert physical(f".a{{{declaration}}}") == [declaration]


@pytest.mark.parametrize(
    "declaration",
    [
        "margin-inline-start: 1em",
        "padding: 0 1em 2em",
        "padding: 0 calc(1em + 2px) 1em calc(1em + 2px)",
        "text-align: start",
        "--left: 1em",
        "overflow-x: auto",
        'content: "left: 1em"',
        "border-radius: 2em",
        "max-inline-size: min(100%, 3em)",
    ],
)
def test_what_mirrors_itself_is_left_alone(declaration):
    assert physical(f"/* left: 0 */ .left {{ {declaration} }}") == []


# Type


@pytest.mark.parametrize("family", "arabic persian japanese korean chinese traditional".split())
def test_each_script_has_stacks_of_its_own_which_end_in_a_generic_family(family):
    for generic, kind in (("serif", "serif"), ("sans", "sans-serif")):
        name = f"--{family}-{generic}"
        assert re.search(rf"{name}: [^;]*, {kind};", STYLE), name
        assert f"var({name})" in STYLE


@pytest.mark.parametrize("spaced", re.findall(r"letter-spacing: ([^;]+);", STYLE))
def test_letters_are_spaced_only_where_their_script_allows_it(spaced):
    assert spaced.startswith("calc(var(--tracking) * ")


@pytest.mark.parametrize(
    ("language", "system", "style"), [("ar", "arab", "arabic-indic"), ("fa", "arabext", "persian")]
)
def test_lists_are_numbered_in_the_digits_of_numbers(language, system, style):
    names = [name for name in locale_identifiers() if re.fullmatch(rf"{language}(_[A-Z]{{2}})?", name)]
    own = {name.replace("_", "-") for name in names if Locale.parse(name).default_numbering_system == system}
    [selectors] = [rule for rule in STYLE.split("\n") if f"--numerals: {style};" in rule]
    named = set(re.findall(r":lang\(([\w-]+)\)", selectors))
    assert named == ({language} if language in own else own)
