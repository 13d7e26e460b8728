"""A theme as rendering sees it: its files by their own names, its templates by names that people know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any

from sitegen.digest import digest_of
from sitegen.model.documents import File, Theme
from sitegen.model.jobs import Query

#: Where a theme's files stand in the output tree.
ASSETS = "assets/"

_MAPS: dict[str, dict[str, str]] = {}
_KEPT = 8


def theme_of(ask: Callable[[Query], Any]) -> Theme:
    """The site's theme."""
    theme: Any = ask(Query("theme"))
    assert isinstance(theme, Theme)
    return theme


def original_name(asset: File) -> str:
    """The name under `static/` of a file that goes out with its digest in its name."""
    hashed = PurePosixPath(asset.name.removeprefix(ASSETS))
    mark = f".{asset.digest[:10]}"
    head, _, tail = hashed.name.rpartition(mark)
    return str(hashed.with_name(head + tail)) if head + tail else str(hashed)


def assets_of(theme: Theme) -> Mapping[str, str]:
    """Output paths of the theme's files by their names under `static/`."""
    found = _MAPS.get(theme.digest)
    if found is None:
        while len(_MAPS) >= _KEPT:
            _MAPS.pop(next(iter(_MAPS)))
        found = _MAPS[theme.digest] = {original_name(asset): asset.name for asset in theme.assets}
    return found


#: Questions about a theme's parts, so that a page depends on those that it uses.
PARTS = frozenset({"asset", "options", "template", "templates", "words"})


def part_of(theme: Theme, query: Query) -> Any:
    """The answer to a question about a part of the theme; None for a template or file that is not there."""
    match query.name:
        case "options":
            return theme.options
        case "words":
            return theme.strings
        case "templates":
            return digest_of(sorted((name, found.digest) for name, found in theme.templates.items()))
        case "asset":
            return assets_of(theme).get(query.args[0][1])
    template = theme.templates.get(query.args[0][1])
    return (template.path, template.digest) if template else None
