"""The stages of a build: read, link, plan, render, publish."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import partial

from msgspec import Struct

from sitegen.build.code_version import READING, RENDERING, code_version
from sitegen.build.context import BuildContext
from sitegen.build.diagnostics import Diagnostics
from sitegen.build.image_cache import (
    ImageCache,
    ImageMaker,
    concerns_images,
    encode,
    images_of,
    skip_encoding,
)
from sitegen.build.load import instant, load_config, setting_positions
from sitegen.build.options import Options
from sitegen.build.removal_limit import too_many_removals
from sitegen.build.render_output import RenderWork
from sitegen.build.render_outputs import NOTHING, OutputRenderer, Reasons, RenderRun
from sitegen.build.report import Report, SiteSummary, report_of, report_without_site
from sitegen.build.site_engine import RULES, OutputOf, leave_out, set_inputs
from sitegen.config.settings import Config
from sitegen.engine.engine import Engine
from sitegen.model import site_queries as q
from sitegen.model.documents import Content
from sitegen.model.site import BuildTime
from sitegen.output.open import Stage, check_output
from sitegen.plan.rules import OutputPaths, PlanProblems
from sitegen.problems import SEPARABLE, Problem, Severity
from sitegen.read.file_state import Files, FileStates
from sitegen.read.project import ProjectContent, read
from sitegen.render.bytecode_cache import use_bytecode_cache
from sitegen.workers import Workers


class BuildResult(Struct, frozen=True):
    """A build's report, what it saw of the files, and what it rendered, for the next one."""

    report: Report
    sightings: FileStates | None = None
    run: RenderRun | None = None
    tree: str = ""
    """The digest of what was published."""
    sound: bool = False
    """Whether the site may be published, and was if there is an output folder."""


def build_site(context: BuildContext) -> BuildResult:
    """Build the project, or check it: read, link, plan, render, publish.

    Errors leave the output folder unchanged; `partial` leaves out the documents that they name instead.
    """
    options, stopwatch = context.options, context.stopwatch
    config, diagnostics = _load_config(options, context.files)
    if config is None:
        return BuildResult(report_without_site(context, diagnostics.sorted()))
    _refuse_output(options, config)
    build_time = BuildTime(instant(options.now, config.timezone), options.drafts)
    workers = Workers(options.jobs, options.method)

    with stopwatch.stage("read"):
        project = read(context.files, config, context.store, code_version(READING), workers)
        context.store.commit()
    diagnostics.source_infos = project.source_infos
    return _Build(context, _Site(context, config, build_time, project), diagnostics, workers).run()


class _Site:
    """The site in an engine that starts from the last build's answers."""

    def __init__(
        self, context: BuildContext, config: Config, build_time: BuildTime, project: ProjectContent
    ) -> None:
        self.config, self.build_time, self.project = config, build_time, project
        self.ask = Engine(RULES, context.graph)
        self._graph, self._stopwatch = context.graph, context.stopwatch
        self.left_out: frozenset[str] = frozenset()
        self.omittable = frozenset(project.content.places) if context.options.partial else frozenset[str]()

    @property
    def content(self) -> Content:
        return self.project.content

    def set_inputs(self, left_out: frozenset[str]) -> None:
        """Give the engine its inputs."""
        self.left_out = left_out
        with self._stopwatch.stage("link"):
            former = self._graph.known.given
            self.given = set_inputs(self.ask, self.content, self.config, self.build_time, left_out, former)

    def leave_out(self, paths: frozenset[str]) -> None:
        """Leave out more documents."""
        self.left_out |= paths
        self.given = leave_out(self.ask, self.given, self.left_out)

    def problems(self) -> list[Problem]:
        """The problems of linking and planning."""
        with self._stopwatch.stage("link"):
            linking = self.ask(q.LinkProblems())
        with self._stopwatch.stage("plan"):
            return [*linking, *self.ask(PlanProblems())]

    def paths(self) -> Collection[str]:
        """All output paths: the last build's, if they are certain to be the same."""
        with self._stopwatch.stage("plan"):
            known = self._graph.known
            if known.paths and known.paths == self.ask.digest(OutputPaths()):
                return known.outputs
            return self.ask(OutputPaths())

    def summary(self) -> SiteSummary:
        """What the report says of the site."""
        return SiteSummary(
            self.config,
            self.build_time.now,
            self.ask(q.DueOf())[0],
            self.content,
            self.ask(q.StatesOf()),
            self.left_out,
        )


