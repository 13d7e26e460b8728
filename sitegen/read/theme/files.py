"""Files of themes; a file that cannot be read is a problem of the theme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from sitegen.model.documents import Position
from sitegen.problems import Problem
from sitegen.read.file_state import Files
from sitegen.utf8 import decode
from sitegen.yaml import tree as yaml_tree
from sitegen.yaml.parser import parse
from sitegen.yaml.tree import Node, plain_value


def tree_of(files: Files, parent: Path, name: str, problems: list[Problem]) -> dict[str, str]:
    """The files of the folder `name` in `parent`; hidden files are skipped silently."""
    tree, found = files.tree(parent, name)
    prefix = "" if parent.is_relative_to(files.root) else "themes/"
    problems += [
        msgspec.structs.replace(problem, path=prefix + problem.path)
        for problem in found
        if problem.code != "hidden-file"
    ]
    return tree


def bytes_of(files: Files, path: str, source: str, problems: list[Problem]) -> bytes:
    """The bytes of a file. If it cannot be read, report it as `source` and return no bytes."""
    try:
        return files.load(path).data
    except OSError as error:
        message, hint = f"The file cannot be read: {error.strerror}.", "Check the file's permissions."
        problems.append(problem_of(source, "unreadable-file", message, hint))
        return b""


def text_of(data: bytes, source: str, problems: list[Problem]) -> str:
    """Decode UTF-8. Report and replace invalid bytes."""
    text, problem = decode(data, source)
    if problem is None:
        return text
    problems.append(problem)
    return data.decode("utf-8-sig", "replace")


class YamlMapping(Struct, frozen=True):
    """A YAML file that holds a mapping."""

    source: str
    values: dict[object, object]
    positions: Mapping[str, Position] = {}
    """The position of each key, by its dotted name."""

    def problem(self, key: str, code: str, message: str, hint: str = "") -> Problem:
        """Make a problem at a key."""
        position = self.positions.get(key, Position(1, 1))
        return Problem(self.source, position.line, position.column, code, message, hint)


def mapping_of(files: Files, path: str | None, source: str, problems: list[Problem]) -> YamlMapping:
    """Read a YAML file that holds a mapping; a missing or broken file gives an empty one."""
    empty = YamlMapping(source, {})
    if path is None:
        return empty
    text, problem = decode(bytes_of(files, path, source, problems), source)
    if problem is not None:
        problems.append(problem)
        return empty
    node, mistakes = parse(text, source)
    problems.extend(mistakes)
    value = None if node is None else plain_value(node)
    if node is not None and value and not isinstance(value, dict):
        message, hint = "The file is not a mapping of names to values.", "Write `name: value` lines."
        position = (node.position.line, node.position.column)
        problems.append(Problem(source, *position, "invalid-theme", message, hint))
        return empty
    return YamlMapping(source, value or {}, dict(_positions(node)))


def _positions(node: Node | None, parent: str = "") -> Iterator[tuple[str, Position]]:
    if isinstance(node, yaml_tree.Mapping):
        for entry in node.entries:
            name = f"{parent}{entry.key.text}"
            yield name, entry.key.position
            yield from _positions(entry.value, f"{name}.")


def problem_of(path: str, code: str, message: str, hint: str = "") -> Problem:
    """Make a problem of a file as a whole."""
    return Problem(path, 0, 0, code, message, hint)
