"""What the bench has to know about a generator."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.corpus import Article, Corpus
from sitegen.read.theme.stylesheets import Stylesheet, join

BENCH = Path(__file__).resolve().parent.parent
REPOSITORY = BENCH.parent

TITLE = "The Bench Review"
TAGLINE = "Analysis by nobody of nothing, at length"
BASE_URL = "https://example.org/"
ABOUT = (
    "This publication exists so that generators can be compared. Every sentence in it is made by chance.\n"
)
PAGE_SIZE = 20
RELATED = 5

#: The folder of a project that the finished site is in.
OUTPUT = "public"


#: The command of the sitegen of this repository.
THIS_SITEGEN = (sys.executable, "-m", "sitegen")

_VERSION = re.compile(r"\d+\.\d+[\w.]*")


@dataclass(frozen=True)
class Tools:
    """Where programs are: peers in the folder that `make bench` fills, sitegen itself by its command."""

    folder: Path
    sitegen: tuple[str, ...] = THIS_SITEGEN


def _nothing(_: Tools) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True)
class Peer:
    """A generator: how its project is written, and how it is built."""

    name: str
    find: Callable[[Tools], Sequence[str] | None]
    """The program's command, or None where it is not installed."""
    prepare: Callable[[Path, Tools, Corpus], None]
    """Write all but the articles into a folder: configuration, templates, sections, authors, photos."""
    write: Callable[[Path, Corpus, Article], Path]
    """Write one article; its file."""
    clean: Sequence[str]
    """Arguments that build the project of the current folder from nothing."""
    ask_version: Sequence[str] = ("--version",)
    """Arguments that print the version."""
    again: Sequence[str] = ()
    """Arguments that build it after an edit, where they are others."""
    caches: Sequence[str] = ()
    """Files and folders besides the output that a build leaves behind."""
    lacks: Sequence[str] = ()
    """Files, and classes of elements, in which its pages need not be like sitegen's."""
    environment: Callable[[Tools], Mapping[str, str]] = _nothing
    """Variables of the environment that the builds need."""

    def command(self, tools: Tools, again: bool = False) -> list[str]:
        """The whole command of a build."""
        program = self.find(tools)
        assert program is not None, f"{self.name} is not installed"
        return [*program, *(self.again if again and self.again else self.clean)]

    def surroundings(self, tools: Tools) -> dict[str, str]:
        """The environment that the command runs in."""
        return {**os.environ, **self.environment(tools)}

    def wipe(self, folder: Path) -> None:
        """Remove what builds have left in a project."""
        for name in (OUTPUT, *self.caches):
            path = folder / name
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    def version(self, tools: Tools) -> str:
        """The program's version, such as `3.1.8`; asking for it also warms the program up."""
        command = [*(self.find(tools) or ()), *self.ask_version]
        done = subprocess.run(
            command, capture_output=True, text=True, check=True, env=self.surroundings(tools), timeout=60
        )
        found = _VERSION.search(done.stdout)
        return found[0] if found else done.stdout.strip()


def copy_project(name: str, folder: Path) -> None:
    """Copy the fixed part of a peer's project: its configuration and templates."""
    shutil.copytree(BENCH / "peers" / name / "project", folder, dirs_exist_ok=True)


def copy_assets(folder: Path) -> None:
    """Copy the stylesheet, icon and scripts of sitegen's default theme, which all peers' pages use."""
    static = REPOSITORY / "themes" / "broadsheet" / "static"
    shutil.copytree(static, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.css"))
    sheets = {
        path.relative_to(static).as_posix(): Stylesheet(str(path), path.read_text(encoding="utf-8"))
        for path in static.rglob("*.css")
    }
    joined = join(sheets, [])
    for name in joined.texts.keys() - joined.parts:
        (folder / name).write_text(joined.texts[name], encoding="utf-8")


def write_text(path: Path, text: str) -> Path:
    """Write a file, and the folders that it lies in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def write_json(path: Path, value: Mapping[str, Any]) -> Path:
    """Write a file of data."""
    return write_text(path, json.dumps(value, ensure_ascii=False, indent=1))
