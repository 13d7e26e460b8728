"""Convert single values: text, numbers, choices, dates.

Each function returns the value, or UNSET after it has reported a problem.
"""

from __future__ import annotations

from enum import Enum

from msgspec import UNSET, inspect

from sitegen.dates import FORMS, DateError, parse_moment
from sitegen.problems import did_you_mean, either
from sitegen.yaml.convert.context import Conversion
from sitegen.yaml.convert.errors import report_type, report_value, shown
from sitegen.yaml.tree import Node, Scalar, plain_bool, plain_value


def plain(node: Node, _info: inspect.AnyType, _key: str, _context: Conversion) -> object:
    """Any value, as YAML reads it."""
    return plain_value(node)


def text(node: Node, info: inspect.StrType, key: str, context: Conversion) -> object:
    """Text, with or without quotes."""
    if isinstance(node, Scalar):
        return node.text
    hint = "If it is text that begins with a bracket, put it in quotes."
    return report_type(node, info, key, context, hint)


def boolean(node: Node, info: inspect.BoolType, key: str, context: Conversion) -> object:
    """True or false."""
    value = plain_bool(node)
    if value is not None:
        return value
    return report_type(node, info, key, context, "Write true or false, without quotes.")


def number(node: Node, info: inspect.IntType | inspect.FloatType, key: str, context: Conversion) -> object:
    """A number within the limits of its type."""
    value = plain_value(node)
    numbers = (int,) if isinstance(info, inspect.IntType) else (int, float)
    if not isinstance(value, numbers) or isinstance(value, bool):
        return report_type(node, info, key, context, "Write a number, without quotes.")
    too_small = (info.ge is not None and value < info.ge) or (info.gt is not None and value <= info.gt)
    too_large = (info.le is not None and value > info.le) or (info.lt is not None and value >= info.lt)
    if not (too_small or too_large):
        return value
    message = f"`{shown(key)}` is too {'small' if too_small else 'large'}: {value}."
    return report_value(node, context, message, _bounds(info))


def _bounds(info: inspect.IntType | inspect.FloatType) -> str:
    limits = (("at least", info.ge), ("more than", info.gt), ("at most", info.le), ("less than", info.lt))
    return f"Write {' and '.join(f'{words} {limit}' for words, limit in limits if limit is not None)}."


def choice(node: Node, info: inspect.EnumType, key: str, context: Conversion) -> object:
    """A member of an enum, in upper or lower case."""
    hint = "Use one of these words."
    if not isinstance(node, Scalar):
        return report_type(node, info, key, context, hint)
    members: dict[str, Enum] = {str(member.value).casefold(): member for member in info.cls}
    member = members.get(node.text.strip().casefold())
    if member is not None:
        return member
    valid = [str(member.value) for member in info.cls]
    message = f"`{shown(key)}` must be {either(valid)}, not `{node.text}`."
    return report_value(node, context, message, did_you_mean(node.text, _alike(node.text, valid), hint))


def _alike(text: str, valid: list[str]) -> list[str]:
    """The words that a text may stand for: `unpublished` is not a misspelt `published`."""
    initial = text.strip()[:1].casefold()
    return [word for word in valid if word.startswith(initial)]


def when(node: Node, info: inspect.StructType, key: str, context: Conversion) -> object:
    """A date, with or without a time."""
    if not isinstance(node, Scalar):
        return report_type(node, info, key, context, FORMS)
    try:
        return parse_moment(node.text, context.zone)
    except DateError as error:
        context.report("invalid-date", node.position, error.what, FORMS)
        return UNSET
