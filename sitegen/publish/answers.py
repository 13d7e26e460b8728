"""What Jobs ask for while they are rendered: of the engine, and of the store and the files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sitegen.model import questions as q
from sitegen.model.asking import Ask, Question
from sitegen.model.jobs import Query
from sitegen.store import Store, get_body


class Answers:
    """Answers what templates ask. Bodies and files go by digests, and the theme by its parts: that they are
    asked for need not be remembered."""

    def __init__(self, root: Path, store: Store, ask: Ask) -> None:
        self.root = root
        self._store = store
        self._ask = ask

    def __call__(self, question: Question[Any], /) -> Any:
        """The answer; KeyError for a question that nobody can answer."""
        if not isinstance(question, Query):
            return self._ask(question)
        match question.name:
            case "body":
                return get_body(self._store, dict(question.args)["digest"])
            case "file":
                return (self.root / dict(question.args)["path"]).read_bytes()
            case "theme":
                return self._ask(q.ThemeInUse())
        return self._ask(question)
