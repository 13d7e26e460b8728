"""Manifests of output folders, and tree digests."""

from __future__ import annotations

import itertools
import random

import msgspec
import pytest

from sitegen.output.contents import OutputFolder
from sitegen.output.fs import DISK
from sitegen.output.locations import Locations
from sitegen.output.manifest import (
    NO_MANIFEST,
    UNKNOWN,
    VERSION,
    Manifest,
    PublishedFile,
    StatData,
    load_manifest,
    save_manifest,
    tree_digest,
)
from sitegen.output.mirror import Tree, manifest_of
from sitegen.output.scan import scan_folder

MANIFEST = Manifest(
    {"index.html": PublishedFile("a" * 32, 5, 1, 2), "asia/index.html": PublishedFile("b" * 32, 6, 3, 4)},
    {"": StatData(5, 6), "asia": StatData(7, 8)},
    [StatData(9, 10), StatData(11, 12)],
    6,
    "t",
    ("CNAME",),
    {"index.html": StatData(13, 14)},
    copies=True,
)


def test_a_manifest_round_trip(tmp_path):
    save_manifest(f"{tmp_path}/record", MANIFEST, DISK)
    found = load_manifest(f"{tmp_path}/record")
    assert found.written == (tmp_path / "record").stat().st_mtime_ns
    assert found is not None
    assert msgspec.structs.replace(found, written=0) == MANIFEST
    assert [path.name for path in tmp_path.iterdir()] == ["record"]


def test_every_damaged_byte_is_detected(tmp_path):
    save_manifest(f"{tmp_path}/record", MANIFEST, DISK)
    data = (tmp_path / "record").read_bytes()
    for at in range(len(data)):
        (tmp_path / "record").write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        assert load_manifest(f"{tmp_path}/record") is None
    for length in range(len(data)):
        (tmp_path / "record").write_bytes(data[:length])
        assert load_manifest(f"{tmp_path}/record") is None


def test_manifests_of_other_versions_are_ignored(tmp_path, monkeypatch):
    monkeypatch.setattr("sitegen.output.manifest.VERSION", VERSION - 1)
    save_manifest(f"{tmp_path}/record", MANIFEST, DISK)
    monkeypatch.undo()
    assert load_manifest(f"{tmp_path}/record") is None


@pytest.mark.parametrize(
    ("mtime", "trusted"),
    [(0, True), (7_999_999_999, True), (8_000_000_000, False), (9_979_999_999, True), (9_980_000_000, False)],
)
def test_times_shortly_before_the_manifest_are_not_trusted(mtime, trusted):
    """Whole seconds indicate a coarse clock."""
    manifest = msgspec.structs.replace(MANIFEST, written=10_000_000_000)
    assert manifest.trusts(mtime) == trusted
    assert trusted or mtime >= manifest.trusted_before


def _stamps(chance, paths):
    return {path: PublishedFile(f"{chance.randrange(3):032}", 1, 1, 1) for path in paths}


def test_equal_trees_have_equal_digests():
    digests: dict[str, list[object]] = {}
    for paths in (("a",), ("b",), ("a", "b"), ("b", "a"), ()):
        for choice in itertools.product("xy", repeat=len(paths)):
            files = {path: PublishedFile(digest, 1, 1, 1) for path, digest in zip(paths, choice, strict=True)}
            digests.setdefault(tree_digest(files), []).append(
                sorted((path, stamp.digest) for path, stamp in files.items())
            )
    assert len(digests) == 2 + 2 + 4 + 1
    assert all(found.count(found[0]) == len(found) for found in digests.values())


def test_an_incremental_digest_equals_a_full_one():
    chance = random.Random(1)
    former = NO_MANIFEST
    for _ in range(100):
        files = _stamps(chance, chance.sample("abcdef", chance.randrange(7)))
        files |= {path: stamp for path, stamp in former.files.items() if chance.random() < 0.5}
        tree = tree_digest(files, former)
        assert tree == tree_digest(files)
        former = msgspec.structs.replace(former, files=files, tree=tree)


def test_a_previous_tree_without_digest_is_ignored():
    """As after a build that was killed while it replaced files one by one."""
    files = {"a": PublishedFile("x", 1, 1, 1), "b": PublishedFile("y", 1, 1, 1)}
    former = msgspec.structs.replace(NO_MANIFEST, files={"a": files["a"], "c": files["b"]}, tree="")
    assert tree_digest(files, former) == tree_digest(files)


def test_folders_that_are_incomplete_in_the_mirror_are_listed(tmp_path):
    stamps = {"a/x": PublishedFile("x", 1, 1, 1), "b/y": PublishedFile("y", 1, 1, 2)}
    folders = {path: StatData(1, at) for at, path in enumerate(("", "a", "b"))}
    back = Tree({"a/x": stamps["a/x"]}, folders)
    locations = Locations("out", "state", "state", linked=True, movable=True, legacy_manifest="")
    folder = OutputFolder(locations, DISK, None, scan_folder(str(tmp_path)))
    manifest = manifest_of(folder, Tree(stamps, folders), back, frozenset())
    assert dict(zip(manifest.folders, manifest.mirror_folders, strict=True)) == {**folders, "b": UNKNOWN}
