"""What a page asked while it was rendered, and the digests of the answers: what a later build verifies."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from sitegen.digest import digest_in_order
from sitegen.model.jobs import Ask, Query

#: Queries whose answers are in a Job's key by another way: a body and a file by the digest that the Job names
#: them with, the theme by the questions about its parts.
PLUMBING = frozenset({"body", "file", "theme"})


_UNASKED = object()


class Record(Struct, frozen=True):
    """A question and the digest of its answer."""

    query: Query
    answer: str


class Trace:
    """An `Ask` that remembers each different question, in the order in which they were first asked."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._answers: dict[Query, Any] = {}

    def __call__(self, query: Query) -> Any:
        """Ask once; the same question has the same answer for the whole page."""
        answer = self._answers.get(query, _UNASKED)
        if answer is _UNASKED:
            answer = self._answers[query] = self._ask(query)
        return answer

    def questions(self) -> tuple[Query, ...]:
        """What was asked, but for what is in the Job's key anyway."""
        return tuple(query for query in self._answers if query.name not in PLUMBING)

    def bodies(self) -> tuple[str, ...]:
        """The digests of the texts that were asked for."""
        return tuple(dict(query.args)["digest"] for query in self._answers if query.name == "body")

    def records(self) -> tuple[Record, ...]:
        """What was asked, with the digests of the answers."""
        return tuple(Record(query, digest_in_order(self._answers[query])) for query in self.questions())
