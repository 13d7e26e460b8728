"""Builds after other builds: the fast path must not return the report of another tree."""

from __future__ import annotations

import errno
import os
import re
import shutil
from pathlib import Path

import pytest

from tests.projects import article, tree

NEW = "content/asia/new.md"
PAGE = "asia/new/index.html"


def test_two_outputs_in_turn(project):
    """Only the second output folder has the new article."""
    other = project.out.with_name("other")
    project.build()
    project.write({NEW: article("New")})
    project.build(other)
    assert (other / PAGE).exists()
    assert project.build().rendered
    assert (project.out / PAGE).exists()


def test_a_published_tree_without_a_saved_report(project):
    """As after a build that is killed after the swap."""
    project.write({NEW: article("One")})
    project.build()
    project.write({NEW: article("Two")})
    project.build(fresh=True)
    assert "Two" in project.page(PAGE)
    project.write({NEW: article("One")})
    project.build()
    assert "One" in project.page(PAGE)


def test_errors_are_reported_again(project):
    project.build()
    project.write({NEW: "---\ntitel: New\n---\n"})
    first, second = project.build(), project.build()
    assert first.errors == second.errors > 0
    assert not second.published


def test_repeated_builds_without_changes(project):
    project.write({NEW: article("New")})
    project.build()
    assert project.build().rendered == 0


def test_a_new_or_changed_logo_is_noticed(project):
    def logo() -> str:
        [name] = re.findall(r'<img class="logo" src="/([^"]+)"', project.page("index.html"))
        return (project.out / name).read_text(encoding="utf-8")

    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} 40"/>'
    project.configure("theme: {options: {logo: logo.svg}}\n")
    assert [each.code for each in project.build().problems] == ["missing-image"]
    for width in (200, 240):
        project.write({"static/logo.svg": svg.format(width)})
        assert not project.build().problems
        assert logo() == svg.format(width)
        assert f'width="{width}" height="40"' in project.page("index.html")


def test_a_language_can_be_removed_while_its_urls_stay(project):
    """`/fr/` is first a language's prefix, then a section."""
    project.configure("languages: {en: {}, fr: {root: content/fr, prefix: /fr/}}\n")
    project.write({"content/fr/asie/detroits.md": article("Détroits")})
    project.build()
    project.configure("permalink: /{id}/\n")
    report = project.build()
    clean = project.out.with_name("clean")
    assert report.published
    assert project.build(clean, fresh=True).published
    assert tree(project.out) == tree(clean)


@pytest.mark.parametrize("with_output", [True, False])
def test_a_moved_project_with_its_cache_renders_nothing(project, with_output):
    """As on another CI runner, with `.sitegen/` restored."""
    project.build(project.root / "public")
    moved = project.root.with_name("moved")
    project.root.rename(moved)
    project.root = moved
    if not with_output:
        shutil.rmtree(moved / "public")
    report = project.build(moved / "public")
    assert (report.rendered, report.published) == (0, True)
    assert (moved / "public/index.html").exists()


@pytest.mark.parametrize(
    "path",
    ["content/asia/treaties.md", "static/.well-known/security.txt", "static/map.svg", "data/rates.yaml"],
)
def test_unreadable_files_are_read_once_they_are_readable(project, monkeypatch, path):
    """Whether the failure is temporary, as on a network drive, or leaves a trace."""
    project.configure("problems: {unreadable-file: warning, broken-link: warning}\n")
    project.write({"static/map.svg": '<svg width="2" height="1"/>', "data/rates.yaml": "- 1\n"})
    page = (
        "{% extends '!broadsheet/page.html' %}{% block main %}{{ site.data('rates') | string }}{% endblock %}"
    )
    project.write({"templates/page.html": page})
    read_bytes = Path.read_bytes

    def refuse(file):
        if file == project.root / path:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return read_bytes(file)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", refuse)
        assert [problem.path for problem in project.build().problems if "read" in problem.code] == [path]
    report = project.build()
    clean = project.out.with_name("clean")
    assert report.problems == project.build(clean, fresh=True).problems == ()
    assert tree(project.out) == tree(clean)
    assert project.build().rendered == 0


@pytest.mark.parametrize(
    "query",
    [
        "site.section(5)",
        "site.tag(7)",
        "site.article(1)",
        "site.data(2026)",
        "site.latest(author=3, tag=true)",
        "site.latest(section='asia' | safe, limit=true)",
    ],
)
def test_queries_with_a_number_are_tracked(project, query):
    project.write({"templates/404.html": f"{{{{ {query} | string }}}}"})
    project.build()
    project.write(
        {"content/5/_index.md": "---\ntitle: Five\n---\n", "data/2026.yaml": "- 1\n", NEW: article()}
    )
    assert project.build().problems == ()
    clean = project.out.with_name("clean")
    project.build(clean, fresh=True)
    assert tree(project.out) == tree(clean)
