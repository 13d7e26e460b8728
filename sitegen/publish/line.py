"""The straight line: read, link, plan, render, publish."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from msgspec import Struct

from sitegen.config import Config
from sitegen.digest import digest_of
from sitegen.link.site import link
from sitegen.link.visibility import Moment
from sitegen.locks import in_silence
from sitegen.model.documents import Content
from sitegen.model.site import Site
from sitegen.plan.plan import Plan, plan
from sitegen.problems import SEPARABLE, Problem, Severity
from sitegen.publish.derivatives import (
    Derivatives,
    Pictures,
    anew,
    concerns_pictures,
    pictures_of,
    unmade,
)
from sitegen.publish.findings import Findings
from sitegen.publish.ledger import Basis, Ledger
from sitegen.publish.options import Options
from sitegen.publish.output import staged_for
from sitegen.publish.parts import StoredMemo
from sitegen.publish.press import NOTHING, Press, Previous, Run
from sitegen.publish.printers import Printer
from sitegen.publish.progress import Progress
from sitegen.publish.projects import instant, load_config, setting_positions
from sitegen.publish.removals import too_many_removals
from sitegen.publish.report import Clock, Report
from sitegen.publish.reporting import report_of, report_without_site
from sitegen.publish.versions import EVERYTHING, READING, RENDERING, code_version
from sitegen.read.files import Files, Sightings
from sitegen.read.library import read
from sitegen.render.compilations import compilations_in
from sitegen.store import Store
from sitegen.tree.staging import Stage, check_output
from sitegen.work import Workers


class Built(Struct, frozen=True):
    """A build's report, what it saw of the files, and what it made, for the next one."""

    report: Report
    sightings: Sightings | None = None
    run: Run | None = None
    tree: str = ""
    """The digest of what was published."""
    sound: bool = False
    """Whether nothing kept the site from being published."""
    salvage: Ledger = Ledger()
    """What a later build may reuse of one that published nothing."""


def straight(
    options: Options,
    files: Files,
    store: Store,
    previous: Previous,
    clock: Clock,
    progress: Progress,
    waiting: Callable[[str], None] = in_silence,
) -> Built:
    """Build the project, or check it: read, link, plan, render, publish.

    Errors leave the output tree as it was; with `partial` the documents that they name are left out instead,
    and all but reading is done again. Errors that are found before rendering leave little of that: a check
    renders everything. `waiting` is told if another build has to end first.
    """
    workers = Workers(options.jobs, options.method)
    config, findings = _configured(options, files)
    if config is None:
        return Built(report_without_site(options, clock, findings))
    _refuse_output(options, config)
    moment = Moment(instant(options.now, config.timezone), options.drafts)
    memo, pictures, code = StoredMemo(store), _pictures(options), code_version(RENDERING)

    with clock.stage("read"):
        reading = read(files, config, store, code_version(READING), workers)
        store.commit()
    content, findings.margins = reading.content, reading.margins
    found = findings.add(content.problems)
    omittable = frozenset(content.places) if options.partial else frozenset[str]()
    left_out = _blamed(found, omittable)

    while True:  # once, but where a partial build finds that it has to leave out more
        with clock.stage("link"):
            site = link(content, config, moment, left_out, memo)
        with clock.stage("plan"):
            planned = plan(site)
        blamed = _blamed(findings.add([*site.problems, *planned.problems]), omittable)
        if not blamed <= left_out:
            left_out |= blamed
            continue

        with staged_for(options, config, waiting) as stage:
            if _may_publish(options, findings):
                findings.add(_removals(options, stage, planned, config))
            with clock.stage("render"), compilations_in(store, code):
                printer = Printer(options.root, site, store, stage.writer(), planned, pictures)
                basis = _basis(options, content, config, site, left_out)
                press = Press(printer, workers, previous, code, basis)
                run = NOTHING if _lacks_theme(found) else _rendered(options, press, stage, findings, progress)
            clock.shift("render", "publish", stage.seconds)
            blamed = run.blamed & omittable
            if not blamed <= left_out:
                left_out |= blamed
                continue

            sound = not run.failed and _may_publish(options, findings)
            salvage = Ledger() if sound else previous.salvage
            with clock.stage("publish"):
                if sound:
                    stage.commit()
                    previous.arguments.settle(run.ledger.texts(), [one.view for one in site.editions])
                    _prune(pictures, planned, run, stage)
                elif run is not NOTHING and not options.fresh:
                    previous.arguments.write()
                    salvage = press.salvage(run)
                    stage.salvage(salvage.made.keys())
        report = report_of(options, clock, findings, content, site, left_out, run, stage, sound)
        return Built(report, reading.sightings, run, stage.tree, sound, salvage)


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


def _basis(options: Options, content: Content, config: Config, site: Site, left_out: frozenset[str]) -> Basis:
    """What the site was made from."""
    key = digest_of((code_version(EVERYTHING), content.key, config, options.drafts, sorted(left_out)))
    return Basis(key, site.moment, site.due, site.bodies)


def _removals(options: Options, stage: Stage, planned: Plan, config: Config) -> Iterator[Problem]:
    """A problem where more pages would go than may."""
    if not options.accept_removals and (found := too_many_removals(stage.published, planned.routes, config)):
        yield found


def _lacks_theme(problems: Iterable[Problem]) -> bool:
    """Whether the theme is not whole, so that every page would miss its templates."""
    errors = (problem for problem in problems if problem.severity is Severity.ERROR)
    return any(
        problem.code == "unknown-theme" or problem.path.startswith(("themes/", "templates/"))
        for problem in errors
    )


def _rendered(options: Options, press: Press, stage: Stage, findings: Findings, progress: Progress) -> Run:
    """Everything; for a build that has errors already, only what finds mistakes in templates."""
    whole = options.out is None or _may_publish(options, findings)
    return (press.run if whole else press.sample)(stage, findings, progress)


def _may_publish(options: Options, findings: Findings) -> bool:
    """Whether the site may be published as far as is known: without errors, or without those that leaving out
    cannot mend."""
    return not (findings.block_all if options.partial else findings.has_errors)


def _prune(pictures: Pictures, planned: Plan, run: Run, stage: Stage) -> None:
    """Forget encoded pictures that no page shows any more, if any have come or gone."""
    if isinstance(pictures, Derivatives) and concerns_pictures((*run.changed, *stage.removed)):
        pictures.prune(pictures_of(planned))
