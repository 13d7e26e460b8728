"""What an engine keeps from one process to the next: a row for each query."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import Protocol

from msgspec import Struct

#: Ids are packed as four bytes each, in the machine's byte order: no store leaves its machine.
_CODE = "I"


class Row(Struct, frozen=True, gc=False):
    """A query as it is stored.

    `dependencies` are the packed ids of the queries that its rule asked, `dependents` those of the queries
    whose rules asked it. `answer` is None unless the rule's answers are cached. `stale` is 1 if the rule has
    to run again.
    """

    id: int
    key: bytes
    digest: str
    dependencies: bytes
    dependents: bytes
    answer: bytes | None
    stale: int = 0


class RowSource(Protocol):
    """Looks up rows by key or id."""

    def find(self, key: bytes) -> Row | None:
        """The row with a key."""
        ...

    def get(self, ids: Sequence[int]) -> Iterable[Row]:
        """The rows with these ids; missing ones are skipped."""
        ...


class RowStore(RowSource, Protocol):
    """Stores rows."""

    def stale(self) -> Iterable[Row]:
        """The rows whose rules have to run again."""
        ...

    def last(self) -> int:
        """The highest id; 0 if there are no rows."""
        ...

    def save(self, rows: Iterable[Row], removed: Iterable[int]) -> None:
        """Insert or replace rows, and delete those with the `removed` ids."""
        ...


def pack(ids: Sequence[int]) -> bytes:
    """The ids as bytes."""
    return array(_CODE, ids).tobytes()


def unpack(data: bytes) -> list[int]:
    """The ids that `pack` encoded."""
    found = array(_CODE)
    found.frombytes(data)
    return found.tolist()
