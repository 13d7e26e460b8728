"""Load a theme with its parents: templates, strings, options and assets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from sitegen.digest import digest_bytes, digest_of
from sitegen.model.documents import Template, Theme
from sitegen.problems import Problem
from sitegen.read.file_state import Files
from sitegen.read.theme.assets import assets_of
from sitegen.read.theme.files import bytes_of, mapping_of, text_of, tree_of
from sitegen.read.theme.inheritance import ThemeFolder, chain_of, declared_in
from sitegen.read.theme.options import ChosenOptions, choose


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
    strings = _strings_of(files, chain, problems)
    templates = _templates_of(files, chain, problems)
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


def _templates_of(files: Files, chain: list[ThemeFolder], problems: list[Problem]) -> dict[str, Template]:
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


def _strings_of(files: Files, chain: list[ThemeFolder], problems: list[Problem]) -> dict[str, dict[str, str]]:
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
