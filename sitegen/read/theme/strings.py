"""UI strings of a theme, by language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from sitegen.problems import Problem
from sitegen.read.file_state import Files
from sitegen.read.theme.files import mapping_of
from sitegen.read.theme.inheritance import ThemeFolder


def strings_of(files: Files, chain: list[ThemeFolder], problems: list[Problem]) -> dict[str, dict[str, str]]:
    """The UI strings by language; a theme's string replaces its parent's."""
    strings: dict[str, dict[str, str]] = {}
    for theme in reversed(chain):
        for relative, path in theme.inside("strings").items():
            if relative.endswith(".yaml"):
                source = f"themes/{theme.name}/strings/{relative}"
                lang = PurePosixPath(relative).stem
                strings.setdefault(lang, {}).update(_strings_in(files, path, source, problems))
    return {lang: dict(sorted(found.items())) for lang, found in sorted(strings.items())}


def _strings_in(files: Files, path: str, source: str, problems: list[Problem]) -> Iterator[tuple[str, str]]:
    mapping = mapping_of(files, path, source, problems)
    for key, value in mapping.values.items():
        if isinstance(value, str):
            yield str(key), value
        else:
            hint = "Put it in quotes."
            problems.append(
                mapping.problem(str(key), "invalid-theme", f"The string `{key}` is not text.", hint)
            )
