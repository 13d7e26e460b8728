"""Questions and answers: a question is a frozen value, whose type says what the answer is.

class TitleOf(Query[str], frozen=True):
    path: str

def title_of(ask: Ask, question: TitleOf) -> str:
    return ask(DocumentOf(question.path)).title
"""

from __future__ import annotations

from typing import Generic, Protocol, TypeVar

from msgspec import Struct

Answer = TypeVar("Answer")
Answer_co = TypeVar("Answer_co", covariant=True)


class Query(Struct, Generic[Answer_co], frozen=True, gc=False, array_like=True):
    """Something that can be asked. Two questions of one type with equal fields are the same question."""


class Ask(Protocol):
    """Answers questions. What a rule asks is recorded: the rule runs again when an answer changes."""

    def __call__(self, question: Query[Answer], /) -> Answer:
        """The answer. It raises what the question's rule raised."""
        ...
