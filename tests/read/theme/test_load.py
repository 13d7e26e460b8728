from __future__ import annotations

from pathlib import Path
from typing import Any

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


def read(root: Path, name: str = "fancy", **options: Any):
    return read_theme(Files(root), name, options, root / "bundled")


def test_a_theme_is_read_with_its_parents(root):
    put(root, "templates/base.html", "ours")
    theme, problems = read(root, accent="blue")
    assert problems == []
    assert theme.templates["base.html"].path == "templates/base.html"
    assert theme.templates["!fancy/base.html"].path.startswith("themes/")
    assert theme.templates["!plain/base.html"].path == "themes/plain/templates/base.html"
    assert theme.options == {"accent": "blue", "wide": False}
    assert theme.strings == {"en": {"home": "Front page", "next": "Next"}}


def test_a_file_replaces_the_parents_file_and_is_found_by_its_name(root):
    theme, _ = read(root)
    assert [asset.path.removeprefix(str(root)) for asset in theme.assets] == [
        "/themes/fancy/static/img/a.png",
        "/themes/plain/static/style.css",
    ]
    assert list(assets_of(theme)) == ["img/a.png", "style.css"]


def test_the_digest_of_a_stylesheet_covers_the_files_it_references(root):
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


def test_the_digest_does_not_depend_on_the_folder(root, tmp_path_factory):
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
        ({"wide": "yes"}, "wrong-type", "Correct the value under `theme.options`."),
    ],
)
def test_invalid_options_are_problems_of_the_configuration(root, options, code, hint):
    theme, (problem,) = read(root, **options)
    assert (problem.path, problem.code, problem.hint) == ("sitegen.yaml", code, hint)
    assert theme.options == {"accent": "red", "wide": False}


def test_a_theme_without_options_says_so(root):
    put(root, "themes/bare/theme.yaml", "name: bare\n")
    _, (problem,) = read(root, "bare", accent="red")
    assert problem.hint == "The theme has no options. Remove the key."


SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 48"/>'


@pytest.mark.parametrize("written", ["brand/logo.svg", "/brand/logo.svg"])
def test_an_image_of_the_site_named_by_an_option_is_an_asset(root, written):
    put(root, "themes/plain/theme.yaml", "options:\n  logo: {default: '', kind: image}\n")
    put(root, "static/brand/logo.svg", SVG)
    theme, problems = read(root, "plain", logo=written)
    assert problems == []
    assert theme.options == {"logo": {"file": "site/brand/logo.svg", "width": 240, "height": 48}}
    assert assets_of(theme)["site/brand/logo.svg"].startswith("assets/site/brand/logo.")
    put(root, "static/brand/logo.svg", SVG.replace("48", "60"))
    assert read(root, "plain", logo=written)[0].digest != theme.digest


def test_an_image_option_may_be_empty(root):
    put(root, "themes/plain/theme.yaml", "options:\n  logo: {default: '', kind: image}\n")
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
            "There is no image `static/logo.svg`",
            "Did you mean `brand/logo.svg`?",
        ),
        (
            "x",
            "missing-image",
            "There is no image `static/x`",
            "Add the image, or write the path of one in `static/`.",
        ),
        (
            "../logo.svg",
            "missing-image",
            "There is no image `static/../logo.svg`",
            "Did you mean `brand/logo.svg`?",
        ),
        ("broken.svg", "unreadable-image", "`static/broken.svg`", "Export or save the image again."),
        (
            5,
            "wrong-type",
            "takes the path of an image in `static/`",
            "Write `logo: logo.svg` for `static/logo.svg`.",
        ),
    ],
)
def test_an_invalid_image_is_a_problem_of_the_configuration(root, written, code, message, hint):
    put(root, "themes/plain/theme.yaml", "options:\n  logo: {default: '', kind: image}\n")
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
            "options: {wide: {default: '', kind: imag}}",
            "themes/fancy/theme.yaml",
            "invalid-theme",
            "Did you mean `image`?",
        ),
        (
            "fancy",
            "options: {wide: {default: a.svg, kind: image}}",
            "themes/fancy/theme.yaml",
            "invalid-theme",
            'Write `default: ""`; the site sets the image.',
        ),
        ("fancy", "- a", "themes/fancy/theme.yaml", "invalid-theme", "Write `name: value` lines."),
    ],
)
def test_broken_themes_are_problems(root, name, manifest, path, code, hint):
    put(root, "themes/fancy/theme.yaml", manifest)
    _, (problem,) = read(root, name)
    assert (problem.path, problem.code, problem.hint) == (path, code, hint)


def test_broadsheet_is_bundled_with_its_languages(tmp_path):
    theme, problems = read_theme(Files(tmp_path), "broadsheet", {}, bundled_themes())
    assert problems == []
    assert list(theme.strings) == ["ar", "de", "en", "en-US", "es", "fa", "fr", "ja", "ko", "zh"]


def test_broken_yaml_is_reported_with_its_line(root):
    put(root, "themes/fancy/strings/en.yaml", "home: Home\nnext: [")
    problems = read(root)[1]
    assert [(problem.place.split(":")[:2], problem.code) for problem in problems] == [
        (["themes/fancy/strings/en.yaml", "2"], "yaml-syntax")
    ]


def test_a_stylesheet_must_be_utf8(root):
    (root / "themes/plain/static/style.css").write_bytes(b"a {}\n/* caf\xe9 */\n")
    _, problems = read(root)
    assert [(problem.code, problem.place) for problem in problems] == [
        ("not-utf8", "themes/plain/static/style.css:2:7")
    ]


def test_an_override_linked_from_outside_the_project_is_reported(root):
    (root / "templates").mkdir()
    (root / "templates/base.html").symlink_to("/etc/hostname")
    theme, [problem] = read(root)
    assert (problem.path, problem.code) == ("templates/base.html", "symlink-outside")
    assert theme.templates["base.html"].path == "themes/plain/templates/base.html"


def test_a_theme_linked_from_outside_the_project_is_reported(root, tmp_path_factory):
    (root / "themes/far").symlink_to(tmp_path_factory.mktemp("far"))
    _, problems = read(root, "far")
    assert [(problem.path, problem.code) for problem in problems] == [("themes/far", "symlink-outside")]


def test_temporary_files_of_editors_are_ignored(root):
    put(root, "templates/.base.html.swp", "")
    assert read(root)[1] == []
