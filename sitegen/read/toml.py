"""TOML as the tree that conversion takes: its texts in quotes, its dates and numbers as YAML writes them."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from collections.abc import Mapping as Table
from typing import Any

from sitegen.lazy_regex import lazy_pattern
from sitegen.model.documents import Position
from sitegen.problems import Problem, line_shown
from sitegen.yaml.parser import MAX_DEPTH
from sitegen.yaml.source import CONTROL, control_message
from sitegen.yaml.tree import Entry, Mapping, Node, Scalar, Sequence

#: Characters beyond any honest use; the standard library's parser takes quadratic time for some texts.
_LONGEST = 50_000

_PLACE = lazy_pattern(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_NAME = r"(?:[A-Za-z0-9_-]+|\"[^\"\n]*\"|'[^'\n]*')"
_NAMES = rf"{_NAME}(?:[ \t]*\.[ \t]*{_NAME})*"
_KEY = lazy_pattern(rf"[ \t]*({_NAMES})[ \t]*=[ \t]*")
_HEADER = lazy_pattern(rf"[ \t]*\[(\[?)[ \t]*({_NAMES})[ \t]*\]")
_EACH = lazy_pattern(_NAME)
#: A dotted name with far more parts than `MAX_DEPTH`: the parser would take quadratic time for it.
_DEEP = lazy_pattern(rf"(?<![\w-])(?:{_NAME}[ \t]*\.[ \t]*){{100}}")
_LONG = lazy_pattern("\"\"\"|'''")

#: Names of tables and keys from the outside in, with numbers from 0 for the tables of a list.
_Path = tuple[str | int, ...]


def parse_toml(text: str, path: str, first_line: int) -> tuple[Node | None, list[Problem]]:
    """The tree of a TOML text that begins on a line of a file, and what is wrong with it. Never raises."""
    if len(text) > _LONGEST:
        message = f"The TOML has more than {_LONGEST:,} characters."
        return None, [Problem(path, first_line, 1, "yaml-too-deep", message, "Write it in YAML.")]
    try:
        if _DEEP.search(text):
            raise RecursionError
        table = tomllib.loads(text)
        builder = _Builder(text, path, first_line)
        return builder.tree(table), builder.problems
    except RecursionError:
        message = f"The TOML is nested more than {MAX_DEPTH} levels deep."
        hint = "Write it in a simpler form."
        return None, [Problem(path, first_line, 1, "yaml-too-deep", message, hint)]
    except ValueError as error:
        return None, [_mistake(str(error), text, path, first_line)]


def _mistake(message: str, text: str, path: str, first_line: int) -> Problem:
    lines = text.split("\n")
    found = _PLACE.search(message)
    line, column = (int(found[1]), int(found[2])) if found and found[1] else (len(lines), 1)
    shown = lines[line - 1] if line <= len(lines) else ""
    hint = 'Write `key = value`, and texts in quotes: `title = "…"`.'
    what = f"The TOML cannot be read: {_PLACE.sub('', message)}."
    place = (path, first_line + line - 1, column)
    return Problem(*place, "toml-syntax", what, hint, text=line_shown(shown, column))


class _Builder:
    """Turns what the parser gives into a tree, with the places where keys stand in the text."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.path, self.lines, self.first_line = path, text.split("\n"), first_line
        self.problems: list[Problem] = []
        self.keys: dict[_Path, Position] = {}
        self.values: dict[_Path, Position] = {}
        for names, key, value in _places(self.lines, first_line):
            self.keys.setdefault(names, key)
            self.values.setdefault(names, value)

    def tree(self, table: Table[str, Any]) -> Mapping:
        """The whole table."""
        return self._mapping(table, (), Position(self.first_line, 1))

    def _mapping(self, table: Table[str, Any], names: _Path, place: Position) -> Mapping:
        entries = []
        for name, value in table.items():
            path = (*names, name)
            key = self.keys.get(path, place)
            self._check(name, key)
            node = self._node(value, path, self.values.get(path, key))
            entries.append(Entry(Scalar(name, True, key), node))
        return Mapping(tuple(entries), place)

    def _node(self, value: Any, names: _Path, place: Position) -> Node:
        if len(names) > MAX_DEPTH:
            raise RecursionError
        match value:
            case dict():
                return self._mapping(value, names, place)
            case list():
                items = (self._item(item, (*names, number), place) for number, item in enumerate(value))
                return Sequence(tuple(items), place)
            case str():
                return Scalar(self._check(value, place), False, place)
        return Scalar(_written(value), True, place)

    def _item(self, value: Any, names: _Path, place: Position) -> Node:
        return self._node(value, names, self.values.get(names, place))

    def _check(self, text: str, place: Position) -> str:
        """The text without control characters, which are told."""
        found = CONTROL.search(text)
        if found is None:
            return text
        message, hint = control_message(found[0][0])
        line = line_shown(self.lines[place.line - self.first_line], place.column)
        place_of = (self.path, place.line, place.column)
        self.problems.append(Problem(*place_of, "control-character", message, hint, text=line))
        return CONTROL.sub("", text)


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, dt.datetime | dt.date | dt.time) else str(value)


def _places(lines: list[str], first_line: int) -> Iterator[tuple[_Path, Position, Position]]:
    """Where each key and table stands, with the place of its value, as far as lines tell."""
    table: _Path = ()
    counts: dict[_Path, int] = {}
    for number, line in _outside_texts(lines):
        at = first_line + number
        if header := _HEADER.match(line):
            place = Position(at, header.start(2) + 1)
            table = _named(header[2])
            if header[1]:
                counts[table] = counts.get(table, -1) + 1
                yield table, place, place
                table = (*table, counts[table])
            yield table, place, place
        elif key := _KEY.match(line):
            names = (*table, *_named(key[1]))
            yield names, Position(at, key.start(1) + 1), Position(at, key.end() + 1)


def _named(names: str) -> _Path:
    return tuple(name.strip("\"'") for name in _EACH.findall(names))


def _outside_texts(lines: list[str]) -> Iterator[tuple[int, str]]:
    """The lines that do not begin inside a text of several lines."""
    within = ""
    for number, line in enumerate(lines):
        if not within:
            yield number, line
        for mark in _LONG.findall(line):
            within = ("" if mark == within else within) if within else mark
