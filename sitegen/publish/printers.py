"""Rendering as work: from an output's path to the file that waits for the commit, in any process."""

from __future__ import annotations

from pathlib import Path

import msgspec

from sitegen.model.jobs import Query
from sitegen.model.site import Site
from sitegen.plan.plan import Plan, plan
from sitegen.publish.answers import Answers
from sitegen.publish.derivatives import Pictures, anew
from sitegen.publish.keys import Keys
from sitegen.publish.printing import Printed, print_job
from sitegen.render.environment import environment
from sitegen.store import Store
from sitegen.tree.writers import Writer


class Printer:
    """Renders and writes one output after another: a `Work`. In another process it plans the site anew."""

    def __init__(
        self,
        root: Path,
        site: Site,
        store: Store,
        writer: Writer,
        planned: Plan | None = None,
        pictures: Pictures = anew,
    ) -> None:
        self.plan = planned or plan(site)
        self.answers = Answers(root, site, store)
        self._writer = writer
        self._keys = Keys()
        self._pictures = pictures
        self._made_from = (root, site, store, writer, None, pictures)
        self._questions: dict[tuple[Query, ...], tuple[Query, ...]] = {}

    def __reduce__(self) -> tuple[object, ...]:
        return (Printer, self._made_from)

    def prepare(self) -> None:
        """Do what every process would have to do, before there are others."""
        environment(self.answers(Query("theme"))).compile_all()

    def __call__(self, item: str) -> Printed:
        """The output at a path. OSError where the disk refuses."""
        printed = print_job(self.plan.job(item), self.answers, self._keys, self._pictures)
        if printed.problem is not None:
            return printed
        # Most pages ask the same: one value for all of them is sent and compared faster.
        asked = self._questions.setdefault(printed.questions, printed.questions)
        written = self._writer.write(item, printed.data, printed.digest)
        return msgspec.structs.replace(printed, questions=asked, data=b"", written=written)
