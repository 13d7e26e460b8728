"""Undefined names in templates: always an error that suggests similar names, never empty text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from jinja2 import StrictUndefined, TemplateRuntimeError, UndefinedError
from jinja2.utils import missing


class UnknownName(UndefinedError):
    """A template used an undefined name; `known` are the defined ones."""

    def __init__(self, message: str, name: str, known: Iterable[str], hint: str = "") -> None:
        super().__init__(message)
        self.name = name
        self.known = tuple(known)
        self.hint = hint


class Unknown(StrictUndefined):
    """The value of an undefined name: any use raises `UnknownName`."""

    __slots__ = ()

    def __init__(
        self,
        hint: str | None = None,
        obj: object = missing,
        name: str | None = None,
        exc: type[TemplateRuntimeError] = UndefinedError,
    ) -> None:
        if exc is not UndefinedError:
            super().__init__(hint, obj, name, exc)
            return

        def error(message: str | None = None) -> UnknownName:
            remedy = "Check first that the value exists." if obj is None else ""
            return UnknownName(hint or _message(obj, name) or message or "", str(name), _names(obj), remedy)

        super().__init__(hint, obj, name, cast(type[UndefinedError], error))  # Jinja only calls it


def _message(obj: object, name: str | None) -> str:
    if name is None:
        return ""
    if obj is missing:
        return f"`{name}` is not defined"
    if isinstance(obj, Mapping):
        return f"This mapping has no `{name}`"
    if obj is None:
        return f"Cannot read `{name}` of None"
    return f"{_article(_type_name(obj))} has no `{name}`"


def _article(noun: str) -> str:
    return f"An {noun}" if noun[:1] in "AEIOU" else f"A {noun}"


def _type_name(obj: object) -> str:
    return getattr(type(obj), "shown_as", type(obj).__name__)


def _names(obj: object) -> Iterable[str]:
    """The names that a template can use on `obj`."""
    if obj is missing or obj is None:
        return ()
    if isinstance(obj, Mapping):
        return tuple(str(key) for key in obj)
    return tuple(name for name in dir(obj) if not name.startswith("_"))
