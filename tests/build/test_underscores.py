"""Documents with a leading `_` in their name or folder are drafts and are never published."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.build.article_list import list_articles
from tests.factory import codes
from tests.projects import NOW, Project, article, tree

CANARY = "Zanzibar"
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><title>{CANARY}</title></svg>'

DOCUMENTS = [
    *("content/_drafts/x.md", "content/asia/_x.md", "content/asia/_notes/x.md", "content/asia/_x/index.md"),
    *("content/_posts/2026-01-01-x.md", "content/pages/_x.md", "content/asia/a/_b/c/x.md"),
]
DESCRIPTIONS = [
    "content/authors/_x.md",
    "content/tags/_x.md",
    "content/issues/_old/x.md",
    "content/_drafts/_index.md",
]


def _published(project: Project) -> bool:
    return any(CANARY.encode() in data or CANARY in path for path, data in tree(project.out).items())


@pytest.mark.parametrize("path", DOCUMENTS)
def test_documents_are_drafts(tmp_path: Path, path: str) -> None:
    project = Project(tmp_path)
    project.write(
        {path: article(CANARY, body=f"{CANARY}."), "content/asia/see.md": article(body=f"[x](/{path[8:]})")}
    )
    report = project.build()
    assert report.published
    assert codes(report.problems) == ["link-to-unpublished"]
    assert not _published(project)
    assert project.build(drafts=True).published
    assert _published(project)
    if "pages" not in path:
        states = {entry.path: entry.state for entry in list_articles(project.root, NOW)[0]}
        assert states[path] == "draft"


@pytest.mark.parametrize("path", DOCUMENTS[:4])
def test_a_draft_by_name_needs_no_date(tmp_path: Path, path: str) -> None:
    project = Project(tmp_path)
    project.write({path: f"---\ntitle: {CANARY}\n---\n\nText.\n"})
    report = project.build()
    assert (report.published, codes(report.problems)) == (True, [])
    assert not _published(project)
    assert [
        (entry.path, entry.state, entry.date)
        for entry in list_articles(project.root, NOW)[0]
        if entry.path == path
    ] == [(path, "draft", "")]


@pytest.mark.parametrize("path", DESCRIPTIONS)
def test_ignored_descriptions_are_reported(tmp_path: Path, path: str) -> None:
    project = Project(tmp_path)
    name = "name" if "authors" in path else "title"
    project.write({path: f"---\n{name}: {CANARY}\n---\n\n{CANARY}.\n"})
    report = project.build(drafts=True)
    assert [(problem.path, problem.code) for problem in report.problems] == [(path, "hidden-file")]
    assert not _published(project)


@pytest.mark.parametrize("status", ["published", "live", "review"])
def test_no_status_publishes_them(tmp_path: Path, status: str) -> None:
    project = Project(tmp_path)
    project.write({"content/asia/_x.md": article(CANARY, status=status)})
    project.build(partial=True)
    assert not _published(project)


def test_files_of_such_folders_are_not_published(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.write(
        {
            "content/_drafts/figure.svg": SVG,
            "content/_drafts/table.csv": CANARY,
            "content/asia/see.md": article(
                body="![A map](/_drafts/figure.svg)\n\n[A table](../_drafts/table.csv)"
            ),
            "content/asia/photo.md": article(photo="{src: /_drafts/figure.svg, alt: a, credit: c}"),
        }
    )
    report = project.build(partial=True)
    assert report.published
    assert {(problem.path, problem.code) for problem in report.problems} == {
        ("content/asia/see.md", "missing-image"),
        ("content/asia/see.md", "broken-link"),
        ("content/asia/photo.md", "missing-image"),
    }
    assert all("starts with `_`" in problem.message for problem in report.problems)
    assert not _published(project)


@pytest.mark.parametrize("link", [False, True])
def test_files_of_such_folders_in_bundles_are_not_published(tmp_path: Path, link: bool) -> None:
    project = Project(tmp_path)
    project.configure("content: {attachments: all}\n")
    project.write(
        {"content/asia/straits/_notes/notes.pdf": CANARY, "content/asia/straits/shown.pdf": "Shown."}
    )
    if link:
        (project.root / "content/asia/straits/link.pdf").symlink_to("_notes/notes.pdf")
    report = project.build()
    assert (report.published, codes(report.problems)) == (True, [])
    assert "asia/straits/shown.pdf" in tree(project.out)
    assert not _published(project)


def test_a_draft_shows_files_of_its_own_folder(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.write(
        {
            "content/asia/_x/index.md": article("Draft", body="![A map](figure.svg)"),
            "content/asia/_x/figure.svg": SVG,
        }
    )
    assert project.build().problems == ()
    assert not _published(project)
    assert project.build(drafts=True).problems == ()
    assert _published(project)


def test_files_with_leading_underscores_are_published(tmp_path: Path) -> None:
    """Cameras use such names: for files beside documents, only folders count."""
    project = Project(tmp_path)
    project.write({"content/asia/_DSC1.svg": SVG, "content/asia/see.md": article(body="![A map](_DSC1.svg)")})
    assert project.build().problems == ()
    assert _published(project)


def test_configured_folders_may_begin_with_an_underscore(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.configure("content: {root: _posts, folders: {authors: _authors}}\n")
    project.write(
        {"_posts/asia/x.md": article(CANARY), "_posts/_authors/desk.md": "---\nname: The Desk\n---\n"}
    )
    assert codes(project.build().problems) == []
    pages = tree(project.out)
    assert {"asia/x/index.html", "authors/desk/index.html"} <= pages.keys()


@pytest.mark.parametrize(
    "word", ["unpublished", "hidden", "private", "pending", "archived", "unpublised", "not published"]
)
def test_words_that_negate_published_are_not_corrected_to_it(tmp_path: Path, word: str) -> None:
    project = Project(tmp_path)
    project.write({"content/asia/x.md": article(CANARY, status=word)})
    report = project.build(partial=True)
    [problem] = report.problems
    assert problem.code == "invalid-value"
    assert "`published`?" not in problem.hint
    assert not _published(project)


@pytest.mark.parametrize(
    ("word", "meant"), [("publihsed", "published"), ("Drafts", "draft"), ("withdrawed", "withdrawn")]
)
def test_misspelt_states_get_suggestions(tmp_path: Path, word: str, meant: str) -> None:
    project = Project(tmp_path)
    project.write({"content/asia/x.md": article(CANARY, status=word)})
    [problem] = project.build(partial=True).problems
    assert problem.hint == f"Did you mean `{meant}`?"


@pytest.mark.parametrize("key", ["unpublished: false", "not_published: no"])
def test_keys_that_negate_others_are_not_corrected_to_them(tmp_path: Path, key: str) -> None:
    project = Project(tmp_path)
    name, _, value = key.partition(": ")
    project.write({"content/asia/x.md": article(CANARY, **{name: value})})
    [problem] = project.build(partial=True).problems
    assert problem.code == "unknown-key"
    assert "Did you mean `published`" not in problem.hint
