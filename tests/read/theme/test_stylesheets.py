"""Stylesheets split into parts."""

from __future__ import annotations

import pytest

from sitegen.read.theme.stylesheets import Joined, Stylesheet, join


def joined(problems: list | None = None, **texts: str) -> Joined:
    """Join stylesheets; `css_cards` is `css/cards.css`. Problems fail the test unless a list collects them."""
    found: list = []
    names = {name.replace("_", "/") + ".css": text for name, text in texts.items()}
    sheets = {name: Stylesheet(f"themes/t/static/{name}", text) for name, text in names.items()}
    made = join(sheets, found if problems is None else problems)
    assert found == []
    return made


def style(text: str, **parts: str) -> str:
    return joined(style=text, **parts).texts["style.css"]


def test_a_part_replaces_its_import():
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
def test_conditions_of_an_import_apply_to_the_part(conditions, opening):
    made = style(f'@import "a.css"{conditions};', a="a {}")
    lines = opening.split("\n") if opening else []
    assert made == "\n".join([*lines, "a {}", *("}" for _ in lines)])


@pytest.mark.parametrize(
    "text",
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
def test_other_imports_do_not_change(text):
    made = joined(style=text, a="a {}")
    assert made.texts["style.css"] == text
    assert made.parts == frozenset()


def test_parts_can_have_parts_and_folders():
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
def test_addresses_in_a_part_are_rebased(written, there):
    assert style('@import "css/a.css";', css_a=f"a {{ b: {written} }}") == f"a {{ b: {there} }}"


def test_addresses_can_lead_to_a_parent_folder():
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
            "Browsers ignore this `@import`: rules from another file come before it.",
            "Move it to the beginning of the stylesheet that pages link to.",
        ),
        (
            {"style": '@import "a.css";', "a": "@import url(https://example.org/font);"},
            "themes/t/static/a.css:1:1",
            "Browsers ignore this `@import`: rules from another file come before it.",
            "Move it to the beginning of the stylesheet that pages link to.",
        ),
    ],
)
def test_invalid_imports_are_reported(texts, place, message, hint):
    problems: list = []
    joined(problems, **texts)
    [problem] = problems
    assert (problem.place, problem.code, problem.message, problem.hint) == (
        place,
        "invalid-theme",
        message,
        hint,
    )


def test_cyclic_imports_are_reported():
    problems: list = []
    joined(problems, style='@import "a.css";', a='@import "b.css";', b='@import "a.css";')
    assert {problem.path for problem in problems} == {"themes/t/static/a.css", "themes/t/static/b.css"}
    assert len(problems) == 2


def test_an_import_of_another_host_may_come_first():
    made = style('@import "https://example.org/font.css";\n@import "a.css" layer;', a="a {}")
    assert made == '@import "https://example.org/font.css";\n@layer {\na {}\n}'
