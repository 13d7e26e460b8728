"""The same input at the same moment makes the same bytes, whatever the machine is set to."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from sitegen.build.pipeline import Options, build
from tests.conftest import NOT_THE_SITE, REPOSITORY
from tests.projects import tree
from tests.sharing import lend_pictures

NOW = "2026-11-23"

# (folder to build in, arguments for the project and the output, settings of the machine, umask)
MACHINES = [
    (
        ".",
        ["--root", "{project}", "--out", "{out}", "--jobs", "1"],
        {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"},
        0o022,
    ),
    (
        "{project}",
        ["--out", "{out}", "--jobs", "2"],
        {"PYTHONHASHSEED": "2", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8"},
        0o077,
    ),
    (
        "/",
        ["--root", "{project}", "--out", "{out}"],
        {"PYTHONHASHSEED": "3", "TZ": "America/Adak", "LANG": "tr_TR.UTF-8", "SOURCE_DATE_EPOCH": "86400"},
        0o002,
    ),
    (
        "{project}/content",
        ["--root", "..", "--out", "{out}"],
        {"PYTHONHASHSEED": "random", "PYTHONUTF8": "0"},
        0o027,
    ),
    (
        "{project}",
        ["--out", "{out}", "--jobs", "5", "--start", "spawn"],
        {"PYTHONHASHSEED": "5", "TZ": "Asia/Kathmandu"},
        0o022,
    ),
]


#: The machines that encode pictures themselves: one process, two, and processes that are begun anew. The others,
#: which differ in what no encoder looks at, have the first one's.
ENCODING = (0, 1, 4)

#: Photos that are resized and encoded: to do that with all of them on each machine would take minutes.
RESIZED = ("canal", "malacca", "2026-autumn")


@cache
def _small(path: Path) -> bytes:
    """A photo that is too small to be resized."""
    out = io.BytesIO()
    with Image.open(path) as photo:
        photo.thumbnail((320, 320))
        photo.save(out, "JPEG")
    return out.getvalue()


def _project(folder: Path, backwards: bool) -> Path:
    """A copy of the repository's publication, its files made in one order or the other."""
    files = sorted(
        path
        for path in REPOSITORY.rglob("*")
        if path.is_file()
        and not path.relative_to(REPOSITORY).parts[0].startswith(".")
        and path.relative_to(REPOSITORY).parts[0] not in NOT_THE_SITE
    )
    for path in reversed(files) if backwards else files:
        target = folder / path.relative_to(REPOSITORY)
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".jpg" and path.stem not in RESIZED:
            target.write_bytes(_small(path))
        else:
            shutil.copyfile(path, target)
        if backwards:
            os.utime(target, (0, 0))
    return folder


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project on the first machine."""
    return _project(tmp_path_factory.mktemp("first") / "project", backwards=False)


@pytest.fixture(scope="module")
def outputs(first: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, bytes]]:
    """The demo publication as each of the machines builds it."""
    found = []
    for number, (folder, arguments, settings, mask) in enumerate(MACHINES):
        place = tmp_path_factory.mktemp(f"machine{number}")
        project = _project(place / ("a" * number), bool(number % 2)) if number else first
        if number not in ENCODING:
            lend_pictures(first, project)
        names = {"project": str(project), "out": str(place / "out")}
        clean = {key: value for key, value in os.environ.items() if key not in ("LC_ALL", "LANG", "TZ")}
        result = subprocess.run(
            [
                sys.executable,
                "-m",
                "sitegen",
                "build",
                "--now",
                NOW,
                *(text.format_map(names) for text in arguments),
            ],
            cwd=(place if folder == "." else folder.format_map(names)),
            env={**clean, **settings, "PYTHONPATH": str(REPOSITORY)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            umask=mask,
        )
        assert result.returncode == 0, result.stdout + result.stderr
        found.append(tree(place / "out"))
    return found


def test_a_site_that_was_another_one_before_is_the_same(outputs, first, tmp_path):
    project, out = _project(tmp_path / "project", backwards=False), tmp_path / "out"
    lend_pictures(first, project)
    trees = []
    for drafts in (True, False, True):
        assert build(Options(project, out, now=NOW, drafts=drafts)).published
        trees.append(tree(out))
    assert trees[0] == trees[2] != trees[1] == outputs[0]


@pytest.mark.parametrize("number", range(1, len(MACHINES)))
def test_the_same_bytes_on_every_machine(outputs, number):
    first, other = outputs[0], outputs[number]
    assert len(first) > 50
    assert sorted(other) == sorted(first)
    assert [path for path in first if other[path] != first[path]] == []


def test_nothing_tells_where_a_site_was_built(outputs, tmp_path_factory):
    base = str(tmp_path_factory.getbasetemp()).encode()
    for path, data in outputs[0].items():
        assert base not in data, path
        assert str(REPOSITORY).encode() not in data, path
