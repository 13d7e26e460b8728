"""Rendering as work: from an output's path to the file that waits for the commit, in any process."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from msgspec import Struct

from sitegen.engine.engine import Engine
from sitegen.model import questions as q
from sitegen.model.asking import Question
from sitegen.plan.rules import RouteOf
from sitegen.problems import Problem
from sitegen.publish.derivatives import Pictures, anew
from sitegen.publish.printing import print_output
from sitegen.render.environment import environment
from sitegen.store import Store
from sitegen.tree.writers import Writer, Written


class Done(Struct, frozen=True):
    """What became of one output in some process: where its bytes were written, and what was asked for them
    (see `Engine.referred`); or what is wrong."""

    path: str
    kind: str
    source: str
    digest: str = ""
    written: Written | None = None
    numbers: bytes = b""
    others: tuple[Question[Any], ...] = ()
    problem: Problem | None = None


class Printer:
    """Renders and writes one output after another: a `Work`. A process that does not share this one's memory
    gets the inputs, and finds out what it needs."""

    def __init__(
        self,
        root: Path,
        ask: Engine,
        store: Store,
        writer: Writer,
        pictures: Pictures = anew,
        shared: int = -1,
    ) -> None:
        self._ask = ask
        self._root = root
        self._store = store
        self._writer = writer
        self._pictures = pictures
        self._shared = ask.last if shared < 0 else shared

    def __reduce__(self) -> tuple[object, ...]:
        return (Printer, (self._root, self._ask, self._store, self._writer, self._pictures, 0))

    def prepare(self, outputs: Iterable[str]) -> None:
        """Do what every process would have to do, before there are others; and ask what their pages will ask,
        which is then known to all."""
        environment(self._ask(q.ThemeInUse())).compile_all()
        for output in outputs:
            route = self._ask(RouteOf(output))
            if route is not None and (path := route.document):
                self._ask(q.TextOf(path))
                self._ask(q.RefsOf(path))
                if self._ask(q.ArticleOf(path)) is not None:
                    self._ask(q.RelatedOf(path))
        self._shared = self._ask.last

    def __call__(self, item: str) -> Done:
        """The output at a path. OSError where the disk refuses."""
        printed = print_output(item, self._ask, self._root, self._store, self._pictures)
        if printed.problem is not None:
            return Done(item, printed.kind, printed.source, problem=printed.problem)
        written = self._writer.write(item, printed.data, printed.digest)
        numbers, others = self._ask.referred(printed.asked, self._shared)
        return Done(item, printed.kind, printed.source, printed.digest, written, numbers, tuple(others))
