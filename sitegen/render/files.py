"""Files without a template: copies, theme assets and small texts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from sitegen.lazy_regex import lazy_pattern
from sitegen.model import site_queries as q
from sitegen.model.jobs import AssetArgs, CopyArgs, Output, TextArgs
from sitegen.model.query import Ask
from sitegen.model.render_queries import FileBytes
from sitegen.render.theme import ASSETS, assets_of

#: `url(…)` in a stylesheet: the quote, the path, and the rest from `?` or `#`.
_URL = lazy_pattern(r"""url\(\s*(?P<quote>["']?)(?P<path>[^"'()?#\s]+)(?P<rest>[^"'()\s]*)(?P=quote)\s*\)""")


def render_copy(path: str, args: CopyArgs, ask: Ask) -> Output:
    """Copy a file."""
    return Output(path, ask(FileBytes(args.source)))


def render_asset(path: str, args: AssetArgs, ask: Ask) -> Output:
    """Render a theme asset; stylesheets refer to other assets by their hashed names."""
    if args.text is None:
        return Output(path, ask(FileBytes(args.source)))
    folder = posixpath.dirname(args.name)
    return Output(path, rewrite_urls(args.text, folder, assets_of(ask(q.ThemeInUse()))).encode())


def render_text(path: str, args: TextArgs, ask: Ask) -> Output:  # noqa: ARG001
    """Write the text of the Job."""
    return Output(path, args.text.encode())


def rewrite_urls(css: str, folder: str, assets: Mapping[str, str]) -> str:
    """Replace assets' names in a stylesheet with their hashed names; `folder` is its output folder.

    URLs stay relative, so that a stylesheet is the same under any base URL.
    """

    def url(match: re.Match[str]) -> str:
        path, quote = match["path"], match["quote"]
        original = posixpath.normpath(posixpath.join(folder, path)).removeprefix(ASSETS)
        if original not in assets:
            return match[0]
        hashed = PurePosixPath(path).with_name(posixpath.basename(assets[original]))
        return f"url({quote}{hashed}{match['rest']}{quote})"

    return _URL.sub(url, css)
