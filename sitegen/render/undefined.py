"""Names that a template uses and nobody defined: never empty text, always an error that names neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from jinja2 import StrictUndefined, UndefinedError
from jinja2.utils import missing


class UnknownName(UndefinedError):
    """A template used a name that is not defined; `known` are those that would have been."""

    def __init__(self, message: str, name: str, known: Iterable[str]) -> None:
        super().__init__(message)
        self.name = name
        self.known = tuple(known)


class Unknown(StrictUndefined):
    """What stands for a name that is not there: every use of it is an `UnknownName`."""

    __slots__ = ()

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: type[Exception] = UndefinedError,
    ) -> None:
        if exc is not UndefinedError:
            super().__init__(hint, obj, name, cast(Any, exc))
            return

        def error(message: str | None = None) -> UnknownName:
            return UnknownName(hint or _message(obj, name) or message or "", str(name), _names(obj))

        super().__init__(hint, obj, name, cast(Any, error))


def _message(obj: Any, name: str | None) -> str:
    if name is None:
        return ""
    if obj is missing:
        return f"`{name}` is not defined"
    if isinstance(obj, Mapping):
        return f"There is no `{name}` in this mapping"
    if obj is None:
        return f"`{name}` was asked of nothing (None): test first whether the value is there"
    return f"{_article(_type_name(obj))} has no `{name}`"


def _article(noun: str) -> str:
    return f"An {noun}" if noun[:1] in "AEIOU" else f"A {noun}"


def _type_name(obj: Any) -> str:
    return getattr(type(obj), "shown_as", type(obj).__name__)


def _names(obj: Any) -> Iterable[str]:
    """What a template may ask of `obj`."""
    if obj is missing or obj is None:
        return ()
    if isinstance(obj, Mapping):
        return tuple(str(key) for key in obj)
    return tuple(name for name in dir(obj) if not name.startswith("_"))
