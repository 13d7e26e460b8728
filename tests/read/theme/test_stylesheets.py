"""Stylesheets that consist of parts."""

from __future__ import annotations

import pytest

from sitegen.read.theme.stylesheets import Joined, Stylesheet, join


def joined(problems: list | None = None, **texts: str) -> Joined:
    """The stylesheets joined; `css_cards` is `css/cards.css`. Problems fail unless there is a list for them."""
    found: list = []
    names = {name.replace("_", "/") + ".css": text for name, text in texts.items()}
    sheets = {name: Stylesheet(f"themes/t/static/{name}", text) for name, text in names.items()}
    made = join(sheets, found if problems is None else problems)
    assert found == []
    return made


def style(text: str, **parts: str) -> str:
    return joined(style=text, **parts).texts["style.css"]


def test_a_part_takes_the_place_of_its_import():
    css = '/* @import "x.css"; */\n@layer a, b;\n@import "css/cards.css" layer(a);\n@import \'b.css\';\nmain {}\n'
    made = joined(style=css, css_cards="\n.card { x: y }\n\n", b="b {}\n", other="o {}")
    assert made.texts["style.css"] == (
        '/* @import "x.css"; */\n@layer a, b;\n@layer a {\n.card { x: y }\n}\nb {}\nmain {}\n'
    )
    assert made.texts["other.css"] == "o {}"
    assert made.parts == {"css/cards.css", "b.css"}


@pytest.mark.parametrize(
    ("conditions", "opening"),
    [
        ("", ""),
        (" layer( cards )", "@layer cards {"),
        ("layer(a.b)", "@layer a.b {"),
        (" layer", "@layer {"),
        (" print", "@media print {"),
        (" (min-width: 3em) and (hover)", "@media (min-width: 3em) and (hover) {"),
        (" LAYER(a) print, screen", "@media print, screen {\n@layer a {"),
        (" supports(display: grid)", "@supports (display: grid) {"),
        (
            " layer(a) supports(not (x: f(y))) print",
            "@media print {\n@supports (not (x: f(y))) {\n@layer a {",
        ),
        (" layered", "@media layered {"),
    ],
)
def test_an_imports_conditions_hold_for_the_part(conditions, opening):
    made = style(f'@import "a.css"{conditions};', a="a {}")
    lines = opening.split("\n") if opening else []
    assert made == "\n".join([*lines, "a {}", *("}" for _ in lines)])


@pytest.mark.parametrize(
    "kept",
    [
        "@import url(a.css);",
        '@import url("a.css") print;',
        '@import "https://example.org/a.css";',
        "@import '//example.org/a.css' layer(x);",
        '@import "/a.css";',
        '@import "";',
        'main {} @import "a.css";',
        '@import "a.css"',
        '@namespace x "y"; @import "a.css";',
    ],
)
def test_other_imports_stay(kept):
    made = joined(style=kept, a="a {}")
    assert made.texts["style.css"] == kept
    assert made.parts == frozenset()


def test_parts_have_parts_of_their_own_and_folders():
    made = style(
        '@import "css/all.css" layer(x);',
        css_all='@import "deep/a.css";\n@import "../b.css";',
        css_deep_a="a {}",
        b="b {}",
    )
    assert made == "@layer x {\na {}\nb {}\n}"


@pytest.mark.parametrize(
    ("written", "there"),
    [
        ("url(a.png)", "url(css/a.png)"),
        ('url( "../img/a.svg?x#y" )', 'url( "img/a.svg?x#y" )'),
        ("URL('a.png')", "URL('css/a.png')"),
        ("url(data:image/png;base64,AA)", "url(data:image/png;base64,AA)"),
        ("url(#filter)", "url(#filter)"),
        ("url(/a.png)", "url(/a.png)"),
        ("url(https://example.org/a.png)", "url(https://example.org/a.png)"),
    ],
)
def test_addresses_of_a_part_lead_where_they_led(written, there):
    assert style('@import "css/a.css";', css_a=f"a {{ b: {written} }}") == f"a {{ b: {there} }}"


def test_addresses_lead_up_from_a_folder():
    texts = joined(css_all='@import "../img/a.css";', img_a="a { b: url(c.png) }").texts
    assert texts["css/all.css"] == "a { b: url(../img/c.png) }"


def test_a_part_has_no_charset():
    assert (
        style('@charset "utf-8";\n@import "a.css";', a='@charset "utf-8";\na {}') == '@charset "utf-8";\na {}'
    )


@pytest.mark.parametrize(
    ("texts", "place", "message", "hint"),
    [
        (
            {"style": '/* x */\n  @import "css/crads.css";', "css_cards": ""},
            "themes/t/static/style.css:2:3",
            "There is no stylesheet `static/css/crads.css`.",
            "Did you mean `css/cards.css`?",
        ),
        (
            {"style": '@import "../../secret.css";'},
            "themes/t/static/style.css:1:1",
            "There is no stylesheet `static/../../secret.css`.",
            "Correct its path.",
        ),
        (
            {"style": '@import "style.css";'},
            "themes/t/static/style.css:1:1",
            "The stylesheet `static/style.css` imports itself.",
            "Remove it.",
        ),
        (
            {"style": '@import "a.css";\n@import url(b.css);', "a": "", "b": ""},
            "themes/t/static/style.css:2:1",
            "Browsers ignore this `@import`: rules of another file come before it.",
            "Move it to the beginning of the stylesheet that pages link.",
        ),
        (
            {"style": '@import "a.css";', "a": "@import url(https://example.org/font);"},
            "themes/t/static/a.css:1:1",
            "Browsers ignore this `@import`: rules of another file come before it.",
            "Move it to the beginning of the stylesheet that pages link.",
        ),
    ],
)
def test_imports_that_cannot_be_joined_are_problems(texts, place, message, hint):
    problems: list = []
    joined(problems, **texts)
    [problem] = problems
    assert (problem.place, problem.code, problem.message, problem.hint) == (
        place,
        "invalid-theme",
        message,
        hint,
    )


def test_parts_that_import_each_other_are_problems():
    problems: list = []
    joined(problems, style='@import "a.css";', a='@import "b.css";', b='@import "a.css";')
    assert {problem.path for problem in problems} == {"themes/t/static/a.css", "themes/t/static/b.css"}
    assert len(problems) == 2


def test_an_import_of_another_host_may_stand_first():
    made = style('@import "https://example.org/font.css";\n@import "a.css" layer;', a="a {}")
    assert made == '@import "https://example.org/font.css";\n@layer {\na {}\n}'
