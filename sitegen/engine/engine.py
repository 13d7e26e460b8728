"""The engine: it remembers answers with what was asked for them, and runs again only the rules that have to.

When an input changes, the rules that asked for it run again, level by level. A rule that comes to an equal
answer ends the change there: whoever asked for that is left alone ("early cutoff"; see Mokhov, Mitchell and
Peyton Jones, Build Systems à la Carte, 2018).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
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


_ENCODER = msgspec.msgpack.Encoder()
_PARTS = msgspec.msgpack.Decoder(dict[Any, str])
_UNSET = _Failure(Absent("the input was not set"))
#: The answer of a question of which only the digest is known.
_FORGOTTEN = object()


class _Kept:
    """An answer as a memory keeps it."""

    def __init__(self, data: bytes) -> None:
        self.data = data


class _Node:
    """A question with its answer, what was asked for it, and who asked for it, by their numbers."""

    __slots__ = ("answer", "asked", "askers", "digest", "id", "is_changed", "level", "parts", "question")

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
        self.parts: dict[Any, str] | bytes = {}
        """Of an answer in parts: the digest of each by its key; as it is kept, before it is looked at."""


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
            if self._rules.rule(node.question).each is not None:
                node.answer = _FORGOTTEN  # what has changed of what it asks is not known any more
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

    def recall(self, questions: Iterable[Question[Any]]) -> None:
        """Have at hand what was asked for some questions last time: most of it will be asked again."""
        nodes = [self._nodes.get(question) or self._recall(question) for question in questions]
        self._load([id_ for node in nodes if node is not None for id_ in node.asked])

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
                self._run(*stale.popitem())
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
        elif (stale := self._stale[node.level]) and (causes := stale.pop(node, None)) is not None:
            self._run(node, causes)
        return node

    def _new(self, question: Question[Any], level: int) -> _Node:
        self._last += 1
        node = self._nodes[question] = self._by_id[self._last] = _Node(self._last, question, level)
        return node

    def _run(self, node: _Node, causes: Sequence[Question[Any]] = ()) -> None:
        """Run a node's rule, and take in what it asks and answers. `causes` are what has changed of what it
        asked."""
        asked: dict[_Node, None] = {}

        def ask(question: Question[Answer], /) -> Answer:
            other = self._lower(question, node)
            asked[other] = None
            answer: Answer = self._answer_of(other)
            return answer

        kind = type(node.question)
        self.runs[kind] = self.runs.get(kind, 0) + 1
        rule = self._rules.rule(node.question)
        if rule.whole is not None:
            self._take_part(node)
            return
        if rule.each is not None and self._gathered_again(node, rule.each, rule.keys, causes):
            return
        self._load(node.asked)  # most of which is asked again
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

    def _gathered_again(
        self, node: _Node, each: type[Question[Any]], keys: Any, causes: Sequence[Question[Any]]
    ) -> bool:
        """Gather only what has changed; False where all has to be."""
        last = self._opened(node)
        if last is _FORGOTTEN or isinstance(last, _Failure):
            return False
        try:
            wanted = self._answer_of(self._lower(keys, node))
            changed = {astuple(cause)[0] for cause in causes if type(cause) is each}
            asked = {key: self._lower(each(key), node) for key in wanted if key in changed or key not in last}
            answer = {key: self._answer_of(asked[key]) if key in asked else last[key] for key in wanted}
        except RuleError:
            raise
        except Exception:  # which will be the answer, with all that was asked up to it
            return False
        gone = [self._nodes.get(each(key)) or self._recall(each(key)) for key in last.keys() - answer.keys()]
        self._ask_others(node, asked.values(), gone)
        self._settle(node, answer)
        return True

    def _ask_others(self, node: _Node, more: Iterable[_Node], less: Iterable[_Node | None]) -> None:
        """Take in what a node asks more, and what no longer."""
        known = set(node.asked)
        new = [other for other in more if other.id not in known]
        gone = {other.id: other for other in less if other is not None}
        if new or gone:
            node.asked = (*[id_ for id_ in node.asked if id_ not in gone], *[other.id for other in new])
            self._asked_by_too(node, new)
            for other in gone.values():
                self._no_longer(other, node)

    # Answers in parts

    def _take_part(self, node: _Node) -> None:
        """Take in the part that answers a question. Nothing is asked for it: a whole tells its parts."""
        former = node.digest
        node.answer, node.digest = self._part(node)
        if former != node.digest:
            node.is_changed = True
            self._tell_askers(node)

    def _part(self, node: _Node) -> tuple[Any, str]:
        """The part that answers a question, and its digest."""
        rule, key = self._rules.rule(node.question), astuple(node.question)[0]
        assert rule.whole is not None
        whole = self._node(rule.whole)
        digest = self._parts_of(whole).get(key)
        if digest is None:
            return rule.missing, self._rules.digest(node.question, rule.missing)
        answer = self._answered_by(whole)
        return answer if isinstance(answer, _Failure) else answer[key], digest

    def _parts_of(self, whole: _Node) -> dict[Any, str]:
        if isinstance(whole.parts, bytes):
            whole.parts = _PARTS.decode(whole.parts)
        return whole.parts

    def _tell_parts(self, whole: _Node, kind: type[Question[Any]], answer: Any) -> None:
        """Those parts are stale that are others than before."""
        before = self._parts_of(whole)
        if isinstance(answer, _Failure):
            now = dict.fromkeys(before, answer.digest)
        else:
            now = self._rules.digests(kind, answer)
        whole.parts, whole.is_changed = now, True
        for key in {key for key, _ in before.items() ^ now.items()}:
            node = self._nodes.get(kind(key)) or self._recall(kind(key))
            if node is not None:
                self._tell(node, whole)

    # Asking and telling

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
        self._asked_by_too(node, new)
        self._settle(node, answer)

    def _asked_by_too(self, node: _Node, others: Iterable[_Node]) -> None:
        for other in others:
            other.askers.append(node.id)
            other.is_changed = True

    def _no_longer(self, other: _Node | None, asker: _Node) -> None:
        if other is not None:
            other.askers.remove(asker.id)
            other.is_changed = True
            if not other.askers:
                self._unasked[other] = None

    def _settle(self, node: _Node, answer: Any) -> None:
        """Take an answer in. If it is another one than before, all that was made of it is stale."""
        former, node.answer = node.answer, answer
        if (kind := self._rules.part(node.question)) is not None:
            self._tell_parts(node, kind, answer)
        if not node.askers:  # nobody is to be told
            node.digest, node.is_changed = "", True
            return
        before, node.digest = node.digest or self._digest(node, former), self._digest(node, answer)
        if before == node.digest:
            return
        node.is_changed = True
        self._tell_askers(node)

    def _tell_askers(self, node: _Node) -> None:
        self._load(node.askers)
        for id_ in node.askers:
            asker = self._by_id.get(id_)
            if asker is not None:
                self._tell(asker, node)

    def _tell(self, asker: _Node, changed: _Node) -> None:
        self._stale[asker.level].setdefault(asker, []).append(changed.question)
        self._clean = min(self._clean, asker.level)

    def _digest(self, node: _Node, answer: Any) -> str:
        return answer.digest if isinstance(answer, _Failure) else self._rules.digest(node.question, answer)

    def _answer_of(self, node: _Node) -> Any:
        answer = self._answered_by(node)
        if isinstance(answer, _Failure):
            raise answer.error
        return answer

    def _answered_by(self, node: _Node) -> Any:
        answer = self._opened(node)
        if answer is _FORGOTTEN:
            answer = node.answer = self._remade(node)
        return answer

    def _remade(self, node: _Node) -> Any:
        """An answer of which only the digest is known. What it asks is as it was, and so it is, too."""
        if not node.level:
            return self._input(node.question)
        if self._rules.rule(node.question).whole is not None:
            return self._part(node)[0]
        return self._worked_out(node, self._answered)

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
            missing = [id_ for id_ in dict.fromkeys(ids) if id_ not in self._by_id]
            if missing:
                for row in self._known.get(missing):
                    self._recalled(row)

    def _recalled(self, row: Row, question: Question[Any] | None = None) -> _Node:
        question = question or self._rules.question(row.key)
        node = _Node(row.id, question, self._rules.level(question))
        node.digest, node.is_changed = row.digest, bool(row.stale)
        node.asked, node.askers = tuple(unpacked(row.asked)), unpacked(row.askers)
        if row.answer is None:
            node.answer = _FORGOTTEN
        elif self._rules.part(question) is not None:
            node.answer, node.parts = _FORGOTTEN, row.answer
        else:
            node.answer = _Kept(row.answer)
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
        if self._rules.part(node.question) is not None:
            kept = node.parts if isinstance(node.parts, bytes) else _ENCODER.encode(node.parts)
        elif isinstance(node.answer, _Kept):
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
