"""The files of themes, as reading them takes them; what cannot be read is a problem of the theme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from sitegen.model.documents import Position
from sitegen.problems import Problem
from sitegen.read.file_state import Files
from sitegen.utf8 import decode
from sitegen.yaml import tree as yaml_tree
from sitegen.yaml.parser import parse
from sitegen.yaml.tree import Node, plain_value


def tree_of(files: Files, place: Path, name: str, problems: list[Problem]) -> dict[str, str]:
    """The files of a folder; hidden ones, which editors leave, are passed over without a word."""
    tree, found = files.tree(place, name)
    shown = "" if place.is_relative_to(files.root) else "themes/"
    problems += [
        msgspec.structs.replace(problem, path=shown + problem.path)
        for problem in found
        if problem.code != "hidden-file"
    ]
    return tree


def bytes_of(files: Files, path: str, shown: str, problems: list[Problem]) -> bytes:
    """The bytes of a file; none, and a problem, where it cannot be read."""
    try:
        return files.load(path).data
    except OSError as error:
        message, hint = f"The file cannot be read: {error.strerror}.", "Look at the file's permissions."
        problems.append(problem_of(shown, "unreadable-file", message, hint))
        return b""


def text_of(data: bytes, shown: str, problems: list[Problem]) -> str:
    """The bytes as text; where they are none, a problem, and what can be read of them."""
    text, problem = decode(data, shown)
    if problem is None:
        return text
    problems.append(problem)
    return data.decode("utf-8-sig", "replace")


class Written(Struct, frozen=True):
    """A YAML file that holds a mapping, and where each of its keys stands, by its dotted name."""

    shown: str
    values: dict[Any, Any]
    places: Mapping[str, Position] = {}

    def problem(self, key: str, code: str, message: str, hint: str = "") -> Problem:
        """A problem of a key."""
        place = self.places.get(key, Position(1, 1))
        return Problem(self.shown, place.line, place.column, code, message, hint)


def mapping_of(files: Files, path: str | None, shown: str, problems: list[Problem]) -> Written:
    """A YAML file that holds a mapping; a file that is not there is an empty one."""
    nothing = Written(shown, {})
    if path is None:
        return nothing
    text, problem = decode(bytes_of(files, path, shown, problems), shown)
    if problem is not None:
        problems.append(problem)
        return nothing
    node, mistakes = parse(text, shown)
    problems.extend(mistakes)
    value = None if node is None else plain_value(node)
    if node is not None and value and not isinstance(value, dict):
        message, hint = "The file is not a mapping of names to values.", "Write `name: value` lines."
        place = (node.position.line, node.position.column)
        problems.append(Problem(shown, *place, "invalid-theme", message, hint))
        return nothing
    return Written(shown, value or {}, dict(_places(node)))


def _places(node: Node | None, parent: str = "") -> Iterator[tuple[str, Position]]:
    if isinstance(node, yaml_tree.Mapping):
        for entry in node.entries:
            name = f"{parent}{entry.key.text}"
            yield name, entry.key.position
            yield from _places(entry.value, f"{name}.")


def problem_of(path: str, code: str, message: str, hint: str = "") -> Problem:
    """A problem of a file as a whole."""
    return Problem(path, 0, 0, code, message, hint)
