"""The interface's words of a theme, by language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from sitegen.problems import Problem
from sitegen.read.file_state import Files
from sitegen.read.theme.files import mapping_of
from sitegen.read.theme.inheritance import ThemeFolder


def strings_of(files: Files, chain: list[ThemeFolder], problems: list[Problem]) -> dict[str, dict[str, str]]:
    """The interface's words by language; the nearest theme's count."""
    strings: dict[str, dict[str, str]] = {}
    for theme in reversed(chain):
        for relative, path in theme.inside("strings").items():
            if relative.endswith(".yaml"):
                shown = f"themes/{theme.name}/strings/{relative}"
                lang = PurePosixPath(relative).stem
                strings.setdefault(lang, {}).update(_words(files, path, shown, problems))
    return {lang: dict(sorted(words.items())) for lang, words in sorted(strings.items())}


def _words(files: Files, path: str, shown: str, problems: list[Problem]) -> Iterator[tuple[str, str]]:
    written = mapping_of(files, path, shown, problems)
    for key, value in written.values.items():
        if isinstance(value, str):
            yield str(key), value
        else:
            hint = "Put it into quotes."
            problems.append(
                written.problem(str(key), "invalid-theme", f"The string `{key}` is not text.", hint)
            )
