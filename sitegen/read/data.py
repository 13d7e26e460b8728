"""Data files of `data/`: YAML, JSON and CSV, as plain values for templates."""

from __future__ import annotations

import csv
import io
import json
import math
import re

from sitegen.lazy_regex import lazy_pattern
from sitegen.model.documents import Source
from sitegen.problems import Problem
from sitegen.utf8 import decode
from sitegen.yaml.parser import parse
from sitegen.yaml.tree import plain_value

SUFFIXES = (".yaml", ".yml", ".json", ".csv")

_INT_RANGE = range(-(2**63), 2**64)
_DIGITS = 20
_SHOWN = 24
_SURROGATE = lazy_pattern("[\ud800-\udfff]")


def name_of(path: str) -> str:
    """A data file's name: its path in `data/`, without the suffix."""
    return path.removeprefix("data/").rsplit(".", 1)[0]


def read_data(source: Source) -> tuple[object, list[Problem]]:
    """Read a data file. CSV becomes a list of mappings, with the names in its first line as keys."""
    text, problem = decode(source.data, source.path, "invalid-data")
    if problem is not None:
        return None, [problem]
    if source.path.endswith(".json"):
        return _read_json(source, text)
    if source.path.endswith(".csv"):
        return _read_csv(source, text)
    node, problems = parse(text, source.path)
    return (plain_value(node) if node is not None else None), problems


def _problem(source: Source, line: int, column: int, message: str, hint: str) -> Problem:
    return Problem(source.path, line, column, "invalid-data", message, hint)


def _read_json(source: Source, text: str) -> tuple[object, list[Problem]]:
    try:
        value = json.loads(text, parse_int=_integer, parse_float=_float, parse_constant=_constant)
        _check_texts(value)
    except json.JSONDecodeError as error:
        message = f"The JSON could not be parsed: {error.msg}."
        return None, [
            _problem(source, error.lineno, error.colno, message, "Correct the file at this position.")
        ]
    except RecursionError:
        return None, [_problem(source, 1, 1, "The JSON is nested too deeply.", "Use fewer levels.")]
    except _Unusable as error:
        found = re.search(error.pattern, text)
        start = found.start() if found else 0
        line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
        return None, [_problem(source, line, column, error.message, error.hint)]
    return value, []


class _Unusable(Exception):
    """A value that Python's JSON parser accepts but pages cannot show."""

    def __init__(self, message: str, hint: str, pattern: str) -> None:
        super().__init__(message)
        self.message, self.hint, self.pattern = message, hint, pattern


def _shortened(digits: str) -> str:
    return digits if len(digits) <= _SHOWN else f"{digits[:_SHOWN]}…"


def _integer(digits: str) -> int:
    if len(digits) > _DIGITS or int(digits) not in _INT_RANGE:  # int() rejects thousands of digits
        message = f"The number {_shortened(digits)} does not fit in 64 bits."
        raise _Unusable(message, "Put it in quotes.", rf"(?<![0-9.-]){re.escape(digits)}(?![0-9.eE])")
    return int(digits)


def _float(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        message = f"The number {_shortened(digits)} is too large."
        raise _Unusable(message, "Put it in quotes.", re.escape(digits))
    return number


def _constant(name: str) -> float:
    raise _Unusable(
        f"`{name}` is not valid JSON.", "Write null or a number.", rf"(?<![\w-]){re.escape(name)}\b"
    )


def _check_texts(value: object) -> None:
    """Raise _Unusable for a text with half a surrogate pair, which UTF-8 cannot encode."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            waiting += (*each.keys(), *each.values())
        elif isinstance(each, list):
            waiting += each
        elif isinstance(each, str) and (half := _SURROGATE.search(each)):
            code = f"{ord(half[0]):04x}"
            message = f"`\\u{code}` is half of a surrogate pair."
            raise _Unusable(message, "Write the character itself.", rf"\\u(?i:{code})")


def _read_csv(source: Source, text: str) -> tuple[object, list[Problem]]:
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        names = next(rows, [])
        table = []
        for row in rows:
            if row and len(row) != len(names):
                message = f"The line has {len(row)} fields, but the first line has {len(names)}."
                hint = "Put text with a comma in double quotes."
                return None, [_problem(source, rows.line_num, 1, message, hint)]
            if row:
                table.append(dict(zip(names, row, strict=True)))
    except csv.Error as error:
        message = f"The CSV could not be parsed: {error}."
        return None, [_problem(source, rows.line_num, 1, message, "Correct the file at this position.")]
    return table, []
