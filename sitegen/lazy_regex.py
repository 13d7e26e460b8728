"""Regular expressions that are compiled on first use.

Most patterns are for things that few texts contain. Compiling all of them takes longer than reading a changed
article.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


def lazy_pattern(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Like `re.compile`, for constants of modules. Errors in the pattern are raised on first use."""
    return cast("re.Pattern[AnyStr]", _LazyPattern(source, flags))


class _FromPattern:
    """An attribute of the compiled pattern. First use copies it to the instance, which bypasses this
    descriptor."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, lazy: _LazyPattern, owner: type) -> Any:
        value = lazy.__dict__[self.name] = getattr(lazy.compiled(), self.name)
        return value


class _LazyPattern:
    """Acts as a pattern, and caches the methods of the compiled one."""

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
        """The compiled pattern."""
        if self._compiled is None:
            self._compiled = re.compile(self.pattern, self._flags)
        return self._compiled
