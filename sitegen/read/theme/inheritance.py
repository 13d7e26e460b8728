"""A theme and its parents, as their folders lie on the disk."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from sitegen.config.project import CONFIGURATION
from sitegen.problems import Problem, did_you_mean, problem_at
from sitegen.read.file_state import Files
from sitegen.read.theme.files import Written, mapping_of, tree_of
from sitegen.read.theme.options import Option, declared
from sitegen.read.walk import is_folder

_KEYS = ("name", "description", "extends", "options")


class ThemeFolder(Struct, frozen=True):
    """One theme of a chain, as it lies on the disk."""

    name: str
    tree: Mapping[str, str]
    """Its files: how they are read, by their paths in it."""
    manifest: Written
    parent: str
    options: Mapping[str, Option]

    def inside(self, folder: str) -> dict[str, str]:
        """The files of a folder of it, by their paths in that."""
        prefix = f"{folder}/"
        return {
            name.removeprefix(prefix): path for name, path in self.tree.items() if name.startswith(prefix)
        }


def chain_of(places: tuple[Path, ...], files: Files, name: str, problems: list[Problem]) -> list[ThemeFolder]:
    """The theme and its parents, nearest first, as far as they are there."""
    chain: list[ThemeFolder] = []
    wanted = name
    while wanted:
        if any(theme.name == wanted for theme in chain):
            circle = " → ".join([*(theme.name for theme in chain), wanted])
            message = f"The theme extends itself: {circle}."
            problems.append(_of_name(chain, "invalid-theme", message, "Remove `extends`."))
            break
        tree = _find(places, files, wanted, problems)
        if tree is None:
            hint = did_you_mean(wanted, _names(places), "Themes are folders of `themes/`.")
            problems.append(_of_name(chain, "unknown-theme", f"There is no theme `{wanted}`.", hint))
            break
        theme = _read_folder(wanted, tree, files, problems)
        chain.append(theme)
        wanted = theme.parent
    return chain


def _of_name(chain: list[ThemeFolder], code: str, message: str, hint: str) -> Problem:
    """A problem of a theme's name, where it was asked for: by the last theme, or by the configuration."""
    if chain:
        return chain[-1].manifest.problem("extends", code, message, hint)
    return problem_at(CONFIGURATION, "theme.name", code, message, hint)


def _find(
    places: tuple[Path, ...], files: Files, name: str, problems: list[Problem]
) -> dict[str, str] | None:
    """The files of a theme; the folders where it is not are looked at, too: it may be there another time."""
    if name in (".", "..") or "/" in name or "\\" in name or "\0" in name:
        return None
    for place in places:
        tree = tree_of(files, place, name, problems)
        if is_folder(place / name):
            return tree
    return None


def _names(places: tuple[Path, ...]) -> set[str]:
    names = set()
    for place in places:
        with suppress(OSError):
            names |= {folder.name for folder in place.iterdir() if folder.is_dir()}
    return names


def _read_folder(name: str, tree: Mapping[str, str], files: Files, problems: list[Problem]) -> ThemeFolder:
    manifest = mapping_of(files, tree.get("theme.yaml"), f"themes/{name}/theme.yaml", problems)
    for key in sorted(set(map(str, manifest.values)).difference(_KEYS)):
        hint = did_you_mean(key, _KEYS, "Remove it.")
        problems.append(manifest.problem(key, "invalid-theme", f"Unknown key `{key}`.", hint))
    parent = manifest.values.get("extends") or ""
    if not isinstance(parent, str):
        message = "`extends` is not a theme's name."
        problems.append(manifest.problem("extends", "invalid-theme", message, "Write one name."))
        parent = ""
    return ThemeFolder(name, tree, manifest, parent, declared(manifest, problems))


def declared_in(chain: list[ThemeFolder]) -> dict[str, Option]:
    """Every option of the chain; the nearest theme's count."""
    return {name: option for theme in reversed(chain) for name, option in theme.options.items()}
