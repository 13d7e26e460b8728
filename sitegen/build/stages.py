"""The stages of a build: read, link, plan, render, publish."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial

from msgspec import Struct

from sitegen.build.code_version import READING, RENDERING, code_version
from sitegen.build.configuration import instant, load_config, setting_positions
from sitegen.build.context import BuildContext
from sitegen.build.diagnostics import Diagnostics
from sitegen.build.image_cache import (
    ImageCache,
    ImageEncoder,
    encode,
    has_images,
    images_of,
    skip_encoding,
)
from sitegen.build.options import Options
from sitegen.build.render_all import NOT_RENDERED, OutputRenderer, Reasons, RenderRun
from sitegen.build.render_one import RenderWork
from sitegen.build.report import Report, SiteSummary, report_of, report_without_site
from sitegen.build.site_engine import RULES, OutputOf, leave_out, set_inputs
from sitegen.config.project import CONFIGURATION
from sitegen.config.settings import Config
from sitegen.engine.engine import Engine
from sitegen.model import site_queries as q
from sitegen.model.documents import Content
from sitegen.model.site import BuildTime
from sitegen.output.open_stage import Stage, check_output
from sitegen.plan.rules import OutputPaths, PlanProblems
from sitegen.problems import SEPARABLE, Problem, Severity, problem_at
from sitegen.read.file_state import Files, FileStates
from sitegen.read.project import ProjectContent, read
from sitegen.render.bytecode_cache import use_bytecode_cache
from sitegen.workers import Workers


class BuildResult(Struct, frozen=True):
    """A build's report, and what to save for the next build."""

    report: Report
    file_states: FileStates | None = None
    run: RenderRun | None = None
    tree: str = ""
    """The digest of the published tree."""
    publishable: bool = False
    """Whether the site can be published, and was if there is an output folder."""


def build_site(context: BuildContext) -> BuildResult:
    """Build the project, or check it: read, link, plan, render, publish.

    Errors leave the output folder unchanged; `partial` leaves out the documents that they name instead.
    """
    options, stopwatch = context.options, context.stopwatch
    config, diagnostics = _load_config(options, context.files)
    if config is None:
        return BuildResult(report_without_site(context, diagnostics.sorted()))
    _check_output(options, config)
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
        self.omittable = (
            frozenset(project.content.content_paths) if context.options.partial else frozenset[str]()
        )

    @property
    def content(self) -> Content:
        return self.project.content

    def set_inputs(self, left_out: frozenset[str]) -> None:
        """Set the engine's inputs."""
        self.left_out = left_out
        with self._stopwatch.stage("link"):
            previous = self._graph.state.inputs
            self.inputs = set_inputs(self.ask, self.content, self.config, self.build_time, left_out, previous)

    def leave_out(self, paths: frozenset[str]) -> None:
        """Leave out more documents."""
        self.left_out |= paths
        self.inputs = leave_out(self.ask, self.inputs, self.left_out)

    def problems(self) -> list[Problem]:
        """The problems of linking and planning."""
        with self._stopwatch.stage("link"):
            linking = self.ask(q.LinkProblems())
        with self._stopwatch.stage("plan"):
            return [*linking, *self.ask(PlanProblems())]

    def paths(self) -> Collection[str]:
        """All output paths: the last build's, if they are certain to be the same."""
        with self._stopwatch.stage("plan"):
            last = self._graph.state
            if last.paths and last.paths == self.ask.digest(OutputPaths()):
                return last.outputs
            return self.ask(OutputPaths())

    def summary(self) -> SiteSummary:
        """The summary of the site for the report."""
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
        self._encode_image = _image_encoder(context.options)
        self._earlier: dict[str, Reasons] = {}
        """Reasons for outputs that were rendered before more documents had to be left out."""

    def run(self) -> BuildResult:
        """Link, plan, render and publish; again if a partial build has to leave out more documents."""
        site, diagnostics = self._site, self._diagnostics
        found = diagnostics.add(site.content.problems)
        site.set_inputs(_documents_to_omit(found, site.omittable))
        while True:
            failed = _documents_to_omit(diagnostics.add(site.problems()), site.omittable)
            if not failed <= site.left_out:
                site.leave_out(failed)
                continue
            with self._context.stage(site.config) as stage:
                run = self._render(stage, lacks_theme=_lacks_theme(found))
                failed = run.failed_documents & site.omittable
                if not failed <= site.left_out:
                    self._earlier.update(run.rendered)
                    site.leave_out(failed)
                    continue
                publishable = not run.failed and _can_publish(self._options, diagnostics)
                with self._context.stopwatch.stage("publish"):
                    if publishable:
                        self._commit(stage, run)
                    elif self._is_worth_saving(run):
                        stage.save_unpublished(run.outputs.keys())
            summary = site.summary()  # before the graph is saved, which includes its queries
            if publishable or self._is_worth_saving(run):
                self._save_graph(run)
            report = report_of(self._context, summary, diagnostics.sorted(), run, stage, publishable)
            return BuildResult(report, site.project.file_states, run, stage.tree, publishable)

    def _render(self, stage: Stage, *, lacks_theme: bool) -> RenderRun:
        options, site, diagnostics = self._options, self._site, self._diagnostics
        paths = site.paths()
        if _can_publish(options, diagnostics) and not options.accept_removals:
            problem = excess_removals(stage.published, set(paths), site.config)
            diagnostics.add([problem] if problem else ())
        if lacks_theme:
            return NOT_RENDERED
        stopwatch, store = self._context.stopwatch, self._context.store
        with stopwatch.stage("render"), use_bytecode_cache(store, code_version(RENDERING)):
            work = RenderWork(options.root, site.ask, store, stage.writer(), self._encode_image)
            renderer = OutputRenderer(work, site.ask, self._workers, self._graph, self._earlier)
            # A build that already has errors renders only enough to find template errors.
            all_outputs = options.out is None or _can_publish(options, diagnostics)
            render = renderer.run if all_outputs else renderer.sample
            run = render(paths, stage, diagnostics, self._context.listener.progress)
        stopwatch.shift("render", "publish", stage.seconds)
        return run

    def _commit(self, stage: Stage, run: RenderRun) -> None:
        """Publish, and prune the image cache if any image was added or removed."""
        stage.commit()
        if isinstance(self._encode_image, ImageCache) and has_images((*run.changed, *stage.removed)):
            self._encode_image.prune(images_of(self._site.ask, run.outputs))

    def _is_worth_saving(self, run: RenderRun) -> bool:
        """Whether to save the graph of a build that publishes nothing: not if it rendered a sample and the
        saved graph has more."""
        attempted = run.is_complete or not self._graph.state.outputs
        return run is not NOT_RENDERED and attempted and not self._options.fresh

    def _save_graph(self, run: RenderRun) -> None:
        """Save the engine's answers and the outputs, published or not."""
        if self._options.fresh:
            return
        site, last = self._site, self._graph.state
        planned = site.ask(OutputPaths()) if run is NOT_RENDERED or len(run.outputs) < run.files else ()
        outputs = {path: last.outputs[path] for path in planned if path in last.outputs} | dict(run.outputs)
        is_complete = run is not NOT_RENDERED and len(outputs) == run.files
        paths = site.ask.digest(OutputPaths()) if is_complete else ""
        for removed in {*last.outputs, *self._earlier} - outputs.keys():
            site.ask.forget(OutputOf(removed))
        self._graph.save_state(site.inputs, outputs, paths)
        site.ask.save()


