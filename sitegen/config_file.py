"""`sitegen.yaml` as a Config, or the problems with it."""

from __future__ import annotations

import codecs
from zoneinfo import ZoneInfo

import msgspec

from sitegen.config import Config
from sitegen.config_mistakes import base_url_mistakes, mistakes_in
from sitegen.conversion.context import Conversion
from sitegen.conversion.values import convert
from sitegen.model.documents import Position
from sitegen.problems import KINDS, Problem, Severity
from sitegen.project import CONFIGURATION
from sitegen.yamlparser import parse


def parse_config(data: bytes, path: str = CONFIGURATION) -> tuple[Config | None, list[Problem]]:
    """The configuration in the bytes of a `sitegen.yaml`; None when it is unusable."""
    data = data.removeprefix(codecs.BOM_UTF8)  # places count without it
    try:
        text = data.decode().replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = len(data[data.rfind(b"\n", 0, error.start) + 1 : error.start].decode()) + 1
        return None, [
            Problem(path, line, column, "not-utf8", "The file is not valid UTF-8.", "Save it as UTF-8.")
        ]
    node, problems = parse(text, path)
    if node is None and problems:
        return None, problems
    context = Conversion(path, ZoneInfo("UTC"), text)
    config = convert(node, Config, context)
    problems = [*problems, *context.problems]
    if config is None:
        return None, problems
    # What follows from a value that could not be read is no mistake of its own.
    mistaken = {problem.line for problem in context.problems}
    for key, message, hint in mistakes_in(config):
        position = _position(context, key)
        if position.line in mistaken:
            continue
        problems.append(Problem(path, position.line, position.column, "invalid-value", message, hint))
    if any((problem.severity or KINDS[problem.code].severity) is Severity.ERROR for problem in problems):
        return None, problems
    return msgspec.structs.replace(config, base_url=config.base_url.rstrip("/") + "/"), problems


def base_url_mistake(url: str) -> str:
    """What is wrong with a base URL, in words; empty for a good one."""
    return next((f"{message} {hint}" for _, message, hint in base_url_mistakes(url)), "")


def _position(context: Conversion, key: str) -> Position:
    while key and key not in context.positions:
        key = key.rpartition(".")[0]
    return context.positions.get(key, Position(1, 1))
