from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.read.file_state import Files
from sitegen.read.theme.load import bundled_themes, read_theme
from sitegen.render.files import rewrite_urls
from sitegen.render.theme import assets_of


@pytest.fixture
def root(tmp_path: Path) -> Path:
    put(
        tmp_path,
        "themes/plain/theme.yaml",
        "name: plain\noptions:\n  accent: {default: red, choices: [red, blue]}\n",
    )
    put(tmp_path, "themes/plain/templates/base.html", "plain")
    put(tmp_path, "themes/plain/static/style.css", "body { background: url('img/a.png') }")
    put(tmp_path, "themes/plain/static/img/a.png", "A")
    put(tmp_path, "themes/plain/strings/en.yaml", "home: Home\nnext: Next\n")
    put(tmp_path, "themes/fancy/theme.yaml", "extends: plain\noptions:\n  wide: {default: false}\n")
    put(tmp_path, "themes/fancy/strings/en.yaml", "home: Front page\n")
    put(tmp_path, "themes/fancy/static/img/a.png", "B")
    return tmp_path


def put(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def read(root: Path, name: str = "fancy", **options: object):
    return read_theme(Files(root), name, options, root / "bundled")


def test_a_theme_comes_with_its_parents_nearest_first(root):
    put(root, "templates/base.html", "ours")
    theme, problems = read(root, accent="blue")
    assert problems == []
    assert theme.templates["base.html"].path == "templates/base.html"
    assert theme.templates["!fancy/base.html"].path.startswith("themes/")
    assert theme.templates["!plain/base.html"].path == "themes/plain/templates/base.html"
    assert theme.options == {"accent": "blue", "wide": False}
    assert theme.strings == {"en": {"home": "Front page", "next": "Next"}}


def test_the_nearest_themes_file_counts_and_hashed_names_lead_back(root):
    theme, _ = read(root)
    assert [asset.path.removeprefix(str(root)) for asset in theme.assets] == [
        "/themes/fancy/static/img/a.png",
        "/themes/plain/static/style.css",
    ]
    assert list(assets_of(theme)) == ["img/a.png", "style.css"]


def test_a_stylesheets_digest_covers_the_files_that_rendering_writes_into_it(root):
    before, _ = read(root)
    put(root, "themes/fancy/static/img/a.png", "C")
    after, _ = read(root)
    assert before.assets[1].name != after.assets[1].name
    css = (root / "themes/plain/static/style.css").read_text(encoding="utf-8")
    assert before.assets[0].name.removeprefix("assets/") in rewrite_urls(css, "assets", assets_of(before))


def test_stylesheets_that_import_each_other_have_digests(root):
    put(root, "themes/plain/static/a.css", "@import url(b.css);")
    put(root, "themes/plain/static/b.css", "@import url(a.css);")
    assert len({asset.digest for asset in read(root)[0].assets}) == 4


@pytest.mark.parametrize(
    "name",
    [
        "themes/plain/templates/base.html",
        "themes/plain/strings/en.yaml",
        "themes/plain/static/img/b.png",
        "themes/fancy/theme.yaml",
        "templates/base.html",
    ],
)
def test_the_digest_covers_every_part(root, name):
    before, _ = read(root)
    put(root, name, "extends: plain\noptions: {wide: {default: true}}")
    assert read(root)[0].digest != before.digest


def test_the_digest_is_the_same_in_another_place(root, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    for path in sorted(root.rglob("*")):
        if path.is_file():
            put(other, path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))
    assert read(other)[0].digest == read(root)[0].digest


def test_hidden_files_are_not_part_of_a_theme(root):
    put(root, "themes/plain/static/.DS_Store", "x")
    put(root, "themes/plain/static/.git/x", "x")
    assert len(read(root)[0].assets) == 2


@pytest.mark.parametrize(
    ("options", "code", "hint"),
    [
        ({"acent": "red"}, "unknown-key", "Did you mean `accent`?"),
        ({"accent": "bleu"}, "invalid-value", "Did you mean `blue`?"),
        ({"wide": "yes"}, "wrong-type", "Correct it under `theme.options`."),
    ],
)
def test_wrong_options_are_problems_of_the_configuration(root, options, code, hint):
    theme, (problem,) = read(root, **options)
    assert (problem.path, problem.code, problem.hint) == ("sitegen.yaml", code, hint)
    assert theme.options == {"accent": "red", "wide": False}


SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 48"/>'


@pytest.mark.parametrize("written", ["brand/logo.svg", "/brand/logo.svg"])
def test_a_picture_of_the_site_that_an_option_names_is_a_file_of_the_theme(root, written):
    put(root, "themes/plain/theme.yaml", "options:\n  logo: {default: '', kind: picture}\n")
    put(root, "static/brand/logo.svg", SVG)
    theme, problems = read(root, "plain", logo=written)
    assert problems == []
    assert theme.options == {"logo": {"file": "site/brand/logo.svg", "width": 240, "height": 48}}
    assert assets_of(theme)["site/brand/logo.svg"].startswith("assets/site/brand/logo.")
    put(root, "static/brand/logo.svg", SVG.replace("48", "60"))
    assert read(root, "plain", logo=written)[0].digest != theme.digest


def test_an_option_that_takes_a_picture_may_be_empty(root):
    put(root, "themes/plain/theme.yaml", "options:\n  logo: {default: '', kind: picture}\n")
    for options in ({}, {"logo": ""}):
        theme, problems = read(root, "plain", **options)
        assert (theme.options, problems) == ({"logo": ""}, [])
        assert "site" not in "".join(assets_of(theme))


@pytest.mark.parametrize(
    ("written", "code", "message", "hint"),
    [
        (
            "logo.svg",
            "missing-image",
            "There is no picture `static/logo.svg`",
            "Did you mean `brand/logo.svg`?",
        ),
        (
            "x",
            "missing-image",
            "There is no picture `static/x`",
            "Put the picture there, or write the path of one below `static/`.",
        ),
        (
            "../logo.svg",
            "missing-image",
            "There is no picture `static/../logo.svg`",
            "Did you mean `brand/logo.svg`?",
        ),
        ("broken.svg", "unreadable-image", "`static/broken.svg`", "Save the picture anew."),
        (
            5,
            "wrong-type",
            "takes the path of a picture below `static/`",
            "Write `logo: logo.svg` for `static/logo.svg`.",
        ),
    ],
)
def test_a_picture_that_cannot_be_shown_is_a_problem_of_the_configuration(root, written, code, message, hint):
    put(root, "themes/plain/theme.yaml", "options:\n  logo: {default: '', kind: picture}\n")
    put(root, "static/brand/logo.svg", SVG)
    put(root, "static/broken.svg", "<svg")
    theme, (problem,) = read(root, "plain", logo=written)
    assert (problem.path, problem.code, problem.hint) == ("sitegen.yaml", code, hint)
    assert message in problem.message
    assert theme.options == {"logo": ""}


@pytest.mark.parametrize(
    ("name", "manifest", "path", "code", "hint"),
    [
        ("fancyy", "extends: plain", "sitegen.yaml", "unknown-theme", "Did you mean `fancy`?"),
        ("../plain", "extends: plain", "sitegen.yaml", "unknown-theme", "Did you mean `plain`?"),
        ("fancy", "extends: plane", "themes/fancy/theme.yaml", "unknown-theme", "Did you mean `plain`?"),
        ("fancy", "extends: fancy", "themes/fancy/theme.yaml", "invalid-theme", "Remove `extends`."),
        ("fancy", "extend: plain", "themes/fancy/theme.yaml", "invalid-theme", "Did you mean `extends`?"),
        (
            "fancy",
            "options: {wide: 3}",
            "themes/fancy/theme.yaml",
            "invalid-theme",
            "Write `wide: {default: …, description: …}`.",
        ),
        (
            "fancy",
            "options: {wide: {default: '', kind: pictur}}",
            "themes/fancy/theme.yaml",
            "invalid-theme",
            "Did you mean `picture`?",
        ),
        (
            "fancy",
            "options: {wide: {default: a.svg, kind: picture}}",
            "themes/fancy/theme.yaml",
            "invalid-theme",
            'Write `default: ""`: the picture is the site\'s.',
        ),
        ("fancy", "- a", "themes/fancy/theme.yaml", "invalid-theme", "Write `name: value` lines."),
    ],
)
def test_broken_themes_are_problems(root, name, manifest, path, code, hint):
    put(root, "themes/fancy/theme.yaml", manifest)
    _, (problem,) = read(root, name)
    assert (problem.path, problem.code, problem.hint) == (path, code, hint)


def test_broadsheet_ships_and_speaks_its_languages(tmp_path):
    theme, problems = read_theme(Files(tmp_path), "broadsheet", {}, bundled_themes())
    assert problems == []
    assert list(theme.strings) == ["ar", "de", "en", "en-US", "es", "fa", "fr", "ja", "ko", "zh"]


def test_broken_yaml_is_named_with_its_line(root):
    put(root, "themes/fancy/strings/en.yaml", "home: Home\nnext: [")
    problems = read(root)[1]
    assert [(problem.place.split(":")[:2], problem.code) for problem in problems] == [
        (["themes/fancy/strings/en.yaml", "2"], "yaml-syntax")
    ]


def test_a_stylesheet_that_is_no_utf8_is_refused_where_it_is_read(root):
    (root / "themes/plain/static/style.css").write_bytes(b"a {}\n/* caf\xe9 */\n")
    _, problems = read(root)
    assert [(problem.code, problem.place) for problem in problems] == [
        ("not-utf8", "themes/plain/static/style.css:2:7")
    ]


def test_an_override_that_is_a_link_out_of_the_project_is_told_of(root):
    (root / "templates").mkdir()
    (root / "templates/base.html").symlink_to("/etc/hostname")
    theme, [problem] = read(root)
    assert (problem.path, problem.code) == ("templates/base.html", "symlink-outside")
    assert theme.templates["base.html"].path == "themes/plain/templates/base.html"


def test_a_theme_that_lies_elsewhere_is_told_of(root, tmp_path_factory):
    (root / "themes/far").symlink_to(tmp_path_factory.mktemp("far"))
    _, problems = read(root, "far")
    assert [(problem.path, problem.code) for problem in problems] == [("themes/far", "symlink-outside")]


def test_what_editors_leave_among_templates_is_no_problem(root):
    put(root, "templates/.base.html.swp", "")
    assert read(root)[1] == []
