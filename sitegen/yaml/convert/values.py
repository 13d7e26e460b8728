"""Convert whole trees: lists, mappings and Structs, with their parts.

Each function returns the value, or UNSET after it has reported a problem.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import Any, TypeVar, cast

from msgspec import UNSET, inspect

from sitegen.model.documents import Position
from sitegen.yaml.convert import scalars
from sitegen.yaml.convert.context import Conversion, dotted
from sitegen.yaml.convert.errors import report_missing, report_type, shown
from sitegen.yaml.convert.keys import sorted_out, take_unknown
from sitegen.yaml.convert.types import described, is_when, keys_of, members_of, required_of
from sitegen.yaml.tree import Entry, Mapping, Node, Scalar, Sequence, is_blank, plain_value

#: The most items in a list: more than anybody needs, and few enough to show on a page. Documents in old
#: archives may have hundreds of aliases.
MOST_ITEMS = 500
MOST_ALIASES = 2_000

T = TypeVar("T")


def convert(node: Node | None, type_: type[T], context: Conversion) -> T | None:
    """The node as a `type_`, which must be a Struct. Problems are added to `context.problems`.

    Keys with invalid values get their default. Returns None if a required key is missing or invalid.
    """
    if node is None:
        node = Mapping((), Position(context.first_line, 1))
    value = _convert(node, described(cast(Hashable, type_)), "", context)
    return None if value is UNSET else cast(T, value)


def _convert(node: Node, info: inspect.Type, key: str, context: Conversion) -> object:
    convert_as = _CONVERTERS.get(type(info))
    if convert_as is None:
        raise TypeError(f"no conversion to {info!r} (key {key!r})")
    return convert_as(node, info, key, context)


# Lists


def _tuple(
    node: Node, info: inspect.VarTupleType | inspect.ListType, key: str, context: Conversion
) -> tuple[object, ...]:
    values: list[object] = []
    most = MOST_ALIASES if key == "aliases" else MOST_ITEMS
    for count, item in enumerate(_items(node, key, context)):
        if count == most:
            message = f"`{shown(key)}` has more than {most:,} items; the rest is skipped."
            context.report(
                "too-many-items", item.position, message, "Keep the ones that matter most to readers."
            )
            break
        name = f"{key}.{len(values)}"
        context.positions[name] = item.position
        value = _convert(item, info.item_type, name, context)
        if value is UNSET:
            context.forget(name)
        else:
            values.append(value)
    return tuple(values)


def _items(node: Node, key: str, context: Conversion) -> Iterator[Node]:
    """The items of a list, or a single value as a list of one. The limits of the tree bound the recursion."""
    for item in node.items if isinstance(node, Sequence) else (node,):
        if is_blank(item):
            message = f"`{shown(key)}` has an empty item, which is skipped."
            context.report("empty-item", item.position, message, "Remove it.")
        elif isinstance(item, Sequence):
            message = f"`{shown(key)}` has a list inside its list, and both are read as one list."
            context.report("empty-item", item.position, message, "Write one list.")
            yield from _items(item, key, context)
        else:
            yield item


# Mappings of arbitrary names to values of one type


def _dict(node: Node, info: inspect.DictType, key: str, context: Conversion) -> object:
    if not isinstance(node, Mapping):
        hint = "Write each `name: value` on a line of its own, indented."
        return report_type(node, info, key, context, hint)
    values = {}
    for entry in node.entries:
        name = f"{key}.{entry.key.text}"
        context.positions[name] = entry.key.position
        value = _dict_value(entry, info.value_type, name, context)
        if value is not UNSET:
            values[entry.key.text] = value
    return values


def _dict_value(entry: Entry, info: inspect.Type, name: str, context: Conversion) -> object:
    if isinstance(info, inspect.AnyType):
        return plain_value(entry.value)
    if is_blank(entry.value):
        # `fr:` alone is a language with defaults only
        is_struct = isinstance(info, inspect.StructType)
        return _convert(Mapping((), entry.value.position), info, name, context) if is_struct else UNSET
    return _convert(entry.value, info, name, context)


# Unions


def _union(node: Node, info: inspect.UnionType, key: str, context: Conversion) -> object:
    """The first member type that fits the node. A single member reports its own problems."""
    members = members_of(info)
    if len(members) == 1:
        return _convert(node, members[0], key, context)
    fitting = _FITTING[type(node)]
    for member in members:
        if isinstance(member, fitting):
            return _convert(node, member, key, context)
    return report_type(node, info, key, context)


# Structs


def _struct(node: Node, info: inspect.StructType, key: str, context: Conversion) -> object:
    if is_when(info):
        return scalars.when(node, info, key, context)
    mapping = _as_mapping(node, info.cls, key, context)
    if mapping is None:
        hint = "Write each `key: value` on a line of its own, indented."
        return report_type(node, info, key, context, hint)
    keys = keys_of(info.cls)
    entries, unknown = sorted_out(mapping, keys, key, context)
    values = {name: _field(entry, keys[name], key, context) for name, entry in entries.items()}
    values = {name: value for name, value in values.items() if value is not UNSET}
    take_unknown(unknown, keys, values, key, context)
    missing = [field for field in required_of(info.cls) if field.encode_name not in values]
    for field in missing:
        report_missing(field, entries.get(field.encode_name), mapping, key, context)
    if missing:
        return UNSET
    return info.cls(**{keys[name].name: value for name, value in values.items()})


def _as_mapping(node: Node, cls: type, key: str, context: Conversion) -> Mapping | None:
    """The node as a mapping. A shorthand is expanded: `photo: a.jpg` to `photo: {src: a.jpg}`."""
    if isinstance(node, Mapping):
        return node
    shorthand = getattr(cls, "shorthand", None)
    if shorthand is None or not isinstance(node, Scalar):
        return None
    name = Scalar(shorthand, True, context.positions.get(key, node.position))
    return Mapping((Entry(name, node),), node.position)


def _field(entry: Entry, field: inspect.Field, parent: str, context: Conversion) -> object:
    name = dotted(parent, field.encode_name)
    if is_blank(entry.value):
        return UNSET
    context.positions[name] = entry.key.position
    value = _convert(entry.value, field.type, name, context)
    if value is UNSET:
        context.failed.add(name)
    return value


_CONVERTERS: dict[type[inspect.Type], Callable[[Node, Any, str, Conversion], object]] = {
    inspect.AnyType: scalars.plain,
    inspect.StrType: scalars.text,
    inspect.BoolType: scalars.boolean,
    inspect.IntType: scalars.number,
    inspect.FloatType: scalars.number,
    inspect.EnumType: scalars.choice,
    inspect.VarTupleType: _tuple,
    inspect.ListType: _tuple,
    inspect.DictType: _dict,
    inspect.UnionType: _union,
    inspect.StructType: _struct,
}

#: The member types of a union that fit each type of node.
_FITTING: dict[type[Node], tuple[type[inspect.Type], ...]] = {
    Scalar: (inspect.StrType, inspect.EnumType, inspect.BoolType, inspect.IntType, inspect.FloatType),
    Sequence: (inspect.VarTupleType, inspect.ListType),
    Mapping: (inspect.StructType, inspect.DictType),
}