# Before the stages


def _load_config(options: Options, files: Files) -> tuple[Config | None, Diagnostics]:
    """The configuration, if it is valid, and its problems."""
    config, problems = load_config(files, options.base_url)
    settings = partial(setting_positions, options.root)
    diagnostics = Diagnostics(config.problems if config else {}, options.strict, settings)
    diagnostics.add(problems)
    return config, diagnostics


def _check_output(options: Options, config: Config) -> None:
    """WrongUse if the output folder cannot be used, before anything is read."""
    if options.out is not None:
        roots = (settings.root for settings in config.languages.values() if settings.root)
        sources = (config.content.root, *roots)
        check_output(options.root, options.out, options.replace, sources, config.keep)


def _image_encoder(options: Options) -> ImageEncoder:
    if options.out is None:
        return skip_encoding
    return encode if options.fresh else ImageCache(options.root)


# Between the stages


def _documents_to_omit(problems: Iterable[Problem], omittable: frozenset[str]) -> frozenset[str]:
    """The omittable documents with errors, except for errors that affect only a part of a document."""
    errors = (problem for problem in problems if problem.severity is Severity.ERROR)
    return omittable.intersection(problem.path for problem in errors if problem.code not in SEPARABLE)


def _lacks_theme(problems: Iterable[Problem]) -> bool:
    """Whether the theme has errors, so that every page would lack templates."""
    errors = (problem for problem in problems if problem.severity is Severity.ERROR)
    return any(
        problem.code == "unknown-theme" or problem.path.startswith(("themes/", "templates/"))
        for problem in errors
    )


def _can_publish(options: Options, diagnostics: Diagnostics) -> bool:
    """Whether there are no errors so far; a partial build ignores those that omitting documents fixes."""
    return not (diagnostics.block_all if options.partial else diagnostics.has_errors)


#: The number of pages that a message on removals names.
_NAMED = 3


def excess_removals(published: Iterable[str], planned: Collection[str], config: Config) -> Problem | None:
    """A problem if a build with the planned paths would remove more published pages than allowed.

    It guards against mistakes that empty a site.
    """
    pages = [path for path in published if path.endswith(".html")]
    removed = [path for path in pages if path not in planned]
    if len(removed) <= len(pages) * config.publish.removable:
        return None
    named = ", ".join(f"`/{path.removesuffix('index.html')}`" for path in sorted(removed)[:_NAMED])
    others = f" and {len(removed) - _NAMED} more" if len(removed) > _NAMED else ""
    message = f"This build would remove {len(removed)} of {len(pages)} published pages: {named}{others}."
    hint = "If this is intended, build once with `--accept-removals`. Otherwise, look for missing content."
    return problem_at(CONFIGURATION, "publish.most_removed", "many-removals", message, hint)
