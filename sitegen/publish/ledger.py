"""What the last build made, and of what: each output's parts, its questions with their answers, its bytes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from sitegen.digest import digest_in_order
from sitegen.model.jobs import Ask, Job, Query
from sitegen.publish.keys import SIZE, Keys, changed
from sitegen.publish.printing import Printed
from sitegen.publish.reasons import Gist, Reason, gist_of
from sitegen.store import Store

#: An answer's digest and, in the ledger's list of gists, what it came to in short.
Answered = tuple[Query, str]


class Made(Struct, frozen=True, array_like=True):
    """One output of the last build. `names` and `trace` are indexes into the ledger's lists."""

    kind: str
    whole: bytes
    """The digest of all of the Job's arguments."""
    names: int
    parts: bytes
    """The digests of the Job's parts, one behind the other in the order of the names; empty where what it was
    given is kept as it is."""
    trace: int
    output: str
    """The digest of the bytes."""
    source: str = ""
    """The file that it shows or copies."""
    bodies: tuple[str, ...] = ()
    """The digests of the texts that it holds."""


class Basis(Struct, frozen=True):
    """What a build's Site was made from: the digest of all but the texts and the clock, the period in which
    the clock changes nothing, and the texts' digests by their documents' paths."""

    key: str = ""
    moment: dt.datetime | None = None
    due: dt.datetime | None = None
    bodies: Mapping[str, str] = {}

    def covers(self, later: Basis) -> bool:
        """Whether a later Site differs in its texts at most."""
        if not self.key or self.key != later.key or self.moment is None or later.moment is None:
            return False
        return self.moment <= later.moment and (self.due is None or later.moment < self.due)

    def outdated(self, later: Basis) -> frozenset[str]:
        """The digests of texts that a later build has others for."""
        return frozenset(digest for path, digest in self.bodies.items() if later.bodies.get(path) != digest)


class Ledger(Struct, frozen=True):
    """All outputs of a build. `code` is the version of what rendered them."""

    code: str = ""
    basis: Basis = Basis()
    names: tuple[tuple[str, ...], ...] = ()
    traces: tuple[tuple[Answered, ...], ...] = ()
    gists: Mapping[str, Gist] = {}
    """By an answer's digest."""
    made: Mapping[str, Made] = {}
    """By output path."""

    def texts(self) -> list[str]:
        """The paths of outputs that hold texts."""
        return [path for path, made in self.made.items() if made.bodies]

    def parts(self, made: Made) -> dict[str, bytes]:
        """The digests of an output's parts by name."""
        names = self.names[made.names]
        return {name: made.parts[at * SIZE : (at + 1) * SIZE] for at, name in enumerate(names)}


#: The Job that an output of some kind at some path was made by; None where it is not known.
Former = Callable[[str, str], Job | None]


class Verifier:
    """Tells what of an output has changed since the ledger was written; each question is asked once."""

    def __init__(
        self,
        ledger: Ledger,
        code: str,
        ask: Ask,
        basis: Basis = Basis(),  # noqa: B008
        former: Former | None = None,
    ) -> None:
        self.ledger = ledger
        self._former = former
        self._keys = Keys()
        self.basis = basis
        self._outdated = ledger.basis.outdated(basis) if ledger.basis.covers(basis) else None
        self._code = code
        self._ask = ask
        self._answers: dict[Query, str] = {}
        self._traces: dict[int, tuple[Answered, ...]] = {}

    def of(self, ledger: Ledger) -> Verifier:
        """The same of another ledger; what was asked is not asked again."""
        other = Verifier(ledger, self._code, self._ask, self.basis)
        other._keys, other._answers = self._keys, self._answers
        return other

    def at_once(self, path: str) -> tuple[Reason, ...]:
        """Why an output has to be made, where that is clear without looking at its Job."""
        if not self.ledger.made:
            return (Reason("first"),)
        if self.ledger.code != self._code:
            return (Reason("code"),)
        return () if path in self.ledger.made else (Reason("new"),)

    def has_same_arguments(self, path: str) -> bool:
        """Whether an output's Job has certainly the arguments that it had: those of a Site that differs in
        texts at most, and none of the output's texts among them."""
        made = self.ledger.made.get(path)
        return made is not None and self._outdated is not None and self._outdated.isdisjoint(made.bodies)

    def changed_answers(self, path: str) -> tuple[Reason, ...]:
        """Why an output has to be made whose Job has the arguments that it had."""
        trace = self.ledger.made[path].trace
        return tuple(self._answer_reason(query, before) for query, before in self._differing(trace))

    def reasons(self, job: Job) -> tuple[Reason, ...]:
        """Why an output has to be made; empty where it is as it was."""
        made = self.ledger.made.get(job.path)
        if made is None or made.kind != job.kind:
            return (Reason("new"),)
        differing = [] if made.whole == self._keys.whole(job) else self._differing_parts(made, job)
        return (*(Reason("part", name) for name in differing), *self.changed_answers(job.path))

    def _differing_parts(self, made: Made, job: Job) -> list[str]:
        """The names of the parts that differ, where the whole does."""
        former = self._former(made.kind, job.path) if self._former and not made.parts else None
        known = former is not None and self._keys.whole(former) == made.whole
        before = self._keys.parts(former) if former is not None and known else self.ledger.parts(made)
        return (before and changed(before, self._keys.parts(job))) or ["arguments"]

    def _differing(self, trace: int) -> tuple[Answered, ...]:
        """The questions of a trace that have another answer now, with the digests of the former ones."""
        if trace not in self._traces:
            self._traces[trace] = tuple(
                (query, before) for query, before in self.ledger.traces[trace] if self.digest(query) != before
            )
        return self._traces[trace]

    def digest(self, query: Query) -> str:
        """The digest of the present answer."""
        if query not in self._answers:
            self._answers[query] = digest_in_order(self._ask(query))
        return self._answers[query]

    def gist(self, query: Query) -> Gist:
        """The present answer in short."""
        return gist_of(self._ask(query))

    def _answer_reason(self, query: Query, before: str) -> Reason:
        return Reason("answer", query.name, query.args, self.ledger.gists.get(before), self.gist(query))


