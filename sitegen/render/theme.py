"""The parts of a theme that pages depend on: assets, templates, options and strings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Never

from sitegen.digest import digest_of
from sitegen.model import site_queries as q
from sitegen.model.documents import File, Theme
from sitegen.model.query import Ask, Query
from sitegen.model.render_queries import AllTemplates, AssetNamed, TemplateNamed, ThemeOptions, ThemeStrings

#: The output folder of a theme's files.
ASSETS = "assets/"

_ASSETS_BY_THEME: dict[str, dict[str, str]] = {}
_MAX_THEMES = 8


def original_name(asset: File) -> str:
    """The name in `static/` of an asset that is published with a digest in its name."""
    hashed = PurePosixPath(asset.name.removeprefix(ASSETS))
    mark = f".{asset.digest[:10]}"
    head, _, tail = hashed.name.rpartition(mark)
    return str(hashed.with_name(head + tail)) if head + tail else str(hashed)


def assets_of(theme: Theme) -> Mapping[str, str]:
    """Output paths of the theme's files, by their names in `static/`."""
    found = _ASSETS_BY_THEME.get(theme.digest)
    if found is None:
        while len(_ASSETS_BY_THEME) >= _MAX_THEMES:
            _ASSETS_BY_THEME.pop(next(iter(_ASSETS_BY_THEME)))
        found = _ASSETS_BY_THEME[theme.digest] = {original_name(asset): asset.name for asset in theme.assets}
    return found


def _templates(ask: Ask, _: AllTemplates) -> str:
    templates = ask(q.ThemeInUse()).templates
    return digest_of(sorted((name, found.digest) for name, found in templates.items()))


def _template(ask: Ask, query: TemplateNamed) -> tuple[str, str] | None:
    found = ask(q.ThemeInUse()).templates.get(query.name)
    return (found.path, found.digest) if found else None


def _asset(ask: Ask, query: AssetNamed) -> str | None:
    return assets_of(ask(q.ThemeInUse())).get(query.name)


#: Queries for a theme's parts, each with the function that answers it.
THEME_RULES: Mapping[type[Query[object]], Callable[[Ask, Never], object]] = {
    ThemeOptions: lambda ask, _: ask(q.ThemeInUse()).options,
    ThemeStrings: lambda ask, _: ask(q.ThemeInUse()).strings,
    AllTemplates: _templates,
    TemplateNamed: _template,
    AssetNamed: _asset,
}
