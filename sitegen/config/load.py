"""`sitegen.yaml` as a Config, or the problems with it."""

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
    """The configuration in the bytes of a `sitegen.yaml`; None when it is unusable."""
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
    # What follows from a value that could not be read is no mistake of its own. A warning loses no value.
    mistaken = {problem.line for problem in context.problems if _is_error(problem)}
    for key, message, hint in mistakes_in(config):
        position = position_of(context.positions, key)
        if position.line in mistaken:
            continue
        problems.append(Problem(path, position.line, position.column, "invalid-value", message, hint))
    if any(map(_is_error, problems)):
        return None, problems
    return msgspec.structs.replace(config, base_url=config.base_url.rstrip("/") + "/"), problems


def _is_error(problem: Problem) -> bool:
    return (problem.severity or KINDS[problem.code].severity) is Severity.ERROR


def base_url_mistake(url: str) -> str:
    """What is wrong with a base URL, in words; empty for a good one."""
    return next((f"{message} {hint}" for _, message, hint in base_url_mistakes(url)), "")


def positions_in(data: bytes) -> Mapping[str, Position]:
    """Where each key of a `sitegen.yaml` stands, by its dotted name (`navigation.0.url`)."""
    text, _ = decode(data, CONFIGURATION)
    node, _ = parse(text, CONFIGURATION)
    context = Conversion(CONFIGURATION, ZoneInfo("UTC"), text)
    convert(node, Config, context)
    return context.positions


def position_of(positions: Mapping[str, Position], key: str) -> Position:
    """Where a key stands, or else the nearest one that it is part of; the file's first line for none."""
    while key and key not in positions:
        key = key.rpartition(".")[0]
    return positions.get(key, Position(1, 1))
