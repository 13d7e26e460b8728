"""Builds that cannot publish: what they render, and what the next build reuses."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from sitegen.build import render_all
from sitegen.build.cache import clear_cache
from sitegen.model.jobs import ImageArgs
from sitegen.output.manifest import state_folder
from sitegen.render import renderers
from tests.factory import codes
from tests.projects import Project, article, tree
from tests.sites.invalid.case import picture

BROKEN = "---\ntitel: New\n---\n"
NEW = "content/asia/new.md"


@pytest.fixture
def project(tmp_path) -> Project:
    return Project(tmp_path)


def is_clean(project: Project, **options: Any) -> bool:
    """Whether the output equals that of a clean build."""
    clean = project.out.with_name("clean")
    assert project.build(clean, fresh=True, **options).published
    same = tree(project.out) == tree(clean)
    shutil.rmtree(clean)
    return same


def saved_outputs(project: Project, out: Path | None = None) -> int:
    """The number of outputs saved for the next build."""
    return len(list((state_folder(project.root, out or project.out) / "salvage").glob("*")))


#: A text of which an edit leaves the card as it was.
LONG = "Words and words. " * 50


def many(count: int) -> dict[str, str]:
    return {f"content/asia/n{number:02}.md": article(f"Number {number}") for number in range(count)}


# Errors that are found before rendering


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (NEW, BROKEN),
        (NEW, article("New", body="[Dead](nowhere.md)")),
        (NEW, article("New", slug="treaties")),
        (NEW, article("New", aliases="[/asia/treaties/]")),
        ("data/rates.csv", "a,b\n1,2,3\n"),
    ],
    ids=["reading", "linking", "two-articles-of-one-url", "planning", "data"],
)
def test_a_first_build_with_errors_renders_a_sample_and_the_next_the_rest(project, path, text):
    project.write(many(40) | {path: text})
    failed = project.build()
    assert not failed.published
    assert failed.errors
    assert failed.rendered < failed.files - 20
    assert not project.out.exists()
    (project.root / path).unlink()
    built = project.build()
    assert built.published
    assert built.rendered < built.files - failed.rendered // 2
    assert is_clean(project)
    assert saved_outputs(project) == 0


def test_a_sample_counts_all_pages(project):
    project.write(many(40))
    whole = project.build()
    shutil.rmtree(project.root / ".sitegen")
    project.write({"data/rates.csv": "a,b\n1,2,3\n"})
    assert project.build(project.out.with_name("other")).pages == whole.pages


def test_after_a_fix_only_affected_outputs_are_rendered(project):
    project.write(many(40) | {NEW: article("New", body="One.")})
    first = project.build()
    before = tree(project.out)
    project.write({NEW: BROKEN})
    failed = project.build()
    assert not failed.published
    assert failed.rendered < first.files
    assert tree(project.out) == before
    project.write({NEW: article("New", body="One.")})
    again = project.build()
    assert (again.rendered, again.published) == (0, True)
    project.write({NEW: BROKEN})
    assert not project.build().published
    project.write({NEW: article("New", body="Two.")})
    again = project.build()
    assert again.published
    assert is_clean(project)
    project.write({NEW: article("New", body="Six.")})
    assert again.rendered == project.build().rendered < first.files // 2


def test_template_errors_are_reported_with_content_errors(project):
    project.write(many(40) | {NEW: BROKEN, "templates/article.html": "\n{{ artcle }}"})
    project.write({"templates/own.html": "{{ nope }}", "content/asia/own.md": article(template="own.html")})
    report = project.build()
    places = {(problem.path, problem.code) for problem in report.problems}
    assert {("templates/article.html", "template-error"), ("templates/own.html", "template-error")} <= places
    assert "more page" not in " ".join(problem.message for problem in report.problems)


def test_the_sample_has_the_first_and_the_last_of_each_kind(project, monkeypatch):
    monkeypatch.setattr(render_all, "_SAMPLE_SIZE", 2)
    template = "{% if article.title == TITLE %}{{ nope }}{% endif %}{{ meta.title }}"
    project.write(many(40) | {"data/rates.csv": "a,b\n1,2,3\n"})
    for title, is_found in (("Number 0", True), ("Treaties", True), ("Number 20", False)):
        project.write({"templates/article.html": template.replace("TITLE", repr(title))})
        found = codes(project.build(project.out.with_name(title)).problems)
        assert ("template-error" in found) == is_found, title


def encoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The images that are encoded, as a growing list."""
    seen: list[str] = []
    real = renderers.RENDERERS[ImageArgs]

    def encode(path, args, ask):
        seen.append(path)
        return real(path, args, ask)

    monkeypatch.setitem(renderers.RENDERERS, ImageArgs, encode)
    return seen


