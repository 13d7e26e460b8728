"""YAML as a tree of nodes with their positions and source texts.

Scalars without quotes are resolved only when a type needs it (`convert`), by the core schema of YAML 1.2.2
(https://yaml.org/spec/1.2.2/, section 10.3).
"""

from __future__ import annotations

import math
from typing import Any

from msgspec import Struct

from sitegen.lazy_regex import lazy_pattern
from sitegen.model.documents import Position

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = lazy_pattern(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = lazy_pattern(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
# The range that MessagePack and JSON encoders support.
_INT_RANGE = range(-(2**63), 2**64)


# Trees have no cycles, so the garbage collector need not track the nodes.


class Scalar(Struct, frozen=True, gc=False):
    """A single value. `plain` is true if `text` was written without quotes, so that it may be a number.

    `lost` is what YAML removed from its line: a comment directly after it (`#3`), a tag (`!`), an anchor
    (`&x`) or the indicator of an empty block (`>`).
    """

    text: str
    plain: bool
    position: Position
    lost: str = ""

    @property
    def is_null(self) -> bool:
        """Whether it is null in YAML: empty, `~` or `null`, without quotes."""
        return self.plain and self.text in _NULL


class Sequence(Struct, frozen=True, gc=False):
    """A list."""

    items: tuple[Node, ...]
    position: Position


class Entry(Struct, frozen=True, gc=False):
    """A key and its value."""

    key: Scalar
    value: Node


class Mapping(Struct, frozen=True, gc=False):
    """Keys and values in source order.

    `repeated` has the entries with a duplicate key or a merge key. Only safety checks look at them.
    """

    entries: tuple[Entry, ...]
    position: Position
    repeated: tuple[Entry, ...] = ()


Node = Scalar | Sequence | Mapping


def plain_value(node: Node) -> Any:
    """The node as plain Python values: dict, list, str, int, float, bool, None.

    Scalars without quotes are resolved by the core schema. Infinities, NaN and integers beyond 64 bits stay
    text, since JSON cannot hold them. Keys are always text.
    """
    match node:
        case Scalar():
            return _resolved(node.text) if node.plain else node.text
        case Sequence():
            return [plain_value(item) for item in node.items]
        case Mapping():
            return {entry.key.text: plain_value(entry.value) for entry in node.entries}


def plain_bool(node: Node) -> bool | None:
    """The boolean that the node is, written without quotes, or else None."""
    return _BOOL.get(node.text) if isinstance(node, Scalar) and node.plain else None


def is_blank(node: Node) -> bool:
    """Whether the value is missing: null or only blanks."""
    return isinstance(node, Scalar) and (node.is_null or not node.text.strip())


def is_empty(node: Node) -> bool:
    """Whether the value is empty: null, blanks, `[]` or `{}`."""
    match node:
        case Scalar():
            return is_blank(node)
        case Sequence():
            return not node.items
        case Mapping():
            return not node.entries


def _resolved(text: str) -> str | int | float | bool | None:
    if text in _NULL:
        return None
    if text in _BOOL:
        return _BOOL[text]
    if _INT.fullmatch(text):
        return _integer(text)
    if _FLOAT.fullmatch(text):
        number = float(text)
        return number if math.isfinite(number) else text
    return text


def _integer(text: str) -> int | str:
    if len(text) > 40:  # int() is slow on very long texts
        return text
    base = {"0o": 8, "0x": 16}.get(text[:2], 10)
    number = int(text, base)
    return number if number in _INT_RANGE else text
