from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from sitegen.read.file_state import Files
from sitegen.read.walk import Walk, walk
from tests.factory import codes, only


def _write(root: Path, *paths: str) -> None:
    for path in paths:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x")


def test_files_come_in_one_order(tmp_path):
    _write(tmp_path, "content/b.md", "content/a/z.md", "content/a/B.md", "content/é.md", "static/x")
    found = walk(tmp_path, "content")
    assert found.files == ("content/a/B.md", "content/a/z.md", "content/b.md", "content/é.md")
    assert found.problems == ()


def test_a_missing_folder_has_no_files(tmp_path):
    assert walk(tmp_path, "content") == Walk({}, ())
    _write(tmp_path, "a")
    assert walk(tmp_path, "a/b") == Walk({}, ())


def test_a_file_instead_of_a_folder_is_reported(tmp_path):
    """What Git checks out for a symbolic link on systems without links."""
    _write(tmp_path, "content")
    found = walk(tmp_path, "content")
    assert (found.files, codes(found.problems)) == ((), ["unreadable-file"])
    assert "This is a file" in only(found.problems).message


@pytest.mark.parametrize("target", ["nowhere", "content"])
def test_a_folder_that_is_a_broken_link_is_reported(tmp_path, target):
    (tmp_path / "content").symlink_to(target)
    found = walk(tmp_path, "content")
    assert found.files == ()
    assert only(found.problems).path == "content"


@pytest.mark.parametrize("folder", ["content", "content/closed", "content/closed/in"])
def test_folders_without_permission_are_reported(tmp_path, monkeypatch, folder):
    _write(tmp_path, "content/closed/in/a.md")
    (tmp_path / "content/out.md").symlink_to("/closed/in/a.md")
    for owner, name in ((Path, "stat"), (os, "scandir")):
        monkeypatch.setattr(owner, name, _refusing(getattr(owner, name)))
    found = walk(tmp_path, folder)
    assert found.files == ()
    told = {problem.path: problem.code for problem in found.problems}
    if folder == "content":
        assert told == {"content/closed": "unreadable-folder", "content/out.md": "symlink-outside"}
    else:
        assert told == {folder: "unreadable-folder"}


def _refusing(look):
    """A function that has no permission for folders named `closed`."""

    def refusing(path, *args, **options):
        if "/closed/" in f"{os.fspath(path)}{'/' * (look.__name__ == 'scandir')}":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return look(path, *args, **options)

    return refusing


def test_hidden_files_are_skipped(tmp_path):
    _write(
        tmp_path,
        "content/.secret.md",
        "content/.git/config",
        "content/a.md",
        "content/.gitkeep",
        "content/.DS_Store",
    )
    found = walk(tmp_path, "content")
    assert found.files == ("content/a.md",)
    assert [(problem.code, problem.path) for problem in found.problems] == [
        ("hidden-file", "content/.git"),
        ("hidden-file", "content/.secret.md"),
    ]


def test_hidden_files_that_are_wanted(tmp_path):
    _write(tmp_path, "static/.well-known/security.txt", "static/.well-known/.other", "static/a/.well-known/x")
    found = walk(tmp_path, "static", frozenset({"static/.well-known"}))
    assert found.files == ("static/.well-known/security.txt",)
    assert [problem.path for problem in found.problems] == [
        "static/.well-known/.other",
        "static/a/.well-known",
    ]


def test_links_inside_the_project_are_followed(tmp_path):
    _write(tmp_path, "shared/a.md", "content/b.md")
    (tmp_path / "content/shared").symlink_to("../shared")
    (tmp_path / "content/c.md").symlink_to("b.md")
    found = walk(tmp_path, "content")
    assert found.files == ("content/b.md", "content/c.md", "content/shared/a.md")
    assert found.problems == ()


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("../../outside", "outside the project"),
        ("../../outside/secret.md", "outside the project"),
        ("/", "outside the project"),
        ("nowhere", "broken"),
        ("link", "circular"),
        (".", "circular"),
        ("..", "circular"),
        ("../../project", "circular"),
    ],
)
def test_forbidden_links(tmp_path, target, words):
    project = tmp_path / "project"
    _write(tmp_path, "outside/secret.md", "project/content/a.md")
    (project / "content/link").symlink_to(target)
    found = walk(project, "content")
    assert found.files == ("content/a.md",)
    problem = only(found.problems)
    assert (problem.code, problem.path) == ("symlink-outside", "content/link")
    assert words in problem.message


