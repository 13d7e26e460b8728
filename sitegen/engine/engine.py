"""The engine: it remembers answers with what was asked for them, and runs again only the rules that have to.

When an input changes, the rules that asked for it run again, level by level. A rule that comes to an equal
answer ends the change there: whoever asked for that is left alone ("early cutoff"; see Mokhov, Mitchell and
Peyton Jones, Build Systems à la Carte, 2018).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import astuple

from sitegen.engine.nodes import FORGOTTEN, UNSET, Failure, Node, Nodes
from sitegen.engine.qualified_names import by_name
from sitegen.engine.rows import RowSource, RowStore, packed, unpacked
from sitegen.engine.rules import RuleError, Rules
from sitegen.model.query import Answer, Ask, Query


class Engine:
    """Answers questions by rules. `memory` has what another process has found out."""

    def __init__(self, rules: Rules, memory: RowStore | None = None) -> None:
        self._rules = rules
        self._nodes = Nodes(rules, memory)
        self._given: dict[Query[Any], Any] = {}
        self._families: dict[type, Mapping[Any, Any]] = {}
        self._stale: list[dict[Node, list[Query[Any]]]] = [{} for _ in range(rules.count)]
        """By level, each with the questions whose answers have changed."""
        self._clean = rules.count
        """Below this level nothing is stale."""
        self._unasked: dict[Node, None] = {}
        self.runs: dict[type, int] = {}
        """How often the rules have run, by the type of the question."""
        for node in self._nodes.stale():
            if self._rules.rule(node.question).each is not None:
                node.answer = FORGOTTEN  # what has changed of what it asks is not known any more
            self._stale[node.level][node] = []
            self._clean = min(self._clean, node.level)

    def __reduce__(self) -> tuple[Any, ...]:
        """An engine goes to another process with its inputs alone."""
        return _restored, (self._rules.name, dict(self._given), dict(self._families))

    # Inputs

    def set(self, question: Query[Answer], answer: Answer) -> None:
        """Give an input its answer."""
        self._enter(question, answer)

    def unset(self, question: Query[Any]) -> None:
        """Take an input's answer away: whoever asks for it gets an Absent."""
        self._enter(question, UNSET)

    def expect(self, question: Query[Any], answer: Any) -> None:
        """Give an input the answer that it is known to have: it is not looked at before it is asked for."""
        if question in self._nodes.by_question:
            self._enter(question, answer)
        else:
            self._given[question] = answer

    def set_all(self, kind: type[Query[Any]], answers: Mapping[Any, Any], changed: Iterable[Any]) -> None:
        """Give all inputs of a type their answers, by their only field. Those that are not `changed` are
        known to have the answers that they had: they are not looked at before they are asked for."""
        self._families[kind] = answers
        for key in changed:
            self._renew(kind(key), answers.get(key, UNSET))

    def is_given(self, question: Query[Any], answer: Any) -> bool:
        """Whether an input has this very answer already."""
        return self._given.get(question, FORGOTTEN) is answer

    def _enter(self, question: Query[Any], answer: Any) -> None:
        if self._rules.level(question):
            raise RuleError(f"`{type(question).__name__}` is answered by a rule.")
        if self.is_given(question, answer):
            return
        if answer is UNSET:
            self._given.pop(question, None)
        else:
            self._given[question] = answer
        self._renew(question, answer)

    def _renew(self, question: Query[Any], answer: Any) -> None:
        node = self._nodes.find(question)
        if node is None:
            node = self._nodes.new(question)
        self._settle(node, answer)

    def _input(self, question: Query[Any]) -> Any:
        """The answer that an input was given."""
        if question in self._given:
            return self._given[question]
        family = self._families.get(type(question))
        return family.get(astuple(question)[0], UNSET) if family is not None else UNSET

    # Questions

    def __call__(self, question: Query[Answer], /) -> Answer:
        """The answer as of now."""
        node = self._nodes.by_question.get(question)
        if node is None or node.level >= self._clean:
            self._update(self._rules.level(question))
            node = self._node(question)
        answer: Answer = self._answer_of(node)
        return answer

    def digest(self, question: Query[Any]) -> str:
        """The digest of the answer as of now. An answer that is as it was need not be worked out for it."""
        self._update(self._rules.level(question))
        node = self._node(question)
        if not node.digest:
            node.digest = self._nodes.digest(node, self._nodes.opened(node))
        return node.digest

    def stale(self, kind: type[Query[Any]]) -> dict[Query[Any], tuple[Query[Any], ...]]:
        """The questions of a type whose rule would run again, each with what has changed of what it asked."""
        level = self._rules.level_of(kind)
        self._update(level)
        return {node.question: tuple(causes) for node, causes in self._stale[level].items()}

    def adopt(
        self,
        question: Query[Answer],
        answer: Answer,
        asked: Iterable[Query[Any]],
        numbers: bytes = b"",
    ) -> None:
        """Take in an answer that was found elsewhere, with what was asked for it: see `referred`."""
        level = self._rules.level(question)
        self._update(level)
        node = self._nodes.find(question) or self._nodes.new(question)
        self._stale[level].pop(node, None)
        shared = self._nodes.at(unpacked(numbers))  # another process may have recalled what this one has not
        self._take(node, [*shared, *[self._lower(each, node) for each in asked]], answer)

    def recall(self, questions: Iterable[Query[Any]]) -> None:
        """Have at hand what was asked for some questions last time: most of it will be asked again."""
        nodes = [self._nodes.find(question) for question in questions]
        self._nodes.load([id_ for node in nodes if node is not None for id_ in node.asked])

    def forget(self, question: Query[Any]) -> None:
        """Forget a question that nobody asks any more, with what only it has asked."""
        node = self._nodes.find(question)
        if node is not None:
            self._unasked[node] = None

    # Questions that travel between processes

    @property
    def last(self) -> int:
        """The number of the latest question: a process that is forked now knows all up to it."""
        return self._nodes.last

    def referred(self, questions: Iterable[Query[Any]], shared: int) -> tuple[bytes, list[Query[Any]]]:
        """Questions as numbers, where these are `shared` with another process, and the others as they are."""
        nodes = [self._nodes.by_question[question] for question in questions]
        numbers = [node.id for node in nodes if node.id <= shared]
        return packed(numbers), [node.question for node in nodes if node.id > shared]

    def asked_by(self, question: Query[Any]) -> list[Query[Any]]:
        """What was asked for a question, as far as it was answered."""
        node = self._nodes.find(question)
        return [other.question for other in self._nodes.at(node.asked)] if node else []

    # Bringing up to date

    def _update(self, level: int) -> None:
        """Run again what is stale below a level. What is on it, or above, waits until it is asked for."""
        if level <= self._clean:
            return
        for stale in self._stale[self._clean : level]:
            while stale:
                self._run(*stale.popitem())
        self._clean = level

    def _node(self, question: Query[Any]) -> Node:
        """A question's node with its answer as of now. What is below its level is up to date."""
        node = self._nodes.find(question)
        if node is None:
            node = self._nodes.new(question)
            if node.level:
                self._run(node)
            else:
                node.answer = self._input(question)
        elif (stale := self._stale[node.level]) and (causes := stale.pop(node, None)) is not None:
            self._run(node, causes)
        return node

    def _run(self, node: Node, causes: Sequence[Query[Any]] = ()) -> None:
        """Run a node's rule, and take in what it asks and answers. `causes` are what has changed of what it
        asked."""
        asked: dict[Node, None] = {}

        def ask(question: Query[Answer], /) -> Answer:
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
        if rule.each is not None and self._regather(node, rule.each, rule.keys, causes):
            return
        self._nodes.load(node.asked)  # most of which is asked again
        answer = self._worked_out(node, ask)
        self._take(node, asked, answer)

    def _worked_out(self, node: Node, ask: Ask) -> Any:
        rule = self._rules.rule(node.question)
        former: tuple[Any, ...] = ()
        if rule.renews:
            known = self._nodes.opened(node)
            former = (None if known is FORGOTTEN or isinstance(known, Failure) else known,)
        try:
            return rule.answer(ask, node.question, *former)
        except RuleError:
            raise
        except Exception as error:
            return Failure(error)

    def _regather(self, node: Node, each: type[Query[Any]], keys: Any, causes: Sequence[Query[Any]]) -> bool:
        """Gather only what has changed; False where all has to be."""
        last = self._nodes.opened(node)
        if last is FORGOTTEN or isinstance(last, Failure):
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
        gone = [self._nodes.find(each(key)) for key in last.keys() - answer.keys()]
        self._change_asked(node, asked.values(), gone)
        self._settle(node, answer)
        return True

    def _change_asked(self, node: Node, more: Iterable[Node], less: Iterable[Node | None]) -> None:
        """Take in what a node asks more, and what no longer."""
        known = set(node.asked)
        new = [other for other in more if other.id not in known]
        gone = {other.id: other for other in less if other is not None}
        if new or gone:
            node.asked = (*[id_ for id_ in node.asked if id_ not in gone], *[other.id for other in new])
            self._add_asker(node, new)
            for other in gone.values():
                self._no_longer(other, node)

    # Answers in parts

    def _take_part(self, node: Node) -> None:
        """Take in the part that answers a question. Nothing is asked for it: a whole tells its parts."""
        former = node.digest
        node.answer, node.digest = self._part(node)
        if former != node.digest:
            node.is_changed = True
            self._tell_askers(node)

    def _part(self, node: Node) -> tuple[Any, str]:
        """The part that answers a question, and its digest."""
        rule, key = self._rules.rule(node.question), astuple(node.question)[0]
        assert rule.whole is not None
        whole = self._node(rule.whole)
        digest = whole.part_digests().get(key)
        if digest is None:
            return rule.missing, self._rules.digest(node.question, rule.missing)
        answer = self._answered_by(whole)
        return answer if isinstance(answer, Failure) else answer[key], digest

    def _tell_parts(self, whole: Node, kind: type[Query[Any]], answer: Any) -> None:
        """Those parts are stale that are others than before."""
        before = whole.part_digests()
        if isinstance(answer, Failure):
            now = dict.fromkeys(before, answer.digest)
        else:
            now = self._rules.digests(kind, answer)
        whole.parts, whole.is_changed = now, True
        for key in {key for key, _ in before.items() ^ now.items()}:
            node = self._nodes.find(kind(key))
            if node is not None:
                self._tell(node, whole)

    # Asking and telling

    def _lower(self, question: Query[Any], asker: Node) -> Node:
        if self._rules.level(question) >= asker.level:
            one, other = type(asker.question).__name__, type(question).__name__
            raise RuleError(f"`{one}` asks `{other}`, whose rule does not come before its own.")
        return self._node(question)

    def _take(self, node: Node, asked: Iterable[Node], answer: Any) -> None:
        before = node.asked
        node.asked = tuple([other.id for other in asked])
        if before == node.asked:
            new = []
        elif before:
            node.is_changed = True
            known = set(before)
            new = [other for other in asked if other.id not in known]
            for other in self._nodes.at(list(known.difference(node.asked))):
                self._no_longer(other, node)
        else:
            new = list(asked)
        self._add_asker(node, new)
        self._settle(node, answer)

    def _add_asker(self, node: Node, others: Iterable[Node]) -> None:
        for other in others:
            other.askers.append(node.id)
            other.is_changed = True

    def _no_longer(self, other: Node, asker: Node) -> None:
        other.askers.remove(asker.id)
        other.is_changed = True
        if not other.askers:
            self._unasked[other] = None

    def _settle(self, node: Node, answer: Any) -> None:
        """Take an answer in. If it is another one than before, all that was made of it is stale."""
        former, node.answer = node.answer, answer
        if (kind := self._rules.part(node.question)) is not None:
            self._tell_parts(node, kind, answer)
        if not node.askers:  # nobody is to be told
            node.digest, node.is_changed = "", True
            return
        before = node.digest or self._nodes.digest(node, former)
        node.digest = self._nodes.digest(node, answer)
        if before == node.digest:
            return
        node.is_changed = True
        self._tell_askers(node)

    def _tell_askers(self, node: Node) -> None:
        for asker in self._nodes.at(node.askers):
            self._tell(asker, node)

    def _tell(self, asker: Node, changed: Node) -> None:
        self._stale[asker.level].setdefault(asker, []).append(changed.question)
        self._clean = min(self._clean, asker.level)

    def _answer_of(self, node: Node) -> Any:
        answer = self._answered_by(node)
        if isinstance(answer, Failure):
            raise answer.error
        return answer

    def _answered_by(self, node: Node) -> Any:
        answer = self._nodes.opened(node)
        if answer is FORGOTTEN:
            answer = node.answer = self._remade(node)
        return answer

    def _remade(self, node: Node) -> Any:
        """An answer of which only the digest is known. What it asks is as it was, and so it is, too."""
        if not node.level:
            return self._input(node.question)
        if self._rules.rule(node.question).whole is not None:
            return self._part(node)[0]
        return self._worked_out(node, self._answered)

    def _answered(self, question: Query[Answer], /) -> Answer:
        answer: Answer = self._answer_of(self._node(question))
        return answer

    # RowStore

    def recall_from(self, rows: RowSource) -> None:
        """Recall from elsewhere what the memory knew at the beginning."""
        self._nodes.recall_from(rows)

    def save(self) -> None:
        """Give the memory what has changed."""
        removed = list(self._swept())
        self._nodes.save(self._stale, removed)

    def _swept(self) -> Iterator[int]:
        """Forget what nobody asks any more; the numbers of it."""
        while self._unasked:
            node = self._unasked.popitem()[0]
            if node.askers or not self._nodes.holds(node):
                continue
            for other in self._nodes.at(node.asked):
                self._no_longer(other, node)
            self._stale[node.level].pop(node, None)
            self._nodes.remove(node)
            yield node.id

    def sweep(self) -> int:
        """Forget what nobody asks any more; how many questions are left."""
        for _ in self._swept():
            pass
        return len(self._nodes.by_question)


def _restored(name: str, given: dict[Query[Any], Any], families: dict[type, Mapping[Any, Any]]) -> Engine:
    engine = Engine(by_name(name))
    engine._given.update(given)
    engine._families.update(families)
    return engine
