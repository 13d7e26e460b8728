"""The straight line: read, link, plan, render, publish."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial

from msgspec import Struct

from sitegen.config import Config
from sitegen.engine.engine import Engine
from sitegen.locks import in_silence
from sitegen.model import questions as q
from sitegen.model.documents import Content
from sitegen.model.site import Moment
from sitegen.plan.rules import OutputPaths, PlanProblems
from sitegen.problems import SEPARABLE, Problem, Severity
from sitegen.publish.derivatives import (
    Derivatives,
    Pictures,
    anew,
    concerns_pictures,
    pictures_of,
    unmade,
)
from sitegen.publish.engine import RULES, OutputOf, enter, leave_out
from sitegen.publish.findings import Findings
from sitegen.publish.graph import Graph
from sitegen.publish.options import Options
from sitegen.publish.output import staged_for
from sitegen.publish.press import NOTHING, Press, Reasons, Run
from sitegen.publish.printers import Printer
from sitegen.publish.progress import Progress
from sitegen.publish.projects import instant, load_config, setting_positions
from sitegen.publish.removals import too_many_removals
from sitegen.publish.report import Clock, Report
from sitegen.publish.reporting import Summary, report_of, report_without_site
from sitegen.publish.versions import READING, RENDERING, code_version
from sitegen.read.files import Files, Sightings
from sitegen.read.library import Reading, read
from sitegen.render.compilations import compilations_in
from sitegen.store import Store
from sitegen.tree.staging import Stage, check_output
from sitegen.work import Workers


class Built(Struct, frozen=True):
    """A build's report, what it saw of the files, and what it rendered, for the next one."""

    report: Report
    sightings: Sightings | None = None
    run: Run | None = None
    tree: str = ""
    """The digest of what was published."""
    sound: bool = False
    """Whether the site may be published, and was if there is an output folder."""


def straight(
    options: Options,
    files: Files,
    store: Store,
    graph: Graph,
    clock: Clock,
    progress: Progress,
    waiting: Callable[[str], None] = in_silence,
) -> Built:
    """Build the project, or check it: read, link, plan, render, publish.

    Errors leave the output tree as it was; with `partial` the documents that they name are left out instead.
    `waiting` is told if another build has to end first.
    """
    workers = Workers(options.jobs, options.method)
    config, findings = _configured(options, files)
    if config is None:
        return Built(report_without_site(options, clock, findings))
    _refuse_output(options, config)
    moment = Moment(instant(options.now, config.timezone), options.drafts)

    with clock.stage("read"):
        reading = read(files, config, store, code_version(READING), workers)
        store.commit()
    findings.margins = reading.margins
    site = _Site(options, config, moment, reading, graph, clock)
    line = _Line(options, store, graph, site, findings, workers, progress, waiting)
    return line.run()


class _Site:
    """The site in an engine that knows what the last build knew."""

    def __init__(
        self,
        options: Options,
        config: Config,
        moment: Moment,
        reading: Reading,
        graph: Graph,
        clock: Clock,
    ) -> None:
        self.config, self.moment, self.reading, self.clock = config, moment, reading, clock
        self.ask = Engine(RULES, graph)
        self._graph = graph
        self.left_out: frozenset[str] = frozenset()
        self.omittable = frozenset(reading.content.places) if options.partial else frozenset[str]()

    @property
    def content(self) -> Content:
        return self.reading.content

    def enter(self, left_out: frozenset[str]) -> None:
        """Give the engine its inputs."""
        self.left_out = left_out
        with self.clock.stage("link"):
            former = self._graph.known.given
            self.given = enter(self.ask, self.content, self.config, self.moment, left_out, former)

    def leave_out(self, paths: frozenset[str]) -> None:
        """Do without more documents."""
        self.left_out |= paths
        self.given = leave_out(self.ask, self.given, self.left_out)

    def problems(self) -> list[Problem]:
        """What linking and planning find wrong."""
        with self.clock.stage("link"):
            linking = self.ask(q.LinkProblems())
        with self.clock.stage("plan"):
            return [*linking, *self.ask(PlanProblems())]

    def paths(self) -> Collection[str]:
        """All output paths: those of the last build, if they are certainly the same."""
        with self.clock.stage("plan"):
            known = self._graph.known
            if known.paths and known.paths == self.ask.digest(OutputPaths()):
                return known.outputs
            return self.ask(OutputPaths())


