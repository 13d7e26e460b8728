"""Stylesheets of several files: `@import "part.css"` is replaced by that file of the theme.

An `@import` of `url(…)`, of another host or of a path from the root stays: browsers follow it. The grammar is
that of CSS Cascading and Inheritance Level 5, section 2.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from sitegen.lazy_regex import lazy_pattern
from sitegen.problems import Problem, did_you_mean

#: What may stand at the beginning of a stylesheet, before and between its imports.
_HEAD = lazy_pattern(
    r"""\s+|/\*.*?\*/|@charset\s[^;{}]*;|@layer\s[^;{}]*;
    |(?P<import>@import\s*(?:(?P<quote>["'])(?P<path>[^"'\n]*)(?P=quote)|url\([^)]*\))(?P<conditions>[^;{}]*);)""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
#: What may follow an import's address: a layer, what a browser has to support, media.
_CONDITIONS = lazy_pattern(
    r"""\s*(?P<layer>layer(?:\((?P<name>[^()]*)\)|(?![\w-])))?
    \s*(?:supports\((?P<supports>(?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\))?
    \s*(?P<media>.*?)\s*""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
_CHARSET = lazy_pattern(r"@charset\s[^;{}]*;\s*", re.IGNORECASE)
#: An address that no folder changes: a full URL, a path from the root, a place in the same document.
_ABSOLUTE = lazy_pattern(r"[a-z][a-z0-9+.-]*:|[/#]", re.IGNORECASE)
_URL = lazy_pattern(r"""(url\(\s*["']?)([^"'()?#\s]+)""", re.IGNORECASE)


class Stylesheet(Struct, frozen=True):
    """A stylesheet of a theme; `shown` is its path as people know it."""

    shown: str
    text: str


class _Import(Struct, frozen=True):
    """An `@import` and where it stands; `part` is the theme's file that takes its place, if any."""

    start: int
    end: int
    part: str
    conditions: str


class Joined(Struct, frozen=True):
    """The stylesheets' texts with their parts in them, and the names of those that are parts of others."""

    texts: Mapping[str, str]
    parts: frozenset[str]


def join(sheets: Mapping[str, Stylesheet], problems: list[Problem]) -> Joined:
    """Join stylesheets with their parts; `sheets` are found by their names under `static/`."""
    imports = {name: list(_imports(name, sheet.text)) for name, sheet in sheets.items()}
    parts = frozenset(each.part for found in imports.values() for each in found if each.part)
    joiner = _Joiner(sheets, imports, problems)
    for name, found in imports.items():
        joiner.check(name, found, name in parts)
    return Joined({name: joiner.joined(name) for name in sheets}, parts & sheets.keys())


def _imports(name: str, text: str) -> Iterator[_Import]:
    place = 0
    while found := _HEAD.match(text, place):
        place = found.end()
        if found["import"]:
            path = found["path"] or ""
            local = path and not _ABSOLUTE.match(path)
            part = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if local else ""
            yield _Import(found.start(), place, part, found["conditions"])


class _Joiner:
    """Puts parts into stylesheets; collects the problems of their imports."""

    def __init__(
        self,
        sheets: Mapping[str, Stylesheet],
        imports: Mapping[str, list[_Import]],
        problems: list[Problem],
    ) -> None:
        self._sheets, self._imports, self._problems = sheets, imports, problems

    def check(self, name: str, imports: list[_Import], is_part: bool) -> None:
        """Report parts that are missing, and imports that browsers would ignore where they end up."""
        joined = is_part
        for each in imports:
            if not each.part:
                if joined:
                    message = "Browsers ignore this `@import`: rules of another file come before it."
                    hint = "Move it to the beginning of the stylesheet that pages link."
                    self._report(name, each, message, hint)
                continue
            joined = True
            if each.part not in self._sheets:
                message = f"There is no stylesheet `static/{each.part}`."
                others = self._sheets.keys() - {name}
                self._report(name, each, message, did_you_mean(each.part, others, "Correct its path."))

    def joined(self, name: str, above: tuple[str, ...] = ()) -> str:
        """A stylesheet with its parts; `above` are those that import it."""
        text, end, pieces = self._sheets[name].text, 0, []
        for each in self._imports[name]:
            if each.part:
                pieces += [text[end : each.start], self._part(name, each, (*above, name))]
                end = each.end
        return "".join([*pieces, text[end:]])

    def _part(self, name: str, each: _Import, above: tuple[str, ...]) -> str:
        if each.part not in self._sheets:
            return ""
        if each.part in above:
            self._report(name, each, f"The stylesheet `static/{each.part}` imports itself.", "Remove it.")
            return ""
        text = _CHARSET.sub("", self.joined(each.part, above), count=1)
        text = _moved(text, posixpath.dirname(each.part), posixpath.dirname(name))
        return _under(each.conditions, text.strip("\n"))

    def _report(self, name: str, each: _Import, message: str, hint: str) -> None:
        sheet = self._sheets[name]
        line = sheet.text.count("\n", 0, each.start) + 1
        column = each.start - sheet.text.rfind("\n", 0, each.start)
        problem = Problem(sheet.shown, line, column, "invalid-theme", message, hint)
        if problem not in self._problems:
            self._problems.append(problem)


def _moved(css: str, origin: str, folder: str) -> str:
    """The stylesheet with the addresses of its `url(…)`s relative to another folder."""
    if origin == folder:
        return css

    def url(match: re.Match[str]) -> str:
        if _ABSOLUTE.match(match[2]):
            return match[0]
        return match[1] + posixpath.relpath(posixpath.join("/", origin, match[2]), f"/{folder}")

    return _URL.sub(url, css)


def _under(conditions: str, css: str) -> str:
    """The stylesheet in a layer, or under other conditions of an import."""
    found = _CONDITIONS.fullmatch(conditions)
    assert found is not None  # it takes any text
    if found["layer"]:
        name = (found["name"] or "").strip()
        css = f"@layer{' ' if name else ''}{name} {{\n{css}\n}}"
    if found["supports"] is not None:
        css = f"@supports ({found['supports'].strip()}) {{\n{css}\n}}"
    if found["media"]:
        css = f"@media {found['media']} {{\n{css}\n}}"
    return css