class _Build:
    """The stages after reading."""

    def __init__(
        self, context: BuildContext, site: _Site, diagnostics: Diagnostics, workers: Workers
    ) -> None:
        self._context, self._options, self._graph = context, context.options, context.graph
        self._site, self._diagnostics, self._workers = site, diagnostics, workers
        self._images = _image_maker(context.options)
        self._earlier: dict[str, Reasons] = {}
        """Why outputs were rendered in rounds that turned out to need more documents left out."""

    def run(self) -> BuildResult:
        """Link, plan, render and publish; again if a partial build has to leave out more."""
        site, diagnostics = self._site, self._diagnostics
        found = diagnostics.add(site.content.problems)
        site.set_inputs(_blamed(found, site.omittable))
        while True:
            blamed = _blamed(diagnostics.add(site.problems()), site.omittable)
            if not blamed <= site.left_out:
                site.leave_out(blamed)
                continue
            with self._context.stage(site.config) as stage:
                run = self._rendered(stage, lacks_theme=_lacks_theme(found))
                blamed = run.blamed & site.omittable
                if not blamed <= site.left_out:
                    self._earlier.update(run.reasons)
                    site.leave_out(blamed)
                    continue
                sound = not run.failed and _may_publish(self._options, diagnostics)
                with self._context.stopwatch.stage("publish"):
                    if sound:
                        self._commit(stage, run)
                    elif self._is_worth_keeping(run):
                        stage.save_unpublished(run.outputs.keys())
            summary = site.summary()  # before the graph is saved: its queries are part of it
            if sound or self._is_worth_keeping(run):
                self._save_graph(run)
            report = report_of(self._context, summary, diagnostics.sorted(), run, stage, sound)
            return BuildResult(report, site.project.file_states, run, stage.tree, sound)

    def _rendered(self, stage: Stage, *, lacks_theme: bool) -> RenderRun:
        options, site, diagnostics = self._options, self._site, self._diagnostics
        paths = site.paths()
        if _may_publish(options, diagnostics):
            diagnostics.add(_removals(options, stage, paths, site.config))
        if lacks_theme:
            return NOTHING
        stopwatch, store = self._context.stopwatch, self._context.store
        with stopwatch.stage("render"), use_bytecode_cache(store, code_version(RENDERING)):
            work = RenderWork(options.root, site.ask, store, stage.writer(), self._images)
            renderer = OutputRenderer(work, site.ask, self._workers, self._graph, self._earlier)
            # A build that already has errors renders only enough to find mistakes in templates.
            whole = options.out is None or _may_publish(options, diagnostics)
            render = renderer.run if whole else renderer.sample
            run = render(paths, stage, diagnostics, self._context.listener.progress)
        stopwatch.shift("render", "publish", stage.seconds)
        return run

    def _commit(self, stage: Stage, run: RenderRun) -> None:
        """Publish, and prune the image cache if any image was added or removed."""
        stage.commit()
        if isinstance(self._images, ImageCache) and concerns_images((*run.changed, *stage.removed)):
            self._images.prune(images_of(self._site.ask, run.outputs))

    def _is_worth_keeping(self, run: RenderRun) -> bool:
        """Whether to save the graph of a build that publishes nothing: unless it rendered a sample only and
        an earlier graph has more."""
        attempted = run.is_whole or not self._graph.known.outputs
        return run is not NOTHING and attempted and not self._options.fresh

    def _save_graph(self, run: RenderRun) -> None:
        """Save the engine's answers and the outputs, published or not."""
        if self._options.fresh:
            return
        site, known = self._site, self._graph.known
        planned = site.ask(OutputPaths()) if run is NOTHING or len(run.outputs) < run.files else ()
        outputs = {path: known.outputs[path] for path in planned if path in known.outputs} | dict(run.outputs)
        is_whole = run is not NOTHING and len(outputs) == run.files
        paths = site.ask.digest(OutputPaths()) if is_whole else ""
        for gone in {*known.outputs, *self._earlier} - outputs.keys():
            site.ask.forget(OutputOf(gone))
        self._graph.keep(site.given, outputs, paths)
        site.ask.save()


# Before the stages


def _load_config(options: Options, files: Files) -> tuple[Config | None, Diagnostics]:
    """The configuration, if it can be used, and what is wrong with it."""
    config, problems = load_config(files, options.base_url)
    settings = partial(setting_positions, options.root)
    diagnostics = Diagnostics(config.problems if config else {}, options.strict, settings)
    diagnostics.add(problems)
    return config, diagnostics


def _refuse_output(options: Options, config: Config) -> None:
    """WrongUse where the output folder is none, before anything is read."""
    if options.out is not None:
        roots = (settings.root for settings in config.languages.values() if settings.root)
        sources = (config.content.root, *roots)
        check_output(options.root, options.out, options.replace, sources, config.keep)


def _image_maker(options: Options) -> ImageMaker:
    if options.out is None:
        return skip_encoding
    return encode if options.fresh else ImageCache(options.root)


# Between the stages


def _blamed(problems: Iterable[Problem], omittable: frozenset[str]) -> frozenset[str]:
    """The documents that errors name, of those that can be left out: all but those that lose a part only."""
    errors = (problem for problem in problems if problem.severity is Severity.ERROR)
    return omittable.intersection(problem.path for problem in errors if problem.code not in SEPARABLE)


def _removals(options: Options, stage: Stage, paths: Iterable[str], config: Config) -> Iterator[Problem]:
    """A problem where more pages would go than may."""
    if not options.accept_removals and (found := too_many_removals(stage.published, set(paths), config)):
        yield found


def _lacks_theme(problems: Iterable[Problem]) -> bool:
    """Whether the theme is not whole, so that every page would miss its templates."""
    errors = (problem for problem in problems if problem.severity is Severity.ERROR)
    return any(
        problem.code == "unknown-theme" or problem.path.startswith(("themes/", "templates/"))
        for problem in errors
    )


def _may_publish(options: Options, diagnostics: Diagnostics) -> bool:
    """Whether the site may be published as far as is known: without errors, or without those that leaving out
    cannot mend."""
    return not (diagnostics.block_all if options.partial else diagnostics.has_errors)
