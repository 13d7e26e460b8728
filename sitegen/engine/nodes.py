"""The dependency graph of an engine: a node for each query, in memory or loaded from a store on demand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from sitegen.digest import digest_bytes, digest_in_order
from sitegen.engine.rows import Row, RowSource, RowStore, pack, unpack
from sitegen.engine.rules import Rules
from sitegen.model.query import Query


class Absent(LookupError):
    """An input that has no value."""


class Failure:
    """An answer that is an exception: whoever asks for it gets the exception raised."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    @property
    def digest(self) -> str:
        """Equal for exceptions of the same type with the same arguments."""
        return digest_in_order((type(self.error).__qualname__, repr(self.error)))


class Encoded:
    """An answer from the store that has not been decoded yet."""

    def __init__(self, data: bytes) -> None:
        self.data = data


#: The answer of an input without a value.
UNSET = Failure(Absent("the input was not set"))
#: Stands for an answer of which only the digest is known.
UNKNOWN = object()

_ENCODER = msgspec.msgpack.Encoder()
_PARTS = msgspec.msgpack.Decoder(dict[str, str])


class Node:
    """A query with its answer, its level, and the ids of its dependencies and dependents."""

    __slots__ = (
        "answer",
        "dependencies",
        "dependents",
        "digest",
        "id",
        "is_changed",
        "level",
        "parts",
        "query",
    )

    def __init__(self, id_: int, query: Query[object], level: int) -> None:
        self.id = id_
        self.query = query
        self.level = level
        self.answer: object = UNSET
        self.digest = ""
        self.dependencies: tuple[int, ...] = ()
        self.dependents: list[int] = []
        self.is_changed = True
        """Whether its row has to be saved."""
        self.parts: dict[str, str] | bytes = {}
        """If the answer is a mapping that is looked up in parts: the digest of each value by its key. Encoded
        until first use."""

    def part_digests(self) -> dict[str, str]:
        """The digest of each of the answer's parts by its key."""
        if isinstance(self.parts, bytes):
            self.parts = _PARTS.decode(self.parts)
        return self.parts


class Nodes:
    """The nodes of an engine, by query and by id. Nodes that are in the store alone are loaded on demand."""

    def __init__(self, rules: Rules, store: RowStore | None) -> None:
        self._rules = rules
        self._store = store
        self.by_query: dict[Query[object], Node] = {}
        self._by_id: dict[int, Node] = {}
        self.last = store.last() if store else 0
        """The highest id."""
        #: Where rows are loaded from; None if there are none.
        self._source: RowSource | None = store if self.last else None
        self._removed: set[int] = set()
        """Ids of removed nodes whose rows may still be in the store."""

    def stale(self) -> list[Node]:
        """The nodes that the store marks as stale."""
        return [self._loaded(row) for row in self._store.stale()] if self._store and self.last else []

    def new(self, query: Query[object]) -> Node:
        """Add a node for a query that has none."""
        self.last += 1
        node = Node(self.last, query, self._rules.level(query))
        self.by_query[query] = self._by_id[self.last] = node
        return node

    def find(self, query: Query[object]) -> Node | None:
        """The node of a query, if it has one."""
        node = self.by_query.get(query)
        if node is None and self._source is not None:
            row = self._source.find(self._rules.key(query))
            return self._loaded(row, query) if row and row.id not in self._removed else None
        return node

    def at(self, ids: Sequence[int]) -> Iterator[Node]:
        """The nodes with these ids; missing ones are skipped."""
        self.load(ids)
        return (self._by_id[id_] for id_ in ids if id_ in self._by_id)

    def load(self, ids: Iterable[int]) -> None:
        """Load the nodes with these ids into memory, in one query of the store."""
        if self._source is not None:
            missing = [id_ for id_ in dict.fromkeys(ids) if id_ not in self._by_id]
            missing = [id_ for id_ in missing if id_ not in self._removed] if self._removed else missing
            for row in self._source.get(missing) if missing else ():
                self._loaded(row)

    def _loaded(self, row: Row, query: Query[object] | None = None) -> Node:
        query = query or self._rules.query(row.key)
        node = Node(row.id, query, self._rules.level(query))
        node.digest, node.is_changed = row.digest, bool(row.stale)
        node.dependencies, node.dependents = tuple(unpack(row.dependencies)), unpack(row.dependents)
        if row.answer is None:
            node.answer = UNKNOWN
        elif self._rules.part(query) is not None:
            node.answer, node.parts = UNKNOWN, row.answer
        else:
            node.answer = Encoded(row.answer)
        self.by_query[query] = self._by_id[row.id] = node
        return node

    def contains(self, node: Node) -> bool:
        """Whether the node has not been removed."""
        return self._by_id.get(node.id) is node

    def remove(self, node: Node) -> None:
        """Remove a node."""
        self._removed.add(node.id)
        del self.by_query[node.query], self._by_id[node.id]

    def load_from(self, rows: RowSource) -> None:
        """Load further nodes from `rows`, which hold what the store held at the start."""
        if self._source is not None:
            self._source = rows

    def save(self, stale: Sequence[Mapping[Node, object]], removed: Iterable[int]) -> None:
        """Write what changed to the store. `stale` holds the stale nodes of each level."""
        assert self._store is not None
        for level in stale:
            for node in level:
                node.is_changed = True
        changed = [node for node in self._by_id.values() if node.is_changed]
        self._store.save((self._row(node, stale[node.level]) for node in changed), removed)
        for node in changed:
            node.is_changed = False
        self._source = self._store
        self._removed.clear()

    def _row(self, node: Node, stale: Collection[Node]) -> Row:
        data = self._encoded(node)
        if not node.digest:
            is_same = data is not None and self._rules.digests_encoding(node.query)
            node.digest = digest_bytes(data or b"") if is_same else self.digest(node, node.answer)
        key, ids = self._rules.key(node.query), (pack(node.dependencies), pack(node.dependents))
        return Row(node.id, key, node.digest, *ids, data, int(node in stale))

    def _encoded(self, node: Node) -> bytes | None:
        """The answer as the store keeps it: of a mapping in parts their digests, of an uncached one None."""
        if self._rules.part(node.query) is not None:
            return node.parts if isinstance(node.parts, bytes) else _ENCODER.encode(node.parts)
        if isinstance(node.answer, Encoded):
            return node.answer.data
        if not node.level or node.answer is UNKNOWN or isinstance(node.answer, Failure):
            return None
        return self._rules.encoded(node.query, node.answer)

    def digest(self, node: Node, answer: object) -> str:
        """The digest of an answer of a node."""
        return answer.digest if isinstance(answer, Failure) else self._rules.digest(node.query, answer)

    def decoded(self, node: Node) -> Any:
        """A node's answer, decoded if it came from the store; it may be UNKNOWN or a Failure."""
        if isinstance(node.answer, Encoded):
            node.answer = self._rules.decoded(node.query, node.answer.data)
        return node.answer
