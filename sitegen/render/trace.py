"""What a page asked while it was rendered, and the digests of the answers: what a later build verifies."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from sitegen.digest import digest_of
from sitegen.model.jobs import Ask, Query

#: Queries of render itself. Their answers are in a Job's key by other ways: the body and a file by the digest
#: that names them, the theme and the site by theirs.
PLUMBING = frozenset({"body", "file", "site", "theme"})


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
        if query not in self._answers:
            self._answers[query] = self._ask(query)
        return self._answers[query]

    def records(self, *, plumbing: bool = False) -> tuple[Record, ...]:
        """The templates' questions with the digests of their answers; `plumbing` adds render's own."""
        return tuple(
            Record(query, digest_of(answer))
            for query, answer in self._answers.items()
            if plumbing or query.name not in PLUMBING
        )
