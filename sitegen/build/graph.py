"""What an engine knows, kept in a project's store: one graph for each output folder."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import blake2b

import msgspec
from msgspec import Struct

from sitegen.build.site_engine import EngineInputs
from sitegen.engine.rows import Row
from sitegen.store import AnswerRow, Store, StoreDamage

_SHELF = "graphs"
_INDEXES = "indexes of graphs"


class BuiltOutput(Struct, frozen=True, array_like=True):
    """A file of the last build: its kind, the digest of its bytes, and the file that it shows or copies."""

    kind: str
    digest: str
    source: str = ""


class GraphState(Struct, frozen=True):
    """What is known of a graph beside its rows: `code` is the version of all rules."""

    number: int
    code: str = ""
    given: EngineInputs = EngineInputs()
    outputs: dict[str, BuiltOutput] = {}
    paths: str = ""
    """The digest of all output paths, if they are those of `outputs`."""


_DECODER = msgspec.msgpack.Decoder(GraphState)
_ENCODER = msgspec.msgpack.Encoder()


class RowIndex:
    """The numbers of rows by their keys: a digest of each key, in order, and the numbers beside them."""

    def __init__(self, data: bytes = b"") -> None:
        count = len(data) // (_DIGEST + _NUMBER)
        self._digests, self._numbers = array("Q"), array("I")
        self._digests.frombytes(data[: count * _DIGEST])
        self._numbers.frombytes(data[count * _DIGEST :])

    def find(self, key: bytes) -> Iterator[int]:
        """The numbers of the rows that may have a key: seldom more than one."""
        digest = _digest_of(key)
        at = bisect_left(self._digests, digest)
        while at < len(self._digests) and self._digests[at] == digest:
            yield self._numbers[at]
            at += 1

    def changed(self, added: Mapping[int, bytes], removed: Collection[int]) -> RowIndex:
        """The index with keys added by their numbers, and numbers removed."""
        gone = set(removed)
        pairs = [pair for pair in zip(self._digests, self._numbers, strict=True) if pair[1] not in gone]
        pairs += [(_digest_of(key), id_) for id_, key in added.items()]
        pairs.sort()
        other = RowIndex()
        other._digests = array("Q", [digest for digest, _ in pairs])
        other._numbers = array("I", [number for _, number in pairs])
        return other

    def data(self) -> bytes:
        """The index as it is kept."""
        return self._digests.tobytes() + self._numbers.tobytes()


#: Bytes of a key's digest, and of a number, in an index.
_DIGEST, _NUMBER = 8, 4


def _digest_of(key: bytes) -> int:
    return int.from_bytes(blake2b(key, digest_size=_DIGEST).digest(), "big")


class Graph:
    """The rows of one graph: a `Memory` of an engine."""

    def __init__(self, store: Store, name: str, code: str) -> None:
        self._store = store
        self._name = name
        self.is_of_other_code = False
        """Whether there was one, by another version of the rules."""
        self._is_left = False
        """Whether its rows are of other code, and are to be forgotten."""
        self.known = self._loaded(code)
        self._last = 0 if self._is_left else store.last_answer(self.known.number)

    def _loaded(self, code: str) -> GraphState:
        data = self._store.load(_SHELF, self._name)
        if data is None:
            return GraphState(self._new_number(), code)
        try:
            known = _DECODER.decode(data)
        except msgspec.DecodeError as error:
            raise StoreDamage(f"The store holds a graph that cannot be understood: {error}.") from error
        if known.code != code:
            self._is_left, self.is_of_other_code = True, bool(known.outputs)
            return GraphState(known.number, code)
        return known

    def _new_number(self) -> int:
        data = self._store.load(_SHELF, "")
        number = int.from_bytes(data or b"", "big") + 1
        self._store.save(_SHELF, [("", number.to_bytes(4, "big"))])
        return number

    def find(self, key: bytes) -> Row | None:
        """The row of a key."""
        return next((row for row in self.get(list(self._index.find(key))) if row.key == key), None)

    @cached_property
    def _index(self) -> RowIndex:
        return RowIndex(b"" if self._is_left else self._store.load(_INDEXES, self._name) or b"")

    def get(self, ids: Sequence[int]) -> Iterable[Row]:
        """The rows of some numbers, as far as they are there."""
        return [Row(*row) for row in self._store.answers(self.known.number, ids)]

    def stale(self) -> Iterable[Row]:
        """The rows whose rules have to run again."""
        return [Row(*row) for row in self._store.stale_answers(self.known.number)]

    def last(self) -> int:
        """The highest number."""
        return self._last

    def save(self, rows: Iterable[Row], removed: Iterable[int]) -> None:
        """Keep rows, and remove others."""
        if self._is_left:
            self._store.forget_answers(self.known.number)
            self._is_left = False
        gone = list(removed)
        added: dict[int, bytes] = {}

        def taken() -> Iterator[AnswerRow]:
            for row in rows:
                added[row.id] = row.key
                yield row.id, row.key, row.digest, row.dependencies, row.dependents, row.answer, row.stale

        self._store.save_answers(self.known.number, taken(), gone)
        if gone or any(id_ > self._last for id_ in added):
            self._index = self._index.changed(
                {id_: key for id_, key in added.items() if id_ > self._last}, gone
            )
            self._store.save(_INDEXES, [(self._name, self._index.data())])
        self._last = max([self._last, *added])

    def loaded(self) -> LoadedRows:
        """All rows as they are now."""
        return LoadedRows(self._store.all_answers(self.known.number))

    def keep(self, given: EngineInputs, outputs: dict[str, BuiltOutput], paths: str) -> None:
        """Remember what is known beside the rows."""
        self.known = GraphState(self.known.number, self.known.code, given, outputs, paths)
        self._store.save(_SHELF, [(self._name, _ENCODER.encode(self.known))])


class LoadedRows:
    """LoadedRows in this process's memory: a `RowSource`."""

    def __init__(self, rows: Iterable[AnswerRow]) -> None:
        self._rows = {row[0]: row for row in rows}
        self._ids = {row[1]: row[0] for row in self._rows.values()}

    def find(self, key: bytes) -> Row | None:
        """The row of a key."""
        id_ = self._ids.get(key)
        return Row(*self._rows[id_]) if id_ is not None else None

    def get(self, ids: Sequence[int]) -> Iterable[Row]:
        """The rows of some numbers, as far as they are there."""
        return [Row(*self._rows[id_]) for id_ in ids if id_ in self._rows]


def outputs_of(store: Store, name: str) -> dict[str, BuiltOutput]:
    """The files of the last build."""
    data = store.load(_SHELF, name)
    return _DECODER.decode(data).outputs if data else {}