class _Line:
    """What is done with a site that was read."""

    def __init__(
        self,
        options: Options,
        store: Store,
        graph: Graph,
        site: _Site,
        findings: Findings,
        workers: Workers,
        progress: Progress,
        waiting: Callable[[str], None],
    ) -> None:
        self._options, self._store, self._graph, self._site = options, store, graph, site
        self._findings, self._workers = findings, workers
        self._progress, self._waiting = progress, waiting
        self._pictures = _pictures(options)
        self._earlier: dict[str, Reasons] = {}
        """What was rendered before it was found that more has to be left out, and why."""

    def run(self) -> Built:
        """Link, plan, render and publish; again, where a partial build has to leave out more."""
        site, findings = self._site, self._findings
        found = findings.add(site.content.problems)
        site.enter(_blamed(found, site.omittable))
        while True:
            blamed = _blamed(findings.add(site.problems()), site.omittable)
            if not blamed <= site.left_out:
                site.leave_out(blamed)
                continue
            with staged_for(self._options, site.config, self._waiting) as stage:
                run = self._printed(stage, lacks_theme=_lacks_theme(found))
                blamed = run.blamed & site.omittable
                if not blamed <= site.left_out:
                    self._earlier.update(run.reasons)
                    site.leave_out(blamed)
                    continue
                sound = not run.failed and _may_publish(self._options, findings)
                with site.clock.stage("publish"):
                    if sound:
                        self._commit(stage, run)
                    elif self._is_worth_keeping(run):
                        stage.salvage(run.outputs.keys())
            summary = self._summary()  # what was asked for it is remembered, too
            if sound or self._is_worth_keeping(run):
                self._remember(run)
            report = report_of(self._options, site.clock, findings, site.content, summary, run, stage, sound)
            return Built(report, site.reading.sightings, run, stage.tree, sound)

    def _printed(self, stage: Stage, *, lacks_theme: bool) -> Run:
        options, site, findings = self._options, self._site, self._findings
        paths = site.paths()
        if _may_publish(options, findings):
            findings.add(_removals(options, stage, paths, site.config))
        if lacks_theme:
            return NOTHING
        with site.clock.stage("render"), compilations_in(self._store, code_version(RENDERING)):
            printer = Printer(options.root, site.ask, self._store, stage.writer(), self._pictures)
            press = Press(printer, site.ask, self._workers, self._graph, self._earlier)
            # For a build that has errors already, only what finds mistakes in templates.
            whole = options.out is None or _may_publish(options, findings)
            run = (press.run if whole else press.sample)(paths, stage, findings, self._progress)
        site.clock.shift("render", "publish", stage.seconds)
        return run

    def _commit(self, stage: Stage, run: Run) -> None:
        """Publish, and forget encoded pictures that no page shows any more, if any have come or gone."""
        stage.commit()
        if isinstance(self._pictures, Derivatives) and concerns_pictures((*run.changed, *stage.removed)):
            self._pictures.prune(pictures_of(self._site.ask, run.outputs))

    def _is_worth_keeping(self, run: Run) -> bool:
        """Whether a build that publishes nothing is to be remembered: if it was no sample, or if nothing is
        known that would be forgotten for it."""
        attempted = run.is_whole or not self._graph.known.outputs
        return run is not NOTHING and attempted and not self._options.fresh

    def _remember(self, run: Run) -> None:
        """Keep what the engine knows, and what is known of outputs, published or not."""
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

    def _summary(self) -> Summary:
        site = self._site
        return Summary(
            site.config, site.moment.now, site.ask(q.DueOf())[0], site.ask(q.StatesOf()), site.left_out
        )


# Before the line


def _configured(options: Options, files: Files) -> tuple[Config | None, Findings]:
    """The configuration, if it can be used, and what is wrong with it."""
    config, problems = load_config(files, options.base_url)
    settings = partial(setting_positions, options.root)
    findings = Findings(config.problems if config else {}, options.strict, settings)
    findings.add(problems)
    return config, findings


def _refuse_output(options: Options, config: Config) -> None:
    """WrongUse where the output folder is none, before anything is read."""
    if options.out is not None:
        roots = (settings.root for settings in config.languages.values() if settings.root)
        sources = (config.content.root, *roots)
        check_output(options.root, options.out, options.replace, sources, config.keep)


def _pictures(options: Options) -> Pictures:
    if options.out is None:
        return unmade
    return anew if options.fresh else Derivatives(options.root)


# Along the line


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


def _may_publish(options: Options, findings: Findings) -> bool:
    """Whether the site may be published as far as is known: without errors, or without those that leaving out
    cannot mend."""
    return not (findings.block_all if options.partial else findings.has_errors)
