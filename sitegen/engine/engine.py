"""The engine: it remembers answers with what was asked for them, and runs again only the rules that have to.

When an input changes, the rules that asked for it run again, level by level. A rule that comes to an equal
answer ends the change there: whoever asked for that is left alone ("early cutoff"; see Mokhov, Mitchell and
Peyton Jones, Build Systems à la Carte, 2018).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import astuple

from sitegen.digest import digest_bytes, digest_in_order
from sitegen.engine.memory import Memory, Row, packed, unpacked
from sitegen.engine.names import by_name
from sitegen.engine.rules import RuleError, Rules
from sitegen.model.asking import Answer, Ask, Question


class Absent(LookupError):
    """An input that was not set."""


class _Failure:
    """What a rule raised in place of an answer. Two of the same error are equal."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    @property
    def digest(self) -> str:
        return digest_in_order((type(self.error).__qualname__, repr(self.error)))


_UNSET = _Failure(Absent("the input was not set"))
#: The answer of a question of which only the digest is known.
_FORGOTTEN = object()


class _Kept:
    """An answer as a memory keeps it."""

    def __init__(self, data: bytes) -> None:
        self.data = data


class _Node:
    """A question with its answer, what was asked for it, and who asked for it, by their numbers."""

    __slots__ = ("answer", "asked", "askers", "digest", "id", "is_changed", "level", "question")

    def __init__(self, id_: int, question: Question[Any], level: int) -> None:
        self.id = id_
        self.question = question
        self.level = level
        self.answer: Any = _UNSET
        self.digest = ""
        self.asked: tuple[int, ...] = ()
        self.askers: list[int] = []
        self.is_changed = True
        """Whether the row of it has to be written."""


