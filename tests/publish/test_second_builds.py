"""Builds after builds that came otherwise: the short way round must not lead to another tree's report."""

from __future__ import annotations

from tests.publish.projects import article

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
