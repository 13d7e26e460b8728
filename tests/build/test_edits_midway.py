"""Files that change or disappear during a build: nothing inconsistent is published."""

from __future__ import annotations

import pytest

from sitegen.build import stages
from sitegen.build.site_engine import set_inputs
from sitegen.problems import SitegenError
from tests.projects import tree

THEME = {
    "themes/own/theme.yaml": "extends: broadsheet\n",
    "themes/own/static/own.css": "@import url(other.css); a { color: red }\n",
    "themes/own/static/other.css": "b { color: red }\n",
    "themes/own/static/own.js": "let red\n",
}


@pytest.fixture
def midway(project, monkeypatch):
    """A function that builds, and calls another function after all files were read."""
    project.configure("theme: own\n")
    project.write(THEME)

    def build(deed):
        def enter(*args, **named):
            deed()
            return before(*args, **named)

        before = set_inputs
        with monkeypatch.context() as patch:
            patch.setattr(stages, "set_inputs", enter)
            return project.build()

    return build


@pytest.mark.parametrize("path", ["themes/own/static/own.js", "static/.well-known/security.txt"])
@pytest.mark.parametrize("built", [False, True])
def test_a_file_that_changes_during_a_build(project, midway, path, built):
    if built:
        project.build()
        project.write({path: "before\n"})
    before = tree(project.out) if built else {}
    with pytest.raises(SitegenError, match=rf"{path}` changed during the build. Run the build again"):
        midway(lambda: project.write({path: "after\n"}))
    assert tree(project.out) == before
    project.build()
    clean = project.out.with_name("clean")
    project.build(clean, fresh=True)
    assert tree(project.out) == tree(clean)


@pytest.mark.parametrize("path", ["themes/own/static/own.js", "static/.well-known/security.txt"])
def test_a_file_that_disappears_during_a_build(project, midway, path):
    with pytest.raises(SitegenError, match=rf"{path}` could not be read during the build: No such file"):
        midway((project.root / path).unlink)
    assert not project.out.exists()
    assert project.build().published


def test_a_stylesheet_goes_out_as_it_was_read(project, midway):
    midway(lambda: project.write({"themes/own/static/own.css": "b { color: blue }\n"}))
    [name] = project.out.glob("assets/own.*.css")
    assert "color: red" in name.read_text()
    project.build()
    [name] = project.out.glob("assets/own.*.css")
    assert "color: blue" in name.read_text()


def test_a_text_that_changes_during_a_build_is_published_by_the_next_one(project, midway):
    path = "content/pages/about.md"
    text = (project.root / path).read_text()
    midway(lambda: project.write({path: text + "\nMore.\n"}))
    assert "More." not in project.page("about/index.html")
    project.build()
    assert "More." in project.page("about/index.html")
