"""`data/`: YAML, JSON and CSV files that templates ask for, as plain values."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from sitegen.model.documents import Source
from sitegen.problems import Problem
from sitegen.yamltree import parse, plain_value

SUFFIXES = (".yaml", ".yml", ".json", ".csv")


def name_of(path: str) -> str:
    """A data file's name: its path below `data/`, without its suffix."""
    return path.removeprefix("data/").rsplit(".", 1)[0]


def read_data(source: Source) -> tuple[Any, list[Problem]]:
    """A data file's value: YAML and JSON as they are, CSV as a list of mappings by the names of its first
    line."""
    try:
        text = source.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source.data.count(b"\n", 0, error.start) + 1
        start = source.data.rfind(b"\n", 0, error.start) + 1
        column = len(source.data[start : error.start].decode("utf-8-sig")) + 1
        return None, [_problem(source, line, column, "The file is not valid UTF-8.", "Save it as UTF-8.")]
    if source.path.endswith(".json"):
        return _read_json(source, text)
    if source.path.endswith(".csv"):
        return _read_csv(source, text)
    node, problems = parse(text, source.path)
    return (plain_value(node) if node is not None else None), problems


def _problem(source: Source, line: int, column: int, message: str, hint: str) -> Problem:
    return Problem(source.path, line, column, "invalid-data", message, hint)


def _read_json(source: Source, text: str) -> tuple[Any, list[Problem]]:
    try:
        return json.loads(text), []
    except json.JSONDecodeError as error:
        message = f"The JSON could not be parsed: {error.msg}."
        return None, [_problem(source, error.lineno, error.colno, message, "Mend the file at this place.")]
    except RecursionError:
        return None, [_problem(source, 1, 1, "The JSON is nested too deep.", "Make it flatter.")]


def _read_csv(source: Source, text: str) -> tuple[Any, list[Problem]]:
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        names = next(rows, [])
        table = []
        for row in rows:
            if row and len(row) != len(names):
                message = f"The line has {len(row)} fields, but the first line names {len(names)}."
                hint = "Put text that holds a comma in double quotes."
                return None, [_problem(source, rows.line_num, 1, message, hint)]
            if row:
                table.append(dict(zip(names, row, strict=True)))
    except csv.Error as error:
        message = f"The CSV could not be parsed: {error}."
        return None, [_problem(source, rows.line_num, 1, message, "Mend the file at this place.")]
    return table, []
