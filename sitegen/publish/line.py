"""The straight line: read, link, plan, render, publish."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from msgspec import Struct

from sitegen.config import Config
from sitegen.config_file import NAME
from sitegen.digest import digest_of
from sitegen.link.memo import Memo
from sitegen.link.site import link
from sitegen.link.visibility import Moment
from sitegen.locks import in_silence
from sitegen.model.documents import Content
from sitegen.model.site import Site
from sitegen.plan.plan import Plan, plan
from sitegen.problems import Problem, Severity
from sitegen.publish.arguments import Arguments
from sitegen.publish.derivatives import (
    Derivatives,
    Pictures,
    anew,
    concerns_pictures,
    pictures_of,
    unmade,
)
from sitegen.publish.explanations import sentences
from sitegen.publish.findings import Findings
from sitegen.publish.ledger import Basis, Ledger
from sitegen.publish.options import Options
from sitegen.publish.parts import StoredMemo
from sitegen.publish.press import NOTHING, Press, Run
from sitegen.publish.printers import Printer
from sitegen.publish.progress import Progress
from sitegen.publish.projects import instant, load_config
from sitegen.publish.report import Clock, Report, with_lines
from sitegen.publish.versions import EVERYTHING, READING, RENDERING, code_version
from sitegen.read.files import Files, Sightings
from sitegen.read.library import read
from sitegen.render.compilations import compilations_in
from sitegen.store import Store
from sitegen.tree.staging import Stage, check_output, staged
from sitegen.work import Workers


class Built(Struct, frozen=True):
    """A build's report, what it saw of the files, and what it made, for the next one."""

    report: Report
    sightings: Sightings | None = None
    run: Run | None = None
    tree: str = ""
    """The digest of what was published."""


def straight(
    options: Options,
    files: Files,
    store: Store,
    ledger: Ledger,
    arguments: Arguments,
    clock: Clock,
    progress: Progress,
    waiting: Callable[[str], None] = in_silence,
) -> Built:
    """Build the project, or check it.

    Errors leave the output tree as it was; with `partial` the documents that they name are left out instead.
    `waiting` is told if another build has to end first.
    """
    workers = Workers(options.jobs, options.method)
    config, problems = load_config(files, options.base_url)
    findings = Findings(config.problems if config else {}, options.strict)
    findings.add(problems)
    if config is None:
        return Built(_report(options, clock, findings))
    if options.out is not None:
        roots = (settings.root for settings in config.languages.values() if settings.root)
        sources = (config.content.root, *roots)
        check_output(options.root, options.out, options.replace, sources, config.keep)

    moment = Moment(instant(options.now, config.timezone), options.drafts)
    with clock.stage("read"):
        reading = read(files, config, store, code_version(READING), workers)
        store.commit()
    content, findings.margins = reading.content, reading.margins
    found = findings.add(content.problems)
    left_out = _blamed(found, content) if options.partial else frozenset()

    while True:
        site, planned, left_out = _settle(
            content, config, moment, options.partial, left_out, findings, clock, StoredMemo(store)
        )
        with staged(
            options.root,
            options.out,
            replace=options.replace,
            keep=config.keep,
            wait=options.wait,
            waiting=waiting,
        ) as stage:
            with clock.stage("render"), compilations_in(store, code_version(RENDERING)):
                pictures = _pictures(options)
                printer = Printer(options.root, site, store, stage.writer(), planned, pictures)
                basis = _basis(options, content, config, site, left_out)
                press = Press(printer, workers, ledger, code_version(RENDERING), basis, arguments)
                run = NOTHING if _lacks_theme(found) else press.run(stage, findings, progress)
            clock.shift("render", "publish", stage.seconds)
            if options.partial and run.blamed - left_out:
                left_out |= run.blamed
                continue
            blocked = run.failed or findings.blocks(NAME) if options.partial else findings.has_errors
            if not blocked:
                with clock.stage("publish"):
                    stage.commit()
                    _prune(pictures, planned, run, stage)
        report = _report(options, clock, findings, content, site, run, left_out, not blocked, stage)
        return Built(report, reading.sightings, None if blocked else run, stage.tree)


def _settle(
    content: Content,
    config: Config,
    moment: Moment,
    partial: bool,
    left_out: frozenset[str],
    findings: Findings,
    clock: Clock,
    memo: Memo,
) -> tuple[Site, Plan, frozenset[str]]:
    """Link and plan; in a partial build again and again, until no error names a document that is still in."""
    while True:
        with clock.stage("link"):
            site = link(content, config, moment, left_out, memo)
        with clock.stage("plan"):
            planned = plan(site)
        blamed = _blamed(findings.add([*site.problems, *planned.problems]), content)
        if not partial or blamed <= left_out:
            return site, planned, left_out
        left_out |= blamed


def _pictures(options: Options) -> Pictures:
    if options.out is None:
        return unmade
    return anew if options.fresh else Derivatives(options.root)


def _prune(pictures: Pictures, planned: Plan, run: Run, stage: Stage) -> None:
    """Forget encoded pictures that no page shows any more, if any have come or gone."""
    if isinstance(pictures, Derivatives) and concerns_pictures((*run.reasons, *stage.removed)):
        pictures.prune(pictures_of(planned))


def _basis(options: Options, content: Content, config: Config, site: Site, left_out: frozenset[str]) -> Basis:
    """What the site was made from."""
    key = digest_of((code_version(EVERYTHING), content.key, config, options.drafts, sorted(left_out)))
    return Basis(key, site.moment, site.due, site.bodies)


def _lacks_theme(problems: Iterable[Problem]) -> bool:
    """Whether the theme is not whole, so that every page would miss its templates."""
    errors = (problem for problem in problems if problem.severity is Severity.ERROR)
    return any(
        problem.code == "unknown-theme" or problem.path.startswith(("themes/", "templates/"))
        for problem in errors
    )


def _blamed(problems: Iterable[Problem], content: Content) -> frozenset[str]:
    """The documents that errors name."""
    known = content.places.keys()
    return frozenset(p.path for p in problems if p.severity is Severity.ERROR and p.path in known)


def _report(
    options: Options,
    clock: Clock,
    findings: Findings,
    content: Content | None = None,
    site: Site | None = None,
    run: Run | None = None,
    left_out: frozenset[str] = frozenset(),
    sound: bool = False,
    stage: Stage | None = None,
) -> Report:
    return Report(
        pages=run.pages if run else 0,
        files=run.files if run else 0,
        documents=dict(sorted(Counter(str(d.kind) for d in content.documents).items())) if content else {},
        states=dict(sorted(Counter(map(str, site.states.values())).items())) if site else {},
        state_of={path: str(state) for path, state in sorted(site.states.items())} if site else {},
        sources=run.sources if run else (),
        problems=with_lines(options.root, findings.sorted()),
        left_out=tuple(sorted(left_out)),
        seconds=clock.rounded(),
        moment=site.moment if site else None,
        due=site.due if site else None,
        published=sound and options.out is not None,
        timezone=site.config.timezone if site else "UTC",
        asked=options.now,
        rendered=len(run.reasons) if run else 0,
        reasons=_reasons(run) if run and options.explain else (),
        kept=site.config.keep if site else (),
        removed=len(stage.removed) if stage else 0,
        notes=stage.notes if stage else (),
    )


def _reasons(run: Run) -> tuple[tuple[str, str], ...]:
    return tuple((path, sentences(reasons)) for path, reasons in sorted(run.reasons.items()))
