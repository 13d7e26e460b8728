"""The report of a build: for people, and as JSON for programs.

Imports little, so that a build with nothing to do ends at once.
"""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from sitegen.problems import Problem, Severity, line_shown

if TYPE_CHECKING:
    from sitegen.build.context import BuildContext
    from sitegen.build.options import Options
    from sitegen.build.render_outputs import RenderRun
    from sitegen.config.settings import Config
    from sitegen.model.documents import Content
    from sitegen.model.site import State
    from sitegen.output.open import Stage


class Stopwatch:
    """Seconds of each stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count what happens inside to the stage `name`."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start

    def shift(self, source: str, target: str, seconds: float) -> None:
        """Count seconds that were spent inside one stage to another."""
        self.seconds[source] -= seconds
        self.seconds[target] = self.seconds.get(target, 0.0) + seconds

    def rounded(self) -> dict[str, float]:
        """Each stage, and the total, to the millisecond."""
        total = {"total": sum(self.seconds.values())}
        return {name: round(value, 3) for name, value in (self.seconds | total).items()}


class Report(Struct, frozen=True):
    """The outcome of a build or check."""

    pages: int
    """HTML pages of the site, redirects left out."""
    files: int
    """All files of the output tree."""
    documents: Mapping[str, int]
    """Documents that were read, by kind."""
    states: Mapping[str, int]
    """Articles and pages by state: live, draft, scheduled, …"""
    state_of: Mapping[str, str]
    """The state of each article and page, by its file's path."""
    sources: tuple[str, ...]
    """The documents' files that have a page of their own in the site."""
    problems: tuple[Problem, ...]
    """Sorted by file and line, weighed."""  # most without their line of text: see `with_lines`
    left_out: tuple[str, ...]
    """Documents that a partial build did without."""
    seconds: Mapping[str, float]
    """Of each stage, and their sum as `total`."""
    moment: dt.datetime | None
    """The instant at which visibility was decided."""
    due: dt.datetime | None
    """When visibility changes next by the clock alone."""
    published: bool
    """Whether the output tree was written."""
    timezone: str
    """The site's time zone."""
    asked: str = ""
    """The moment that was asked for, as it was written."""
    rendered: int = 0
    """Files that were rendered in this build; the others are as they were, or as a build with errors left
    them."""
    removed: int = 0
    """Files that were there and are no longer part of the site."""
    reasons: tuple[tuple[str, str], ...] = ()
    """Each file that was made, with the reason why; only where that was asked for."""
    kept: tuple[str, ...] = ()
    """What of the output folder is another hand's, by the configuration."""
    notes: tuple[str, ...] = ()
    """What the operator may want to know of this machine: a lock or an exchange that it lacks, for one."""
    new: tuple[int, ...] = ()
    """Indexes in `problems`, from 0, of those that the last published build into this folder did not have."""

    @property
    def errors(self) -> int:
        """How many errors there are."""
        return sum(problem.severity is Severity.ERROR for problem in self.problems)

    @property
    def warnings(self) -> int:
        """How many warnings there are."""
        return sum(problem.severity is Severity.WARNING for problem in self.problems)

    @property
    def new_warnings(self) -> int:
        """How many warnings the last build did not have."""
        return sum(self.problems[index].severity is Severity.WARNING for index in self.new)

    @property
    def exit_status(self) -> int:
        """0 without errors, 1 with."""
        return 1 if self.errors else 0


class SiteSummary(Struct, frozen=True):
    """What a report says of the site. `due` is when time alone next changes it; `states` are by path."""

    config: Config
    build_time: dt.datetime
    due: dt.datetime | None
    content: Content
    states: Mapping[str, State]
    left_out: frozenset[str]


def report_of(
    context: BuildContext,
    site: SiteSummary,
    problems: tuple[Problem, ...],
    run: RenderRun,
    stage: Stage,
    sound: bool,
) -> Report:
    """The report of a build that ran all stages. `sound`: without errors that stop publication."""
    options, content = context.options, site.content
    return Report(
        pages=run.pages,
        files=run.files,
        documents=dict(sorted(Counter(str(content.places[path].kind) for path in content.documents).items())),
        states=dict(sorted(Counter(map(str, site.states.values())).items())),
        state_of={path: str(state) for path, state in sorted(site.states.items())},
        sources=run.sources,
        problems=problems,
        left_out=tuple(sorted(site.left_out)),
        seconds=context.stopwatch.rounded(),
        moment=site.build_time,
        due=site.due,
        published=sound and options.out is not None,
        timezone=site.config.timezone,
        asked=options.now,
        rendered=len(run.reasons),
        reasons=_reasons(run) if options.explain else (),
        kept=site.config.keep,
        removed=len(stage.removed),
        notes=stage.notes,
    )


def report_without_site(context: BuildContext, problems: tuple[Problem, ...]) -> Report:
    """The report of a build that ended at its configuration."""
    return msgspec.structs.replace(_empty(context.options, problems), seconds=context.stopwatch.rounded())


def report_of_failure(options: Options, message: str) -> Report:
    """The report of a build that could not run."""
    return _empty(options, (Problem("", 0, 0, "failed", message, severity=Severity.ERROR),))


def _empty(options: Options, problems: tuple[Problem, ...]) -> Report:
    return Report(
        pages=0,
        files=0,
        documents={},
        states={},
        state_of={},
        sources=(),
        problems=problems,
        left_out=(),
        seconds={},
        moment=None,
        due=None,
        published=False,
        timezone="UTC",
        asked=options.now,
    )


def _reasons(run: RenderRun) -> tuple[tuple[str, str], ...]:
    from sitegen.build.reasons import sentences

    return tuple((path, sentences(reasons)) for path, reasons in sorted(run.changed.items()))


def to_json(report: Report, root: Path) -> bytes:
    """The report for programs: one JSON object, its problems with their place and their line of text."""
    shown = msgspec.to_builtins(msgspec.structs.replace(report, problems=with_lines(root, report.problems)))
    for problem in shown["problems"]:
        del problem["key"]  # which the line has taken the place of
    return msgspec.json.format(msgspec.json.encode(shown), indent=2)


def with_lines(root: Path, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems with the line of text that each speaks of, where it is not there yet."""
    lines: dict[str, list[str]] = {}
    return tuple(_with_line(root, problem, lines) for problem in problems)


def _with_line(root: Path, problem: Problem, lines: dict[str, list[str]]) -> Problem:
    if problem.text or not problem.line:
        return problem
    if problem.path not in lines:
        try:
            text = (root / problem.path).read_bytes().decode("utf-8-sig", "replace")
        except OSError:
            text = ""
        lines[problem.path] = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = lines[problem.path]
    line = found[problem.line - 1] if problem.line <= len(found) else ""
    return msgspec.structs.replace(problem, text=line_shown(line, problem.column))
