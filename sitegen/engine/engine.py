"""The engine: it keeps each answer with its dependencies, and reruns only rules whose dependencies changed.

When an input changes, the rules that asked for it run again, level by level. If a rule gives an equal answer,
the change ends there: its dependents do not run ("early cutoff"; see Mokhov, Mitchell and Peyton Jones, Build
Systems à la Carte, 2018).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import astuple

from sitegen.engine.nodes import UNKNOWN, UNSET, Failure, Node, Nodes
from sitegen.engine.rows import RowSource, RowStore, pack, unpack
from sitegen.engine.rules import RuleError, Rules, by_name
from sitegen.model.query import Answer, Ask, Query


class Engine:
    """Answers queries by rules. `store` holds what earlier processes found."""

    def __init__(self, rules: Rules, store: RowStore | None = None) -> None:
        self._rules = rules
        self._nodes = Nodes(rules, store)
        self._inputs: dict[Query[object], object] = {}
        self._input_mappings: dict[type, Mapping[str, object]] = {}
        self._stale: list[dict[Node, list[Query[object]]]] = [{} for _ in range(rules.count)]
        """The stale nodes of each level, each with the dependencies that changed."""
        self._clean = rules.count
        """No node below this level is stale."""
        self._unused: dict[Node, None] = {}
        """Nodes that may have lost their last dependent."""
        self.runs: dict[type, int] = {}
        """How often rules have run, by type of query."""
        for node in self._nodes.stale():
            if self._rules.rule(node.query).each is not None:
                node.answer = UNKNOWN  # the store does not say which dependencies changed
            self._stale[node.level][node] = []
            self._clean = min(self._clean, node.level)

    def __reduce__(self) -> tuple[object, ...]:
        """Only the inputs go to another process."""
        return _restored, (self._rules.name, dict(self._inputs), dict(self._input_mappings))

    # Inputs

    def set(self, query: Query[Answer], answer: Answer) -> None:
        """Set an input."""
        self._set(query, answer)

    def unset(self, query: Query[object]) -> None:
        """Remove an input: whoever asks for it gets an Absent raised."""
        self._set(query, UNSET)

    def expect(self, query: Query[object], answer: object) -> None:
        """Set an input that has not changed since the last save: dependents need no check."""
        if query in self._nodes.by_query:
            self._set(query, answer)
        else:
            self._inputs[query] = answer

    def set_all(
        self, kind: type[Query[object]], answers: Mapping[str, object], changed: Iterable[str]
    ) -> None:
        """Set all inputs of a type, by the queries' only field. Inputs that are not `changed` are read from
        `answers` when a rule first asks for them."""
        self._input_mappings[kind] = answers
        for key in changed:
            self._renew(kind(key), answers.get(key, UNSET))

    def is_set_to(self, query: Query[object], answer: object) -> bool:
        """Whether an input already has this very object as its answer."""
        return self._inputs.get(query, UNKNOWN) is answer

    def _set(self, query: Query[object], answer: object) -> None:
        if self._rules.level(query):
            raise RuleError(f"`{type(query).__name__}` is answered by a rule.")
        if self.is_set_to(query, answer):
            return
        if answer is UNSET:
            self._inputs.pop(query, None)
        else:
            self._inputs[query] = answer
        self._renew(query, answer)

    def _renew(self, query: Query[object], answer: object) -> None:
        node = self._nodes.find(query)
        if node is None:
            node = self._nodes.new(query)
        self._set_answer(node, answer)

    def _input(self, query: Query[object]) -> object:
        """The answer to which an input is set, or UNSET."""
        if query in self._inputs:
            return self._inputs[query]
        answers = self._input_mappings.get(type(query))
        return answers.get(astuple(query)[0], UNSET) if answers is not None else UNSET

    # Answers

    def __call__(self, query: Query[Answer], /) -> Answer:
        """The current answer. Raises the exception if the answer is one."""
        node = self._nodes.by_query.get(query)
        if node is None or node.level >= self._clean:
            self._update(self._rules.level(query))
            node = self._node(query)
        answer: Answer = self._answer_of(node)
        return answer

    def digest(self, query: Query[object]) -> str:
        """The digest of the current answer. An unchanged answer is not recomputed for it."""
        self._update(self._rules.level(query))
        node = self._node(query)
        if not node.digest:
            node.digest = self._nodes.digest(node, self._nodes.decoded(node))
        return node.digest

    def stale(self, kind: type[Query[object]]) -> dict[Query[object], tuple[Query[object], ...]]:
        """The queries of a type whose rule has to run again, each with the dependencies that changed."""
        level = self._rules.level_of(kind)
        self._update(level)
        return {node.query: tuple(causes) for node, causes in self._stale[level].items()}

    def adopt(
        self,
        query: Query[Answer],
        answer: Answer,
        dependencies: Iterable[Query[object]],
        shared_ids: bytes = b"",
    ) -> None:
        """Take over an answer that was computed elsewhere, with its dependencies as from `split_shared`."""
        level = self._rules.level(query)
        self._update(level)
        node = self._nodes.find(query) or self._nodes.new(query)
        self._stale[level].pop(node, None)
        shared = self._nodes.at(unpack(shared_ids))  # some may not be loaded here yet
        self._set_result(node, [*shared, *[self._dependency(each, node) for each in dependencies]], answer)

    def prefetch(self, queries: Iterable[Query[object]]) -> None:
        """Load the former dependencies of some queries: most of them will be asked again."""
        nodes = [self._nodes.find(query) for query in queries]
        self._nodes.load([id_ for node in nodes if node is not None for id_ in node.dependencies])

    def forget(self, query: Query[object]) -> None:
        """Let `sweep` remove a query that has no dependents, with what it alone depends on."""
        node = self._nodes.find(query)
        if node is not None:
            self._unused[node] = None

    # Dependencies

    @property
    def last_id(self) -> int:
        """The highest id of a query. A process forked now shares all ids up to it."""
        return self._nodes.last

    def split_shared(
        self, queries: Iterable[Query[object]], last_id: int
    ) -> tuple[bytes, list[Query[object]]]:
        """The packed ids of those queries that another process shares (up to `last_id`), and the others."""
        nodes = [self._nodes.by_query[query] for query in queries]
        ids = [node.id for node in nodes if node.id <= last_id]
        return pack(ids), [node.query for node in nodes if node.id > last_id]

    def dependencies_of(self, query: Query[object]) -> list[Query[object]]:
        """The queries that the rule of this one asked; none if it never ran."""
        node = self._nodes.find(query)
        return [other.query for other in self._nodes.at(node.dependencies)] if node else []

    # Updating

    def _update(self, level: int) -> None:
        """Rerun the stale rules below a level. Others wait until somebody asks for their answers."""
        if level <= self._clean:
            return
        for stale in self._stale[self._clean : level]:
            while stale:
                self._run(*stale.popitem())
        self._clean = level

    def _node(self, query: Query[object]) -> Node:
        """The up-to-date node of a query. Everything below its level must be up to date."""
        node = self._nodes.find(query)
        if node is None:
            node = self._nodes.new(query)
            if node.level:
                self._run(node)
            else:
                node.answer = self._input(query)
        elif (stale := self._stale[node.level]) and (causes := stale.pop(node, None)) is not None:
            self._run(node, causes)
        return node

    def _run(self, node: Node, causes: Sequence[Query[object]] = ()) -> None:
        """Run a node's rule, and set its answer and dependencies. `causes` are dependencies that changed."""
        asked: dict[Node, None] = {}

        def ask(query: Query[Answer], /) -> Answer:
            other = self._dependency(query, node)
            asked[other] = None
            answer: Answer = self._answer_of(other)
            return answer

        kind = type(node.query)
        self.runs[kind] = self.runs.get(kind, 0) + 1
        rule = self._rules.rule(node.query)
        if rule.mapping is not None:
            self._update_part(node)
            return
        if rule.each is not None and self._update_gathered(node, rule.each, rule.keys, causes):
            return
        self._nodes.load(node.dependencies)  # most are asked again
        answer = self._computed(node, ask)
        self._set_result(node, asked, answer)

    def _computed(self, node: Node, ask: Ask) -> object:
        rule = self._rules.rule(node.query)
        previous: tuple[object, ...] = ()
        if rule.takes_previous:
            known = self._nodes.decoded(node)
            previous = (None if known is UNKNOWN or isinstance(known, Failure) else known,)
        try:
            return rule.answer(ask, node.query, *previous)
        except RuleError:
            raise
        except Exception as error:
            return Failure(error)

    def _update_gathered(
        self,
        node: Node,
        each: type[Query[object]],
        keys: Query[Sequence[str]] | None,
        causes: Sequence[Query[object]],
    ) -> bool:
        """Update only the changed values of a gathered mapping. False if it has to be gathered as a whole."""
        last = self._nodes.decoded(node)
        if last is UNKNOWN or isinstance(last, Failure) or keys is None:
            return False
        try:
            wanted: Sequence[str] = self._answer_of(self._dependency(keys, node))
            changed = {astuple(cause)[0] for cause in causes if type(cause) is each}
            asked = {
                key: self._dependency(each(key), node) for key in wanted if key in changed or key not in last
            }
            answer = {key: self._answer_of(asked[key]) if key in asked else last[key] for key in wanted}
        except RuleError:
            raise
        except Exception:  # gathering again gives it as the answer, with the dependencies up to it
            return False
        gone = [self._nodes.find(each(key)) for key in last.keys() - answer.keys()]
        self._change_dependencies(node, asked.values(), gone)
        self._set_answer(node, answer)
        return True

    def _change_dependencies(self, node: Node, added: Iterable[Node], removed: Iterable[Node | None]) -> None:
        known = set(node.dependencies)
        new = [other for other in added if other.id not in known]
        gone = {other.id: other for other in removed if other is not None}
        if new or gone:
            node.dependencies = (
                *[id_ for id_ in node.dependencies if id_ not in gone],
                *[other.id for other in new],
            )
            self._add_dependent(node, new)
            for other in gone.values():
                self._remove_dependent(other, node)

    # Parts of mappings

    def _update_part(self, node: Node) -> None:
        """Look an answer up in its mapping. The node has no dependencies: the mapping's update marks it."""
        former = node.digest
        node.answer, node.digest = self._part(node)
        if former != node.digest:
            node.is_changed = True
            self._mark_dependents(node)

    def _part(self, node: Node) -> tuple[object, str]:
        """A part of a mapping, and its digest."""
        rule, key = self._rules.rule(node.query), astuple(node.query)[0]
        assert rule.mapping is not None
        mapping = self._node(rule.mapping)
        digest = mapping.part_digests().get(key)
        if digest is None:
            return rule.missing, self._rules.digest(node.query, rule.missing)
        answer = self._known_answer(mapping)
        return answer if isinstance(answer, Failure) else answer[key], digest

    def _mark_parts(self, mapping: Node, kind: type[Query[object]], answer: Any) -> None:
        """Mark the parts of a mapping that changed."""
        before = mapping.part_digests()
        if isinstance(answer, Failure):
            now = dict.fromkeys(before, answer.digest)
        else:
            now = self._rules.digests(kind, answer)
        mapping.parts, mapping.is_changed = now, True
        for key in {key for key, _ in before.items() ^ now.items()}:
            node = self._nodes.find(kind(key))
            if node is not None:
                self._mark(node, mapping)

    # Answers and dependents

    def _dependency(self, query: Query[object], dependent: Node) -> Node:
        if self._rules.level(query) >= dependent.level:
            one, other = type(dependent.query).__name__, type(query).__name__
            raise RuleError(f"`{one}` asks `{other}`, whose rule does not come before its own.")
        return self._node(query)

    def _set_result(self, node: Node, dependencies: Iterable[Node], answer: object) -> None:
        before = node.dependencies
        node.dependencies = tuple([other.id for other in dependencies])
        if before == node.dependencies:
            new = []
        elif before:
            node.is_changed = True
            known = set(before)
            new = [other for other in dependencies if other.id not in known]
            for other in self._nodes.at(list(known.difference(node.dependencies))):
                self._remove_dependent(other, node)
        else:
            new = list(dependencies)
        self._add_dependent(node, new)
        self._set_answer(node, answer)

    def _add_dependent(self, node: Node, dependencies: Iterable[Node]) -> None:
        for other in dependencies:
            other.dependents.append(node.id)
            other.is_changed = True

    def _remove_dependent(self, node: Node, dependent: Node) -> None:
        node.dependents.remove(dependent.id)
        node.is_changed = True
        if not node.dependents:
            self._unused[node] = None

    def _set_answer(self, node: Node, answer: object) -> None:
        """Set an answer. If it differs from the previous one, all dependents are stale."""
        former, node.answer = node.answer, answer
        if (kind := self._rules.part(node.query)) is not None:
            self._mark_parts(node, kind, answer)
        if not node.dependents:  # the digest can wait
            node.digest, node.is_changed = "", True
            return
        before = node.digest or self._nodes.digest(node, former)
        node.digest = self._nodes.digest(node, answer)
        if before == node.digest:
            return
        node.is_changed = True
        self._mark_dependents(node)

    def _mark_dependents(self, node: Node) -> None:
        for dependent in self._nodes.at(node.dependents):
            self._mark(dependent, node)

    def _mark(self, dependent: Node, changed: Node) -> None:
        """Mark a node as stale because one of its dependencies changed."""
        self._stale[dependent.level].setdefault(dependent, []).append(changed.query)
        self._clean = min(self._clean, dependent.level)

    def _answer_of(self, node: Node) -> Any:
        answer = self._known_answer(node)
        if isinstance(answer, Failure):
            raise answer.error
        return answer

    def _known_answer(self, node: Node) -> Any:
        answer = self._nodes.decoded(node)
        if answer is UNKNOWN:
            answer = node.answer = self._recomputed(node)
        return answer

    def _recomputed(self, node: Node) -> object:
        """An answer of which only the digest is known. No dependency has changed, so the answer has not."""
        if not node.level:
            return self._input(node.query)
        if self._rules.rule(node.query).mapping is not None:
            return self._part(node)[0]
        return self._computed(node, self._ask_unrecorded)

    def _ask_unrecorded(self, query: Query[Answer], /) -> Answer:
        answer: Answer = self._answer_of(self._node(query))
        return answer

    # The store

    def load_from(self, rows: RowSource) -> None:
        """Load further rows from `rows`, which hold what the store held at the start."""
        self._nodes.load_from(rows)

    def save(self) -> None:
        """Write what changed to the store."""
        removed = list(self._swept())
        self._nodes.save(self._stale, removed)

    def _swept(self) -> Iterator[int]:
        """Remove unused queries, and give their ids."""
        while self._unused:
            node = self._unused.popitem()[0]
            if node.dependents or not self._nodes.contains(node):
                continue
            for other in self._nodes.at(node.dependencies):
                self._remove_dependent(other, node)
            self._stale[node.level].pop(node, None)
            self._nodes.remove(node)
            yield node.id

    def sweep(self) -> int:
        """Remove queries that lost their last dependent. Returns how many queries are left in memory."""
        for _ in self._swept():
            pass
        return len(self._nodes.by_query)


def _restored(
    name: str, inputs: dict[Query[object], object], mappings: dict[type, Mapping[str, object]]
) -> Engine:
    engine = Engine(by_name(name))
    engine._inputs.update(inputs)
    engine._input_mappings.update(mappings)
    return engine
