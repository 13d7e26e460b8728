"""Guards against emptying the site: missing content, and builds that remove most pages."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from sitegen.build.stages import excess_removals
from sitegen.config.settings import PublishConfig
from tests.factory import codes, config, only
from tests.projects import Project, article, tree


@pytest.fixture
def project(tmp_path) -> Project:
    project = Project(tmp_path)
    assert project.build().problems == ()
    return project


PAGES = [f"asia/{number}/index.html" for number in range(10)]


@pytest.mark.parametrize(
    ("left", "most", "refused"),
    [
        (5, "50 %", False),
        (4, "50 %", True),
        (4, "60%", False),
        (9, "0 %", True),
        (10, "0 %", False),
        (0, "100 %", False),
        (0, "99\u202f%", True),
    ],
)
def test_how_many_pages_can_be_removed(left, most, refused):
    settings = config(publish=PublishConfig(most))
    found = excess_removals(PAGES, set(PAGES[:left]), settings)
    assert (found is not None) is refused


def test_other_files_can_be_removed():
    published = [*PAGES, *(f"assets/{number}.png" for number in range(100))]
    assert excess_removals(published, set(PAGES), config()) is None


def test_a_first_build_removes_nothing():
    assert excess_removals([], set(), config()) is None


def test_the_message_names_pages_and_the_remedy():
    found = excess_removals(PAGES, set(), config())
    assert found is not None
    assert found.message == (
        "This build would remove 10 of 10 published pages: `/asia/0/`, `/asia/1/`, `/asia/2/` and 7 more."
    )
    assert "--accept-removals" in found.hint


@pytest.mark.parametrize("partial", [False, True])
def test_a_build_that_removes_most_pages_needs_confirmation(project, partial):
    before = tree(project.out)
    shutil.rmtree(project.root / "content/asia")
    shutil.rmtree(project.root / "content/authors")
    report = project.build(partial=partial)
    assert (only(report.problems).code, report.published, report.exit_status) == ("many-removals", False, 1)
    assert tree(project.out) == before
    assert not project.build(partial=partial).published, "a second try is no assent"
    report = project.build(partial=partial, accept_removals=True)
    assert (report.problems, report.published) == ((), True)
    assert not (project.out / "asia").exists()
    assert project.build(partial=partial).published


def test_other_errors_come_first(project):
    shutil.rmtree(project.root / "content/asia")
    shutil.rmtree(project.root / "content/authors")
    project.write({"content/pages/about.md": "No front matter."})
    assert codes(project.build().problems) == ["front-matter-missing"]


def test_partial_builds_do_not_empty_the_site_either(project):
    """Every document has an error and is left out, which removes nearly the whole site."""
    project.write({"sitegen.yaml": "title: Review\ntimezone: UTC\ncontent: {fields: {date: [when]}}\n"})
    for path in (project.root / "content").rglob("*.md"):
        path.write_text("---\nbogus: 1\n---\n")
    report = project.build(partial=True)
    assert "many-removals" in codes(report.problems)
    assert not report.published


def test_a_new_permalink_is_a_removal_of_all_articles(project):
    project.write({f"content/asia/{number}.md": article(f"Number {number}") for number in range(50)})
    project.write({"content/asia/treaties.md": article("Treaties", body="## Costs")})
    assert project.build().published
    project.configure("permalink: /{year}/{slug}/\n")
    assert codes(project.build().problems) == ["many-removals"]


@pytest.mark.parametrize("partial", [False, True])
@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ("content: {root: contnet}\n", "`contnet`"),
        ("content: {root: content/nowhere}\n", "`content/nowhere`"),
        ("languages: {en: {}, fr: {root: contenu, prefix: /fr/}}\n", "`contenu`"),
        ("languages: {en: {root: englsh}, fr: {root: content, prefix: /fr/}}\n", "`englsh`"),
        ("content: {root: sitegen.yaml}\n", "`sitegen.yaml`"),
    ],
)
def test_missing_content_folders(project, settings, name, partial):
    before = tree(project.out)
    project.configure(settings)
    report = project.build(partial=partial)
    found = [problem for problem in report.problems if problem.code == "missing-content"]
    assert only(found).path == "sitegen.yaml"
    assert name in only(found).message
    assert not report.published
    assert tree(project.out) == before


def test_a_misspelt_content_folder_gets_a_suggestion(project):
    project.configure("content: {root: contnet}\n")
    found = [problem for problem in project.check().problems if problem.code == "missing-content"]
    assert only(found).hint == "Did you mean `content`?"


def test_a_content_folder_that_was_removed(project):
    before = tree(project.out)
    (project.root / "content").rename(project.root / "elsewhere")
    report = project.build(accept_removals=True)
    assert "missing-content" in codes(report.problems)
    assert tree(project.out) == before


def test_languages_with_their_own_content_folders_need_no_other(tmp_path):
    project = Project(tmp_path)
    (project.root / "content").rename(project.root / "en")
    project.configure("languages: {en: {root: en}, fr: {root: fr, prefix: /fr/}}\n")
    project.write({"fr/_index.md": "---\ntitle: Une\n---\n"})
    assert project.build().problems == ()


@pytest.mark.parametrize("partial", [False, True])
@pytest.mark.parametrize("name", ["content", "asia", "static"])
def test_unreadable_folders(project, monkeypatch, name, partial):
    before = tree(project.out)
    scan = os.scandir

    def refuse(folder):
        place = Path(str(folder))
        if place.name == name and place.is_relative_to(project.root):
            raise PermissionError(13, "Permission denied")
        return scan(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    report = project.build(partial=partial, jobs=1)
    assert "unreadable-folder" in codes(report.problems)
    assert not report.published
    monkeypatch.undo()
    assert tree(project.out) == before


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ("content: {root: static}\n", 4),
        ("content:\n  root: static/asia\n", 5),
        ("content: {root: Static}\n", 4),
        ("content: {root: ./content}\n", 4),
        ("content: {root: data/texts}\n", 4),
        ("content: {root: themes}\n", 4),
        ("content: {root: .git}\n", 4),
        ("content: {root: content/.hidden}\n", 4),
        ("content: {root: content//asia}\n", 4),
        ("languages:\n  en: {}\n  fr: {root: static/fr, prefix: /fr/}\n", 6),
        ("languages:\n  en: {root: templates}\n", 5),
    ],
)
def test_invalid_content_folders(project, settings, line):
    project.configure(settings)
    problem = only(project.build().problems)
    assert (problem.code, problem.path, problem.line) == ("invalid-value", "sitegen.yaml", line)


@pytest.mark.parametrize("value", ["half", "50", "101 %", "-1 %", "50 percent", "5.5 %"])
def test_the_share_is_a_percentage(project, value):
    project.configure(f"publish: {{most_removed: {value}}}\n")
    problem = only(project.build().problems)
    assert (problem.code, problem.line) == ("invalid-value", 4)


@pytest.mark.parametrize("partial", [False, True])
@pytest.mark.parametrize("lost", ["record", "mirror", "bytes", "copy"])
def test_published_pages_count_despite_damage(project, lost, partial):
    state = project.root / ".sitegen" / "outputs"
    if lost == "record":
        for file in state.rglob("record"):
            file.write_bytes(b"damaged")
    elif lost == "mirror":
        for folder in list(state.rglob("mirror")):
            shutil.rmtree(folder)
    elif lost == "bytes":
        for page in project.out.rglob("*.html"):
            page.write_bytes(page.read_bytes() + b"<!-- served -->")
    else:
        shutil.copytree(project.out, project.out.with_name("backup"))
        shutil.rmtree(project.out)
        project.out.with_name("backup").rename(project.out)
    before = tree(project.out)
    shutil.rmtree(project.root / "content")
    (project.root / "content").mkdir()
    report = project.build(partial=partial)
    assert only(report.problems).code == "many-removals"
    assert tree(project.out) == before
    assert project.build(accept_removals=True).published


def test_foreign_pages_are_not_removals(project):
    pages = {f"other/{number}.html": "page" for number in range(40)}
    for path, text in pages.items():
        (project.out / path).parent.mkdir(exist_ok=True)
        (project.out / path).write_text(text)
    assert project.build(replace=True).published
    assert project.page("asia/index.html")
    other = project.out.with_name("elsewhere")
    other.mkdir()
    (other / "page.html").write_text("page")
    assert project.build(other, replace=True).published
