"""Regular expressions that are compiled when they are first used.

Most rules look for what few texts have. To compile everything that they could need takes longer
than to read an article that has changed.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


def lazy_pattern(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` gives, for patterns of modules; a mistake in one shows when it is used."""
    return cast("re.Pattern[AnyStr]", _LazyPattern(source, flags))


class _FromPattern:
    """An attribute of the compiled pattern, which the instance has itself once it was used: the next use
    does not come here."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, lazy: _LazyPattern, owner: type) -> Any:
        value = lazy.__dict__[self.name] = getattr(lazy.compiled(), self.name)
        return value


class _LazyPattern:
    """Stands for a pattern, and holds the pattern's own methods as soon as they are used."""

    search = _FromPattern()
    match = _FromPattern()
    fullmatch = _FromPattern()
    finditer = _FromPattern()
    findall = _FromPattern()
    sub = _FromPattern()
    subn = _FromPattern()
    split = _FromPattern()
    flags = _FromPattern()
    groups = _FromPattern()
    groupindex = _FromPattern()

    def __init__(self, source: Any, flags: int) -> None:
        self.pattern, self._flags = source, flags
        self._compiled: re.Pattern[Any] | None = None

    def compiled(self) -> re.Pattern[Any]:
        """The pattern itself."""
        if self._compiled is None:
            self._compiled = re.compile(self.pattern, self._flags)
        return self._compiled