@pytest.mark.parametrize(
    ("link", "target", "words"),
    [
        ("static/e.txt", "../.env", "hidden"),
        ("static/g", "../.git", "hidden"),
        ("static/config", "../.git/config", "hidden"),
        ("static/deep/g", "../../vendor/.git", "hidden"),
        ("static/last", "../.sitegen", "hidden"),
        ("static/dd", "../content/asia/draft-bundle", "`content`"),
        ("static/photo.jpg", "../content/asia/draft-bundle/photo.jpg", "`content`"),
        ("static/all", "../content", "`content`"),
        ("static/settings.txt", "../sitegen.yaml", "`sitegen.yaml`"),
        ("static/people.json", "../data/people.json", "`data`"),
        ("static/t", "../templates", "`templates`"),
        ("content/asia/e.csv", "../../.env", "hidden"),
        ("content/asia/static", "../../static", "`static`"),
        ("content/asia/t", "../../themes/plain", "`themes`"),
        ("themes/plain/static/a.txt", "../../../.env", "hidden"),
        ("themes/plain/static/dd", "../../../content/asia/draft-bundle", "`content`"),
        ("data/secret.json", "../.secret.json", "hidden"),
    ],
)
def test_links_lead_only_to_publishable_files(tmp_path, link, target, words):
    _write(
        tmp_path, ".env", ".git/config", "vendor/.git/config", ".sitegen/cache", "sitegen.yaml", "static/a.md"
    )
    _write(tmp_path, "content/asia/draft-bundle/index.md", "content/asia/draft-bundle/photo.jpg")
    _write(tmp_path, "data/people.json", ".secret.json", "templates/a.html", "themes/plain/a.html")
    place = tmp_path / link
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(target)
    files = Files(tmp_path)
    files.content_roots = ("content",)
    found = files.walk(link.split("/")[0])
    assert not [path for path in found.files if path == link or path.startswith(f"{link}/")]
    problem = only(found.problems)
    assert (problem.code, problem.path) == ("symlink-outside", link)
    assert words in problem.message


@pytest.mark.parametrize("target", ["static", "static/asia", "data", ".hidden"])
def test_content_folders_that_are_links_into_other_folders(tmp_path, target):
    _write(tmp_path, "static/asia/draft.md", "data/draft.md", ".hidden/draft.md")
    (tmp_path / "content").symlink_to(target)
    files = Files(tmp_path)
    files.content_roots = ("content",)
    found = files.walk("content")
    assert found.files == ()
    assert (only(found.problems).code, only(found.problems).path) == ("symlink-outside", "content")


def test_links_to_other_folders_of_the_project(tmp_path):
    _write(tmp_path, "vendor/katex/katex.js", "static/a.js", "static/.well-known/x")
    (tmp_path / "static/katex").symlink_to("../vendor/katex")
    (tmp_path / "static/b.js").symlink_to("a.js")
    (tmp_path / "static/x").symlink_to(".well-known/x")
    found = walk(tmp_path, "static", frozenset({"static/.well-known"}))
    assert found.problems == ()
    assert found.files == (
        "static/.well-known/x",
        "static/a.js",
        "static/b.js",
        "static/katex/katex.js",
        "static/x",
    )


def test_links_that_lead_to_each_other(tmp_path):
    _write(tmp_path, "content/a/x.md", "content/b/y.md")
    (tmp_path / "content/a/to-b").symlink_to("../b")
    (tmp_path / "content/b/to-a").symlink_to("../a")
    found = walk(tmp_path, "content")
    assert found.files == ("content/a/to-b/y.md", "content/a/x.md", "content/b/to-a/x.md", "content/b/y.md")
    assert codes(found.problems) == ["symlink-outside", "symlink-outside"]


def test_a_content_folder_that_leads_out_of_the_project(tmp_path):
    project = tmp_path / "project"
    _write(tmp_path, "outside/secret.md", "project/x")
    (project / "content").symlink_to("../outside")
    found = walk(project, "content")
    assert found.files == ()
    assert codes(found.problems) == ["symlink-outside"]


def test_a_project_that_is_itself_a_link(tmp_path):
    _write(tmp_path, "real/content/a.md")
    (tmp_path / "project").symlink_to("real")
    assert walk(tmp_path / "project", "content").files == ("content/a.md",)


def test_a_folder_with_a_document_name_is_reported_and_walked(tmp_path):
    _write(tmp_path, "content/x.md/photo.jpg")
    found = walk(tmp_path, "content", document_suffixes=(".md",))
    assert found.files == ("content/x.md/photo.jpg",)
    assert (only(found.problems).code, found.problems[0].path) == ("unreadable-file", "content/x.md")


def test_names_that_are_not_utf8(tmp_path):
    _write(tmp_path, "content/a.md")
    name = os.fsencode(tmp_path / "content") + b"/caf\xe9.md"
    try:
        with open(name, "wb"):
            pass
    except OSError:
        pytest.skip("this file system stores no such names")
    found = walk(tmp_path, "content")
    assert found.files == ("content/a.md",)
    problem = only(found.problems)
    assert problem.code == "unreadable-file"
    assert problem.path == "content/caf\N{REPLACEMENT CHARACTER}.md"


def test_neither_file_nor_folder(tmp_path):
    _write(tmp_path, "content/a.md")
    os.mkfifo(tmp_path / "content/pipe.md")
    found = walk(tmp_path, "content")
    assert found.files == ("content/a.md",)
    assert codes(found.problems) == ["unreadable-file"]


def test_a_folder_without_read_permission(tmp_path, monkeypatch):
    _write(tmp_path, "content/closed/a.md", "content/b.md")
    scan = os.scandir

    def refuse(folder):
        if Path(folder).name == "closed":
            raise PermissionError(13, "Permission denied")
        return scan(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    found = walk(tmp_path, "content")
    assert found.files == ("content/b.md",)
    problem = only(found.problems)
    assert (problem.code, problem.path) == ("unreadable-folder", "content/closed")
    assert "Permission denied" in problem.message
