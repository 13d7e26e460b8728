"""Malformed sites at the command line: place, line, hint, exit status, and no traceback."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sitegen.build.options import Options
from sitegen.cli import run
from tests.conftest import REPOSITORY

SITES = REPOSITORY / "tests" / "sites" / "invalid"
NAMES = sorted(path.parent.name for path in SITES.glob("*/problems.txt"))


def sitegen(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the command line like a user."""
    return subprocess.run(
        [sys.executable, "-m", "sitegen", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "NO_COLOR": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def line_of(site: Path, place: str) -> str:
    """The source line of a place, as a terminal shows it."""
    path, number = place.split(":")[:2]
    return (site / path).read_bytes().decode("utf-8", "replace").split("\n")[int(number) - 1][:20]


@pytest.mark.parametrize(
    ("name", "command"), [*((name, "build") for name in NAMES), ("twelve-mistakes", "check")]
)
def test_malformed_sites(name: str, command: str, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(SITES / name, site)
    result = sitegen(command, folder=site)
    assert result.returncode == 1, result.stderr
    assert "Traceback" not in result.stdout + result.stderr
    assert str(tmp_path) not in result.stderr
    for expected in (site / "problems.txt").read_text().splitlines():
        place, code = expected.split()
        assert f"{place}: error [{code}]" in result.stderr
        assert line_of(site, place).strip() in result.stderr
    assert "→" in result.stderr
    assert not (site / "public").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["bild"], "build"),
        (["build", "--partail"], "--partial"),
        (["build", "--root", "none"], "none"),
        (["build"], "sitegen init"),
        (["check", "--now", "soon"], "sitegen init"),
        (["init"], "FOLDER"),
        (["init", "taken"], "not empty"),
        (["init", "new", "--timezone", "Mars/Olympus"], "time zone"),
        (["new", "article", "A Title"], ""),
    ],
)
def test_wrong_use(arguments: list[str], says: str, tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "file").write_text("x")
    result = sitegen(*arguments, folder=tmp_path)
    assert result.returncode == 2, result.stderr
    assert says in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["build", "--now", "2026-02-30"], "does not exist"),
        (["build", "--out", "content/out"], "--out"),
        (["build", "--out", "."], "--out"),
        (["build", "--out", "sitegen.yaml"], "not a folder"),
        (["build", "--out", "other"], "--replace"),
    ],
)
def test_wrong_use_in_a_site(arguments: list[str], says: str, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(SITES / "broken-link", site)
    (site / "other").mkdir()
    (site / "other" / "file").write_text("mine")
    result = sitegen(*arguments, folder=site)
    assert result.returncode == 2, result.stderr
    assert says in result.stderr
    assert "Traceback" not in result.stderr
    assert (site / "other" / "file").read_text() == "mine"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_an_endless_configuration(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "sitegen.yaml")
    result = sitegen("build", "--json", folder=tmp_path)
    assert result.returncode == 1
    assert "neither a file nor a folder" in result.stderr
    assert json.loads(result.stdout)["published"] is False


def test_internal_errors_are_reported_as_json(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object) -> None:
        raise MemoryError("too much")

    monkeypatch.setattr(run, "build", fails)
    with pytest.raises(MemoryError):
        run.run(Options(Path("."), None), as_json=True)
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert problem["message"] == "MemoryError: too much"
