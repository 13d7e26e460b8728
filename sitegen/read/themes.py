"""Reading a theme: its folder, its parents', and the site's own templates, as one `Theme`."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct

from sitegen.config_file import NAME
from sitegen.digest import digest_bytes, digest_of
from sitegen.model.documents import File, Source, Template, Theme
from sitegen.problems import Problem, did_you_mean
from sitegen.read.files import Files
from sitegen.read.theme_choices import Chosen, choose
from sitegen.read.theme_options import Option, declared
from sitegen.yamlparser import parse
from sitegen.yamltree import plain_value

#: `url(…)` in a stylesheet, up to `?` or `#`: as rendering finds them, which rewrites them.
_URL = re.compile(r"""url\(\s*["']?([^"'()?#\s]+)""")


class _Folder(Struct, frozen=True):
    """One theme of a chain, as it lies on the disk."""

    name: str
    tree: Mapping[str, str]
    """Its files: how they are read, by their paths in it."""
    parent: str
    options: Mapping[str, Option]

    def inside(self, folder: str) -> dict[str, str]:
        """The files of a folder of it, by their paths in that."""
        prefix = f"{folder}/"
        return {
            name.removeprefix(prefix): path for name, path in self.tree.items() if name.startswith(prefix)
        }


def bundled_themes() -> Path:
    """The folder of the themes that ship with sitegen: in the package, or beside it in the repository."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "themes"
    return inside if inside.is_dir() else package.parent / "themes"


def read_theme(
    files: Files, name: str, options: Mapping[str, Any], bundled: Path
) -> tuple[Theme, list[Problem]]:
    """The theme of that name with its parents: from the project's `themes/`, else from those that ship."""
    problems: list[Problem] = []
    chain = _chain((files.root / "themes", bundled), files, name, problems)
    chosen = choose(name, _declared(chain), options, files, problems) if chain else Chosen({}, {})
    strings = _strings(files, chain, problems)
    templates = _templates(files, chain, problems)
    assets = _assets(files, chain, chosen.files, problems)
    digest = digest_of(
        (
            sorted((name, template.path, template.digest) for name, template in templates.items()),
            strings,
            chosen.values,
            [(asset.name, asset.digest) for asset in assets],
        )
    )
    return Theme(name, templates, assets, strings, chosen.values, digest), problems


def _problem(path: str, code: str, message: str, hint: str = "") -> Problem:
    return Problem(path, 0, 0, code, message, hint)


# Themes and their parents


def _chain(places: tuple[Path, ...], files: Files, name: str, problems: list[Problem]) -> list[_Folder]:
    """The theme and its parents, nearest first, as far as they are there."""
    chain: list[_Folder] = []
    wanted, asked_by = name, NAME
    while wanted:
        if any(theme.name == wanted for theme in chain):
            circle = " → ".join([*(theme.name for theme in chain), wanted])
            message = f"The theme extends itself: {circle}."
            problems.append(_problem(asked_by, "invalid-theme", message, "Remove `extends`."))
            break
        tree = _find(places, files, wanted)
        if tree is None:
            hint = did_you_mean(wanted, _names(places), "Themes are folders of `themes/`.")
            problems.append(_problem(asked_by, "unknown-theme", f"There is no theme `{wanted}`.", hint))
            break
        theme = _read_folder(wanted, tree, files, problems)
        chain.append(theme)
        wanted, asked_by = theme.parent, _manifest(wanted)
    return chain


def _find(places: tuple[Path, ...], files: Files, name: str) -> dict[str, str] | None:
    """The files of a theme; the folders where it is not are looked at, too: it may be there another time."""
    if name in (".", "..") or "/" in name or "\\" in name or "\0" in name:
        return None
    for place in places:
        tree = files.tree(place, name)
        if (place / name).is_dir():
            return tree
    return None


def _names(places: tuple[Path, ...]) -> set[str]:
    folders = (folder for place in places if place.is_dir() for folder in place.iterdir())
    return {folder.name for folder in folders if folder.is_dir()}


def _manifest(name: str) -> str:
    return f"themes/{name}/theme.yaml"


def _read_folder(name: str, tree: Mapping[str, str], files: Files, problems: list[Problem]) -> _Folder:
    shown = _manifest(name)
    manifest = _mapping(files, tree.get("theme.yaml"), shown, problems)
    for key in sorted(set(map(str, manifest)) - {"name", "description", "extends", "options"}):
        hint = did_you_mean(key, ("name", "description", "extends", "options"), "Remove it.")
        problems.append(_problem(shown, "invalid-theme", f"Nothing reads the key `{key}`.", hint))
    parent = manifest.get("extends") or ""
    if not isinstance(parent, str):
        problems.append(
            _problem(shown, "invalid-theme", "`extends` is not a theme's name.", "Write one name.")
        )
        parent = ""
    return _Folder(name, tree, parent, declared(manifest.get("options") or {}, shown, problems))


def _declared(chain: list[_Folder]) -> dict[str, Option]:
    """Every option of the chain; the nearest theme's count."""
    return {name: option for theme in reversed(chain) for name, option in theme.options.items()}


# Words


def _strings(files: Files, chain: list[_Folder], problems: list[Problem]) -> dict[str, dict[str, str]]:
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
    for key, value in _mapping(files, path, shown, problems).items():
        if isinstance(value, str):
            yield str(key), value
        else:
            hint = "Put it into quotes."
            problems.append(_problem(shown, "invalid-theme", f"The string `{key}` is not text.", hint))


# Files


def _bytes(files: Files, path: str, shown: str, problems: list[Problem]) -> bytes:
    try:
        return files.load(path).data
    except OSError as error:
        problems.append(_problem(shown, "unreadable-file", f"The file cannot be read: {error.strerror}."))
        return b""


def _templates(files: Files, chain: list[_Folder], problems: list[Problem]) -> dict[str, Template]:
    """Every template by the names under which it is found."""
    own = _templates_in(files, files.tree(files.root, "templates"), "templates", problems)
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
    files: Files, tree: Mapping[str, str], shown: str, problems: list[Problem]
) -> dict[str, Template]:
    """The templates of one folder by their paths in it; what is not UTF-8 is a problem."""
    templates = {}
    for name, path in tree.items():
        data = _bytes(files, path, f"{shown}/{name}", problems)
        _check_utf8(data, f"{shown}/{name}", "template", problems)
        templates[name] = Template(f"{shown}/{name}", digest_bytes(data), data.decode("utf-8-sig", "replace"))
    return templates


def _check_utf8(data: bytes, shown: str, what: str, problems: list[Problem]) -> None:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"The {what} is not valid UTF-8."
        problems.append(Problem(shown, line, 0, "not-utf8", message, "Save it as UTF-8."))


def _mapping(files: Files, path: str | None, shown: str, problems: list[Problem]) -> dict[Any, Any]:
    """A YAML file that holds a mapping; a file that is not there is an empty one."""
    if path is None:
        return {}
    try:
        text = _bytes(files, path, shown, problems).decode("utf-8-sig")
    except UnicodeDecodeError:
        problems.append(_problem(shown, "not-utf8", "The file is not valid UTF-8.", "Save it as UTF-8."))
        return {}
    node, mistakes = parse(text, shown)
    problems.extend(mistakes)
    value = None if node is None else plain_value(node)
    if value and not isinstance(value, dict):
        problems.append(
            _problem(
                shown,
                "invalid-theme",
                "The file is not a mapping of names to values.",
                "Write `name: value` lines.",
            )
        )
        return {}
    return value or {}


# Assets


def _assets(
    files: Files, chain: list[_Folder], named: Mapping[str, Source], problems: list[Problem]
) -> tuple[File, ...]:
    """The files of `static/`, under names that change with what they hold; the nearest theme's count.

    `named` are files of the site that options name, by the names under which templates find them.
    """
    paths = {name: source.path for name, source in named.items()}
    contents = {name: source.data for name, source in named.items()}
    for theme in reversed(chain):
        for name, path in theme.inside("static").items():
            paths[name] = path
            shown = f"themes/{theme.name}/static/{name}"
            contents[name] = _bytes(files, path, shown, problems)
            if name.endswith(".css"):
                _check_utf8(contents[name], shown, "stylesheet", problems)
    digest = _digester(contents)
    return tuple(
        File(str(files.root / paths[name]), digest(name), _hashed(name, digest(name)))
        for name in sorted(paths)
    )


def _hashed(name: str, digest: str) -> str:
    path = PurePosixPath(name)
    return f"assets/{path.with_name(f'{path.stem}.{digest[:10]}{path.suffix}')}"


def _digester(contents: Mapping[str, bytes]) -> Callable[[str], str]:
    """The digest of each file; that of a stylesheet covers the names of the files that it names."""
    known: dict[str, str] = {}

    def digest(name: str, above: tuple[str, ...] = ()) -> str:
        if name not in known:
            above = (*above, name)
            others = [other for other in _named_in(name, contents) if other not in above]
            named = [_hashed(other, digest(other, above)) for other in others]
            own = digest_bytes(contents[name])
            if above[:-1] and named:  # inside a circle of stylesheets, a digest depends on where it began
                return digest_of((own, named))
            known[name] = digest_of((own, named)) if named else own
        return known[name]

    return digest


def _named_in(name: str, contents: Mapping[str, bytes]) -> list[str]:
    """The files that a stylesheet names, as far as they are there."""
    if not name.endswith(".css"):
        return []
    folder = posixpath.dirname(name)
    text = contents[name].decode("utf-8", "replace")
    found = {posixpath.normpath(posixpath.join(folder, path)) for path in _URL.findall(text)}
    return sorted(found & contents.keys())
