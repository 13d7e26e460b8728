"""What is made once for all processes of a run, and which files they begin with."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.build.image_cache import ImageCache
from tests.conftest import LONGEST, REPOSITORY
from tests.sharing import lend_pictures, made_once


def test_it_is_made_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    made = []

    def make(folder: Path) -> None:
        made.append(folder)
        (folder / "file").write_text("text")

    first, second = (made_once(tmp_path_factory, "made-once", make) for _ in range(2))
    assert made == [first] == [second]
    assert (first / "file").read_text() == "text"


def test_what_failed_is_made_again(tmp_path_factory: pytest.TempPathFactory) -> None:
    def fail(folder: Path) -> None:
        (folder / "half").touch()
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        made_once(tmp_path_factory, "made-again", fail)
    folder = made_once(tmp_path_factory, "made-again", lambda folder: (folder / "whole").touch())
    assert [file.name for file in folder.iterdir()] == ["whole"]


def test_a_project_that_forgets_lent_pictures_leaves_the_lender_its_own(tmp_path: Path) -> None:
    lender, borrower = tmp_path / "lender", tmp_path / "borrower"
    kept = ImageCache(lender).folder
    kept.mkdir(parents=True)
    (kept / "picture").write_bytes(b"bytes")
    lend_pictures(lender, borrower)
    assert ImageCache(borrower).clear() == 5
    assert (kept / "picture").read_bytes() == b"bytes"


@pytest.mark.parametrize("path", LONGEST)
def test_the_files_that_come_first_are_there(path: str) -> None:
    assert (REPOSITORY / "tests" / path).is_file()
