"""Load a theme, its parents and the site's own templates as one `Theme`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sitegen.digest import digest_of
from sitegen.model.documents import Theme
from sitegen.problems import Problem
from sitegen.read.file_state import Files
from sitegen.read.theme.assets import assets_of
from sitegen.read.theme.inheritance import chain_of, declared_in
from sitegen.read.theme.option_values import ChosenOptions, choose
from sitegen.read.theme.strings import strings_of
from sitegen.read.theme.templates import templates_of


def bundled_themes() -> Path:
    """The folder of the bundled themes: in the package, or beside it in the repository."""
    package = Path(__file__).resolve().parent.parent.parent
    inside = package / "themes"
    return inside if inside.is_dir() else package.parent / "themes"


def read_theme(
    files: Files, name: str, options: Mapping[str, object], bundled: Path
) -> tuple[Theme, list[Problem]]:
    """Read a theme with its parents, each from the project's `themes/` or the bundled themes."""
    problems: list[Problem] = []
    chain = chain_of((files.root / "themes", bundled), files, name, problems)
    chosen = choose(name, declared_in(chain), options, files, problems) if chain else ChosenOptions({}, {})
    strings = strings_of(files, chain, problems)
    templates = templates_of(files, chain, problems)
    assets = assets_of(files, chain, chosen.files, problems)
    digest = digest_of(
        (
            sorted((name, template.path, template.digest) for name, template in templates.items()),
            strings,
            chosen.values,
            [(asset.name, asset.digest) for asset in assets],
        )
    )
    return Theme(name, templates, assets, strings, chosen.values, digest), problems
