"""Rendering the outputs of a site: all that changed, or a sample if the build cannot publish."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from functools import partial

import msgspec
from msgspec import Struct

from sitegen.build.context import Progress, no_progress
from sitegen.build.diagnostics import Diagnostics
from sitegen.build.graph import BuiltOutput, Graph
from sitegen.build.image_cache import has_images
from sitegen.build.reasons import (
    FIRST_BUILD,
    MODIFIED,
    NEW_OUTPUT,
    OTHER_VERSION,
    UNPUBLISHED,
    Reason,
    reason_for,
)
from sitegen.build.render_output import RenderedFile, RenderWork
from sitegen.build.site_engine import OutputOf
from sitegen.engine.engine import Engine
from sitegen.model import site_queries as q
from sitegen.model.front_matter import ArticleMatter, PageMatter, SectionMatter
from sitegen.model.jobs import AssetArgs, CopyArgs, ImageArgs, PageArgs, TextArgs
from sitegen.model.query import Ask, Query
from sitegen.output.open import Stage
from sitegen.plan.routes import Route
from sitegen.plan.rules import JobOf, RouteOf, RoutesOf
from sitegen.problems import Problem
from sitegen.workers import Workers

Reasons = tuple[Reason, ...]


class RenderRun(Struct, frozen=True):
    """The outputs that were rendered, and why. `sources` are the source files of documents that have a page.

    `failed_documents` are documents with a template of their own that fails; `failed` is true if any other
    template fails.
    """

    pages: int = 0
    files: int = 0
    sources: tuple[str, ...] = ()
    failed_documents: frozenset[str] = frozenset()
    failed: bool = False
    outputs: Mapping[str, BuiltOutput] = {}
    """All outputs that are up to date, published or not."""
    rendered: Mapping[str, Reasons] = {}
    """The reasons for each output that was rendered, by path."""
    is_complete: bool = False
    """Whether all outputs were rendered, not only a sample."""
    reused: Mapping[str, Reasons] = {}
    """The reasons for outputs that an earlier build rendered but did not publish."""

    @property
    def changed(self) -> Mapping[str, Reasons]:
        """The reasons for outputs that differ from the last published ones."""
        return {**self.rendered, **self.reused}


#: If there are more outputs than this, most templates of the theme are needed, in each process.
_MANY = 200

#: The run of a build that renders nothing.
NOT_RENDERED = RenderRun(failed=True)


class OutputRenderer:
    """Renders the outputs of a site.

    `graph` has the outputs of the last build. `earlier` has those that previous rounds of this build rendered
    but did not publish; they are rendered again.
    """

    def __init__(
        self, work: RenderWork, ask: Engine, workers: Workers, graph: Graph, earlier: Mapping[str, Reasons]
    ) -> None:
        self._work = work
        self._ask = ask
        self._workers = workers
        self._last_outputs = graph.state.outputs
        self._earlier = earlier
        self._reason_for_new = NEW_OUTPUT if self._last_outputs else FIRST_BUILD
        if graph.is_of_other_code:
            self._reason_for_new = OTHER_VERSION
        self._outputs: dict[str, BuiltOutput] = {}
        self._pending: dict[str, Reasons] = {}
        self._attempted: list[str] = []
        self._reused: dict[str, Reasons] = {}
        self._skipped_pages: list[str] = []
        self._failed_documents: set[str] = set()
        self._failed = False

    def run(
        self, paths: Collection[str], stage: Stage, diagnostics: Diagnostics, progress: Progress = no_progress
    ) -> RenderRun:
        """Keep, reuse or render every output. Images come last, and only if no template failed."""
        self._sort(paths, stage)
        pages = [output for output in self._pending if not has_images((output,))]
        images = [output for output in self._pending if has_images((output,))]
        done = partial(_report_progress, progress, len(self._pending))
        self._render(pages, stage, diagnostics.add_template_problem, done)
        if not (self._failed or self._failed_documents):
            self._render(images, stage, diagnostics.add_template_problem, done)
        elif images:
            self._failed = True
        return self._result(paths, is_complete=True)

    def sample(
        self, paths: Collection[str], stage: Stage, diagnostics: Diagnostics, progress: Progress = no_progress
    ) -> RenderRun:
        """Render a sample of the changed outputs, if the build cannot publish anyway: see `choose_sample`.

        Each template problem is reported once, since the number of pages that have it is unknown.
        """
        self._sort(paths, stage)
        sample = choose_sample(self._ask, self._pending)
        reported: set[tuple[str, int, str]] = set()

        def report(problem: Problem) -> None:
            key = (problem.path, problem.line, problem.code)
            if key not in reported:
                reported.add(key)
                diagnostics.add_template_problem(problem)

        done = partial(_report_progress, progress, len(sample.outputs))
        self._render(sample.outputs, stage, report, done)
        self._skipped_pages = list(sample.other_pages)
        return self._result(paths, is_complete=False)

    def _render(
        self,
        outputs: Sequence[str],
        stage: Stage,
        report: Callable[[Problem], None],
        done: Callable[[int], None],
    ) -> None:
        self._ask.prefetch(map(OutputOf, outputs))
        if len(outputs) > _MANY:
            self._work.prepare(outputs)
        for each in self._workers.spread(self._work, outputs):
            self._attempted.append(each.path)
            self._add(each, stage, report)
            done(len(self._attempted))

    def _result(self, paths: Collection[str], *, is_complete: bool) -> RenderRun:
        pages = [output for output in self._outputs.values() if output.kind == "page"]
        sources = {output.source for output in pages if output.source}
        return RenderRun(
            len(pages) + len(self._skipped_pages),
            len(paths),
            tuple(sorted(sources)),
            frozenset(self._failed_documents),
            self._failed,
            self._outputs,
            {output: self._pending[output] for output in self._attempted},
            is_complete,
            self._reused,
        )

    def _sort(self, paths: Iterable[str], stage: Stage) -> None:
        """Keep or reuse outputs that are up to date; give reasons to render the others."""
        stale = self._ask.stale(OutputOf)
        for path in paths:
            reasons = self._reasons(path, stale.get(OutputOf(path))) or self._earlier.get(path, ())
            if not reasons:
                digest = self._last_outputs[path].digest
                if stage.has(path, digest):
                    stage.keep(path)
                elif stage.reuse(path, digest):
                    self._reused[path] = (UNPUBLISHED,)
                else:
                    reasons = (MODIFIED,)
            if reasons:
                self._pending[path] = reasons
            else:
                self._outputs[path] = self._last_outputs[path]

    def _reasons(self, path: str, causes: tuple[Query[object], ...] | None) -> Reasons:
        """Why an output has to be rendered; empty if nothing changed."""
        if path not in self._last_outputs:
            return (self._reason_for_new,)
        return () if causes is None else tuple(dict.fromkeys(map(reason_for, causes))) or (NEW_OUTPUT,)

    def _add(self, file: RenderedFile, stage: Stage, report: Callable[[Problem], None]) -> None:
        if file.problem is not None:
            self._add_failure(file.path, file.problem, report)
        elif file.written is not None:
            stage.adopt(file.path, file.written)
            self._ask.adopt(OutputOf(file.path), file.digest, file.others, file.numbers)
            self._outputs[file.path] = BuiltOutput(file.kind, file.digest, file.source)

    def _add_failure(self, path: str, problem: Problem, report: Callable[[Problem], None]) -> None:
        route = self._ask(RouteOf(path))
        document = route.document if route else ""
        if document and problem.path == document:
            problem = msgspec.structs.replace(problem, key="template")
        report(problem)
        if self._names_template(document):
            self._failed_documents.add(document)
        else:
            self._failed = True

    def _names_template(self, path: str) -> bool:
        """Whether a document names its own template."""
        matter = self._ask(q.DocumentOf(path)).matter if path else None
        return isinstance(matter, ArticleMatter | PageMatter | SectionMatter) and bool(matter.template)


def _report_progress(progress: Progress, total: int, count: int) -> None:
    progress("render", count, total)


# The sample of a build that cannot publish

#: Outputs to render for each kind and template: an error on every page shows on one of them.
_SAMPLE_SIZE = 20

#: Outputs without a template.
_WITHOUT_TEMPLATE = (CopyArgs, AssetArgs, ImageArgs, TextArgs)


class Sample(Struct, frozen=True):
    """Outputs that represent all others, and the other HTML pages."""

    outputs: tuple[str, ...]
    other_pages: tuple[str, ...]


def choose_sample(ask: Ask, outputs: Iterable[str]) -> Sample:
    """Choose some outputs of each kind and template, evenly spread over all of them."""
    routes = ask(RoutesOf()).routes
    groups: dict[Hashable, list[str]] = {}
    for output in outputs:
        groups.setdefault(_template_key(ask, routes[output]), []).append(output)
    chosen: list[str] = []
    others: list[str] = []
    for group in groups.values():
        args = ask(JobOf(group[0])).args
        if not isinstance(args, _WITHOUT_TEMPLATE):
            some = _spread_out(group)
            chosen += some
            others += set(group).difference(some) if isinstance(args, PageArgs) else ()
    return Sample(tuple(chosen), tuple(others))


def _template_key(ask: Ask, route: Route[object]) -> Hashable:
    """Everything that determines a route's template."""
    own = getattr(ask(q.DocumentOf(route.document)).matter, "template", "") if route.document else ""
    return (route.make, own, *(getattr(route.subject, name, "") for name in ("kind", "name", "template")))


def _spread_out(group: list[str]) -> list[str]:
    last = len(group) - 1
    if last < _SAMPLE_SIZE:
        return group
    return [group[at * last // (_SAMPLE_SIZE - 1)] for at in range(_SAMPLE_SIZE)]
