"""What Jobs ask for while they are rendered: of the engine, and of the store and the files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sitegen.model.query import Ask, Query
from sitegen.model.render_queries import BodyAt, FileBytes
from sitegen.store import Store, get_body


class Answers:
    """Answers what is asked while an output is rendered. Texts and files do not go through `ask`, which may
    record: the digests that are in a Job stand for them."""

    def __init__(self, root: Path, store: Store, ask: Ask) -> None:
        self.root = root
        self._store = store
        self._ask = ask

    def __call__(self, question: Query[Any], /) -> Any:
        """The answer."""
        if isinstance(question, BodyAt):
            return get_body(self._store, question.digest)
        if isinstance(question, FileBytes):
            return (self.root / question.path).read_bytes()
        return self._ask(question)
