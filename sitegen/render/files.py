"""Files that need no template: copies, a theme's stylesheets with their references, small texts."""

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

#: `url(…)` in a stylesheet: the quote, the address, and what follows it from `?` or `#` on.
_URL = lazy_pattern(r"""url\(\s*(?P<quote>["']?)(?P<path>[^"'()?#\s]+)(?P<rest>[^"'()\s]*)(?P=quote)\s*\)""")


def render_copy(path: str, args: CopyArgs, ask: Ask) -> Output:
    """A file, as it is."""
    return Output(path, ask(FileBytes(args.source)))


def render_asset(path: str, args: AssetArgs, ask: Ask) -> Output:
    """A theme's file; a stylesheet names others by the names under which they go out."""
    if args.text is None:
        return Output(path, ask(FileBytes(args.source)))
    folder = posixpath.dirname(args.name)
    return Output(path, rewritten(args.text, folder, assets_of(ask(q.ThemeInUse()))).encode())


def render_text(path: str, args: TextArgs, ask: Ask) -> Output:  # noqa: ARG001
    """A text that its Job brings along."""
    return Output(path, args.text.encode())


def rewritten(css: str, folder: str, assets: Mapping[str, str]) -> str:
    """The stylesheet with the hashed names of the files that it names; `folder` is where it goes out.

    Addresses stay relative, so a stylesheet is the same under any base URL.
    """

    def url(match: re.Match[str]) -> str:
        path, quote = match["path"], match["quote"]
        original = posixpath.normpath(posixpath.join(folder, path)).removeprefix(ASSETS)
        if original not in assets:
            return match[0]
        hashed = PurePosixPath(path).with_name(posixpath.basename(assets[original]))
        return f"url({quote}{hashed}{match['rest']}{quote})"

    return _URL.sub(url, css)
