from __future__ import annotations

import builtins
import errno
import os
import shutil

import pytest

from sitegen.problems import SitegenError, WrongUse
from sitegen.publish import trees
from sitegen.publish.trees import check_output, staged
from tests.publish.projects import article, tree


def _stage(project, out, files, commit=True, replace=False):
    with staged(project, out, replace) as stage:
        for path, data in files.items():
            stage.write(path, data)
        if commit:
            stage.commit()


FILES = {"index.html": b"one", "asia/a/index.html": b"two"}


def test_a_tree_takes_its_place(tmp_path):
    out = tmp_path / "deep" / "public"
    _stage(tmp_path / "project", out, FILES)
    assert tree(out) == FILES
    _stage(tmp_path / "project", out, {"other.html": b"three"})
    assert tree(out) == {"other.html": b"three"}
    assert [entry.name for entry in out.parent.iterdir()] == ["public"]


def test_a_tree_that_is_not_committed_changes_nothing(tmp_path):
    out = tmp_path / "out" / "public"
    _stage(tmp_path / "project", out, FILES, commit=False)
    assert not out.exists()
    _stage(tmp_path / "project", out, FILES)
    _stage(tmp_path / "project", out, {"other.html": b"three"}, commit=False)
    assert tree(out) == FILES
    assert [entry.name for entry in out.parent.iterdir()] == ["public"]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, RuntimeError])
def test_an_interrupted_build_changes_nothing(tmp_path, stop):
    out = tmp_path / "out" / "public"
    _stage(tmp_path / "project", out, FILES)
    with pytest.raises(stop), staged(tmp_path / "project", out) as stage:
        stage.write("other.html", b"three")
        raise stop
    assert tree(out) == FILES
    assert [entry.name for entry in out.parent.iterdir()] == ["public"]


def test_without_an_exchange_in_one_step(tmp_path, monkeypatch):
    monkeypatch.setattr(trees, "_exchanged", lambda new, out: False)
    out = tmp_path / "out" / "public"
    for files in (FILES, {"other.html": b"three"}):
        _stage(tmp_path / "project", out, files)
        assert tree(out) == files
        assert [entry.name for entry in out.parent.iterdir()] == ["public"]


def test_where_the_exchange_fails_half_way_the_old_tree_is_put_back(tmp_path, monkeypatch):
    monkeypatch.setattr(trees, "_exchanged", lambda new, out: False)
    out = tmp_path / "out" / "public"
    _stage(tmp_path / "project", out, FILES)
    rename = os.rename

    def refuse(source, target):
        if str(source).endswith(".stage"):
            raise OSError(errno.EIO, "Input/output error")
        rename(source, target)

    monkeypatch.setattr(os, "rename", refuse)
    with pytest.raises(SitegenError, match="as it was"):
        _stage(tmp_path / "project", out, {"other.html": b"three"})
    assert tree(out) == FILES
    assert [entry.name for entry in out.parent.iterdir()] == ["public"]


@pytest.mark.parametrize("number", [1, 2, 5])
def test_a_full_disk_leaves_the_old_site(project, monkeypatch, number):
    project.build()
    before = tree(project.out)
    project.write({"content/asia/new.md": article("New")})
    written = 0
    real = builtins.open

    class Full:
        def __init__(self, file):
            self.file = file

        def __enter__(self):
            return self

        def __exit__(self, *_):
            self.file.close()

        def write(self, data):
            self.file.write(data[:10])
            raise OSError(errno.ENOSPC, "No space left on device")

    def opened(file, mode="r", *rest, **named):
        nonlocal written
        handle = real(file, mode, *rest, **named)
        if mode == "wb" and ".stage" in str(file):
            written += 1
            if written == number:
                return Full(handle)
        return handle

    monkeypatch.setattr(builtins, "open", opened)
    with pytest.raises(SitegenError, match="No space left on device"):
        project.build()
    assert written == number
    assert tree(project.out) == before
    assert project.beside == ["public"]


