"""Stylesheets split into files: an `@import "part.css"` is replaced by that file of the theme.

An `@import` of `url(…)`, of another host or of an absolute path is left to browsers. The grammar follows CSS
Cascading and Inheritance Level 5, section 2.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from sitegen.lazy_regex import lazy_pattern
from sitegen.problems import Problem, did_you_mean

#: What can come before and between the imports at the beginning of a stylesheet.
_HEAD = lazy_pattern(
    r"""\s+|/\*.*?\*/|@charset\s[^;{}]*;|@layer\s[^;{}]*;
    |(?P<import>@import\s*(?:(?P<quote>["'])(?P<path>[^"'\n]*)(?P=quote)|url\([^)]*\))(?P<conditions>[^;{}]*);)""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
#: The conditions after the address of an import: a layer, supported features, media.
_CONDITIONS = lazy_pattern(
    r"""\s*(?P<layer>layer(?:\((?P<name>[^()]*)\)|(?![\w-])))?
    \s*(?:supports\((?P<supports>(?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\))?
    \s*(?P<media>.*?)\s*""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
_CHARSET = lazy_pattern(r"@charset\s[^;{}]*;\s*", re.IGNORECASE)
#: An address that does not depend on the folder: a full URL, an absolute path, or a fragment.
_ABSOLUTE = lazy_pattern(r"[a-z][a-z0-9+.-]*:|[/#]", re.IGNORECASE)
_URL = lazy_pattern(r"""(url\(\s*["']?)([^"'()?#\s]+)""", re.IGNORECASE)


class Stylesheet(Struct, frozen=True):
    """A stylesheet of a theme; `source` is its path in messages."""

    source: str
    text: str


class _Import(Struct, frozen=True):
    """An `@import` and its position; `part` is the file of the theme that replaces it, if any."""

    start: int
    end: int
    part: str
    conditions: str


class Joined(Struct, frozen=True):
    """The texts of stylesheets with their parts, and the names of stylesheets that are parts of others."""

    texts: Mapping[str, str]
    parts: frozenset[str]


def join(sheets: Mapping[str, Stylesheet], problems: list[Problem]) -> Joined:
    """Replace imports by their parts; `sheets` are given by their names under `static/`."""
    imports = {name: list(_imports(name, sheet.text)) for name, sheet in sheets.items()}
    parts = frozenset(each.part for found in imports.values() for each in found if each.part)
    joiner = _Joiner(sheets, imports, problems)
    for name, found in imports.items():
        joiner.check(name, found, name in parts)
    return Joined({name: joiner.joined(name) for name in sheets}, parts & sheets.keys())


def _imports(name: str, text: str) -> Iterator[_Import]:
    position = 0
    while found := _HEAD.match(text, position):
        position = found.end()
        if found["import"]:
            path = found["path"] or ""
            local = path and not _ABSOLUTE.match(path)
            part = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if local else ""
            yield _Import(found.start(), position, part, found["conditions"])


class _Joiner:
    """Joins stylesheets with their parts and collects problems of imports."""

    def __init__(
        self,
        sheets: Mapping[str, Stylesheet],
        imports: Mapping[str, list[_Import]],
        problems: list[Problem],
    ) -> None:
        self._sheets, self._imports, self._problems = sheets, imports, problems

    def check(self, name: str, imports: list[_Import], is_part: bool) -> None:
        """Report missing parts, and imports that browsers would ignore in the joined stylesheet."""
        joined = is_part
        for each in imports:
            if not each.part:
                if joined:
                    message = "Browsers ignore this `@import`: rules from another file come before it."
                    hint = "Move it to the beginning of the stylesheet that pages link to."
                    self._report(name, each, message, hint)
                continue
            joined = True
            if each.part not in self._sheets:
                message = f"There is no stylesheet `static/{each.part}`."
                others = self._sheets.keys() - {name}
                self._report(name, each, message, did_you_mean(each.part, others, "Correct its path."))

    def joined(self, name: str, parents: tuple[str, ...] = ()) -> str:
        """A stylesheet with its parts; `parents` are those that import it."""
        text, end, pieces = self._sheets[name].text, 0, []
        for each in self._imports[name]:
            if each.part:
                pieces += [text[end : each.start], self._part(name, each, (*parents, name))]
                end = each.end
        return "".join([*pieces, text[end:]])

    def _part(self, name: str, each: _Import, parents: tuple[str, ...]) -> str:
        if each.part not in self._sheets:
            return ""
        if each.part in parents:
            self._report(name, each, f"The stylesheet `static/{each.part}` imports itself.", "Remove it.")
            return ""
        text = _CHARSET.sub("", self.joined(each.part, parents), count=1)
        text = _rebased(text, posixpath.dirname(each.part), posixpath.dirname(name))
        return _with_conditions(each.conditions, text.strip("\n"))

    def _report(self, name: str, each: _Import, message: str, hint: str) -> None:
        sheet = self._sheets[name]
        line = sheet.text.count("\n", 0, each.start) + 1
        column = each.start - sheet.text.rfind("\n", 0, each.start)
        problem = Problem(sheet.source, line, column, "invalid-theme", message, hint)
        if problem not in self._problems:
            self._problems.append(problem)


def _rebased(css: str, origin: str, folder: str) -> str:
    """The stylesheet with `url(…)` addresses relative to another folder."""
    if origin == folder:
        return css

    def url(match: re.Match[str]) -> str:
        if _ABSOLUTE.match(match[2]):
            return match[0]
        return match[1] + posixpath.relpath(posixpath.join("/", origin, match[2]), f"/{folder}")

    return _URL.sub(url, css)


def _with_conditions(conditions: str, css: str) -> str:
    """The stylesheet under the conditions of its import."""
    found = _CONDITIONS.fullmatch(conditions)
    assert found is not None  # it matches any text
    if found["layer"]:
        name = (found["name"] or "").strip()
        css = f"@layer{' ' if name else ''}{name} {{\n{css}\n}}"
    if found["supports"] is not None:
        css = f"@supports ({found['supports'].strip()}) {{\n{css}\n}}"
    if found["media"]:
        css = f"@media {found['media']} {{\n{css}\n}}"
    return css