PHOTO = {
    "content/asia/photo/index.md": article("Photo", photo="{src: view.png, alt: x, credit: y}"),
    "content/asia/photo/view.png": picture("PNG", (900, 600)),
}


@pytest.mark.parametrize(
    "wrong",
    [
        {NEW: BROKEN},
        {NEW: article("New", body="[Dead](nowhere.md)")},
        {"templates/404.html": "{{ nope }}"},
        {"templates/own.html": "{{ nope }}", NEW: article(template="own.html")},
    ],
    ids=["reading", "linking", "template", "own-template"],
)
def test_a_build_with_errors_encodes_no_images(project, monkeypatch, wrong):
    seen = encoded(monkeypatch)
    project.write(PHOTO | wrong)
    assert not project.build(jobs=1).published
    assert seen == []
    for path in wrong:
        (project.root / path).unlink()
    assert project.build(jobs=1).published
    assert seen
    assert is_clean(project)


def test_a_partial_build_encodes_images_despite_errors(project, monkeypatch):
    seen = encoded(monkeypatch)
    project.write(PHOTO | {NEW: BROKEN, "templates/own.html": "{{ nope }}"})
    project.write({"content/asia/own.md": article(template="own.html")})
    report = project.build(partial=True, jobs=1)
    assert report.published
    assert report.left_out == (NEW, "content/asia/own.md")
    assert seen
    assert all((project.out / path).stat().st_size for path in seen)


# Errors that are found while rendering


FAILING = {"templates/own.html": "{{ nope }}", NEW: article("New", template="own.html")}


def test_outputs_beside_a_failing_template_are_not_rendered_again(project):
    project.write(many(10) | FAILING)
    failed = project.build()
    assert (failed.published, failed.rendered) == (False, failed.files)
    assert saved_outputs(project) == failed.files - 1
    project.write({"templates/own.html": "{{ meta.title }}"})
    built = project.build()
    assert (built.published, built.rendered) == (True, 1)
    assert saved_outputs(project) == 0
    assert is_clean(project)
    assert project.build().rendered == 0


def test_several_failed_builds_in_a_row(project):
    """Saved outputs survive later failures of any kind."""
    project.write(many(40) | FAILING)
    files = project.build().files
    project.write({NEW: BROKEN})
    assert not project.build().published
    project.write({"sitegen.yaml": "nonsense: ["})
    assert not project.build().published
    project.write({"templates/theme.yaml": "x: ["})
    project.configure("theme: none\n")
    assert not project.build().published
    (project.root / "templates/theme.yaml").unlink()
    project.configure("")
    project.write(FAILING)
    assert project.build().rendered < files // 2
    project.write({"templates/own.html": "{{ meta.title }}"})
    built = project.build()
    assert (built.published, built.rendered) == (True, 1)
    assert is_clean(project)


def test_reused_outputs_have_reasons(project):
    project.write(many(3) | FAILING)
    project.write({"content/asia/n01.md": article("Number 1", body=LONG, summary="S.")})
    project.build()
    project.write({"templates/own.html": "{{ meta.title }}"})
    explained = project.build(explain=True)
    assert explained.rendered == 1
    assert "asia/n01/index.html" in dict(explained.reasons)
    project.write({"content/asia/n01.md": article("Number 1", body=f"{LONG} Another.", summary="S.")})
    assert 1 <= project.build().rendered <= 3  # its page, and feeds
    assert is_clean(project)


@pytest.mark.parametrize(
    "change",
    [
        {"content/asia/n01.md": article("Number 1", body="Another text.")},
        {"content/asia/n01.md": article("Another title")},
        {"templates/article.html": "{{ meta.title }}!"},
        {"static/.well-known/security.txt": "Contact: none"},
        {"sitegen.yaml": "title: Other\ntimezone: UTC\nbase_url: https://example.com/base/\n"},
    ],
    ids=["text", "title", "template", "file", "configuration"],
)
def test_nothing_stale_is_reused(project, change):
    project.write(many(3) | FAILING)
    assert not project.build().published
    project.write(change | {"templates/own.html": "{{ meta.title }}"})
    assert project.build().published
    assert is_clean(project)


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ({"drafts": True}, {}),
        ({}, {"drafts": True}),
        ({"now": "2026-11-23"}, {"now": "2027-06-01"}),
        ({"now": "2027-06-01"}, {"now": "2026-11-23"}),
        ({}, {"base_url": "https://example.com/x/"}),
        ({"strict": True}, {}),
    ],
)
def test_the_next_build_can_have_other_options(project, first, then):
    project.write(many(3) | FAILING)
    project.write({"content/asia/draft.md": article("Draft", draft="true")})
    project.write({"content/asia/later.md": article("Later", date="2027-01-01")})
    assert not project.build(**first).published
    project.write({"templates/own.html": "{{ meta.title }}"})
    assert project.build(**then).published
    assert is_clean(project, **then)


