"""Error messages of conversions, for authors who know YAML, but no programming."""

from __future__ import annotations

from msgspec import UNSET, UnsetType, inspect

from sitegen.lazy_regex import lazy_pattern
from sitegen.problems import either
from sitegen.yaml.convert.context import Conversion, dotted
from sitegen.yaml.convert.types import is_when, keys_of, members_of
from sitegen.yaml.tree import Entry, Mapping, Node, Scalar, Sequence, is_blank

_INDEX = lazy_pattern(r"\.[0-9]+")
_MAPPING = "a mapping (`key: value`)"

_NOUNS: dict[type[inspect.Type], str] = {
    inspect.StrType: "text",
    inspect.BoolType: "true or false",
    inspect.IntType: "a whole number",
    inspect.FloatType: "a number",
    inspect.DictType: _MAPPING,
    inspect.VarTupleType: "a list",
    inspect.ListType: "a list",
}


def shown(key: str) -> str:
    """A key for messages, without list indexes: the position shows which item it is."""
    return _INDEX.sub("", key)


def report_type(node: Node, info: inspect.Type, key: str, context: Conversion, hint: str = "") -> UnsetType:
    """Report a value of the wrong type. Returns UNSET."""
    subject = f"`{shown(key)}`" if key else "This"
    message = f"{subject} must be {_expected(info)}, not {_found(node)}."
    context.report("wrong-type", node.position, message, hint)
    return UNSET


def report_value(node: Node, context: Conversion, message: str, hint: str) -> UnsetType:
    """Report a value of the right type that is not allowed. Returns UNSET."""
    context.report("invalid-value", node.position, message, hint)
    return UNSET


def report_missing(
    field: inspect.Field, entry: Entry | None, mapping: Mapping, parent: str, context: Conversion
) -> None:
    """Report a required key without a value. An invalid value has already been reported."""
    name = shown(dotted(parent, field.encode_name))
    example = "2026-11-23" if is_when(field.type) else "…"
    hint = f"Add a line such as `{field.encode_name}: {example}`."
    if entry is None:
        context.report("missing-key", mapping.position, f"`{name}` is missing.", hint)
    elif is_blank(entry.value):
        context.report("missing-key", entry.key.position, f"`{name}` has no value.", hint)


def _found(node: Node) -> str:
    match node:
        case Scalar():
            text = " ".join(node.text.split())
            return f"`{text}`" if len(text) <= 40 else f"`{text[:39]}…`"
        case Sequence():
            return "a list"
        case Mapping():
            return _MAPPING


def _expected(info: inspect.Type) -> str:
    match info:
        case inspect.StructType() if is_when(info):
            return "a date"
        case inspect.StructType():
            return f"a mapping of {', '.join(f'`{name}`' for name in keys_of(info.cls))}"
        case inspect.EnumType():
            return either([str(member.value) for member in info.cls])
        case inspect.UnionType():
            return " or ".join(_expected(member) for member in members_of(info))
    return _NOUNS.get(type(info), "a value")
