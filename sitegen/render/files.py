"""Files that need no template: copies, a theme's stylesheets with their references, small texts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from sitegen.model.asking import Ask
from sitegen.model.jobs import AssetArgs, CopyArgs, Job, Output, Query, TextArgs
from sitegen.render.theme import ASSETS, assets_of, theme_of

#: `url(…)` in a stylesheet: the quote, the address, and what follows it from `?` or `#` on.
_URL = re.compile(r"""url\(\s*(?P<quote>["']?)(?P<path>[^"'()?#\s]+)(?P<rest>[^"'()\s]*)(?P=quote)\s*\)""")


def render_copy(job: Job, ask: Ask) -> Output:
    """A file, as it is."""
    args: CopyArgs = job.args
    return Output(job.path, _file(ask, args.source))


def render_asset(job: Job, ask: Ask) -> Output:
    """A theme's file; a stylesheet names others by the names under which they go out."""
    args: AssetArgs = job.args
    data = _file(ask, args.source)
    if not args.name.endswith(".css"):
        return Output(job.path, data)
    folder = posixpath.dirname(args.name)
    return Output(job.path, rewritten(data.decode(), folder, assets_of(theme_of(ask))).encode())


def render_text(job: Job, ask: Ask) -> Output:  # noqa: ARG001
    """A text that its Job brings along."""
    args: TextArgs = job.args
    return Output(job.path, args.text.encode())


def _file(ask: Ask, path: str) -> bytes:
    data = ask(Query("file", (("path", path),)))
    assert isinstance(data, bytes)
    return data


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
