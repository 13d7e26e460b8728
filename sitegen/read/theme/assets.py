"""A theme's assets: the files of `static/` under names that change with what they hold."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from sitegen.digest import digest_bytes, digest_of
from sitegen.lazy_regex import lazy_pattern
from sitegen.model.documents import File, Source
from sitegen.problems import Problem
from sitegen.read.file_state import Files
from sitegen.read.theme.files import bytes_of, problem_of, text_of
from sitegen.read.theme.inheritance import ThemeFolder
from sitegen.read.theme.stylesheets import Stylesheet, join
from sitegen.slugs import MOST_OF_A_NAME

#: Digits of an asset's digest in its name.
_DIGITS = 10

#: `url(…)` in a stylesheet, up to `?` or `#`: as rendering finds them, which rewrites them.
_URL = lazy_pattern(r"""url\(\s*["']?([^"'()?#\s]+)""")


def assets_of(
    files: Files, chain: list[ThemeFolder], named: Mapping[str, Source], problems: list[Problem]
) -> tuple[File, ...]:
    """The files of `static/`, under names that change with what they hold; the nearest theme's count.

    A stylesheet that is part of another is no file of its own. `named` are files of the site that options
    name, by the names under which templates find them.
    """
    paths = {name: source.path for name, source in named.items()}
    contents = {name: source.data for name, source in named.items()}
    sheets: dict[str, Stylesheet] = {}
    for theme in reversed(chain):
        for name, path in theme.inside("static").items():
            shown = f"themes/{theme.name}/static/{name}"
            if len(PurePosixPath(_hashed(name, "")).name.encode()) + _DIGITS > MOST_OF_A_NAME:
                message = f"The file's name is too long: with a digest it has over {MOST_OF_A_NAME} bytes."
                problems.append(problem_of(shown, "name-too-long", message, "Give it a shorter name."))
                continue
            paths[name] = path
            contents[name] = bytes_of(files, path, shown, problems)
            if name.endswith(".css"):
                sheets[name] = Stylesheet(shown, text_of(contents[name], shown, problems))
    joined = join(sheets, problems)
    contents |= {name: text.encode() for name, text in joined.texts.items()}
    digest = _digester(contents)
    return tuple(
        File(
            str(files.root / paths[name]),
            digest(name),
            _hashed(name, digest(name)),
            joined.texts.get(name),
        )
        for name in sorted(paths.keys() - joined.parts)
    )


def _hashed(name: str, digest: str) -> str:
    path = PurePosixPath(name)
    return f"assets/{path.with_name(f'{path.stem}.{digest[:_DIGITS]}{path.suffix}')}"


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
