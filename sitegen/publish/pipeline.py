"""The straight line: read, link, plan, render, publish."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from sitegen.config import Config
from sitegen.config_file import NAME, base_url_mistake, parse_config
from sitegen.link.site import link
from sitegen.link.visibility import Moment
from sitegen.model.documents import Content
from sitegen.model.site import Site
from sitegen.moments import parse_moment
from sitegen.plan.plan import Plan, plan
from sitegen.problems import Problem, Severity, SitegenError, WrongUse
from sitegen.publish.answers import Answers
from sitegen.publish.findings import Findings
from sitegen.publish.press import NOTHING, Progress, Run, print_all, silent
from sitegen.publish.report import Clock, Report, with_lines
from sitegen.publish.trees import check_output, staged
from sitegen.read.files import Files
from sitegen.read.library import read
from sitegen.store import temporary_store


class Options(Struct, frozen=True):
    """What a build is asked for. `out` None checks everything and writes nothing."""

    root: Path
    out: Path | None
    now: str = ""
    """The moment at which visibility is decided, as in front matter; empty for the clock's."""
    drafts: bool = False
    partial: bool = False
    strict: bool = False
    replace: bool = False
    base_url: str = ""


def load_config(root: Path, base_url: str = "") -> tuple[Config | None, list[Problem]]:
    """The configuration of the project at `root`; WrongUse where there is none."""
    try:
        data = (root / NAME).read_bytes()
    except FileNotFoundError:
        raise WrongUse(
            f"There is no {NAME} in `{root}`. Go to your site's folder, or make a site: sitegen init mysite"
        ) from None
    except OSError as error:
        raise SitegenError(f"`{root / NAME}` cannot be read: {error.strerror}.") from error
    config, problems = parse_config(data)
    if base_url and (mistake := base_url_mistake(base_url)):
        raise WrongUse(f"--base-url: {mistake}")
    if config is not None and base_url:
        config = msgspec.structs.replace(config, base_url=base_url.rstrip("/") + "/")
    return config, problems


def instant(now: str, zone: str) -> dt.datetime:
    """The moment that `--now` names in the site's zone, or the clock's."""
    if not now:
        return dt.datetime.now(dt.UTC)
    try:
        return parse_moment(now, ZoneInfo(zone)).instant
    except ValueError as error:
        raise WrongUse(f"--now: {error}") from None


def build(options: Options, progress: Progress = silent) -> Report:
    """Build the project, or check it; the report says what became of it.

    Errors leave the output tree as it was; with `partial` the documents that they name are left out instead.
    """
    clock = Clock()
    config, problems = load_config(options.root, options.base_url)
    findings = Findings(config.problems if config else {}, options.strict)
    findings.add(problems)
    if config is None:
        return _report(options, clock, findings)
    if options.out is not None:
        roots = (settings.root for settings in config.languages.values() if settings.root)
        check_output(options.root, options.out, options.replace, (config.content.root, *roots))

    moment = Moment(instant(options.now, config.timezone), options.drafts)
    store = temporary_store()
    with clock.stage("read"):
        reading = read(Files(options.root), config, store)
    content, findings.margins = reading.content, reading.margins
    found = findings.add(content.problems)
    left_out = _blamed(found, content) if options.partial else frozenset()

    while True:
        site, planned, left_out = _settle(content, config, moment, options.partial, left_out, findings, clock)
        answers = Answers(options.root, site, store)
        with staged(options.root, options.out, options.replace) as stage:
            with clock.stage("render"):
                themed = not _lacks_theme(found)
                run = print_all(planned, answers, stage, findings, progress) if themed else NOTHING
            clock.shift("render", "publish", stage.seconds)
            if options.partial and run.blamed - left_out:
                left_out |= run.blamed
                continue
            blocked = run.failed or findings.blocks(NAME) if options.partial else findings.has_errors
            if not blocked:
                with clock.stage("publish"):
                    stage.commit()
        return _report(options, clock, findings, content, site, run, left_out, not blocked)


def _settle(
    content: Content,
    config: Config,
    moment: Moment,
    partial: bool,
    left_out: frozenset[str],
    findings: Findings,
    clock: Clock,
) -> tuple[Site, Plan, frozenset[str]]:
    """Link and plan; in a partial build again and again, until no error names a document that is still in."""
    while True:
        with clock.stage("link"):
            site = link(content, config, moment, left_out)
        with clock.stage("plan"):
            planned = plan(site)
        blamed = _blamed(findings.add([*site.problems, *planned.problems]), content)
        if not partial or blamed <= left_out:
            return site, planned, left_out
        left_out |= blamed


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
    )
