"""The rooms of `sitegen/` and the arrows between them: who may import whom, and who may touch the world.

    cli → serve → build → read, link, plan, render, output → engine → base

Base is every module at the top of the package, `config`, `model` and `yaml`. The four stages and the output tree do
not know each other; link and plan are pure. read, render and output do not know the engine.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator, Mapping

import pytest

from tests.conftest import REPOSITORY

BASE = "base"
STAGES = frozenset({"read", "link", "plan", "render"})
#: Rooms that know the base alone.
ROOMS = STAGES | {"output"}

#: What each room may import, besides itself.
ARROWS: Mapping[str, frozenset[str]] = {
    "cli": frozenset({"serve", "build", "scaffold", *ROOMS, BASE}),
    "serve": frozenset({"build", *ROOMS, "engine", BASE}),
    "scaffold": frozenset({"build", *ROOMS, BASE}),
    "build": frozenset({*ROOMS, "engine", BASE}),
    **{room: frozenset({BASE}) for room in ("read", "render", "output")},
    **{room: frozenset({"engine", BASE}) for room in ("link", "plan")},
    "engine": frozenset({BASE}),
    BASE: frozenset(),
}

#: Libraries that belong to one room.
OWNERS = {"click": "cli", "rich": "cli"}

PURE = frozenset({"link", "plan"})
#: What a pure room must not import: libraries of other rooms, the outside world, the clock, chance.
IMPURE_MODULES = frozenset(
    """asyncio babel.support click fcntl fileinput ftplib glob http importlib io jinja2 locale logging mmap
    multiprocessing os random rich secrets select shutil signal smtplib socket sqlite3 ssl subprocess sys
    tempfile threading time urllib.request uuid""".split()
)
#: Names that a pure room must not import, though their module is fine.
IMPURE_NAMES = frozenset({"pathlib.Path", "pathlib.PosixPath", "pathlib.WindowsPath"})
IMPURE_FUNCTIONS = frozenset({"open", "print", "input", "exec", "eval", "__import__"})
IMPURE_METHODS = frozenset(
    """read_text read_bytes write_text write_bytes iterdir rglob is_file is_dir mkdir unlink touch
    now utcnow today""".split()
)

#: What `import sitegen.cli` must not bring along, so that the command line starts at once.
HEAVY = ("jinja2", "PIL", "babel", "markdown_it", "nh3", "rich")


def room(module: str) -> str:
    """The room of a module: `sitegen.read.markdown` is in `read`, `sitegen.config.settings` in base."""
    parts = module.split(".")
    if parts[1:2] == ["__main__"]:
        return "cli"
    return parts[1] if len(parts) > 1 and parts[1] in ARROWS else BASE


def imports(module: str, source: str, is_package: bool) -> Iterator[tuple[int, str]]:
    """Every import in the source, wherever it stands, as (line, full dotted name); a name's module first."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = module.split(".")
            if node.level:
                above = above[: len(above) - node.level + is_package]
                origin = ".".join([*above, *([node.module] if node.module else [])])
            else:
                origin = node.module or ""
            yield from ((node.lineno, f"{origin}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and _called(node) in ("import_module", "__import__") and node.args:
            name = node.args[0]
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                yield node.lineno, name.value


def violations(modules: Mapping[str, str], packages: frozenset[str] = frozenset()) -> list[str]:
    """What is wrong with the modules (full names and their sources), a line for each."""
    found = []
    for module, source in sorted(modules.items()):
        arrows, impurities = _wrong_arrows(module, source, packages), _impurities(module, source, packages)
        found += [f"{module}:{line}: {what}" for line, what in sorted({*arrows, *impurities})]
    return found


def _wrong_arrows(module: str, source: str, packages: frozenset[str]) -> Iterator[tuple[int, str]]:
    here = room(module)
    for line, name in imports(module, source, module in packages):
        top = name.partition(".")[0]
        if top == "sitegen":
            there = room(name)
            if there not in (here, *ARROWS[here]):
                yield line, f"{here} imports {there} ({name})"
        elif OWNERS.get(top, here) != here:
            yield line, f"{here} imports {top}, which only {OWNERS[top]} may"


def _impurities(module: str, source: str, packages: frozenset[str]) -> Iterator[tuple[int, str]]:
    here = room(module)
    if here not in PURE:
        return
    for line, name in imports(module, source, module in packages):
        if name in IMPURE_NAMES or _within(name, IMPURE_MODULES):
            yield line, f"{here} is pure, but imports {name}"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = _called(node)
            forbidden = IMPURE_METHODS if isinstance(node.func, ast.Attribute) else IMPURE_FUNCTIONS
            if name in forbidden:
                yield node.lineno, f"{here} is pure, but calls {name}()"
        elif isinstance(node, ast.Attribute) and ast.unparse(node) in IMPURE_NAMES:
            yield node.lineno, f"{here} is pure, but uses {ast.unparse(node)}"


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _within(name: str, modules: frozenset[str]) -> bool:
    parts = name.split(".")
    return any(".".join(parts[: count + 1]) in modules for count in range(len(parts)))


# The house as it stands


def test_the_house_keeps_its_arrows() -> None:
    folder = REPOSITORY / "sitegen"
    modules, packages = {}, set()
    for path in folder.rglob("*.py"):
        parts = list(path.relative_to(REPOSITORY).with_suffix("").parts)
        if parts[-1] == "__init__":
            parts.pop()
            packages.add(".".join(parts))
        modules[".".join(parts)] = path.read_text(encoding="utf-8")
    assert {"sitegen", "sitegen.config.settings", "sitegen.problems"} <= set(modules)
    assert "\n".join(violations(modules, frozenset(packages))) == ""


def test_every_room_is_there() -> None:
    rooms = {path.name for path in (REPOSITORY / "sitegen").iterdir() if (path / "__init__.py").is_file()}
    assert ARROWS.keys() - {BASE} | {"config", "model", "yaml"} == rooms


def test_importing_the_command_line_is_light() -> None:
    code = f"import sys, sitegen.cli; print(*sorted({set(HEAVY)!r} & set(sys.modules)))"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.split() == []


# These checks themselves, on made-up houses


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("sitegen.read.markdown", "from sitegen.link import urls"),
        ("sitegen.read.markdown", "def f():\n    from sitegen import render"),
        ("sitegen.link.urls", "import sitegen.plan.articles"),
        ("sitegen.plan.articles", "from ..render.environment import make"),
        ("sitegen.plan.articles", "if TYPE_CHECKING:\n    from sitegen.read.markdown import X"),
        ("sitegen.render.environment", "import importlib\nimportlib.import_module('sitegen.plan')"),
        ("sitegen.build.pipeline", "from sitegen.serve.server import run"),
        ("sitegen.build.pipeline", "from sitegen.cli import main"),
        ("sitegen.output.stage", "from sitegen.build.ledger import Ledger"),
        ("sitegen.render.images", "from sitegen.output.writers import Writer"),
        ("sitegen.serve.server", "import sitegen.cli"),
        ("sitegen.config.settings", "from sitegen.read import matter"),
        ("sitegen.model.views", "from ..link import urls"),
        ("sitegen", "from sitegen.build import build"),
        ("sitegen.render.page_context", "import rich.console"),
        ("sitegen.problems", "from click import echo"),
        ("sitegen.link.urls", "import jinja2"),
        ("sitegen.plan.articles", "from os import path"),
        ("sitegen.plan.articles", "import os.path"),
        ("sitegen.plan.articles", "from urllib.request import urlopen"),
        ("sitegen.link.urls", "from pathlib import Path"),
        ("sitegen.link.urls", "import pathlib\nx = pathlib.Path('a')"),
        ("sitegen.link.urls", "x = open('a')"),
        ("sitegen.link.urls", "def f(path):\n    return path.read_text()"),
        ("sitegen.link.visibility", "from datetime import datetime\nx = datetime.now()"),
        ("sitegen.link.visibility", "from time import time"),
        ("sitegen.link.related.score", "import random"),
    ],
)
def test_a_violation_is_found_and_named(module: str, source: str) -> None:
    [found] = violations({module: source})
    assert found.startswith(f"{module}:")


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("sitegen.__main__", "from sitegen.cli import main"),
        ("sitegen.cli.build", "import click, rich\nfrom sitegen.build import keys\nimport sitegen.read"),
        ("sitegen.serve.server", "from sitegen.build.pipeline import render_page"),
        ("sitegen.build.pipeline", "from sitegen import read, link, plan, render\nimport os, time"),
        ("sitegen.read.markdown", "from sitegen.model import documents\nfrom .rules import notes\nimport os"),
        ("sitegen.render.environment", "import jinja2"),
        (
            "sitegen.link.urls",
            "from sitegen.config.settings import Config\nfrom urllib.parse import quote\nimport re",
        ),
        ("sitegen.plan.articles", "from pathlib import PurePosixPath\nfrom datetime import datetime"),
        (
            "sitegen.config.settings",
            "from sitegen.model.front_matter import Kind\nfrom sitegen.problems import Severity",
        ),
    ],
)
def test_what_the_arrows_allow_is_left_alone(module: str, source: str) -> None:
    assert violations({module: source}) == []


def test_relative_imports_of_a_package_are_its_own() -> None:
    sources = {"sitegen.read": "from . import markdown", "sitegen.read.rules": "from .. import matter"}
    assert violations(sources, frozenset(sources)) == []
    assert violations({"sitegen.read": "from ..link import urls"}, frozenset({"sitegen.read"})) == [
        "sitegen.read:1: read imports link (sitegen.link.urls)"
    ]
