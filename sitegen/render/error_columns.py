"""The column of a template error: Jinja reports only the line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from jinja2 import TemplateSyntaxError

from sitegen.lazy_regex import lazy_pattern
from sitegen.render.undefined import UnknownName

_TAG = lazy_pattern(r"\{[{%]")
_FILTER = lazy_pattern(r"No filter named '([^']*)'")
_TEST = lazy_pattern(r"No test named '([^']*)'")
_UNKNOWN_TAG = lazy_pattern(r"[Uu]nknown tag '([^']*)'")
_TOKEN = lazy_pattern(r"(?:unexpected|got) '([^']*)'")
_CHARACTER = lazy_pattern(r"unexpected char .* at ([0-9]+)")
_QUOTED = lazy_pattern(r"`([^`]+)`|'([^']+)'")
#: Jinja's names for the ends of its tags.
_ENDS = {"end of print statement": r"([-+]?\}\})", "end of statement block": r"([-+]?%\})"}


def column_of(error: Exception, message: str, lines: list[str], number: int) -> int:
    """The column of the name or token in line `number` that the error is about.

    If it is not found, the column of the first tag or of the first text in the line.
    """
    if found := _CHARACTER.search(message):
        at = int(found[1])
        return at - "\n".join(lines).rfind("\n", 0, at)
    line = lines[number - 1]
    for pattern in _patterns(error, message):
        if starts := [match.start(1) for match in re.finditer(pattern, line)]:
            return 1 + next((start for start in starts if _is_inside(line, start)), starts[0])
    tag = _TAG.search(line)
    return 1 + (tag.start() if tag else len(line) - len(line.lstrip()))


def _is_inside(line: str, index: int) -> bool:
    """Whether an index of a line is inside a tag."""
    opened = max(line.rfind(sign, 0, index) for sign in ("{{", "{%"))
    return opened > max(line.rfind(sign, 0, index) for sign in ("}}", "%}"))


def _patterns(error: Exception, message: str) -> Iterator[str]:
    """What to search for in the line, most specific first; group 1 is the position."""
    if isinstance(error, UnknownName):
        yield from _of_name(error.name, is_attribute=f"`{error.name}` is not defined" not in message)
    elif isinstance(error, TemplateSyntaxError):
        yield from _of_syntax(message)
    elif isinstance(error, UnicodeEncodeError):
        yield r"(\\[uU][0-9a-fA-F]+)"
    for word in _quoted(message):
        yield f"({re.escape(word)})"
        yield f"({re.escape(word.rpartition('/')[2])})"


def _of_name(name: str, is_attribute: bool) -> Iterator[str]:
    escaped = re.escape(name)
    if is_attribute:
        yield rf"(?:\.\s*|\[\s*['\"]?)({escaped})(?!\w)"
    yield rf"(?<![\w.])({escaped})(?!\w)"


def _of_syntax(message: str) -> Iterator[str]:
    if found := _FILTER.search(message):
        yield rf"(?:\||filter)\s*({re.escape(found[1])})"
    if found := _TEST.search(message):
        yield rf"is\s+(?:not\s+)?({re.escape(found[1])})"
    if found := _UNKNOWN_TAG.search(message):
        yield rf"\{{%[-+]?\s*({re.escape(found[1])})"
    if found := _TOKEN.search(message):
        yield _ENDS.get(found[1]) or f"({re.escape(found[1])})"


def _quoted(message: str) -> Iterable[str]:
    return [match[1] or match[2] for match in _QUOTED.finditer(message)]
