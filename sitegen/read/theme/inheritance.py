"""Theme inheritance: a theme's folder and those of its parents."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from sitegen.config.project import CONFIGURATION
from sitegen.problems import Problem, did_you_mean, problem_at
from sitegen.read.file_state import Files
from sitegen.read.theme.files import YamlMapping, mapping_of, tree_of
from sitegen.read.theme.options import Option, declared
from sitegen.read.walk import is_folder

_KEYS = ("name", "description", "extends", "options")


class ThemeFolder(Struct, frozen=True):
    """The folder of one theme in a chain of themes."""

    name: str
    tree: Mapping[str, str]
    """Its files: the paths to read, by the paths in the folder."""
    manifest: YamlMapping
    parent: str
    options: Mapping[str, Option]

    def inside(self, folder: str) -> dict[str, str]:
        """The files in one of its folders, by their paths in that folder."""
        prefix = f"{folder}/"
        return {
            name.removeprefix(prefix): path for name, path in self.tree.items() if name.startswith(prefix)
        }


def chain_of(
    folders: tuple[Path, ...], files: Files, name: str, problems: list[Problem]
) -> list[ThemeFolder]:
    """The theme and its parents, nearest first, up to the first that is missing; searched in `folders`."""
    chain: list[ThemeFolder] = []
    wanted = name
    while wanted:
        if any(theme.name == wanted for theme in chain):
            cycle = " → ".join([*(theme.name for theme in chain), wanted])
            message = f"The theme extends itself: {cycle}."
            problems.append(_name_problem(chain, "invalid-theme", message, "Remove `extends`."))
            break
        tree = _find(folders, files, wanted, problems)
        if tree is None:
            hint = did_you_mean(wanted, _names(folders), "Put the theme in its own folder in `themes/`.")
            problems.append(_name_problem(chain, "unknown-theme", f"There is no theme `{wanted}`.", hint))
            break
        theme = _read_folder(wanted, tree, files, problems)
        chain.append(theme)
        wanted = theme.parent
    return chain


def _name_problem(chain: list[ThemeFolder], code: str, message: str, hint: str) -> Problem:
    """Report a theme's name where it is used: in the last theme of the chain, or in the configuration."""
    if chain:
        return chain[-1].manifest.problem("extends", code, message, hint)
    return problem_at(CONFIGURATION, "theme.name", code, message, hint)


def _find(
    folders: tuple[Path, ...], files: Files, name: str, problems: list[Problem]
) -> dict[str, str] | None:
    """The files of a theme, or None. Folders without it are read, too, so that adding it there is noticed."""
    if name in (".", "..") or "/" in name or "\\" in name or "\0" in name:
        return None
    for folder in folders:
        tree = tree_of(files, folder, name, problems)
        if is_folder(folder / name):
            return tree
    return None


def _names(folders: tuple[Path, ...]) -> set[str]:
    names = set()
    for folder in folders:
        with suppress(OSError):
            names |= {theme.name for theme in folder.iterdir() if theme.is_dir()}
    return names


def _read_folder(name: str, tree: Mapping[str, str], files: Files, problems: list[Problem]) -> ThemeFolder:
    manifest = mapping_of(files, tree.get("theme.yaml"), f"themes/{name}/theme.yaml", problems)
    for key in sorted(set(map(str, manifest.values)).difference(_KEYS)):
        hint = did_you_mean(key, _KEYS, "Remove it.")
        problems.append(
            manifest.problem(key, "invalid-theme", f"`{key}` is not a key of `theme.yaml`.", hint)
        )
    parent = manifest.values.get("extends") or ""
    if not isinstance(parent, str):
        message = "`extends` is not the name of a theme."
        problems.append(manifest.problem("extends", "invalid-theme", message, "Write one name."))
        parent = ""
    return ThemeFolder(name, tree, manifest, parent, declared(manifest, problems))


def declared_in(chain: list[ThemeFolder]) -> dict[str, Option]:
    """Every option of the chain; a theme's option replaces its parent's."""
    return {name: option for theme in reversed(chain) for name, option in theme.options.items()}
