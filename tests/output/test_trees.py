"""The output folder after builds, changes outside sitegen, and failures."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from pathlib import Path

import msgspec
import pytest

from sitegen.output import stage as stage_module
from sitegen.output.open_stage import check_output, is_unchanged, open_stage
from sitegen.problems import SitegenError, WrongUse
from tests.output.disks import KINDS, LIVE, Place
from tests.projects import article, tree

A = {"index.html": b"front", "asia/index.html": b"asia", "asia/a/index.html": b"a", "style.css": b"css"}
B = {**A, "asia/a/index.html": b"a, corrected", "asia/b/index.html": b"b"}


#: Kinds with a way of their own to tell what is in the mirror.
CALM = ("everything", "no links", "a mount point")


@pytest.fixture
def place(tmp_path):
    """A project on an ordinary disk."""
    return Place(tmp_path)


@pytest.fixture(params=[*KINDS, *(f"{kind}, calm" for kind in CALM)])
def any_place(request, tmp_path):
    """A project on a disk of each kind."""
    return Place(tmp_path, request.param.removesuffix(", calm"), request.param.endswith(", calm"))


def _inodes(folder):
    return {path.relative_to(folder).as_posix(): path.stat().st_ino for path in folder.rglob("*.*")}


# A build, and the next one


def test_a_build_publishes_its_tree(any_place):
    place = any_place
    for files in (A, B, {"other.html": b"three"}, A, {}, B):
        assert place.build(files).any_change
        assert tree(place.out) == files
        assert tree(place.mirror) == files
        assert place.litter() == []
        assert is_unchanged(place.project, place.out, disk=place.disk())


def test_missing_parent_folders_are_created(tmp_path):
    out = tmp_path / "deep" / "down" / "public"
    with open_stage(tmp_path / "project", out) as stage:
        stage.write("index.html", b"front")
        assert stage.commit()
    assert tree(out) == {"index.html": b"front"}
    assert [entry.name for entry in out.parent.iterdir()] == ["public"]


def test_a_stage_lists_changed_and_removed_files(place):
    stage = place.build(A)
    assert (sorted(stage.changed), stage.removed) == (sorted(A), ())
    stage = place.build({path: data for path, data in B.items() if path != "style.css"})
    assert sorted(stage.changed) == ["asia/a/index.html", "asia/b/index.html"]
    assert stage.removed == ("style.css",)
    assert stage.notes == ()


def test_both_trees_share_files(place):
    place.build(A)
    assert _inodes(place.out) == _inodes(place.mirror)
    place.build(B)
    assert _inodes(place.out) == _inodes(place.mirror)


def test_without_hard_links_files_are_copied(tmp_path):
    place = Place(tmp_path, "no links")
    for files in (A, B, A, A):
        place.build(files)
        assert tree(place.out) == tree(place.mirror) == files
        assert not set(_inodes(place.out).values()) & set(_inodes(place.mirror).values())
    times = [
        {p.name: p.stat().st_mtime_ns for p in root.rglob("*.css")} for root in (place.out, place.mirror)
    ]
    assert times[0] == times[1]


def test_unchanged_files_are_not_touched(any_place):
    place = any_place
    place.build(A)
    before = (place.out / "asia" / "index.html").stat()
    place.build(B)
    after = (place.out / "asia" / "index.html").stat()
    assert after.st_mtime_ns == before.st_mtime_ns
    if place.kind == "everything":
        assert after.st_ino == before.st_ino


def test_a_changed_file_gets_a_new_inode(any_place):
    """A reader that has the old file open is not disturbed."""
    place = any_place
    place.build(A)
    with open(place.out / "asia/a/index.html", "rb") as reader:
        place.build(B)
        assert reader.read() == b"a"


def test_without_changes_nothing_is_swapped(any_place):
    place = any_place
    place.build(A)
    before, folder = _inodes(place.out), place.out.stat()
    disk = place.disk()
    stage = place.build(A, disk=disk)
    assert not stage.any_change
    assert (stage.changed, stage.removed) == ((), ())
    assert not {"exchange", "link", "copy", "flush", "make_folder"} & set(disk.names)
    assert _inodes(place.out) == before
    assert place.out.stat().st_ino == folder.st_ino


def test_files_can_be_kept(any_place):
    place = any_place
    place.build(A)
    with place.stage() as stage:
        assert sorted(stage.intact()) == sorted(A)
        for path in ("index.html", "style.css"):
            stage.keep(path)
        stage.write("new.html", b"new")
        assert stage.commit()
    assert tree(place.out) == {"index.html": b"front", "style.css": b"css", "new.html": b"new"}


def test_only_intact_files_can_be_kept(place):
    place.build(A)
    with pytest.raises(KeyError), place.stage() as stage:
        stage.keep("absent.html")


def test_the_last_call_for_a_path_wins(place):
    place.build(A)
    with place.stage() as stage:
        stage.write("index.html", b"one")
        stage.write("index.html", b"two")
        stage.keep("style.css")
        stage.write("style.css", b"new")
        stage.write("asia/index.html", b"new")
        stage.keep("asia/index.html")
        stage.commit()
    assert tree(place.out) == {"index.html": b"two", "style.css": b"new", "asia/index.html": b"asia"}
    assert place.litter() == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"a": b"file", "b": b"b"}, {"a/index.html": b"page", "b": b"b"}),
        ({"a/x/y/index.html": b"page"}, {"a": b"file"}),
        ({"a/x/index.html": b"page", "a/z": b"z"}, {"a/x": b"file", "a/z": b"z"}),
        ({"a/b/c": b"c"}, {"a/b/c/d": b"d"}),
    ],
)
def test_files_can_become_folders_and_vice_versa(any_place, before, after):
    place = any_place
    for files in (before, after, before, after, after):
        place.build(files)
        assert tree(place.out) == tree(place.mirror) == files


def test_a_path_cannot_be_both_file_and_folder(place):
    place.build(A)
    with pytest.raises(SitegenError, match="`asia` would be both a file and a folder"):
        place.build({**A, "asia": b"file"})
    assert tree(place.out) == A
    assert place.litter() == []


@pytest.mark.parametrize("path", ["../x", "a/../../x", "/x", "a/./x", "a//x", ""])
def test_invalid_paths(place, path):
    with pytest.raises(SitegenError, match="Nothing was written"):
        place.build({**A, path: b"x"})
    assert not place.out.exists()


def test_a_stage_without_output_writes_nothing(tmp_path):
    with open_stage(tmp_path / "project", None) as stage:
        assert stage.intact() == {}
        stage.write("index.html", b"front")
        stage.keep("index.html")
        assert stage.commit() is False
    assert list(tmp_path.iterdir()) == []


def test_an_empty_output_folder(place):
    (place.out / "empty" / "folders").mkdir(parents=True)
    place.build(A)
    assert tree(place.out) == A
    assert not (place.out / "empty").exists()


def test_unusual_file_names(any_place):
    files = {
        "asia/é & ü/한국.html": b"1",
        "a b/%20?#:*.txt": b"2",
        f"{'n' * 250}.html": b"3",
        ".htaccess": b"4",
    }
    for tree_of in (files, A, files):
        any_place.build(tree_of)
        assert tree(any_place.out) == tree_of


# What is left without a commit


@pytest.mark.parametrize("stop", [None, KeyboardInterrupt, RuntimeError, SystemExit])
def test_without_a_commit_nothing_changes(any_place, stop):
    place = any_place

    def attempt():
        with place.stage() as stage:
            stage.write("index.html", b"new")
            stage.write("other.html", b"three")
            if stop:
                raise stop

    def try_it():
        if stop is None:
            return attempt()
        with pytest.raises(stop):
            attempt()

    existed = place.out.exists()
    try_it()
    assert place.out.exists() == existed
    assert place.litter() == []
    place.build(A)
    try_it()
    assert tree(place.out) == A
    assert place.litter() == []
    assert is_unchanged(place.project, place.out, disk=place.disk())


def test_an_interrupted_first_build_leaves_no_state(place):
    with place.stage() as stage:
        stage.write("index.html", b"new")
    assert sorted(path.name for path in (place.project / ".sitegen").iterdir()) == [
        ".gitignore",
        "lock",
        "outputs",
    ]
    assert list((place.project / ".sitegen" / "outputs").iterdir()) == []


# Other hands


def _change_bytes(file):
    with open(file, "r+b") as opened:
        opened.write(b"X")


def _replace_by_other_bytes_of_the_same_time(file):
    before = file.stat()
    other = Path(shutil.copy(file, file.with_name("copy")))
    other.write_bytes(b"X" * before.st_size)
    os.utime(other, ns=(before.st_mtime_ns, before.st_mtime_ns))
    other.replace(file)


def _replace_by_link(file):
    file.rename(file.with_name("elsewhere"))
    file.symlink_to("elsewhere")
    file.with_name("elsewhere").unlink()


def _replace_by_folder(file):
    file.unlink()
    file.mkdir()


def _replace_by_equal(file):
    data = file.read_bytes()
    file.unlink()
    file.write_bytes(data)


DAMAGES = {
    "gone": Path.unlink,
    "its folder is gone": lambda file: shutil.rmtree(file.parent),
    "written into": _change_bytes,
    "truncated": lambda file: file.write_bytes(b""),
    "longer": lambda file: file.open("ab").write(b"more"),
    "other bytes, same time": _replace_by_other_bytes_of_the_same_time,
    "a dead link": _replace_by_link,
    "a folder": _replace_by_folder,
    "a folder with a file of ours in its place": lambda file: (file.parent / "b").mkdir(exist_ok=True),
    "another file with the same bytes": _replace_by_equal,
    "touched": os.utime,
    "all gone": lambda file: shutil.rmtree(file.parent.parent),
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("next_files", [A, B], ids=["same", "next"])
def test_files_modified_outside_sitegen_are_restored(any_place, damage, next_files):
    place = any_place
    place.build(A)
    DAMAGES[damage](place.out / "asia" / "a" / "index.html")
    if damage == "all gone" and "a mount point" in place.kind:
        pytest.skip("a mount point does not go away") if not place.out.exists() else None
    place.build(next_files)
    assert tree(place.out) == tree(place.mirror) == next_files
    place.build(B)
    assert tree(place.out) == B
    place.build(A)
    assert tree(place.out) == A
    assert place.litter() == []


@pytest.mark.parametrize(
    "damage",
    [
        "gone",
        "its folder is gone",
        "all gone",
        "a dead link",
        "truncated",
        "longer",
        "another file with the same bytes",
        "touched",
    ],
)
def test_is_unchanged_detects_modified_files(place, damage):
    place.build(A)
    assert is_unchanged(place.project, place.out)
    DAMAGES[damage](place.out / "asia" / "a" / "index.html")
    assert not is_unchanged(place.project, place.out)


def test_is_unchanged_detects_new_files_but_not_empty_folders(place):
    place.build(A)
    (place.out / "asia" / "empty" / "folders").mkdir(parents=True)
    assert is_unchanged(place.project, place.out)
    (place.out / "asia" / "empty" / "folders" / "file").touch()
    assert not is_unchanged(place.project, place.out)


def test_is_unchanged_detects_changes_within_the_clock_tick_of_the_build(place, monkeypatch):
    """File system clocks advance in steps: neither size nor time differ."""
    monkeypatch.setattr("sitegen.output.manifest._STEP", 10**12)  # a machine under load misses real steps
    place.build(A)
    file = place.out / "style.css"
    before = file.stat()
    file.write_bytes(b"CSS")
    os.utime(file, ns=(before.st_mtime_ns, before.st_mtime_ns))
    assert not is_unchanged(place.project, place.out)
    place.build(A)
    assert tree(place.out) == A


def test_is_unchanged_writes_nothing(place):
    place.out.mkdir()
    before = sorted(place.project.rglob("*"))
    assert not is_unchanged(place.project, place.out)
    assert sorted(place.project.rglob("*")) == before


@pytest.mark.parametrize("left", ["journal", "new", "old", "record.part"])
def test_is_unchanged_detects_leftovers_of_a_killed_build(place, left):
    place.build(A)
    (place.state / left).touch()
    assert not is_unchanged(place.project, place.out)


def test_files_that_are_damaged_in_the_output_are_restored_from_the_mirror(place):
    place.build(A)
    (place.out / "index.html").unlink()
    shutil.rmtree(place.out / "asia")
    with place.stage() as stage:
        assert sorted(stage.intact()) == sorted(A)
        for path in A:
            stage.keep(path)
        assert stage.commit()
    assert tree(place.out) == A
    assert is_unchanged(place.project, place.out)


def test_files_that_are_damaged_in_both_trees_are_not_intact(place):
    place.build(A)
    _change_bytes(place.out / "index.html")
    with place.stage() as stage:
        assert sorted(stage.intact()) == sorted(A.keys() - {"index.html"})


def test_intact_returns_digests(place):
    from sitegen.digest import digest_bytes

    place.build(A)
    with place.stage() as stage:
        assert stage.intact() == {path: digest_bytes(data) for path, data in A.items()}


def test_a_deleted_output_folder(any_place):
    """As in a fresh checkout with `.sitegen` restored from a cache."""
    place = any_place
    place.build(A)
    shutil.rmtree(place.out)
    if "a mount point" in place.kind:
        place.out.mkdir()
    with place.stage() as stage:
        assert sorted(stage.intact()) == sorted(A)
        for path in A:
            stage.keep(path)
        assert stage.commit()
    assert tree(place.out) == tree(place.mirror) == A
    assert place.litter() == []


@pytest.mark.parametrize("with_output", ["no output", "an empty one", "its output"])
def test_a_project_can_be_moved_with_its_state(tmp_path, with_output):
    """New inodes, no links, other times: files are recognized by their bytes."""
    project, moved = tmp_path / "project", tmp_path / "elsewhere" / "project"
    project.mkdir()
    with open_stage(project, project / "public") as stage:
        for path, data in A.items():
            stage.write(path, data)
        stage.commit()
    shutil.copytree(project, moved, copy_function=shutil.copy)
    shutil.rmtree(project)
    if with_output != "its output":
        shutil.rmtree(moved / "public")
    if with_output == "an empty one":
        (moved / "public").mkdir()
    out = moved / "public"
    with open_stage(moved, out) as stage:
        assert sorted(stage.intact()) == sorted(A)
        for path in A:
            stage.keep(path)
        stage.commit()
    assert tree(out) == A
    assert is_unchanged(moved, out)
    [state] = (moved / ".sitegen" / "outputs").iterdir()
    assert _inodes(out) == _inodes(state / "mirror")


@pytest.mark.parametrize(
    "damage",
    [
        shutil.rmtree,
        lambda mirror: (mirror / "index.html").unlink(),
        lambda mirror: (mirror / "asia" / "a" / "more.html").write_bytes(b"more"),
        lambda mirror: (shutil.rmtree(mirror), mirror.write_bytes(b"a file")),
        lambda mirror: shutil.rmtree(mirror / "asia"),
        lambda mirror: os.replace(shutil.copy(mirror / "index.html", mirror / "x"), mirror / "index.html"),
        lambda mirror: (mirror / "asia" / "empty").mkdir(),
        lambda mirror: ((mirror / "style.css").unlink(), (mirror / "style.css").write_bytes(b"XXX")),
        lambda mirror: ((mirror / "style.css").unlink(), (mirror / "style.css").mkdir()),
        lambda mirror: ((mirror / "asia").rename(mirror / "x"), (mirror / "asia").symlink_to("x")),
        lambda mirror: (mirror.rename(mirror.with_name("x")), mirror.symlink_to("x")),
        lambda mirror: (mirror / "style.css").write_bytes(b"CSS"),
    ],
)
@pytest.mark.parametrize("next_files", [A, B], ids=["same", "next"])
def test_a_damaged_mirror_is_repaired(any_place, damage, next_files):
    place = any_place
    place.build(A)
    damage(place.mirror)
    place.build(next_files)
    assert tree(place.out) == tree(place.mirror) == next_files
    assert not list(place.out.rglob("empty"))


def _write_former_version(manifest):
    """An intact manifest of the previous version."""
    folders = {"": [[1, 2], [3, 4], {"index.html": ["digest", 5, 6, 7]}, None]}
    payload = msgspec.msgpack.encode([1, {"folders": folders, "inode": 2, "tree": "digest", "written": 8}])
    manifest.write_bytes(hashlib.blake2b(payload, digest_size=16).digest() + payload)


@pytest.mark.parametrize(
    "damage",
    [
        lambda manifest: manifest.unlink(),
        lambda manifest: manifest.write_bytes(b""),
        lambda manifest: manifest.write_bytes(manifest.read_bytes()[:-3]),
        lambda manifest: manifest.write_bytes(manifest.read_bytes().replace(b"index", b"xedni")),
        lambda manifest: manifest.write_bytes(b"not a manifest at all, but long enough to be one"),
        _write_former_version,
    ],
)
@pytest.mark.parametrize("next_files", [A, B], ids=["same", "next"])
def test_a_damaged_manifest(any_place, damage, next_files):
    place = any_place
    place.build(A)
    (place.out / "style.css").write_bytes(b"changed")
    damage(place.state / "record")
    assert not is_unchanged(place.project, place.out, disk=place.disk())
    with place.stage() as stage:
        assert stage.intact() == {}
    place.build(next_files)
    assert tree(place.out) == tree(place.mirror) == next_files
    assert is_unchanged(place.project, place.out, disk=place.disk())


def test_without_a_manifest_equal_files_are_not_touched(place):
    place.build(A)
    before = _inodes(place.out)
    (place.state / "record").unlink()
    assert not place.build(A).any_change
    assert _inodes(place.out) == before


def test_damaged_and_legacy_manifests_differ_from_foreign_folders(place):
    place.build(A)
    shutil.rmtree(place.project / ".sitegen")
    with pytest.raises(WrongUse, match="no build of this project wrote"):
        place.build(A)


def test_the_legacy_manifest_is_read_once(place):
    from sitegen.digest import digest_bytes

    for path, data in A.items():
        (place.out / path).parent.mkdir(parents=True, exist_ok=True)
        (place.out / path).write_bytes(data)
    name = digest_bytes(str(place.out.resolve()).encode())
    former = place.project / ".sitegen" / "outputs" / f"{name}.json"
    former.parent.mkdir(parents=True)
    former.write_text('["index.html","asia/index.html","asia/a/index.html","style.css"]')
    check_output(place.project, place.out)
    place.build(B)
    assert tree(place.out) == B
    assert not former.exists()
    (place.out / "mine").touch()
    with pytest.raises(WrongUse, match="`mine`"):
        place.build(B)


def test_several_output_folders_are_independent(tmp_path):
    project, one, two = tmp_path / "project", tmp_path / "one", tmp_path / "two"
    for out, files in ((one, A), (two, B), (one, B), (two, A)):
        with open_stage(project, out) as stage:
            for path, data in files.items():
                stage.write(path, data)
            stage.commit()
    assert (tree(one), tree(two)) == (B, A)
    assert is_unchanged(project, one)
    assert is_unchanged(project, two)


@pytest.mark.parametrize("kind", ["everything", "state elsewhere"])
def test_mirrors_of_deleted_output_folders_are_removed(tmp_path, kind):
    """A nightly build into another folder each time must not fill the disk."""
    place, other = Place(tmp_path, kind), Place(tmp_path / "other", kind)
    other.project = place.project
    place.build(A)
    mirror = place.mirror
    other.build(A)
    assert mirror.exists()
    shutil.rmtree(place.out)
    other.build(B)
    assert not mirror.exists()
    assert tree(other.out) == B
    place.out.mkdir()
    (place.out / "index.html").write_bytes(b"it has come back")
    place.build(B)
    assert tree(place.out) == tree(mirror) == B


def test_state_of_output_folders_deleted_a_month_ago_is_removed(tmp_path):
    place, other = Place(tmp_path), Place(tmp_path / "other")
    other.project = place.project
    place.build(A)
    state = place.state
    shutil.rmtree(place.out)
    os.utime(state / "record", (0, 0))
    other.build(A)
    assert not state.exists()


# Foreign files, and kept_files


def test_foreign_folders_are_not_replaced(any_place):
    place = any_place
    place.out.mkdir(exist_ok=True)
    (place.out / "thesis.doc").write_text("years of work")
    with pytest.raises(
        WrongUse, match=r"thesis\.doc.*another folder with --out, or remove them with --replace"
    ):
        place.build(A)
    assert tree(place.out) == {"thesis.doc": b"years of work"}
    assert place.litter() == []
    place.build(A, replace=True)
    assert tree(place.out) == tree(place.mirror) == A
    place.build(B)
    assert tree(place.out) == B


def test_a_foreign_file_in_the_output_folder_is_not_removed(any_place):
    place = any_place
    place.build(A)
    (place.out / "asia" / "notes.txt").write_text("mine")
    for _ in range(2):
        with pytest.raises(
            WrongUse, match=r"asia/notes\.txt.*under `keep` in sitegen.yaml, or remove them with --replace"
        ):
            place.build(B)
    assert (place.out / "asia" / "notes.txt").read_text() == "mine"
    (place.out / "asia" / "notes.txt").unlink()
    place.build(B)
    assert tree(place.out) == B


def test_a_foreign_symbolic_link_is_not_removed(place, tmp_path):
    place.build(A)
    (place.out / "archive").symlink_to(tmp_path)
    with pytest.raises(WrongUse, match="archive"):
        place.build(B)
    place.build(B, replace=True)
    assert tree(place.out) == B
    assert tmp_path.exists()


def test_a_symbolic_link_that_replaces_a_folder(any_place, tmp_path):
    place = any_place
    place.build(A)
    (place.out / "asia").rename(tmp_path / "asia")
    (place.out / "asia").symlink_to(tmp_path / "asia")
    place.build(A, replace=True)
    assert tree(place.out) == tree(place.mirror) == A
    assert (place.out / "asia").is_dir()
    assert not (place.out / "asia").is_symlink()
    assert tree(tmp_path / "asia").keys() == {"index.html", "a/index.html"}


def test_with_a_manifest_only_a_stage_scans_for_foreign_files(place):
    """Scanning a large tree takes time: once is enough."""
    place.build(A)
    (place.out / "notes.txt").write_text("mine")
    check_output(place.project, place.out)
    with pytest.raises(WrongUse, match=r"notes\.txt"):
        place.build(B)
    (place.state / "record").unlink()
    with pytest.raises(WrongUse, match=r"notes\.txt"):
        check_output(place.project, place.out)


KEPT = ("CNAME", ".well-known/", "verify")


def test_kept_files_stay(any_place):
    place = any_place
    place.build(A, keep=KEPT)
    (place.out / "CNAME").write_bytes(b"example.org")
    (place.out / ".well-known" / "acme" / "empty").mkdir(parents=True)
    (place.out / ".well-known" / "acme" / "token").write_bytes(b"token")
    kept_files = {"CNAME": b"example.org", ".well-known/acme/token": b"token"}
    check_output(place.project, place.out, keep=KEPT)
    assert is_unchanged(place.project, place.out, disk=place.disk())
    for files in (A, B, A, {}, B):
        place.build(files, keep=KEPT)
        assert tree(place.out) == files | kept_files
        assert is_unchanged(place.project, place.out, disk=place.disk())
        assert (place.out / ".well-known" / "acme" / "empty").is_dir()
    assert place.litter() == []


def test_files_added_during_a_long_build_are_noticed(any_place, monkeypatch):
    """Such as a token that must be served within a minute."""
    place = any_place
    place.build(A)
    monkeypatch.setattr(stage_module, "_LONG", -1.0)
    token = place.out / ".well-known" / "token"
    for files, keep in ((A, KEPT), (B, KEPT), (A, ())):
        with place.stage(keep=keep) as stage:
            for path, data in files.items():
                stage.write(path, data)
            token.parent.mkdir(exist_ok=True)
            token.write_bytes(b"token")
            if keep:
                stage.commit()
                assert tree(place.out) == {**files, ".well-known/token": b"token"}
                token.unlink()
                token.parent.rmdir()
            else:
                with pytest.raises(WrongUse, match=r"\.well-known/token"):
                    stage.commit()
    assert tree(place.out) == {**B, ".well-known/token": b"token"}


def test_kept_files_can_be_added_and_removed(any_place):
    place = any_place
    place.build(A, keep=KEPT)
    (place.out / "CNAME").write_bytes(b"example.org")
    place.build(B, keep=KEPT)
    (place.out / "CNAME").write_bytes(b"example.com")
    place.build(A, keep=KEPT)
    assert tree(place.out) == A | {"CNAME": b"example.com"}
    (place.out / "CNAME").unlink()
    place.build(B, keep=KEPT)
    place.build(A, keep=KEPT)
    assert tree(place.out) == A


def test_folders_of_kept_files_can_be_added_and_removed(any_place):
    place = any_place
    place.build(A, keep=KEPT)
    for inner in ("empty", "with/a/file"):
        (place.out / ".well-known" / inner).mkdir(parents=True)
        if inner != "empty":
            (place.out / ".well-known" / inner / "token").touch()
        for files in (B, A, A, {**A, "index.html": b"front, again"}):
            place.build(files, keep=KEPT)
            assert (place.out / ".well-known" / inner).is_dir()
        shutil.rmtree(place.out / ".well-known")
        assert is_unchanged(place.project, place.out, disk=place.disk())
        for files in (B, A):
            place.build(files, keep=KEPT)
            assert not (place.out / ".well-known").exists()
            assert not (place.mirror / ".well-known").exists()


def test_files_that_are_no_longer_kept_are_foreign(place):
    place.build(A, keep=KEPT)
    (place.out / "CNAME").write_bytes(b"example.org")
    place.build(B, keep=KEPT)
    with pytest.raises(WrongUse, match="CNAME"):
        place.build(A)


def test_kept_files_are_restored_from_the_mirror(any_place):
    place = any_place
    place.build(A, keep=KEPT)
    (place.out / "CNAME").write_bytes(b"example.org")
    place.build(B, keep=KEPT)
    shutil.rmtree(place.out)
    if "a mount point" in place.kind:
        place.out.mkdir()
    place.build(A, keep=KEPT)
    assert tree(place.out) == A | {"CNAME": b"example.org"}


def test_kept_files_that_are_links_stay_links(any_place):
    place = any_place
    place.build(A, keep=KEPT)
    (place.out / "verify").symlink_to("/etc/hostname")
    for files in (B, A, A):
        place.build(files, keep=KEPT)
        assert os.readlink(place.out / "verify") == "/etc/hostname"


def test_kept_files_with_names_that_are_not_utf8(place):
    place.build(A, keep=KEPT)
    folder = os.fsencode(place.out / ".well-known") + b"/\xff\xfe"
    os.makedirs(folder)
    with open(folder + b"/\xff", "wb") as file:
        file.write(b"?")
    for files in (B, A, A):
        place.build(files, keep=KEPT)
        assert os.listdir(folder) == [b"\xff"]


def test_published_files_replace_kept_files(place):
    mine = {**A, "CNAME": b"by the site"}
    place.build(A, keep=KEPT)
    (place.out / "CNAME").write_bytes(b"example.org")
    place.build(mine, keep=KEPT)
    assert tree(place.out) == mine
    place.build(A, keep=KEPT)
    assert tree(place.out) == A


def test_a_published_file_modified_outside_sitegen_becomes_a_kept_file(place):
    place.build({**A, "CNAME": b"by the site"}, keep=KEPT)
    os.replace(shutil.copy(place.out / "index.html", place.out / "x"), place.out / "CNAME")
    place.build(A, keep=KEPT)
    assert tree(place.out) == A | {"CNAME": b"front"}


# Permissions


@pytest.mark.parametrize("mask", [0o022, 0o027])
def test_files_follow_the_umask(any_place, mask):
    place = any_place
    old = os.umask(mask)
    try:
        place.build(A)
        place.build(B)
    finally:
        os.umask(old)
    for path in [*place.out.rglob("*"), *([] if "a mount point" in place.kind else [place.out])]:
        full = 0o777 if path.is_dir() else 0o666
        assert stat.S_IMODE(path.stat().st_mode) == full & ~mask


def test_state_is_kept_out_of_version_control(place):
    place.build(A)
    assert (place.project / ".sitegen" / ".gitignore").read_text() == "*\n"


# What is said


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("everything", []),
        ("no exchange", ["cannot be swapped in one step"]),
        ("no links", ["cannot be hard-linked"]),
        ("state elsewhere", ["are on different file systems"]),
        ("a mount point", ["one by one", "cannot be hard-linked"]),
        ("a folder that cannot be renamed", ["one by one"]),
    ],
)
def test_fallbacks_are_noted(tmp_path, kind, words):
    place = Place(tmp_path, kind)
    for files in (A, B, A):
        notes = place.build(files).notes
    assert len(notes) == len(words)
    for note, word in zip(notes, words, strict=True):
        assert word in note
        assert note.endswith(".")


def test_in_a_live_tree_pages_are_written_after_assets_and_removals_come_last(tmp_path):
    place = Place(tmp_path, "a mount point")
    place.build({"index.html": b"old", "old.css": b"css"})
    order = []

    class Watched(type(place.disk())):
        def rename(self, source, target):
            super().rename(source, target)
            order.append(target)

        def remove(self, path):
            order.append(path)
            super().remove(path)

    place.build({"index.html": b"new", "new.css": b"css"}, disk=Watched(place.kind, place.out))
    seen = [os.path.relpath(path, place.out) for path in order if path.startswith(f"{place.out}/")]
    seen = [path for path in seen if not path.startswith(".sitegen-new")]
    assert seen == ["new.css", "index.html", "old.css"]


# On the way through the whole line


def test_the_output_of_another_project_is_not_replaced(project, tmp_path):
    project.build()
    other = tmp_path / "other"
    shutil.copytree(project.root, other, ignore=shutil.ignore_patterns(".sitegen"))
    with pytest.raises(WrongUse, match="no build of this project"):
        check_output(other, project.out)


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
def test_folders_that_cannot_be_output_folders(project, which, replace):
    out = _unusable(project)[which]
    before = _without_state(project.root.parent)
    with pytest.raises(WrongUse, match=r"(?i)choose another (folder )?with"):
        project.build(out, replace=replace)
    assert _without_state(project.root.parent) == before
    assert (project.root.parent / "link").is_symlink()


def _without_state(folder):
    return {path: data for path, data in tree(folder).items() if "/.sitegen/" not in f"/{path}"}


@pytest.mark.parametrize(
    ("settings", "folder"),
    [
        ("content: {root: articles}\n", "articles"),
        ("content: {root: /articles/}\n", "articles"),
        ("languages: {en: {}, fr: {root: francais, prefix: /fr/}}\n", "francais"),
    ],
)
def test_configured_content_folders_cannot_be_output_folders(project, settings, folder):
    project.configure(settings)
    project.write({f"{folder}/asia/a.md": article()})
    before = _without_state(project.root)
    with pytest.raises(WrongUse, match="Choose another folder"):
        project.build(project.root / folder, replace=True)
    assert _without_state(project.root) == before


def test_the_state_folder_cannot_be_an_output_folder(project):
    project.build()
    with pytest.raises(WrongUse):
        project.build(project.root / ".sitegen", replace=True)


def test_live_kinds_are_kinds():
    assert set(LIVE) <= set(KINDS)
