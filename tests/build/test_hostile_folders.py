"""What somebody else has put where a build keeps its notes or its output: never an internal error."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sitegen.problems import SitegenError, WrongUse
from tests.projects import Project, tree


def _garbage(place: Path) -> None:
    place.write_bytes(b"\xff\xfe\0garbage")


def _empty(place: Path) -> None:
    place.write_bytes(b"")


def _folder(place: Path) -> None:
    place.mkdir()
    (place / "x").write_text("y")


def _circle(place: Path) -> None:
    place.symlink_to(place.name)


def _nowhere(place: Path) -> None:
    place.symlink_to("/nowhere/at/all")


KINDS = [_garbage, _empty, _folder, _circle, _nowhere]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    assert Project(folder).build().published
    return folder


def _copy(built: Path, folder: Path) -> Project:
    shutil.copytree(built, folder, dirs_exist_ok=True, symlinks=True)
    project = Project(folder)
    project.write({"content/asia/treaties.md": "---\ntitle: New\ndate: 2026-02-01\n---\n\n## Costs\n"})
    return project


def _replace(place: Path, kind: Callable[[Path], None]) -> None:
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    else:
        place.unlink()
    kind(place)


def _places() -> list[str]:
    state = ".sitegen/outputs/*"
    return [
        *(".sitegen", ".sitegen/lock", ".sitegen/cache.sqlite", ".sitegen/.gitignore", ".sitegen/clock"),
        *(".sitegen/outputs", state, f"{state}/record", f"{state}/out", f"{state}/mirror"),
        *(f"{state}/mirror/asia", f"{state}/mirror/index.html"),
    ]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__.strip("_"))
@pytest.mark.parametrize("place", _places())
def test_whatever_lies_in_the_folder_of_notes_a_build_works_or_says_why_not(
    built: Path, tmp_path: Path, place: str, kind: Callable[[Path], None]
) -> None:
    project = _copy(built, tmp_path)
    (found,) = project.root.glob(place)
    _replace(found, kind)
    before = tree(project.out)
    for options in ({}, {}, {"replace": True}):
        try:
            assert project.build(**options).published
        except SitegenError as error:
            assert str(error)
            assert tree(project.out) == before
        before = tree(project.out)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("o" * 300, "name too long"),
        ("é" * 200, "name too long"),
        ("p/" * 3000 + "x", "name too long"),
        ("file", "is not a folder"),
        ("file/below", "cannot be created, because .* is not a folder"),
        ("file/below/deeper", "cannot be created, because .* is not a folder"),
        ("circle", "symbolic link"),
        ("circle/below", "cannot be created, because .* is not a folder"),
    ],
)
def test_folders_that_no_site_can_be_written_to(tmp_path: Path, name: str, words: str) -> None:
    project = Project(tmp_path)
    (tmp_path / "file").write_text("mine")
    _circle(tmp_path / "circle")
    with pytest.raises(WrongUse, match=f"(?i){words}"):
        project.build(out=tmp_path / name)
    assert (tmp_path / "file").read_text() == "mine"


def test_a_disk_that_refuses_is_no_internal_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = Project(tmp_path)

    def refuse(*_: object, **__: Any) -> None:
        raise PermissionError(13, "Permission denied", ".sitegen/outputs")

    monkeypatch.setattr("sitegen.build.stages.check_output", refuse)
    with pytest.raises(
        SitegenError, match=r"`.sitegen/outputs` cannot be read or written: Permission denied"
    ):
        project.build()
    assert not os.path.lexists(project.out)
