"""Templates of a theme and of the site, by the names that the template loader uses."""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.digest import digest_bytes
from sitegen.model.documents import Template
from sitegen.problems import Problem
from sitegen.read.file_state import Files
from sitegen.read.theme.files import bytes_of, text_of, tree_of
from sitegen.read.theme.inheritance import ThemeFolder


def templates_of(files: Files, chain: list[ThemeFolder], problems: list[Problem]) -> dict[str, Template]:
    """Every template by name. `!theme/name` is the template as that theme or its parents define it."""
    own = _templates_in(files, tree_of(files, files.root, "templates", problems), "templates", problems)
    themes = [
        (
            theme.name,
            _templates_in(files, theme.inside("templates"), f"themes/{theme.name}/templates", problems),
        )
        for theme in chain
    ]
    found: dict[str, Template] = {}
    inherited: dict[str, Template] = {}
    for name, templates in reversed(themes):
        inherited |= templates
        found |= {f"!{name}/{path}": template for path, template in inherited.items()}
    return found | inherited | own


def _templates_in(
    files: Files, tree: Mapping[str, str], folder: str, problems: list[Problem]
) -> dict[str, Template]:
    """The templates of a folder by their paths in it."""
    templates = {}
    for name, path in tree.items():
        data = bytes_of(files, path, f"{folder}/{name}", problems)
        text = text_of(data, f"{folder}/{name}", problems)
        templates[name] = Template(f"{folder}/{name}", digest_bytes(data), text)
    return templates
