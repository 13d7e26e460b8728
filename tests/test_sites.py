"""Small sites as a whole, compared file by file with what they are expected to become.

After a change that is meant, `SITEGEN_UPDATE_EXPECTED=1 pytest tests/test_sites.py` writes what is expected anew;
look at the difference before you keep it.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from sitegen.build.pipeline import Options, build
from tests.projects import NOW, tree

SITES = Path(__file__).resolve().parent / "sites"
CASES = ["languages", "magazine", "teaser"]

#: Files of the theme broadsheet, which the tests' theme extends.
ASSETS = "assets/"

EXPECTED_PROBLEMS = {
    "languages": [("content/asia/straits.md", "tag-variant")],
    "magazine": [
        ("content/economy/2026-02-01-reserves.md", "tag-variant"),
        ("content/economy/2026-02-01-reserves.md", "foreign-markup"),
    ],
    "teaser": [("content/asia/free.md", "link-to-unpublished")],
}


def _copy(name: str, folder: Path) -> Path:
    """The site of a case with the tests' theme, outside of the repository."""
    project = folder / "project"
    shutil.copytree(SITES / name, project, ignore=shutil.ignore_patterns("expected"))
    shutil.copytree(SITES / "themes", project / "themes")
    return project


@pytest.mark.parametrize("name", CASES)
def test_sites(name, tmp_path):
    out = tmp_path / "public"
    report = build(Options(_copy(name, tmp_path), out, now=NOW))
    found = {path: data for path, data in tree(out).items() if not path.startswith(ASSETS)}
    expected_folder = SITES / name / "expected"
    if os.environ.get("SITEGEN_UPDATE_EXPECTED") == "1":
        shutil.rmtree(expected_folder, ignore_errors=True)
        for path, data in found.items():
            file = expected_folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
    expected = tree(expected_folder)
    assert sorted(found) == sorted(expected)
    for path, data in found.items():
        assert data.decode().splitlines() == expected[path].decode().splitlines(), path
        assert data == expected[path]
    assert [(problem.path, problem.code) for problem in report.problems] == EXPECTED_PROBLEMS[name]


def test_every_site_is_tested():
    folders = {folder.name for folder in SITES.iterdir() if (folder / "expected").is_dir()}
    assert folders == set(CASES)