class Engine:
    """Answers questions by rules. `memory` has what another process has found out."""

    def __init__(self, rules: Rules, memory: Memory | None = None) -> None:
        self._rules = rules
        self._memory = memory
        self._nodes: dict[Question[Any], _Node] = {}
        self._by_id: dict[int, _Node] = {}
        self._last = memory.last() if memory else 0
        if not self._last:  # so that nothing is looked for where there is nothing
            memory = None
        self._given: dict[Question[Any], Any] = {}
        self._families: dict[type, Mapping[Any, Any]] = {}
        self._stale: list[dict[_Node, list[Question[Any]]]] = [{} for _ in range(rules.count)]
        """By level, each with the questions whose answers have changed."""
        self._clean = rules.count
        """Below this level nothing is stale."""
        self._unasked: dict[_Node, None] = {}
        self.runs: dict[type, int] = {}
        """How often the rules have run, by the type of the question."""
        self._known = memory
        for row in memory.stale() if memory else ():
            node = self._recalled(row)
            self._stale[node.level][node] = []
            self._clean = min(self._clean, node.level)

    def __reduce__(self) -> tuple[Any, ...]:
        """An engine goes to another process with its inputs alone."""
        return _restored, (self._rules.name, dict(self._given), dict(self._families))

    # Inputs

    def set(self, question: Question[Answer], answer: Answer) -> None:
        """Give an input its answer."""
        self._enter(question, answer)

    def unset(self, question: Question[Any]) -> None:
        """Take an input's answer away: whoever asks for it gets an Absent."""
        self._enter(question, _UNSET)

    def expect(self, question: Question[Any], answer: Any) -> None:
        """Give an input the answer that it is known to have: it is not looked at before it is asked for."""
        if question in self._nodes:
            self._enter(question, answer)
        else:
            self._given[question] = answer

    def set_all(self, kind: type[Question[Any]], answers: Mapping[Any, Any], changed: Iterable[Any]) -> None:
        """Give all inputs of a type their answers, by their only field. Those that are not `changed` are
        known to have the answers that they had: they are not looked at before they are asked for."""
        self._families[kind] = answers
        for key in changed:
            self._renew(kind(key), answers.get(key, _UNSET))

    def is_given(self, question: Question[Any], answer: Any) -> bool:
        """Whether an input has this very answer already."""
        return self._given.get(question, _FORGOTTEN) is answer

    def _enter(self, question: Question[Any], answer: Any) -> None:
        if self._rules.level(question):
            raise RuleError(f"`{type(question).__name__}` is answered by a rule.")
        if self.is_given(question, answer):
            return
        if answer is _UNSET:
            self._given.pop(question, None)
        else:
            self._given[question] = answer
        self._renew(question, answer)

    def _renew(self, question: Question[Any], answer: Any) -> None:
        node = self._nodes.get(question) or self._recall(question)
        if node is None:
            node = self._new(question, 0)
        self._settle(node, answer)

    def _input(self, question: Question[Any]) -> Any:
        """The answer that an input was given."""
        if question in self._given:
            return self._given[question]
        family = self._families.get(type(question))
        return family.get(astuple(question)[0], _UNSET) if family is not None else _UNSET

    # Questions

    def __call__(self, question: Question[Answer], /) -> Answer:
        """The answer as of now."""
        node = self._nodes.get(question)
        if node is None or node.level >= self._clean:
            self._update(self._rules.level(question))
            node = self._node(question)
        answer: Answer = self._answer_of(node)
        return answer

    def digest(self, question: Question[Any]) -> str:
        """The digest of the answer as of now. An answer that is as it was need not be worked out for it."""
        self._update(self._rules.level(question))
        node = self._node(question)
        if not node.digest:
            node.digest = self._digest(node, self._opened(node))
        return node.digest

    def stale(self, kind: type[Question[Any]]) -> dict[Question[Any], tuple[Question[Any], ...]]:
        """The questions of a type whose rule would run again, each with what has changed of what it asked."""
        level = self._rules.level_of(kind)
        self._update(level)
        return {node.question: tuple(causes) for node, causes in self._stale[level].items()}

    def adopt(
        self,
        question: Question[Answer],
        answer: Answer,
        asked: Iterable[Question[Any]],
        numbers: bytes = b"",
    ) -> None:
        """Take in an answer that was found elsewhere, with what was asked for it: see `referred`."""
        level = self._rules.level(question)
        self._update(level)
        node = self._nodes.get(question) or self._recall(question) or self._new(question, level)
        self._stale[level].pop(node, None)
        ids = unpacked(numbers)
        self._load(ids)  # another process may have recalled what this one has not
        nodes = [self._by_id[id_] for id_ in ids]
        self._take(node, [*nodes, *[self._lower(each, node) for each in asked]], answer)

    def forget(self, question: Question[Any]) -> None:
        """Forget a question that nobody asks any more, with what only it has asked."""
        node = self._nodes.get(question) or self._recall(question)
        if node is not None:
            self._unasked[node] = None

    # Questions that travel between processes

    @property
    def last(self) -> int:
        """The number of the latest question: a process that is forked now knows all up to it."""
        return self._last

    def referred(self, questions: Iterable[Question[Any]], shared: int) -> tuple[bytes, list[Question[Any]]]:
        """Questions as numbers, where these are `shared` with another process, and the others as they are."""
        nodes = [self._nodes[question] for question in questions]
        numbers = [node.id for node in nodes if node.id <= shared]
        return packed(numbers), [node.question for node in nodes if node.id > shared]

    def asked_by(self, question: Question[Any]) -> list[Question[Any]]:
        """What was asked for a question, as far as it was answered."""
        node = self._nodes.get(question) or self._recall(question)
        found = map(self._by_number, node.asked) if node else ()
        return [other.question for other in found if other is not None]

    # Bringing up to date

    def _update(self, level: int) -> None:
        """Run again what is stale below a level. What is on it, or above, waits until it is asked for."""
        if level <= self._clean:
            return
        for stale in self._stale[self._clean : level]:
            while stale:
                self._run(stale.popitem()[0])
        self._clean = level

    def _node(self, question: Question[Any]) -> _Node:
        """A question's node with its answer as of now. What is below its level is up to date."""
        node = self._nodes.get(question) or self._recall(question)
        if node is None:
            node = self._new(question, self._rules.level(question))
            if node.level:
                self._run(node)
            else:
                node.answer = self._input(question)
        elif (stale := self._stale[node.level]) and stale.pop(node, None) is not None:
            self._run(node)
        return node

    def _new(self, question: Question[Any], level: int) -> _Node:
        self._last += 1
        node = self._nodes[question] = self._by_id[self._last] = _Node(self._last, question, level)
        return node

    def _run(self, node: _Node) -> None:
        """Run a node's rule, and take in what it asks and answers."""
        asked: dict[_Node, None] = {}

        def ask(question: Question[Answer], /) -> Answer:
            other = self._lower(question, node)
            asked[other] = None
            answer: Answer = self._answer_of(other)
            return answer

        self._load(node.asked)  # most of which is asked again
        kind = type(node.question)
        self.runs[kind] = self.runs.get(kind, 0) + 1
        answer = self._worked_out(node, ask)
        self._take(node, asked, answer)

    def _worked_out(self, node: _Node, ask: Ask) -> Any:
        rule = self._rules.rule(node.question)
        former: tuple[Any, ...] = ()
        if rule.renews:
            known = self._opened(node)
            former = (None if known is _FORGOTTEN or isinstance(known, _Failure) else known,)
        try:
            return rule.answer(ask, node.question, *former)
        except RuleError:
            raise
        except Exception as error:
            return _Failure(error)

    def _lower(self, question: Question[Any], asker: _Node) -> _Node:
        if self._rules.level(question) >= asker.level:
            one, other = type(asker.question).__name__, type(question).__name__
            raise RuleError(f"`{one}` asks `{other}`, whose rule does not come before its own.")
        return self._node(question)

    def _take(self, node: _Node, asked: Iterable[_Node], answer: Any) -> None:
        before = node.asked
        node.asked = tuple([other.id for other in asked])
        if before == node.asked:
            new = []
        elif before:
            node.is_changed = True
            known = set(before)
            new = [other for other in asked if other.id not in known]
            for id_ in known.difference(node.asked):
                self._no_longer(self._by_number(id_), node)
        else:
            new = list(asked)
        for other in new:
            other.askers.append(node.id)
            other.is_changed = True
        self._settle(node, answer)

    def _no_longer(self, other: _Node | None, asker: _Node) -> None:
        if other is not None:
            other.askers.remove(asker.id)
            other.is_changed = True
            if not other.askers:
                self._unasked[other] = None

    def _settle(self, node: _Node, answer: Any) -> None:
        """Take an answer in. If it is another one than before, all that was made of it is stale."""
        former, node.answer = node.answer, answer
        if not node.askers:  # nobody is to be told
            node.digest, node.is_changed = "", True
            return
        before, node.digest = node.digest or self._digest(node, former), self._digest(node, answer)
        if before == node.digest:
            return
        node.is_changed = True
        self._load(node.askers)
        for id_ in node.askers:
            asker = self._by_id.get(id_)
            if asker is not None:
                self._stale[asker.level].setdefault(asker, []).append(node.question)
                self._clean = min(self._clean, asker.level)

    def _digest(self, node: _Node, answer: Any) -> str:
        return answer.digest if isinstance(answer, _Failure) else self._rules.digest(node.question, answer)

    def _answer_of(self, node: _Node) -> Any:
        answer = self._opened(node)
        if answer is _FORGOTTEN:
            # What it asks is as it was, so that it comes to what it came to.
            is_input = not node.level
            answer = self._input(node.question) if is_input else self._worked_out(node, self._answered)
            node.answer = answer
        if isinstance(answer, _Failure):
            raise answer.error
        return answer

    def _opened(self, node: _Node) -> Any:
        if isinstance(node.answer, _Kept):
            node.answer = self._rules.decoded(node.question, node.answer.data)
        return node.answer

    def _answered(self, question: Question[Answer], /) -> Answer:
        answer: Answer = self._answer_of(self._node(question))
        return answer

    # Memory

    def _recall(self, question: Question[Any]) -> _Node | None:
        if self._known is None:
            return None
        row = self._known.find(self._rules.key(question))
        return None if row is None else self._recalled(row, question)

    def _by_number(self, id_: int) -> _Node | None:
        self._load((id_,))
        return self._by_id.get(id_)

    def _load(self, ids: Sequence[int]) -> None:
        """Have the nodes of some numbers at hand."""
        if self._known is not None:
            missing = [id_ for id_ in ids if id_ not in self._by_id]
            if missing:
                for row in self._known.get(missing):
                    self._recalled(row)

    def _recalled(self, row: Row, question: Question[Any] | None = None) -> _Node:
        question = question or self._rules.question(row.key)
        node = _Node(row.id, question, self._rules.level(question))
        node.digest, node.is_changed = row.digest, bool(row.stale)
        node.asked, node.askers = tuple(unpacked(row.asked)), unpacked(row.askers)
        node.answer = _FORGOTTEN if row.answer is None else _Kept(row.answer)
        self._nodes[question] = self._by_id[row.id] = node
        return node

    def save(self) -> None:
        """Give the memory what has changed."""
        assert self._memory is not None
        for stale in self._stale:
            for node in stale:
                node.is_changed = True
        removed = list(self._swept())
        self._memory.save(map(self._row, [node for node in self._by_id.values() if node.is_changed]), removed)
        for node in self._by_id.values():
            node.is_changed = False
        self._known = self._memory

    def _row(self, node: _Node) -> Row:
        kept = None
        if isinstance(node.answer, _Kept):
            kept = node.answer.data
        elif node.level and node.answer is not _FORGOTTEN and not isinstance(node.answer, _Failure):
            kept = self._rules.encoded(node.question, node.answer)
        if not node.digest:
            known = kept is not None and self._rules.is_digest_of_kept(node.question)
            node.digest = digest_bytes(kept or b"") if known else self._digest(node, node.answer)
        is_stale = node in self._stale[node.level]
        key = self._rules.key(node.question)
        return Row(node.id, key, node.digest, packed(node.asked), packed(node.askers), kept, int(is_stale))

    def _swept(self) -> Iterator[int]:
        """Forget what nobody asks any more; the numbers of it."""
        while self._unasked:
            node = self._unasked.popitem()[0]
            if node.askers or self._by_id.get(node.id) is not node:
                continue
            for id_ in node.asked:
                self._no_longer(self._by_number(id_), node)
            self._stale[node.level].pop(node, None)
            del self._nodes[node.question], self._by_id[node.id]
            yield node.id

    def sweep(self) -> int:
        """Forget what nobody asks any more; how many questions are left."""
        for _ in self._swept():
            pass
        return len(self._nodes)


def _restored(name: str, given: dict[Question[Any], Any], families: dict[type, Mapping[Any, Any]]) -> Engine:
    engine = Engine(by_name(name))
    engine._given.update(given)
    engine._families.update(families)
    return engine