def test_a_partial_build_reuses_outputs_of_a_full_one(project):
    """It leaves out an article, so lists change; pages of other articles do not."""
    project.write(many(40) | FAILING)
    files = project.build().files
    report = project.build(partial=True)
    assert (report.published, report.left_out) == (True, (NEW,))
    assert report.rendered < files // 2
    assert is_clean(project, partial=True)
    assert saved_outputs(project) == 0


@pytest.mark.parametrize("harm", ["gone", "cut", "other", "folder", "no-memory", "all-gone"])
def test_damaged_saved_outputs(project, harm):
    project.write(many(3) | FAILING)
    files = project.build().files
    folder = state_folder(project.root, project.out) / "salvage"
    for file in folder.iterdir():
        if harm == "gone":
            file.unlink()
        elif harm == "cut":
            file.write_bytes(file.read_bytes()[:-1])
        elif harm == "other":
            file.write_bytes(file.read_bytes().swapcase())
        elif harm == "folder":
            file.unlink()
            file.mkdir()
    if harm == "no-memory":
        (project.root / ".sitegen/cache.sqlite").unlink()
    if harm == "all-gone":
        shutil.rmtree(folder)
    project.write({"templates/own.html": "{{ meta.title }}"})
    built = project.build()
    assert built.published
    assert built.rendered >= files - 3  # numbers and blanks have no other case
    assert is_clean(project)
    assert saved_outputs(project) == 0


def test_several_output_folders(project):
    """Each has its own, even while others are published."""
    other = project.out.with_name("other")
    project.write(many(10) | FAILING)
    for out in (project.out, other):
        assert not project.build(out).published
    project.write({"templates/own.html": "{{ meta.title }}"})
    for out in (project.out, other):
        built = project.build(out)
        assert (built.published, built.rendered) == (True, 1)
    assert tree(project.out) == tree(other)
    assert is_clean(project)


def test_a_fresh_build_neither_reuses_nor_saves_outputs(project):
    project.write(many(3) | FAILING)
    project.build(fresh=True)
    assert saved_outputs(project) == 0
    project.build()
    project.write({"templates/own.html": "{{ meta.title }}"})
    fresh = project.build(fresh=True)
    assert fresh.rendered == fresh.files
    assert saved_outputs(project) == 0
    assert project.build().published
    assert is_clean(project)


def test_clean_removes_saved_outputs(project):
    project.write(FAILING)
    project.build()
    assert clear_cache(project.root)
    assert saved_outputs(project) == 0
    project.write({"templates/own.html": "{{ meta.title }}"})
    built = project.build()
    assert (built.published, built.rendered) == (True, built.files)


def test_outputs_of_a_build_with_too_many_removals_are_reused(project):
    project.write(many(40))
    project.build()
    project.write({"templates/article.html": "{{ meta.title }}"})
    for path in list(many(40))[:30]:
        (project.root / path).unlink()
    refused = project.build()
    assert not refused.published
    assert "many-removals" in codes(refused.problems)
    accepted = project.build(accept_removals=True)
    assert accepted.published
    assert is_clean(project)


# Checks


def test_a_check_renders_only_changed_outputs(project):
    project.write(many(10))
    first = project.check()
    assert first.rendered == first.files
    project.write({NEW: article("New", body="One.")})
    assert project.check().rendered < first.files
    project.write(FAILING)
    failed = project.check()
    assert codes(failed.problems) == ["template-error"]
    again = project.check()
    assert codes(again.problems) == ["template-error"]
    assert again.rendered == 1
    assert (again.pages, again.files) == (failed.pages, failed.files)


def test_a_check_after_a_build_into_public(project):
    project.out = project.root / "public"
    project.write(many(10) | {"content/asia/n01.md": article("Number 1", body=LONG, summary="S.")})
    built = project.build()
    project.write({"content/asia/n01.md": article("Number 1", body=f"{LONG} Another.", summary="S.")})
    checked = project.check()
    assert 1 <= checked.rendered <= 3
    assert checked.pages == built.pages
    project.write({"templates/404.html": "{{ nope }}"})
    assert codes(project.check().problems) == ["template-error"]
    assert project.check(fresh=True).rendered == built.files


def test_a_check_renders_everything_despite_errors(project):
    project.write(many(40) | {NEW: BROKEN})
    report = project.check()
    assert report.rendered == report.files
