"""After any edits a preview shows what a clean build would publish, whatever it was told of them.

`SITEGEN_SOAK=1` takes 10,000 steps instead of 350.
"""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from sitegen.serve.pages import render_output
from sitegen.serve.preview import Preview
from sitegen.serve.snapshots import PreviewOptions, Snapshot
from tests.properties.test_incremental import Incremental, _tree

_SOAK = os.environ.get("SITEGEN_SOAK") == "1"
_STEPS = 50
#: Steps after which a build from nothing is compared, too; a snapshot from nothing is always.
_BETWEEN_BUILDS = 10


class Previewed(Incremental):
    """A publication that is edited at random, and looked at in a preview after each edit."""

    #: How often ways of a preview that begins from a build were entered.
    entered: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.hint = 0
        self.preview: Preview | None = None
        self.shown_as = ""
        self.steps = 0

    @rule(hint=st.integers(0, 3))
    def be_told_of_something(self, hint: int) -> None:
        self.hint = hint

    @rule(again=st.booleans(), settled=st.booleans())
    def build_beside_it(self, again: bool, settled: bool) -> None:
        """What a build remembers is where another preview begins, and goes on while other builds run."""
        self.build(self.root / "public", partial=False)
        if again or self.preview is None:
            self.preview, self.shown_as = self.another(), self.now
            self.preview.update()
            Previewed.entered["began from a build"] += self.preview._snapshots.is_reading_a_graph
        if settled:
            Previewed.entered["loaded a graph"] += self.preview._snapshots.is_reading_a_graph
            self.preview.save_cache()
        else:
            Previewed.entered["went on from the store"] += self.preview._snapshots.is_reading_a_graph

    @invariant()
    def equals_a_clean_build(self) -> None:
        if self.preview is None or self.shown_as != self.now:
            self.preview, self.shown_as = self.another(), self.now
        articles = [path.relative_to(self.root).as_posix() for path in self.articles()]
        self.preview.update_paths(set(articles[:: self.hint]) if self.hint else ())
        self.preview.update()
        shown, fresh = self.preview.snapshot, self.another()
        fresh._drop_store()  # it knows nothing of builds
        fresh.update()
        assert shown is not None
        assert fresh.snapshot is not None
        assert set(shown.problems) == set(fresh.snapshot.problems)
        pages = _pages(shown)
        assert pages == _pages(fresh.snapshot)
        self.steps += 1
        if self.steps % _BETWEEN_BUILDS == 0:
            self.drafts = self.partial = False
            if self.build(self.clean, fresh=True, replace=True).published:
                assert pages == _tree(self.clean)

    def another(self) -> Preview:
        options = PreviewOptions(self.root, public=True, as_of=self.now, jobs=1)
        return Preview(options, lambda: dt.datetime.now(dt.UTC))


def _pages(snapshot: Snapshot) -> dict[str, bytes]:
    """Every page, or what is wrong with it."""
    made = {output: render_output(snapshot, output) for output in snapshot.routes}
    return {output: page.body or repr(page.problem).encode() for output, page in made.items()}


Previewed.TestCase.settings = settings(
    max_examples=200 if _SOAK else 7,
    stateful_step_count=_STEPS,
    deadline=None,
    derandomize=not _SOAK,
    suppress_health_check=list(HealthCheck),
)


def test_previews_equal_clean_builds() -> None:
    Previewed.entered.clear()
    run_state_machine_as_test(Previewed, settings=Previewed.TestCase.settings)
    for way in ("began from a build", "loaded a graph", "went on from the store"):
        assert Previewed.entered[way], way