class Scribe:
    """Writes a new ledger, output by output."""

    def __init__(self, verifier: Verifier, code: str) -> None:
        self._verifier = verifier
        self._code = code
        self._names: dict[tuple[str, ...], int] = {}
        self._traces: dict[tuple[Answered, ...], int] = {}
        self._asked: dict[tuple[Query, ...], int] = {}
        self._carried: dict[int, dict[int, int]] = {}
        self._gists: dict[str, Gist] = {}
        self._made: dict[str, Made] = {}

    def carry(self, path: str, ledger: Ledger) -> None:
        """An output that is as this ledger says."""
        made = ledger.made[path]
        known = self._carried.setdefault(id(ledger), {})
        if made.trace not in known:
            known[made.trace] = self._trace(ledger.traces[made.trace])
        names = self._index(self._names, ledger.names[made.names])
        trace = known[made.trace]
        self._made[path] = Made(
            made.kind, made.whole, names, made.parts, trace, made.output, made.source, made.bodies
        )

    def add(self, printed: Printed) -> None:
        """An output that was made."""
        asked, parts = printed.questions, printed.parts
        if asked not in self._asked:
            self._asked[asked] = self._trace(tuple((query, self._verifier.digest(query)) for query in asked))
        names = self._index(self._names, tuple(parts))
        self._made[printed.path] = Made(
            printed.kind,
            printed.whole,
            names,
            b"".join(parts.values()),
            self._asked[asked],
            printed.digest,
            printed.source,
            printed.bodies,
        )

    def _trace(self, answered: tuple[Answered, ...]) -> int:
        for query, digest in answered:
            if digest not in self._gists:
                self._gists[digest] = self._verifier.gist(query)
        return self._index(self._traces, answered)

    @staticmethod
    def _index(known: dict[Any, int], value: Any) -> int:
        return known.setdefault(value, len(known))

    def ledger(self, basis: Basis) -> Ledger:
        """The new ledger."""
        return Ledger(self._code, basis, tuple(self._names), tuple(self._traces), self._gists, self._made)


def excerpt(code: str, parts: Iterable[tuple[Ledger, Iterable[str]]]) -> Ledger:
    """A ledger of some outputs of others, all of one version of code. It has no basis, since they may be of
    several builds: each is verified by its own arguments and answers."""
    names: dict[tuple[str, ...], int] = {}
    traces: dict[tuple[Answered, ...], int] = {}
    found: dict[str, Made] = {}
    for ledger, paths in parts:
        known: dict[int, int] = {}
        for path in paths:
            made = ledger.made[path]
            if made.trace not in known:
                known[made.trace] = traces.setdefault(ledger.traces[made.trace], len(traces))
            name = names.setdefault(ledger.names[made.names], len(names))
            found[path] = msgspec.structs.replace(made, names=name, trace=known[made.trace])
    return Ledger(code, names=tuple(names), traces=tuple(traces), made=found)


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Ledger)
_SHELF = "ledger"


def load_ledger(store: Store, name: str) -> Ledger:
    """The ledger of that name; an empty one where there is none, or none of this form."""
    data = store.load(_SHELF, name)
    if data is None:
        return Ledger()
    try:
        return _DECODER.decode(data)
    except msgspec.DecodeError:
        return Ledger()


def save_ledger(store: Store, name: str, ledger: Ledger) -> None:
    """Keep a ledger."""
    store.save(_SHELF, [(name, _ENCODER.encode(ledger))])
