"""A YAML tree into a typed value, with all of its mistakes at once.

The type is a msgspec Struct; the author's text decides nothing that the type does not ask for: where text is
due, `1984` and `NO` are texts. A key without a value (null, or nothing but blanks) counts as not given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping
from enum import Enum
from functools import cache
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

import msgspec
from msgspec import NODEFAULT, UNSET, Struct, inspect

from sitegen import yamltree
from sitegen.config import UnknownKeys
from sitegen.model.content import When
from sitegen.model.documents import Position
from sitegen.moments import FORMS, MomentError, parse_moment
from sitegen.problems import KINDS, Problem, did_you_mean
from sitegen.yamltree import Entry, Node, Scalar, Sequence, plain_bool, plain_value

T = TypeVar("T")

_INDEX = re.compile(r"\.[0-9]+")


class Conversion(Struct, frozen=True):
    """What a conversion needs, and where it puts what it finds.

    `fields` reads other names under ours (`photo.src` for one inside of `photo`) and `unknown` says what
    becomes of keys that the type does not have; both concern the outermost mapping only. `also` are keys that
    others read, for hints. `positions` gets the place of each key by its dotted name, list items by their
    number from 0 (`authors.1`).
    """

    path: str
    zone: ZoneInfo
    text: str = ""
    """The YAML, for the line that a Problem shows."""
    first_line: int = 1
    unknown: UnknownKeys = UnknownKeys.ERROR
    fields: Mapping[str, tuple[str, ...]] = {}
    also: tuple[str, ...] = ()
    failed: set[str] = msgspec.field(default_factory=set)
    """Dotted names of keys whose value could not be read, so that they have their default."""
    problems: list[Problem] = msgspec.field(default_factory=list)
    positions: dict[str, Position] = msgspec.field(default_factory=dict)

    def report(self, code: str, position: Position, message: str, hint: str = "") -> None:
        """Adds a problem, with the line that it stands on."""
        lines = self.text.split("\n")
        index = position.line - self.first_line
        line = lines[index].rstrip("\r") if 0 <= index < len(lines) else ""
        severity = KINDS[code].severity
        place = (self.path, position.line, position.column)
        self.problems.append(Problem(*place, code, message, hint, severity, line))


def convert(node: Node | None, type_: type[T], context: Conversion) -> T | None:
    """The node as a `type_` (a Struct); what is wrong goes to `context.problems`.

    A value that cannot be read leaves its key's default, so that there is a value wherever every required key
    has one; None otherwise.
    """
    if node is None:
        node = yamltree.Mapping((), Position(context.first_line, 1))
    value = _convert(node, _info(cast(Hashable, type_)), "", context)
    return None if value is UNSET else cast(T, value)


def is_empty(node: Node) -> bool:
    """Whether a value is none: null, blanks, `[]` or `{}`."""
    match node:
        case Scalar():
            return _is_blank(node)
        case Sequence():
            return not node.items
        case yamltree.Mapping():
            return not node.entries


def _is_blank(node: Node) -> bool:
    return isinstance(node, Scalar) and (node.is_null or not node.text.strip())


@cache
def _info(type_: Hashable) -> inspect.Type:
    return inspect.type_info(type_)


def nested_keys(type_: type) -> list[str]:
    """The keys of a Struct, and those of the Structs in it by dotted names (`photo.src`)."""
    names = []
    for name, field in _keys(type_).items():
        names.append(name)
        members = field.type.types if isinstance(field.type, inspect.UnionType) else (field.type,)
        for member in members:
            if isinstance(member, inspect.StructType) and member.cls is not When:
                names += [f"{name}.{child}" for child in _keys(member.cls)]
    return names


@cache
def _keys(type_: type) -> dict[str, inspect.Field]:
    info = _info(type_)
    assert isinstance(info, inspect.StructType)
    return {field.encode_name: field for field in info.fields}


@cache
def _required(type_: type) -> tuple[inspect.Field, ...]:
    return tuple(field for field in _keys(type_).values() if _is_required(field))


def _is_required(field: inspect.Field) -> bool:
    return field.default is NODEFAULT and field.default_factory is NODEFAULT


# One function for each kind of type: the value, or UNSET where there is none (and a Problem)


def _convert(node: Node, info: inspect.Type, key: str, context: Conversion) -> Any:
    convert_as = _CONVERTERS.get(type(info))
    if convert_as is None:
        raise TypeError(f"no conversion to {info!r} (key {key!r})")
    return convert_as(node, info, key, context)


def _any(node: Node, _info: inspect.Type, _key: str, _context: Conversion) -> Any:
    return plain_value(node)


def _str(node: Node, info: inspect.Type, key: str, context: Conversion) -> Any:
    if isinstance(node, Scalar):
        return node.text
    return _wrong(node, info, key, context, "Put it in quotes if it is a text that begins with a bracket.")


def _bool(node: Node, info: inspect.Type, key: str, context: Conversion) -> Any:
    value = plain_bool(node)
    if value is not None:
        return value
    return _wrong(node, info, key, context, "Write true or false, without quotes.")


def _number(node: Node, info: inspect.Type, key: str, context: Conversion) -> Any:
    value = plain_value(node)
    numbers = (int,) if isinstance(info, inspect.IntType) else (int, float)
    if not isinstance(value, numbers) or isinstance(value, bool):
        return _wrong(node, info, key, context, "Write a number, without quotes.")
    assert isinstance(info, inspect.IntType | inspect.FloatType)
    too_small = (info.ge is not None and value < info.ge) or (info.gt is not None and value <= info.gt)
    too_large = (info.le is not None and value > info.le) or (info.lt is not None and value >= info.lt)
    if not (too_small or too_large):
        return value
    message = f"`{_shown(key)}` is too {'small' if too_small else 'large'}: {value}."
    context.report("invalid-value", node.position, message, _bounds(info))
    return UNSET


def _bounds(info: inspect.IntType | inspect.FloatType) -> str:
    limits = (("at least", info.ge), ("more than", info.gt), ("at most", info.le), ("less than", info.lt))
    return f"Write {' and '.join(f'{words} {limit}' for words, limit in limits if limit is not None)}."


def _enum(node: Node, info: inspect.Type, key: str, context: Conversion) -> Any:
    hint = "Write one of these words."
    if not isinstance(node, Scalar):
        return _wrong(node, info, key, context, hint)
    assert isinstance(info, inspect.EnumType)
    members: dict[str, Enum] = {str(member.value).casefold(): member for member in info.cls}
    member = members.get(node.text.strip().casefold())
    if member is not None:
        return member
    valid = [str(member.value) for member in info.cls]
    message = f"`{_shown(key)}` cannot be `{node.text}`; it is {_either(valid)}."
    context.report("invalid-value", node.position, message, did_you_mean(node.text, valid, hint))
    return UNSET


def _when(node: Node, info: inspect.Type, key: str, context: Conversion) -> Any:
    if not isinstance(node, Scalar):
        return _wrong(node, info, key, context, FORMS)
    try:
        return parse_moment(node.text, context.zone)
    except MomentError as error:
        context.report("invalid-date", node.position, error.what, FORMS)
        return UNSET


def _tuple(node: Node, info: inspect.Type, key: str, context: Conversion) -> Any:
    assert isinstance(info, inspect.VarTupleType | inspect.ListType)
    values: list[Any] = []
    for item in _items(node, key, context):
        name = f"{key}.{len(values)}"
        context.positions[name] = item.position
        value = _convert(item, info.item_type, name, context)
        if value is UNSET:
            _forget(name, context)
        else:
            values.append(value)
    return tuple(values)


def _forget(name: str, context: Conversion) -> None:
    """Takes back the places of an item that is left out, for the next one gets its number."""
    for known in [known for known in context.positions if known == name or known.startswith(f"{name}.")]:
        del context.positions[known]


def _items(node: Node, key: str, context: Conversion) -> Iterator[Node]:
    """The list's items, or a single value as a list of one; depth is bounded by the tree's."""
    for item in node.items if isinstance(node, Sequence) else (node,):
        if _is_blank(item):
            message = f"`{_shown(key)}` has an item without a value; it is left out."
            context.report("empty-item", item.position, message, "Remove it.")
        elif isinstance(item, Sequence):
            message = f"`{_shown(key)}` has a list inside of the list; it is read as if it were one."
            context.report("empty-item", item.position, message, "Write one list.")
            yield from _items(item, key, context)
        else:
            yield item


def _dict(node: Node, info: inspect.Type, key: str, context: Conversion) -> Any:
    if not isinstance(node, yamltree.Mapping):
        return _wrong(node, info, key, context, "Write `name: value` on lines of their own, indented.")
    assert isinstance(info, inspect.DictType)
    values = {}
    for entry in node.entries:
        name = f"{key}.{entry.key.text}"
        context.positions[name] = entry.key.position
        value = _dict_value(entry, info.value_type, name, context)
        if value is not UNSET:
            values[entry.key.text] = value
    return values


def _dict_value(entry: Entry, info: inspect.Type, name: str, context: Conversion) -> Any:
    if isinstance(info, inspect.AnyType):
        return plain_value(entry.value)
    if _is_blank(entry.value):
        # `fr:` alone is a language with nothing but defaults
        is_struct = isinstance(info, inspect.StructType)
        empty = yamltree.Mapping((), entry.value.position)
        return _convert(empty, info, name, context) if is_struct else UNSET
    return _convert(entry.value, info, name, context)


def _union(node: Node, info: inspect.Type, key: str, context: Conversion) -> Any:
    assert isinstance(info, inspect.UnionType)
    members = [member for member in info.types if not isinstance(member, inspect.NoneType)]
    if len(members) == 1:
        return _convert(node, members[0], key, context)
    fitting = _FITTING[type(node)]
    for member in members:
        if isinstance(member, fitting):
            return _convert(node, member, key, context)
    return _wrong(node, info, key, context)


def _struct(node: Node, info: inspect.Type, key: str, context: Conversion) -> Any:
    assert isinstance(info, inspect.StructType)
    if info.cls is When:
        return _when(node, info, key, context)
    mapping = _as_mapping(node, info.cls, key, context)
    if mapping is None:
        return _wrong(node, info, key, context, "Write `key: value` on lines of their own, indented.")
    keys = _keys(info.cls)
    entries, unknown = _sorted_out(mapping, keys, key, context)
    values = {name: _field(entry, keys[name], key, context) for name, entry in entries.items()}
    values = {name: value for name, value in values.items() if value is not UNSET}
    _take_unknown(unknown, keys, values, key, context)
    missing = [field for field in _required(info.cls) if field.encode_name not in values]
    for field in missing:
        _report_missing(field, entries.get(field.encode_name), mapping, key, context)
    if missing:
        return UNSET
    return info.cls(**{keys[name].name: value for name, value in values.items()})


def _as_mapping(node: Node, cls: type, key: str, context: Conversion) -> yamltree.Mapping | None:
    if isinstance(node, yamltree.Mapping):
        return node
    shorthand = getattr(cls, "shorthand", None)
    if shorthand is None or not isinstance(node, Scalar):
        return None
    name = Scalar(shorthand, True, context.positions.get(key, node.position))
    return yamltree.Mapping((Entry(name, node),), node.position)


def _field(entry: Entry, field: inspect.Field, parent: str, context: Conversion) -> Any:
    name = _dotted(parent, field.encode_name)
    if _is_blank(entry.value):
        return UNSET
    context.positions[name] = entry.key.position
    value = _convert(entry.value, field.type, name, context)
    if value is UNSET:
        context.failed.add(name)
    return value


def _report_missing(
    field: inspect.Field, entry: Entry | None, mapping: yamltree.Mapping, parent: str, context: Conversion
) -> None:
    """Says that a required key is not given; where it is and could not be read, a Problem says so already."""
    name = _shown(_dotted(parent, field.encode_name))
    if entry is None:
        context.report("missing-key", mapping.position, f"`{name}` is missing.", _example(field))
    elif _is_blank(entry.value):
        context.report("missing-key", entry.key.position, f"`{name}` has no value.", _example(field))


def _example(field: inspect.Field) -> str:
    value = "2026-11-23" if _is_when(field.type) else "…"
    return f"Add a line such as `{field.encode_name}: {value}`."


# Keys: other names for ours, and those that nothing reads


def _sorted_out(
    mapping: yamltree.Mapping, keys: Mapping[str, inspect.Field], parent: str, context: Conversion
) -> tuple[dict[str, Entry], list[Entry]]:
    """The entries under our names, and those that we have no name for."""
    theirs = {entry.key.text: entry for entry in mapping.entries}
    if parent or not context.fields:
        unknown = [entry for name, entry in theirs.items() if name not in keys]
        return {name: entry for name, entry in theirs.items() if name in keys}, unknown
    renamed, used = _renamed(theirs, keys, context.fields)
    # A name that is in use for another of our keys means that one, though we have a key of that name, too.
    ours = {name: entry for name, entry in theirs.items() if name in keys and name not in used} | renamed
    known = used if context.unknown is UnknownKeys.EXTRA else used | _other_names(context)
    unknown = [entry for name, entry in theirs.items() if name not in keys and name not in known]
    return ours, unknown


def _other_names(context: Conversion) -> set[str]:
    return {name for names in context.fields.values() for name in names}


def _renamed(
    theirs: Mapping[str, Entry], keys: Mapping[str, inspect.Field], fields: Mapping[str, tuple[str, ...]]
) -> tuple[dict[str, Entry], set[str]]:
    """The entries that stand under other names, by ours, and these other names."""
    given = {name for name, entry in theirs.items() if name in keys and not is_empty(entry.value)}
    found = {ours: _first(theirs, names) for ours, names in fields.items() if ours not in given}
    plain = {ours: entry for ours, entry in found.items() if entry and "." not in ours}
    renamed = {ours: _under(ours, entry) for ours, entry in plain.items()}
    used = {entry.key.text for entry in plain.values()}
    nested: dict[str, dict[str, Entry]] = {}
    for ours, entry in found.items():
        parent, _, child = ours.partition(".")
        if entry and child and parent not in given and parent not in plain:
            nested.setdefault(parent, {})[child] = entry
    for parent, children in nested.items():
        if parent in keys and _suffices(children, keys[parent].type):
            renamed[parent] = _assembled(parent, children)
            used |= {entry.key.text for entry in children.values()}
    return renamed, used


def _first(theirs: Mapping[str, Entry], names: tuple[str, ...]) -> Entry | None:
    return next((theirs[name] for name in names if name in theirs and not is_empty(theirs[name].value)), None)


def _under(name: str, entry: Entry) -> Entry:
    return Entry(Scalar(name, True, entry.key.position), entry.value)


def _suffices(children: Mapping[str, Entry], info: inspect.Type) -> bool:
    """Whether the parts make a whole: an `image_alt` without an `image` makes no photo."""
    if isinstance(info, inspect.UnionType):
        return any(_suffices(children, member) for member in info.types)
    if not isinstance(info, inspect.StructType):
        return False
    return all(name in children for name, field in _keys(info.cls).items() if _is_required(field))


def _assembled(name: str, children: Mapping[str, Entry]) -> Entry:
    entries = tuple(_under(child, entry) for child, entry in children.items())
    position = min(entry.key.position for entry in entries)
    return Entry(Scalar(name, True, position), yamltree.Mapping(entries, position))


def _take_unknown(
    unknown: list[Entry],
    keys: Mapping[str, inspect.Field],
    values: dict[str, Any],
    parent: str,
    context: Conversion,
) -> None:
    if not parent and context.unknown is UnknownKeys.EXTRA and "extra" in keys:
        extra = {entry.key.text: plain_value(entry.value) for entry in unknown}
        if extra:
            values["extra"] = extra | values.get("extra", {})
        return
    known = (*keys, *(context.also if not parent else ()))
    for entry in unknown:
        message = f"Nothing reads the key `{_shown(_dotted(parent, entry.key.text))}`."
        context.report("unknown-key", entry.key.position, message, _nearest_key(entry.key.text, known))


def _nearest_key(name: str, known: tuple[str, ...]) -> str:
    """Names that differ only in case, hyphens and underscores are nearest of all."""
    folded = {_folded(key): key for key in known}
    same = folded.get(_folded(name))
    if same is not None:
        return f"Did you mean `{same}`?"
    return did_you_mean(name, known, f"Known keys: {', '.join(f'`{key}`' for key in known)}.")


def _folded(name: str) -> str:
    return re.sub(r"[-_\s]", "", name).casefold()


# Words


def _dotted(parent: str, name: str) -> str:
    return f"{parent}.{name}" if parent else name


def _shown(key: str) -> str:
    """A key as authors know it: the line says which item of a list it is."""
    return _INDEX.sub("", key)


def _wrong(node: Node, info: inspect.Type, key: str, context: Conversion, hint: str = "") -> Any:
    subject = f"`{_shown(key)}` takes" if key else "Here belongs"
    message = f"{subject} {_takes(info)}, and this is {_found(node)}."
    context.report("wrong-type", node.position, message, hint)
    return UNSET


def _found(node: Node) -> str:
    match node:
        case Scalar():
            text = " ".join(node.text.split())
            return f"`{text}`" if len(text) <= 40 else f"`{text[:39]}…`"
        case Sequence():
            return "a list"
        case yamltree.Mapping():
            return "a mapping (`key: value`)"


def _takes(info: inspect.Type) -> str:
    match info:
        case inspect.StructType() if info.cls is When:
            return "a date"
        case inspect.StructType():
            return f"a mapping of {', '.join(f'`{name}`' for name in _keys(info.cls))}"
        case inspect.EnumType():
            return _either([str(member.value) for member in info.cls])
        case inspect.UnionType():
            members = [member for member in info.types if not isinstance(member, inspect.NoneType)]
            return " or ".join(_takes(member) for member in members)
    return _NOUNS.get(type(info), "a value")


def _either(values: list[str]) -> str:
    quoted = [f"`{value}`" for value in values]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]]) if len(quoted) > 1 else "".join(quoted)


def _is_when(info: inspect.Type) -> bool:
    return isinstance(info, inspect.StructType) and info.cls is When


_NOUNS: dict[type[inspect.Type], str] = {
    inspect.StrType: "a text",
    inspect.BoolType: "true or false",
    inspect.IntType: "a whole number",
    inspect.FloatType: "a number",
    inspect.DictType: "a mapping (`key: value`)",
    inspect.VarTupleType: "a list",
    inspect.ListType: "a list",
}

_CONVERTERS: dict[type[inspect.Type], Callable[[Node, Any, str, Conversion], Any]] = {
    inspect.AnyType: _any,
    inspect.StrType: _str,
    inspect.BoolType: _bool,
    inspect.IntType: _number,
    inspect.FloatType: _number,
    inspect.EnumType: _enum,
    inspect.VarTupleType: _tuple,
    inspect.ListType: _tuple,
    inspect.DictType: _dict,
    inspect.UnionType: _union,
    inspect.StructType: _struct,
}

#: Which members of a union a node can become.
_FITTING: dict[type[Node], tuple[type[inspect.Type], ...]] = {
    Scalar: (inspect.StrType, inspect.EnumType, inspect.BoolType, inspect.IntType, inspect.FloatType),
    Sequence: (inspect.VarTupleType, inspect.ListType),
    yamltree.Mapping: (inspect.StructType, inspect.DictType),
}
