"""A theme's assets: the files of `static/`, named by their contents."""

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
from sitegen.slugs import MAX_NAME_BYTES

#: The number of digits of the digest in an asset's name.
_DIGITS = 10

#: `url(…)` in a stylesheet, up to `?` or `#`; rendering rewrites the same URLs.
_URL = lazy_pattern(r"""url\(\s*["']?([^"'()?#\s]+)""")


def assets_of(
    files: Files, chain: list[ThemeFolder], site_files: Mapping[str, Source], problems: list[Problem]
) -> tuple[File, ...]:
    """The files of `static/`, with a digest in their names; a theme's file replaces its parent's.

    A stylesheet that is part of another one has no file. `site_files` are files of the site that options
    name, by the names that templates use.
    """
    paths = {name: source.path for name, source in site_files.items()}
    contents = {name: source.data for name, source in site_files.items()}
    sheets: dict[str, Stylesheet] = {}
    for theme in reversed(chain):
        for name, path in theme.inside("static").items():
            source = f"themes/{theme.name}/static/{name}"
            if len(PurePosixPath(_hashed(name, "")).name.encode()) + _DIGITS > MAX_NAME_BYTES:
                message = f"With its digest, the file name is longer than {MAX_NAME_BYTES} bytes."
                problems.append(problem_of(source, "name-too-long", message, "Shorten the name."))
                continue
            paths[name] = path
            contents[name] = bytes_of(files, path, source, problems)
            if name.endswith(".css"):
                sheets[name] = Stylesheet(source, text_of(contents[name], source, problems))
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
    """Return a function from a file's name to its digest.

    A stylesheet's digest covers the digests of the files that it references.
    """
    known: dict[str, str] = {}

    def digest(name: str, parents: tuple[str, ...] = ()) -> str:
        if name not in known:
            parents = (*parents, name)
            others = [other for other in _references(name, contents) if other not in parents]
            hashed = [_hashed(other, digest(other, parents)) for other in others]
            own = digest_bytes(contents[name])
            if parents[:-1] and hashed:  # in a cycle, the digest depends on the stylesheet it starts from
                return digest_of((own, hashed))
            known[name] = digest_of((own, hashed)) if hashed else own
        return known[name]

    return digest


def _references(name: str, contents: Mapping[str, bytes]) -> list[str]:
    """The existing files that a stylesheet references."""
    if not name.endswith(".css"):
        return []
    folder = posixpath.dirname(name)
    text = contents[name].decode("utf-8", "replace")
    found = {posixpath.normpath(posixpath.join(folder, path)) for path in _URL.findall(text)}
    return sorted(found & contents.keys())
