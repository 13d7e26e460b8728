"""Parse TOML into the tree that the YAML parser gives."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from collections.abc import Mapping as Table

from sitegen.lazy_regex import lazy_pattern
from sitegen.model.documents import Position
from sitegen.problems import Problem, line_shown
from sitegen.yaml.parser import MAX_DEPTH
from sitegen.yaml.source import CONTROL, control_message
from sitegen.yaml.tree import Entry, Mapping, Node, Scalar, Sequence

#: Longest text, in characters. The standard library's parser takes quadratic time for some texts.
_LONGEST = 50_000

_POSITION = lazy_pattern(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_NAME = r"(?:[A-Za-z0-9_-]+|\"[^\"\n]*\"|'[^'\n]*')"
_NAMES = rf"{_NAME}(?:[ \t]*\.[ \t]*{_NAME})*"
_KEY = lazy_pattern(rf"[ \t]*({_NAMES})[ \t]*=[ \t]*")
_HEADER = lazy_pattern(rf"[ \t]*\[(\[?)[ \t]*({_NAMES})[ \t]*\]")
_EACH = lazy_pattern(_NAME)
#: A dotted name with far more parts than `MAX_DEPTH`, for which the parser takes quadratic time.
_DEEP = lazy_pattern(rf"(?<![\w-])(?:{_NAME}[ \t]*\.[ \t]*){{100}}")
_LONG = lazy_pattern("\"\"\"|'''")

#: Names of tables and keys from the outermost on, with indexes for tables in arrays.
_Path = tuple[str | int, ...]


def parse_toml(text: str, path: str, first_line: int) -> tuple[Node | None, list[Problem]]:
    """Parse TOML that begins on a line of a file. Never raises."""
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
        hint = "Use fewer levels."
        return None, [Problem(path, first_line, 1, "yaml-too-deep", message, hint)]
    except ValueError as error:
        return None, [_syntax_problem(str(error), text, path, first_line)]


def _syntax_problem(message: str, text: str, path: str, first_line: int) -> Problem:
    lines = text.split("\n")
    found = _POSITION.search(message)
    line, column = (int(found[1]), int(found[2])) if found and found[1] else (len(lines), 1)
    shown = lines[line - 1] if line <= len(lines) else ""
    hint = 'Write `key = value`, with text in quotes: `title = "…"`.'
    detail = f"The TOML cannot be parsed: {_POSITION.sub('', message)}."
    place = (path, first_line + line - 1, column)
    return Problem(*place, "toml-syntax", detail, hint, text=line_shown(shown, column))


class _Builder:
    """Builds the tree from the parser's result, with the positions of keys in the text."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.path, self.lines, self.first_line = path, text.split("\n"), first_line
        self.problems: list[Problem] = []
        self.keys: dict[_Path, Position] = {}
        self.values: dict[_Path, Position] = {}
        for names, key, value in _positions(self.lines, first_line):
            self.keys.setdefault(names, key)
            self.values.setdefault(names, value)

    def tree(self, table: Table[str, object]) -> Mapping:
        """The tree of the whole table."""
        return self._mapping(table, (), Position(self.first_line, 1))

    def _mapping(self, table: Table[str, object], names: _Path, position: Position) -> Mapping:
        entries = []
        for name, value in table.items():
            path = (*names, name)
            key = self.keys.get(path, position)
            self._check(name, key)
            node = self._node(value, path, self.values.get(path, key))
            entries.append(Entry(Scalar(name, True, key), node))
        return Mapping(tuple(entries), position)

    def _node(self, value: object, names: _Path, position: Position) -> Node:
        if len(names) > MAX_DEPTH:
            raise RecursionError
        match value:
            case dict():
                return self._mapping(value, names, position)
            case list():
                items = (self._item(item, (*names, number), position) for number, item in enumerate(value))
                return Sequence(tuple(items), position)
            case str():
                return Scalar(self._check(value, position), False, position)
        return Scalar(_as_yaml(value), True, position)

    def _item(self, value: object, names: _Path, position: Position) -> Node:
        return self._node(value, names, self.values.get(names, position))

    def _check(self, text: str, position: Position) -> str:
        """Remove control characters, and report them."""
        found = CONTROL.search(text)
        if found is None:
            return text
        message, hint = control_message(found[0][0])
        line = line_shown(self.lines[position.line - self.first_line], position.column)
        place = (self.path, position.line, position.column)
        self.problems.append(Problem(*place, "control-character", message, hint, text=line))
        return CONTROL.sub("", text)


def _as_yaml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, dt.datetime | dt.date | dt.time) else str(value)


def _positions(lines: list[str], first_line: int) -> Iterator[tuple[_Path, Position, Position]]:
    """The positions of keys and tables, and of their values, as far as lines show them."""
    table: _Path = ()
    counts: dict[_Path, int] = {}
    for number, line in _lines_outside_strings(lines):
        line_number = first_line + number
        if header := _HEADER.match(line):
            position = Position(line_number, header.start(2) + 1)
            table = _split_names(header[2])
            if header[1]:
                counts[table] = counts.get(table, -1) + 1
                yield table, position, position
                table = (*table, counts[table])
            yield table, position, position
        elif key := _KEY.match(line):
            names = (*table, *_split_names(key[1]))
            yield names, Position(line_number, key.start(1) + 1), Position(line_number, key.end() + 1)


def _split_names(names: str) -> _Path:
    return tuple(name.strip("\"'") for name in _EACH.findall(names))


def _lines_outside_strings(lines: list[str]) -> Iterator[tuple[int, str]]:
    """The lines that do not begin inside a multi-line string."""
    within = ""
    for number, line in enumerate(lines):
        if not within:
            yield number, line
        for mark in _LONG.findall(line):
            within = ("" if mark == within else within) if within else mark
