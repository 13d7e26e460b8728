"""Code versions cover all modules that a stage uses."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.build.code_version import (
    ANSWERING,
    EVERYTHING,
    IMAGE_CODE,
    READING,
    RENDERING,
    code_version,
    modules_of,
)
from tests.conftest import REPOSITORY
from tests.test_architecture import imports


def reached(modules: list[Path]) -> set[Path]:
    """The modules of the package with their imports from it."""
    found, waiting = set[Path](), list(modules)
    while waiting:
        module = waiting.pop()
        if module in found:
            continue
        found.add(module)
        parts = module.relative_to(REPOSITORY).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        for _, imported in imports(name, module.read_text(encoding="utf-8"), parts[-1] == "__init__"):
            if imported.startswith("sitegen."):
                waiting += [file for file in files_of(imported) if file.is_file()]
    return found


def files_of(name: str) -> list[Path]:
    """The possible files of a dotted name: a module, or a name in a module."""
    path = REPOSITORY.joinpath(*name.split("."))
    return [path.with_suffix(".py"), path / "__init__.py", path.parent.with_suffix(".py")]


@pytest.mark.parametrize(
    ("rooms", "room"),
    [
        (READING, "read"),
        (ANSWERING, "link"),
        (ANSWERING, "plan"),
        (ANSWERING, "engine"),
        (RENDERING, "render"),
        (EVERYTHING, "build"),
    ],
)
def test_a_code_version_covers_all_imported_modules(rooms: tuple[str, ...], room: str) -> None:
    modules = modules_of((room,))
    assert modules
    assert sorted(map(str, reached(modules) - set(modules_of(rooms)))) == []


def test_packages_have_separate_versions() -> None:
    assert (
        len({code_version(rooms) for rooms in (READING, ANSWERING, RENDERING, IMAGE_CODE, EVERYTHING)}) == 5
    )
