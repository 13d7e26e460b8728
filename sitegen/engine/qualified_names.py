"""Functions and types by their names, so that what names them can be kept."""

from __future__ import annotations

from functools import cache, reduce
from importlib import import_module
from typing import Any


def name_of(value: Any) -> str:
    """The name of a function or type that a module holds: `package.module:Name`."""
    return f"{value.__module__}:{value.__qualname__}"


@cache
def by_name(name: str) -> Any:
    """What `name_of` has named."""
    module, _, inside = name.partition(":")
    return reduce(getattr, inside.split("."), import_module(module))
