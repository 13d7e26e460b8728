"""What an engine remembers from one process to the next: a row for each question."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import Protocol

from msgspec import Struct

#: How numbers of rows are packed: four bytes each, in the machine's order, since no store leaves its machine.
_CODE = "I"


class Row(Struct, frozen=True, gc=False):
    """A question as it is kept: its number, its key, the digest of its answer, and the numbers of the
    questions that were asked for it and that asked for it; the answer itself where that is kept. `stale` says
    that its rule has to run again."""

    id: int
    key: bytes
    digest: str
    asked: bytes
    askers: bytes
    answer: bytes | None
    stale: int = 0


class RowSource(Protocol):
    """Has rows by their numbers and keys."""

    def find(self, key: bytes) -> Row | None:
        """The row of a key."""
        ...

    def get(self, ids: Sequence[int]) -> Iterable[Row]:
        """The rows of some numbers, as far as they are there."""
        ...


class RowStore(RowSource, Protocol):
    """Keeps rows."""

    def stale(self) -> Iterable[Row]:
        """The rows whose rules have to run again."""
        ...

    def last(self) -> int:
        """The highest number; 0 where there is no row."""
        ...

    def save(self, rows: Iterable[Row], removed: Iterable[int]) -> None:
        """Keep rows, in the place of those with the same numbers, and remove others."""
        ...


def packed(numbers: Sequence[int]) -> bytes:
    """Numbers of rows as bytes."""
    return array(_CODE, numbers).tobytes()


def unpacked(data: bytes) -> list[int]:
    """The numbers of rows that were packed."""
    found = array(_CODE)
    found.frombytes(data)
    return found.tolist()
