"""Load `sitegen.yaml`, and report the problems in it."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

import msgspec

from sitegen.config.project import CONFIGURATION
from sitegen.config.settings import Config
from sitegen.config.validate import base_url_mistakes, mistakes_in
from sitegen.model.documents import Position
from sitegen.problems import KINDS, Problem, Severity
from sitegen.utf8 import decode, with_newlines
from sitegen.yaml.convert.context import Conversion
from sitegen.yaml.convert.values import convert
from sitegen.yaml.parser import parse


def parse_config(data: bytes, path: str = CONFIGURATION) -> tuple[Config | None, list[Problem]]:
    """The configuration from the bytes of a `sitegen.yaml`, or None if it has errors."""
    text, problem = decode(data, path)
    if problem is not None:
        return None, [problem]
    text = with_newlines(text)
    node, problems = parse(text, path)
    if node is None and problems:
        return None, problems
    context = Conversion(path, ZoneInfo("UTC"), text)
    config = convert(node, Config, context)
    problems = [*problems, *context.problems]
    if config is None:
        return None, problems
    # Where a value is invalid, the checks would only see its default. After a warning, the value is valid.
    failed = {problem.line for problem in context.problems if _is_error(problem)}
    for key, message, hint in mistakes_in(config):
        position = position_of(context.positions, key)
        if position.line in failed:
            continue
        problems.append(Problem(path, position.line, position.column, "invalid-value", message, hint))
    if any(map(_is_error, problems)):
        return None, problems
    return msgspec.structs.replace(config, base_url=config.base_url.rstrip("/") + "/"), problems


def _is_error(problem: Problem) -> bool:
    return (problem.severity or KINDS[problem.code].severity) is Severity.ERROR


def base_url_mistake(url: str) -> str:
    """What is wrong with a base URL, as text; empty if it is valid."""
    return next((f"{message} {hint}" for _, message, hint in base_url_mistakes(url)), "")


def positions_in(data: bytes) -> Mapping[str, Position]:
    """The position of each key in a `sitegen.yaml`, by its dotted name (`navigation.0.url`)."""
    text, _ = decode(data, CONFIGURATION)
    node, _ = parse(text, CONFIGURATION)
    context = Conversion(CONFIGURATION, ZoneInfo("UTC"), text)
    convert(node, Config, context)
    return context.positions


def position_of(positions: Mapping[str, Position], key: str) -> Position:
    """The position of a key, or of the nearest key that contains it, or else the first line of the file."""
    while key and key not in positions:
        key = key.rpartition(".")[0]
    return positions.get(key, Position(1, 1))
