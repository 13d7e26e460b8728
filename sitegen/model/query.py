"""Queries and answers: a query is a frozen value, and its type says what the answer is.

class TitleOf(Query[str], frozen=True):
    path: str

def title_of(ask: Ask, query: TitleOf) -> str:
    return ask(DocumentOf(query.path)).title
"""

from __future__ import annotations

from typing import Any, Generic, Protocol, TypeVar

from msgspec import Struct

Answer = TypeVar("Answer")
Answer_co = TypeVar("Answer_co", covariant=True)


class Query(Struct, Generic[Answer_co], frozen=True, gc=False, array_like=True):
    """Something that a rule can ask. Two queries of one type with equal fields are the same query."""


class Ask(Protocol):
    """Answers queries. The engine records what each rule asks, and reruns the rule when an answer changes."""

    def __call__(self, query: Query[Answer], /) -> Answer:
        """The answer. Raises what the rule of the query raised."""
        ...


class Recorder:
    """Records the queries that are asked for one page. Asking a query again gives the recorded answer."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self.answers: dict[Query[object], Any] = {}

    def __call__(self, query: Query[Answer], /) -> Answer:
        """The answer."""
        if query in self.answers:
            found: Answer = self.answers[query]
            return found
        answer = self.answers[query] = self._ask(query)
        return answer
