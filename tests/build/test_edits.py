"""Builds after an edit: their report, and the outputs that they render."""

from __future__ import annotations

import msgspec

from tests.projects import article, tree

NEW = "content/asia/new.md"
PAGE = "asia/new/index.html"
#: Longer than what other pages show of a text.
BEGINNING = f"\n{'Nothing has changed in this sentence. ' * 10}\n"


def _edited(project, before, after):
    project.write({NEW: article("New") + BEGINNING + before})
    project.build()
    project.write({NEW: article("New") + BEGINNING + after})
    return project.build(explain=True)


def test_another_text(project):
    report = _edited(project, "\nOne.\n\nTwo.\n", "\nOne.\n\nThree.\n")
    assert "Three." in project.page(PAGE)
    assert (PAGE, "the text changed") in report.reasons
    straight = project.build(fresh=True)
    aside = {"seconds": {}, "rendered": 0, "reasons": (), "moment": None}
    assert msgspec.structs.replace(report, **aside) == msgspec.structs.replace(straight, **aside)


def test_rendered_outputs_are_up_to_date_for_the_next_build(project):
    _edited(project, "\nOne.\n\nTwo.\n", "\nOne.\n\nThree.\n")
    assert project.build().rendered == 0
    project.write({NEW: article("New") + BEGINNING + "\nOne.\n\nFour.\n"})
    assert project.build().rendered > 0
    assert "Four." in project.page(PAGE)


def test_another_title(project):
    project.write({NEW: article("New")})
    project.build()
    project.write({NEW: article("Newer")})
    project.build()
    assert "Newer" in project.page(PAGE)


def test_a_link_in_the_text(project):
    _edited(project, "\nOne.\n", "\nOne, [two](https://example.net/).\n")
    assert 'href="https://example.net/"' in project.page(PAGE)


def test_a_text_that_two_articles_share(project):
    project.write({"content/asia/twin.md": article("Twin") + BEGINNING + "\nOne.\n\nTwo.\n"})
    _edited(project, "\nOne.\n\nTwo.\n", "\nOne.\n\nThree.\n")
    assert "Three." in project.page(PAGE)
    assert "Three." not in project.page("asia/twin/index.html")


def test_changes_in_the_output_folder_are_noticed(project):
    project.write({NEW: article("New") + BEGINNING + "\nOne.\n\nTwo.\n"})
    project.build()
    home = project.page("index.html")
    (project.out / "index.html").write_text("mine")
    project.write({NEW: article("New") + BEGINNING + "\nOne.\n\nThree.\n"})
    project.build()
    assert project.page("index.html") == home
    assert "Three." in project.page(PAGE)


PARTS = {
    "themes/own/theme.yaml": "extends: broadsheet\n",
    "themes/own/static/own.css": '@layer text;\n@import "own/text.css" layer(text);\n',
    "themes/own/static/own/text.css": "p { background: url(../ground.svg) }\n",
    "themes/own/static/ground.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
    "themes/own/templates/article.html": '<link rel="stylesheet" href="{{ asset(\'own.css\') }}">\n',
}


def test_a_part_of_a_stylesheet(project):
    project.configure("theme: own\n")
    project.write(PARTS)
    project.build()
    [before] = project.out.glob("assets/own.*.css")
    assert not list(project.out.glob("assets/own/*"))
    project.write({"themes/own/static/own/text.css": "p { color: red; background: url(../ground.svg) }\n"})
    report = project.build(explain=True)
    [sheet] = project.out.glob("assets/own.*.css")
    [ground] = project.out.glob("assets/ground.*.svg")
    assert sheet.name != before.name
    assert sheet.read_text() == (
        f"@layer text;\n@layer text {{\np {{ color: red; background: url({ground.name}) }}\n}}\n"
    )
    linked = {f"asia/{name}/index.html" for name in ("straits", "treaties")}
    assert {path for path, _ in report.reasons} == {*linked, f"assets/{sheet.name}"}
    clean = project.out.with_name("clean")
    project.build(clean, fresh=True)
    assert tree(project.out) == tree(clean)


def test_a_part_that_a_theme_has_in_the_place_of_its_parents(project):
    project.configure("theme: child\n")
    project.write(
        {
            "themes/child/theme.yaml": "extends: own\n",
            "themes/child/static/own/text.css": "p { color: blue }\n",
            **PARTS,
        }
    )
    project.build()
    [sheet] = project.out.glob("assets/own.*.css")
    assert sheet.read_text() == "@layer text;\n@layer text {\np { color: blue }\n}\n"
