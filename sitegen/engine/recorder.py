"""What was asked for one answer that is worked out outside of the engine."""

from __future__ import annotations

from typing import Any

from sitegen.model.query import Answer, Ask, Query


class Recorder:
    """Asks, and remembers what was asked. The same question has the same answer for a whole page."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self.answers: dict[Query[Any], Any] = {}

    def __call__(self, question: Query[Answer], /) -> Answer:
        """The answer."""
        if question in self.answers:
            found: Answer = self.answers[question]
            return found
        answer = self.answers[question] = self._ask(question)
        return answer
