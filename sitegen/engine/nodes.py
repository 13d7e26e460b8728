"""What an engine knows of each question, at hand or in its memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from sitegen.digest import digest_bytes, digest_in_order
from sitegen.engine.rows import Row, RowSource, RowStore, packed, unpacked
from sitegen.engine.rules import Rules
from sitegen.model.query import Query


class Absent(LookupError):
    """An input that was not set."""


class Failure:
    """What a rule raised in place of an answer. Two of the same error are equal."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    @property
    def digest(self) -> str:
        """Equal for equal errors."""
        return digest_in_order((type(self.error).__qualname__, repr(self.error)))


class Encoded:
    """An answer as a memory keeps it."""

    def __init__(self, data: bytes) -> None:
        self.data = data


#: The answer of an input that was not set.
UNSET = Failure(Absent("the input was not set"))
#: The answer of a question of which only the digest is known.
FORGOTTEN = object()

_ENCODER = msgspec.msgpack.Encoder()
_PARTS = msgspec.msgpack.Decoder(dict[Any, str])


class Node:
    """A question with its answer, what was asked for it, and who asked for it, by their numbers."""

    __slots__ = ("answer", "asked", "askers", "digest", "id", "is_changed", "level", "parts", "question")

    def __init__(self, id_: int, question: Query[Any], level: int) -> None:
        self.id = id_
        self.question = question
        self.level = level
        self.answer: Any = UNSET
        self.digest = ""
        self.asked: tuple[int, ...] = ()
        self.askers: list[int] = []
        self.is_changed = True
        """Whether the row of it has to be written."""
        self.parts: dict[Any, str] | bytes = {}
        """Of an answer in parts: the digest of each by its key; as it is kept, before it is looked at."""

    def part_digests(self) -> dict[Any, str]:
        """The digests of the answer's parts by their keys."""
        if isinstance(self.parts, bytes):
            self.parts = _PARTS.decode(self.parts)
        return self.parts


class Nodes:
    """The nodes of an engine: those at hand, and those that are recalled when they are looked for."""

    def __init__(self, rules: Rules, memory: RowStore | None) -> None:
        self._rules = rules
        self._memory = memory
        self.by_question: dict[Query[Any], Node] = {}
        self._by_id: dict[int, Node] = {}
        self.last = memory.last() if memory else 0
        """The highest number."""
        #: None where there is nothing to be found.
        self._known: RowSource | None = memory if self.last else None
        self._removed: set[int] = set()
        """What the memory may still know."""

    def stale(self) -> list[Node]:
        """Those that the memory says have to be answered again."""
        return [self._recalled(row) for row in self._memory.stale()] if self._memory and self.last else []

    def new(self, question: Query[Any]) -> Node:
        """A node for a question that has none."""
        self.last += 1
        node = Node(self.last, question, self._rules.level(question))
        self.by_question[question] = self._by_id[self.last] = node
        return node

    def find(self, question: Query[Any]) -> Node | None:
        """The node of a question, if it has one."""
        node = self.by_question.get(question)
        if node is None and self._known is not None:
            row = self._known.find(self._rules.key(question))
            return self._recalled(row, question) if row and row.id not in self._removed else None
        return node

    def at(self, ids: Sequence[int]) -> Iterator[Node]:
        """The nodes of some numbers, as far as they are there."""
        self.load(ids)
        return (self._by_id[id_] for id_ in ids if id_ in self._by_id)

    def load(self, ids: Iterable[int]) -> None:
        """Have the nodes of some numbers at hand."""
        if self._known is not None:
            missing = [id_ for id_ in dict.fromkeys(ids) if id_ not in self._by_id]
            missing = [id_ for id_ in missing if id_ not in self._removed] if self._removed else missing
            for row in self._known.get(missing) if missing else ():
                self._recalled(row)

    def _recalled(self, row: Row, question: Query[Any] | None = None) -> Node:
        question = question or self._rules.question(row.key)
        node = Node(row.id, question, self._rules.level(question))
        node.digest, node.is_changed = row.digest, bool(row.stale)
        node.asked, node.askers = tuple(unpacked(row.asked)), unpacked(row.askers)
        if row.answer is None:
            node.answer = FORGOTTEN
        elif self._rules.part(question) is not None:
            node.answer, node.parts = FORGOTTEN, row.answer
        else:
            node.answer = Encoded(row.answer)
        self.by_question[question] = self._by_id[row.id] = node
        return node

    def holds(self, node: Node) -> bool:
        """Whether the node is still one of these."""
        return self._by_id.get(node.id) is node

    def remove(self, node: Node) -> None:
        """Forget a node."""
        self._removed.add(node.id)
        del self.by_question[node.question], self._by_id[node.id]

    def recall_from(self, rows: RowSource) -> None:
        """Recall from elsewhere what the memory knew at the beginning."""
        if self._known is not None:
            self._known = rows

    def save(self, stale: Sequence[dict[Node, Any]], removed: Iterable[int]) -> None:
        """Give the memory what has changed; `stale` are, by level, those that have to be answered again."""
        assert self._memory is not None
        for level in stale:
            for node in level:
                node.is_changed = True
        changed = [node for node in self._by_id.values() if node.is_changed]
        self._memory.save((self._row(node, node in stale[node.level]) for node in changed), removed)
        for node in changed:
            node.is_changed = False
        self._known = self._memory
        self._removed.clear()

    def _row(self, node: Node, is_stale: bool) -> Row:
        kept = self._kept(node)
        if not node.digest:
            known = kept is not None and self._rules.is_digest_of_kept(node.question)
            node.digest = digest_bytes(kept or b"") if known else self.digest(node, node.answer)
        key = self._rules.key(node.question)
        return Row(node.id, key, node.digest, packed(node.asked), packed(node.askers), kept, int(is_stale))

    def _kept(self, node: Node) -> bytes | None:
        if self._rules.part(node.question) is not None:
            return node.parts if isinstance(node.parts, bytes) else _ENCODER.encode(node.parts)
        if isinstance(node.answer, Encoded):
            return node.answer.data
        if not node.level or node.answer is FORGOTTEN or isinstance(node.answer, Failure):
            return None
        return self._rules.encoded(node.question, node.answer)

    def digest(self, node: Node, answer: Any) -> str:
        """The digest of a node's answer."""
        return answer.digest if isinstance(answer, Failure) else self._rules.digest(node.question, answer)

    def opened(self, node: Node) -> Any:
        """A node's answer, decoded if it was kept; it may be FORGOTTEN."""
        if isinstance(node.answer, Encoded):
            node.answer = self._rules.decoded(node.question, node.answer.data)
        return node.answer
