"""A theme as rendering sees it: its files by their own names, its templates by names that people know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any

from sitegen.digest import digest_of
from sitegen.model import site_queries as q
from sitegen.model.documents import File, Theme
from sitegen.model.query import Ask, Query
from sitegen.model.render_queries import AllTemplates, AssetNamed, TemplateNamed, ThemeOptions, ThemeStrings

#: Where a theme's files stand in the output tree.
ASSETS = "assets/"

_MAPS: dict[str, dict[str, str]] = {}
_KEPT = 8


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


def _templates(ask: Ask, _: AllTemplates) -> str:
    templates = ask(q.ThemeInUse()).templates
    return digest_of(sorted((name, found.digest) for name, found in templates.items()))


def _template(ask: Ask, question: TemplateNamed) -> tuple[str, str] | None:
    found = ask(q.ThemeInUse()).templates.get(question.name)
    return (found.path, found.digest) if found else None


def _asset(ask: Ask, question: AssetNamed) -> str | None:
    return assets_of(ask(q.ThemeInUse())).get(question.name)


#: Questions about a theme's parts, each with the function that answers it.
THEME_RULES: Mapping[type[Query[Any]], Callable[[Ask, Any], Any]] = {
    ThemeOptions: lambda ask, _: ask(q.ThemeInUse()).options,
    ThemeStrings: lambda ask, _: ask(q.ThemeInUse()).strings,
    AllTemplates: _templates,
    TemplateNamed: _template,
    AssetNamed: _asset,
}