def test_files_of_others_are_not_replaced_unasked(project):
    project.out.mkdir(parents=True)
    (project.out / "thesis.doc").write_text("years of work")
    with pytest.raises(WrongUse, match=r"thesis\.doc"):
        project.build()
    assert tree(project.out) == {"thesis.doc": b"years of work"}
    assert project.build(replace=True).published
    assert "thesis.doc" not in tree(project.out)
    assert project.build().published


def test_a_file_that_somebody_adds_to_our_tree_is_not_removed_unasked(project):
    project.build()
    (project.out / "asia" / "notes.txt").write_text("mine")
    with pytest.raises(WrongUse, match=r"asia/notes\.txt"):
        project.build()
    assert (project.out / "asia" / "notes.txt").read_text() == "mine"


def test_another_projects_tree_is_not_replaced_unasked(project, tmp_path):
    project.build()
    other = tmp_path / "other"
    shutil.copytree(project.root, other, ignore=shutil.ignore_patterns(".sitegen"))
    with pytest.raises(WrongUse, match="no build of this project"):
        check_output(other, project.out)


def test_an_empty_folder_may_be_filled(project):
    project.out.mkdir(parents=True)
    assert project.build().published


def _unusable(project):
    root = project.root
    file, link, dead = root.parent / "file", root.parent / "link", root.parent / "dead"
    file.write_text("a file")
    (root.parent / "elsewhere").mkdir()
    link.symlink_to("elsewhere")
    dead.symlink_to("nowhere")
    return {
        "the project": root,
        "above the project": root.parent,
        "in the content": root / "content" / "public",
        "the content": root / "content",
        "the static files": root / "static",
        "a roundabout way to the content": root / "public" / ".." / "content" / "x",
        "a file": file,
        "a link": link,
        "a dead link": dead,
    }


@pytest.mark.parametrize(
    "which",
    [
        "the project",
        "above the project",
        "in the content",
        "the content",
        "the static files",
        "a roundabout way to the content",
        "a file",
        "a link",
        "a dead link",
    ],
)
@pytest.mark.parametrize("replace", [False, True])
def test_folders_that_a_build_may_not_replace(project, which, replace):
    out = _unusable(project)[which]
    before = tree(project.root.parent)
    with pytest.raises(WrongUse, match=r"(?i)choose another (folder )?with"):
        project.build(out, replace=replace)
    assert tree(project.root.parent) == before
    assert (project.root.parent / "link").is_symlink()


@pytest.mark.parametrize(
    ("settings", "folder"),
    [
        ("content: {root: articles}\n", "articles"),
        ("content: {root: /articles/}\n", "articles"),
        ("languages: {en: {}, fr: {root: francais, prefix: /fr/}}\n", "francais"),
    ],
)
def test_configured_content_folders_are_not_replaced(project, settings, folder):
    project.configure(settings)
    project.write({f"{folder}/asia/a.md": article()})
    before = tree(project.root)
    with pytest.raises(WrongUse, match="Choose another folder"):
        project.build(project.root / folder, replace=True)
    assert tree(project.root) == before


def test_the_records_folder_is_not_replaced(project):
    project.build()
    with pytest.raises(WrongUse):
        project.build(project.root / ".sitegen", replace=True)


@pytest.mark.parametrize("mask", [0o022, 0o027])
def test_the_tree_has_the_permissions_that_are_asked_for(project, mask):
    old = os.umask(mask)
    try:
        project.build()
    finally:
        os.umask(old)
    assert project.out.stat().st_mode & 0o777 == 0o777 & ~mask
    assert (project.out / "index.html").stat().st_mode & 0o777 == 0o666 & ~mask


def test_records_are_kept_out_of_version_control(project):
    project.build()
    assert (project.root / ".sitegen" / ".gitignore").read_text() == "*\n"
