"""The answers of an engine, saved in a project's cache: one graph for each output folder."""

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

_NAMESPACE = "graphs"
_INDEXES = "indexes of graphs"


class BuiltOutput(Struct, frozen=True, array_like=True):
    """An output of the last build: its kind, its digest, and the file that it shows or copies."""

    kind: str
    digest: str
    source: str = ""


class GraphState(Struct, frozen=True):
    """What is saved of a graph beside its rows; `code` is the version of all rules."""

    number: int
    code: str = ""
    inputs: EngineInputs = EngineInputs()
    outputs: dict[str, BuiltOutput] = {}
    paths: str = ""
    """The digest of all output paths, if `outputs` has all of them."""


_DECODER = msgspec.msgpack.Decoder(GraphState)
_ENCODER = msgspec.msgpack.Encoder()

#: Bytes of a key's digest and of a number in an index.
_DIGEST, _NUMBER = 8, 4


class RowIndex:
    """The numbers of rows by their keys: sorted digests of the keys, and the numbers in the same order."""

    def __init__(self, data: bytes = b"") -> None:
        count = len(data) // (_DIGEST + _NUMBER)
        self._digests, self._numbers = array("Q"), array("I")
        self._digests.frombytes(data[: count * _DIGEST])
        self._numbers.frombytes(data[count * _DIGEST :])

    def find(self, key: bytes) -> Iterator[int]:
        """The numbers of the rows that may have a key: rarely more than one."""
        digest = _digest_of(key)
        at = bisect_left(self._digests, digest)
        while at < len(self._digests) and self._digests[at] == digest:
            yield self._numbers[at]
            at += 1

    def changed(self, added: Mapping[int, bytes], removed: Collection[int]) -> RowIndex:
        """A copy with some keys added, by number, and some numbers removed."""
        unwanted = set(removed)
        pairs = [pair for pair in zip(self._digests, self._numbers, strict=True) if pair[1] not in unwanted]
        pairs += [(_digest_of(key), id_) for id_, key in added.items()]
        pairs.sort()
        other = RowIndex()
        other._digests = array("Q", [digest for digest, _ in pairs])
        other._numbers = array("I", [number for _, number in pairs])
        return other

    def data(self) -> bytes:
        """The index as bytes."""
        return self._digests.tobytes() + self._numbers.tobytes()


def _digest_of(key: bytes) -> int:
    return int.from_bytes(blake2b(key, digest_size=_DIGEST).digest(), "big")


class Graph:
    """A saved graph: a `RowStore` for an engine."""

    def __init__(self, store: Store, name: str, code: str) -> None:
        self._store = store
        self._name = name
        self.is_of_other_code = False
        """Whether the last build used another version of the rules."""
        self._is_outdated = False
        """Whether the saved rows are of other code and have to be removed."""
        self.state = self._load(code)
        self._last = 0 if self._is_outdated else store.last_answer(self.state.number)

    def _load(self, code: str) -> GraphState:
        data = self._store.load(_NAMESPACE, self._name)
        if data is None:
            return GraphState(self._new_number(), code)
        state = _decode(data)
        if state.code != code:
            self._is_outdated, self.is_of_other_code = True, bool(state.outputs)
            return GraphState(state.number, code)
        return state

    def _new_number(self) -> int:
        data = self._store.load(_NAMESPACE, "")
        number = int.from_bytes(data or b"", "big") + 1
        self._store.save(_NAMESPACE, [("", number.to_bytes(4, "big"))])
        return number

    def find(self, key: bytes) -> Row | None:
        """The row of a key."""
        return next((row for row in self.get(list(self._index.find(key))) if row.key == key), None)

    @cached_property
    def _index(self) -> RowIndex:
        return RowIndex(b"" if self._is_outdated else self._store.load(_INDEXES, self._name) or b"")

    def get(self, ids: Sequence[int]) -> Iterable[Row]:
        """The rows with these numbers; missing ones are skipped."""
        return [Row(*row) for row in self._store.answers(self.state.number, ids)]

    def stale(self) -> Iterable[Row]:
        """The rows with rules that have to run again."""
        return [Row(*row) for row in self._store.stale_answers(self.state.number)]

    def last(self) -> int:
        """The highest number."""
        return self._last

    def save(self, rows: Iterable[Row], removed: Iterable[int]) -> None:
        """Save rows and remove others."""
        if self._is_outdated:
            self._store.delete_answers(self.state.number)
            self._is_outdated = False
        removed_ids = list(removed)
        added: dict[int, bytes] = {}

        def as_tuples() -> Iterator[AnswerRow]:
            for row in rows:
                added[row.id] = row.key
                yield row.id, row.key, row.digest, row.dependencies, row.dependents, row.answer, row.stale

        self._store.save_answers(self.state.number, as_tuples(), removed_ids)
        if removed_ids or any(id_ > self._last for id_ in added):
            self._index = self._index.changed(
                {id_: key for id_, key in added.items() if id_ > self._last}, removed_ids
            )
            self._store.save(_INDEXES, [(self._name, self._index.data())])
        self._last = max([self._last, *added])

    def loaded(self) -> LoadedRows:
        """All rows as they are now, in memory."""
        return LoadedRows(self._store.all_answers(self.state.number))

    def save_state(self, inputs: EngineInputs, outputs: dict[str, BuiltOutput], paths: str) -> None:
        """Save the state beside the rows."""
        self.state = GraphState(self.state.number, self.state.code, inputs, outputs, paths)
        self._store.save(_NAMESPACE, [(self._name, _ENCODER.encode(self.state))])


class LoadedRows:
    """Rows in memory: a `RowSource`."""

    def __init__(self, rows: Iterable[AnswerRow]) -> None:
        self._rows = {row[0]: row for row in rows}
        self._ids = {row[1]: row[0] for row in self._rows.values()}

    def find(self, key: bytes) -> Row | None:
        """The row of a key."""
        id_ = self._ids.get(key)
        return Row(*self._rows[id_]) if id_ is not None else None

    def get(self, ids: Sequence[int]) -> Iterable[Row]:
        """The rows with these numbers; missing ones are skipped."""
        return [Row(*self._rows[id_]) for id_ in ids if id_ in self._rows]


def outputs_of(store: Store, name: str) -> dict[str, BuiltOutput]:
    """The outputs of the last build, by path."""
    data = store.load(_NAMESPACE, name)
    return _decode(data).outputs if data else {}


def _decode(data: bytes) -> GraphState:
    try:
        return _DECODER.decode(data)
    except msgspec.DecodeError as error:
        raise StoreDamage(f"The saved graph cannot be decoded: {error}.") from error
