"""Builds after builds that came otherwise: the short way round must not lead to another tree's report."""

from __future__ import annotations

import re

from tests.publish.projects import article, tree

NEW = "content/asia/new.md"
PAGE = "asia/new/index.html"


def test_two_outputs_in_turn(project):
    """The second output has seen the new article, the first one has not."""
    other = project.out.with_name("other")
    project.build()
    project.write({NEW: article("New")})
    project.build(other)
    assert (other / PAGE).exists()
    assert project.build().rendered
    assert (project.out / PAGE).exists()


def test_a_tree_that_was_published_without_a_memory_of_it(project):
    """So does a build that is killed after the exchange."""
    project.write({NEW: article("One")})
    project.build()
    project.write({NEW: article("Two")})
    project.build(fresh=True)
    assert "Two" in project.page(PAGE)
    project.write({NEW: article("One")})
    project.build()
    assert "One" in project.page(PAGE)


def test_errors_are_not_forgotten(project):
    project.build()
    project.write({NEW: "---\ntitel: New\n---\n"})
    first, second = project.build(), project.build()
    assert first.errors == second.errors > 0
    assert not second.published


def test_nothing_to_do_is_still_nothing_to_do(project):
    project.write({NEW: article("New")})
    project.build()
    assert project.build().rendered == 0


def test_a_logo_is_seen_when_it_comes_and_when_it_changes(project):
    def logo() -> str:
        [name] = re.findall(r'<img class="logo" src="/([^"]+)"', project.page("index.html"))
        return (project.out / name).read_text(encoding="utf-8")

    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} 40"/>'
    project.configure("theme: {options: {logo: logo.svg}}\n")
    assert [each.code for each in project.build().problems] == ["missing-picture"]
    for width in (200, 240):
        project.write({"static/logo.svg": svg.format(width)})
        assert not project.build().problems
        assert logo() == svg.format(width)
        assert f'width="{width}" height="40"' in project.page("index.html")


def test_a_language_that_goes_leaves_no_question_behind(project):
    """What its pages asked of it has no answer any more, and others take their paths."""
    project.configure("languages: {en: {}, fr: {root: content/fr, prefix: /fr/}}\n")
    project.write({"content/fr/asie/neuf.md": article("Neuf")})
    project.build()
    project.configure("")
    project.build()
    incremental = tree(project.out)
    project.build(fresh=True)
    assert incremental == tree(project.out)
