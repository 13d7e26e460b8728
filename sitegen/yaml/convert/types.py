"""Inspection of types: the keys of a Struct, and which of them are required."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache

from msgspec import inspect

from sitegen.model.front_matter import When


@cache
def described(type_: Hashable) -> inspect.Type:
    """msgspec's description of a type."""
    return inspect.type_info(type_)


@cache
def keys_of(type_: type) -> dict[str, inspect.Field]:
    """The fields of a Struct by key."""
    info = described(type_)
    assert isinstance(info, inspect.StructType)
    return {field.encode_name: field for field in info.fields}


@cache
def required_of(type_: type) -> tuple[inspect.Field, ...]:
    """The fields of a Struct without a default."""
    return tuple(field for field in keys_of(type_).values() if field.required)


def nested_keys(type_: type) -> list[str]:
    """The keys of a Struct, and those of nested Structs as dotted names (`photo.src`)."""
    names = []
    for name, field in keys_of(type_).items():
        names.append(name)
        for member in members_of(field.type):
            if isinstance(member, inspect.StructType) and not is_when(member):
                names += [f"{name}.{child}" for child in keys_of(member.cls)]
    return names


def members_of(info: inspect.Type) -> list[inspect.Type]:
    """The members of a union except None, or the type itself."""
    if not isinstance(info, inspect.UnionType):
        return [info]
    return [member for member in info.types if not isinstance(member, inspect.NoneType)]


def is_when(info: inspect.Type) -> bool:
    """Whether the type is a date: a Struct in code, but text for authors."""
    return isinstance(info, inspect.StructType) and info.cls is When
