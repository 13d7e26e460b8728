"""A theme as rendering sees it: its files by their own names, its templates by names that people know."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath, PurePosixPath
from typing import Any

from sitegen.model.documents import File, Theme
from sitegen.model.jobs import Ask, Query

#: Where a theme's files stand in the output tree.
ASSETS = "assets/"

_MAPS: dict[str, dict[str, str]] = {}
_KEPT = 8


def theme_of(ask: Ask) -> Theme:
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


def template_path(theme: Theme, filename: str) -> str | None:
    """A template's path as its author knows it: `themes/<name>/templates/x.html`; None for other files."""
    path = PurePath(filename)
    named = {folder: name for name, folder in theme.named}
    for folder in (*theme.folders, *named):
        if path.is_relative_to(folder):
            inside = path.relative_to(folder).as_posix()
            return f"themes/{named[folder]}/templates/{inside}" if folder in named else f"templates/{inside}"
    return None
