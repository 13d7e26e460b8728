"""JSON Schemas (draft 2020-12) for front matter and the configuration.

Editors use them to complete and check keys while an author types. Builds do not use them: their checks are
stricter. The descriptions are the attribute docstrings of the classes, as in the manual.
"""

from __future__ import annotations

import ast
import inspect as source_inspect
import textwrap
from collections.abc import Callable, Hashable
from functools import cache
from typing import Any, cast

from msgspec import NODEFAULT, Struct, inspect, to_builtins

from sitegen.config.settings import Config
from sitegen.dates import FORMS, PATTERN
from sitegen.model.front_matter import MATTERS, WITH_STATUS, Kind, When

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TEXT = ["string", "number", "boolean"]
#: Keys that reading accepts besides the fields of a Struct.
_FLAGS = {
    "draft": "`true` keeps the document unpublished, whatever its status.",
    "published": "`false` keeps the document unpublished, whatever its status.",
}

_Schema = dict[str, Any]


def front_matter_schema(kind: Kind) -> _Schema:
    """The JSON Schema for the front matter of a kind of document."""
    schema = _object(MATTERS[kind])
    if kind in WITH_STATUS:
        schema["properties"] |= {
            name: {"description": text, "type": ["boolean", "null"]} for name, text in _FLAGS.items()
        }
    return {"$schema": _DIALECT, "title": f"Front matter: {kind.value}", **schema}


def config_schema() -> _Schema:
    """The JSON Schema for `sitegen.yaml`."""
    return {"$schema": _DIALECT, "title": "sitegen.yaml", **_object(Config)}


@cache
def documented_fields(struct_type: type[Struct]) -> dict[str, str]:
    """The docstrings of a Struct's fields in order, each on one line; empty if missing."""
    tree = ast.parse(textwrap.dedent(source_inspect.getsource(struct_type)))
    definition = tree.body[0]
    assert isinstance(definition, ast.ClassDef)
    texts = dict.fromkeys(struct_type.__struct_fields__, "")
    for statement, following in zip(definition.body, definition.body[1:], strict=False):
        match statement, following:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str() as text)):
                if name in texts:
                    texts[name] = " ".join(text.split())
    return texts


def _object(struct_type: type) -> _Schema:
    """A Struct as an object without additional keys."""
    info = inspect.type_info(cast(Hashable, struct_type))
    assert isinstance(info, inspect.StructType)
    texts = documented_fields(cast(type[Struct], struct_type))
    schema: _Schema = {"type": "object"}
    if struct_type.__doc__:
        schema["description"] = " ".join(struct_type.__doc__.split())
    schema["properties"] = {field.encode_name: _property(field, texts[field.name]) for field in info.fields}
    required = [field.encode_name for field in info.fields if field.required]
    if required:
        schema["required"] = required
    return schema | {"additionalProperties": False}


def _property(field: inspect.Field, text: str) -> _Schema:
    schema = _of(field.type)
    if not field.required:
        schema = _or_null(schema)
    if text:
        # the description of the key says more than that of its type
        schema = schema | {"description": text}
    if field.default is not NODEFAULT and field.default not in (None, "", ()):
        schema = schema | {"default": to_builtins(field.default)}
    return schema


def _or_null(schema: _Schema) -> _Schema:
    """Allow null: a key without a value counts as missing."""
    if "anyOf" in schema:
        return schema | {"anyOf": [*schema["anyOf"], {"type": "null"}]}
    if "enum" in schema:
        return schema | {"enum": [*schema["enum"], None]}
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    return schema | {"type": [*kinds, "null"]} if kinds and "null" not in kinds else schema


def _of(info: inspect.Type) -> _Schema:
    make = _MAKERS.get(type(info))
    if make is None:
        raise TypeError(f"no schema of {info!r}")
    return make(info)


def _number(info: inspect.IntType | inspect.FloatType) -> _Schema:
    schema: _Schema = {"type": "integer" if isinstance(info, inspect.IntType) else "number"}
    limits = {"minimum": info.ge, "maximum": info.le}
    limits |= {"exclusiveMinimum": info.gt, "exclusiveMaximum": info.lt}
    return schema | {name: limit for name, limit in limits.items() if limit is not None}


def _list(info: inspect.ListType | inspect.VarTupleType) -> _Schema:
    """A list, or a single value, which is read as a list of one."""
    item = _of(info.item_type)
    return {"anyOf": [{"type": "array", "items": _or_null(item)}, item]}


def _mapping(info: inspect.DictType) -> _Schema:
    if isinstance(info.value_type, inspect.AnyType):
        return {"type": "object"}
    return {"type": "object", "additionalProperties": _or_null(_of(info.value_type))}


def _union(info: inspect.UnionType) -> _Schema:
    members = [_of(member) for member in info.types if not isinstance(member, inspect.NoneType)]
    return members[0] if len(members) == 1 else {"anyOf": members}


def _struct(info: inspect.StructType) -> _Schema:
    if info.cls is When:
        return {"type": "string", "pattern": PATTERN, "description": FORMS}
    schema = _object(info.cls)
    if getattr(info.cls, "shorthand", None) is None:
        return schema
    return {"anyOf": [{"type": "string"}, schema]}


_MAKERS: dict[type[inspect.Type], Callable[[Any], _Schema]] = {
    inspect.AnyType: lambda _: {},
    # Text is read as written, so `title: 1984` is text.
    inspect.StrType: lambda _: {"type": list(_TEXT)},
    inspect.BoolType: lambda _: {"type": "boolean"},
    inspect.IntType: _number,
    inspect.FloatType: _number,
    inspect.EnumType: lambda info: {"enum": [member.value for member in info.cls]},
    inspect.VarTupleType: _list,
    inspect.ListType: _list,
    inspect.DictType: _mapping,
    inspect.UnionType: _union,
    inspect.StructType: _struct,
}
