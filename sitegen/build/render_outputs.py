"""Every output of a site: kept where it is as it was, else rendered and handed to the stage."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import msgspec
from msgspec import Struct

from sitegen.build.context import Progress, no_progress
from sitegen.build.diagnostics import Diagnostics
from sitegen.build.failed_sample import sample
from sitegen.build.graph import BuiltOutput, Graph
from sitegen.build.image_cache import concerns_images
from sitegen.build.reasons import CODE, FIRST, NEW, RENDERED, TOUCHED, Reason, changed
from sitegen.build.render_output import RenderedFile, RenderWork
from sitegen.build.site_engine import OutputOf
from sitegen.engine.engine import Engine
from sitegen.model import site_queries as q
from sitegen.model.front_matter import ArticleMatter, PageMatter, SectionMatter
from sitegen.model.query import Query
from sitegen.output.open import Stage
from sitegen.plan.rules import RouteOf
from sitegen.problems import Problem
from sitegen.workers import Workers

Reasons = tuple[Reason, ...]


class RenderRun(Struct, frozen=True):
    """What was rendered, and why. `sources` are the files of documents that have a page; `blamed` are
    documents that name a template which fails, `failed` says that others did."""

    pages: int = 0
    files: int = 0
    sources: tuple[str, ...] = ()
    blamed: frozenset[str] = frozenset()
    failed: bool = False
    outputs: Mapping[str, BuiltOutput] = {}
    """What is known to be right of all outputs, published or not."""
    reasons: Mapping[str, tuple[Reason, ...]] = {}
    """By the path of each output that was rendered."""
    is_whole: bool = False
    """Whether it was no sample."""
    reused: Mapping[str, tuple[Reason, ...]] = {}
    """The same for outputs that a build before had rendered, but not published."""

    @property
    def changed(self) -> Mapping[str, tuple[Reason, ...]]:
        """Why outputs are others than in the last published tree."""
        return {**self.reasons, **self.reused}


#: Outputs above which most templates of a theme are needed, and in each process.
_MANY = 200

#: A run that was not begun.
NOTHING = RenderRun(failed=True)


class OutputRenderer:
    """Renders the outputs of a site. `graph` knows those of the last build; what `earlier` rounds of this one
    have rendered was not published, and is rendered again."""

    def __init__(
        self, work: RenderWork, ask: Engine, workers: Workers, graph: Graph, earlier: Mapping[str, Reasons]
    ) -> None:
        self._work = work
        self._ask = ask
        self._workers = workers
        self._before = graph.known.outputs
        self._earlier = earlier
        self._unknown = CODE if graph.is_of_other_code else NEW if self._before else FIRST
        self._outputs: dict[str, BuiltOutput] = {}
        self._wanting: dict[str, tuple[Reason, ...]] = {}
        self._attempted: list[str] = []
        self._reused: dict[str, tuple[Reason, ...]] = {}
        self._unrendered: list[str] = []
        self._blamed: set[str] = set()
        self._failed = False

    def run(
        self, paths: Collection[str], stage: Stage, diagnostics: Diagnostics, progress: Progress = no_progress
    ) -> RenderRun:
        """Keep, reuse or render every output. Images come last, and only if no template failed."""
        self._sort_out(paths, stage)
        pages = [output for output in self._wanting if not concerns_images((output,))]
        pictures = [output for output in self._wanting if concerns_images((output,))]
        done = partial(_done, progress, len(self._wanting))
        self._print(pages, stage, diagnostics.add_of_template, done)
        if not (self._failed or self._blamed):
            self._print(pictures, stage, diagnostics.add_of_template, done)
        elif pictures:
            self._failed = True
        return self._outcome(paths, is_whole=True)

    def sample(
        self, paths: Collection[str], stage: Stage, diagnostics: Diagnostics, progress: Progress = no_progress
    ) -> RenderRun:
        """Render some of what is not known to be sound, where nothing can be published: see `sample`. Each
        mistake of a template is told once, since on how many pages it would be is not known."""
        self._sort_out(paths, stage)
        some = sample(self._ask, self._wanting)
        told: set[tuple[str, int, str]] = set()

        def tell(problem: Problem) -> None:
            key = (problem.path, problem.line, problem.code)
            if key not in told:
                told.add(key)
                diagnostics.add_of_template(problem)

        self._print(some.outputs, stage, tell, partial(_done, progress, len(some.outputs)))
        self._unrendered = list(some.other_pages)
        return self._outcome(paths, is_whole=False)

    def _print(
        self,
        outputs: Sequence[str],
        stage: Stage,
        tell: Callable[[Problem], None],
        done: Callable[[int], None],
    ) -> None:
        self._ask.prefetch(map(OutputOf, outputs))
        if len(outputs) > _MANY:
            self._work.prepare(outputs)
        for each in self._workers.spread(self._work, outputs):
            self._attempted.append(each.path)
            self._take(each, stage, tell)
            done(len(self._attempted))

    def _outcome(self, paths: Collection[str], *, is_whole: bool) -> RenderRun:
        pages = [output for output in self._outputs.values() if output.kind == "page"]
        sources = {output.source for output in pages if output.source}
        return RenderRun(
            len(pages) + len(self._unrendered),
            len(paths),
            tuple(sorted(sources)),
            frozenset(self._blamed),
            self._failed,
            self._outputs,
            {output: self._wanting[output] for output in self._attempted},
            is_whole,
            self._reused,
        )

    def _sort_out(self, paths: Iterable[str], stage: Stage) -> None:
        """Keep what is as it was, and reuse what a build before has rendered; the rest has its reasons."""
        stale = self._ask.stale(OutputOf)
        for path in paths:
            reasons = self._why(path, stale.get(OutputOf(path))) or self._earlier.get(path, ())
            if not reasons:
                digest = self._before[path].digest
                if stage.has(path, digest):
                    stage.keep(path)
                elif stage.reuse(path, digest):
                    self._reused[path] = (RENDERED,)
                else:
                    reasons = (TOUCHED,)
            if reasons:
                self._wanting[path] = reasons
            else:
                self._outputs[path] = self._before[path]

    def _why(self, path: str, causes: tuple[Query[Any], ...] | None) -> tuple[Reason, ...]:
        """Why an output has to be rendered; empty where it is as it was."""
        if path not in self._before:
            return (self._unknown,)
        return () if causes is None else tuple(dict.fromkeys(map(changed, causes))) or (NEW,)

    def _take(self, done: RenderedFile, stage: Stage, tell: Callable[[Problem], None]) -> None:
        if done.problem is not None:
            route = self._ask(RouteOf(done.path))
            document = route.document if route else ""
            tell(_placed(done.problem, document))
            if self._chose_template(document):
                self._blamed.add(document)
            else:
                self._failed = True
            return
        assert done.written is not None
        stage.adopt(done.path, done.written)
        self._ask.adopt(OutputOf(done.path), done.digest, done.others, done.numbers)
        self._outputs[done.path] = BuiltOutput(done.kind, done.digest, done.source)

    def _chose_template(self, path: str) -> bool:
        """Whether the document that a page shows names its own template."""
        matter = self._ask(q.DocumentOf(path)).matter if path else None
        return isinstance(matter, ArticleMatter | PageMatter | SectionMatter) and bool(matter.template)


def _done(progress: Progress, total: int, count: int) -> None:
    progress("render", count, total)


def _placed(problem: Problem, document: str) -> Problem:
    """A problem that names the document itself stands where that names its template."""
    if not document or problem.path != document:
        return problem
    return msgspec.structs.replace(problem, key="template")
