"""The report of a build, also as JSON.

This module imports little, so that a build with nothing to do ends at once.
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

from sitegen.lazy_regex import lazy_pattern
from sitegen.problems import Problem, Severity, line_shown

if TYPE_CHECKING:
    from sitegen.build.context import BuildContext
    from sitegen.build.options import Options
    from sitegen.build.render_all import RenderRun
    from sitegen.config.settings import Config
    from sitegen.model.documents import Content
    from sitegen.model.site import State
    from sitegen.output.open_stage import Stage


class Stopwatch:
    """Measures the time of each stage, in seconds."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time of the block to a stage."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start

    def shift(self, source: str, target: str, seconds: float) -> None:
        """Move seconds from one stage to another."""
        self.seconds[source] -= seconds
        self.seconds[target] = self.seconds.get(target, 0.0) + seconds

    def rounded(self) -> dict[str, float]:
        """The time of each stage, and the total, in milliseconds."""
        total = {"total": sum(self.seconds.values())}
        return {name: round(value, 3) for name, value in (self.seconds | total).items()}


class Report(Struct, frozen=True):
    """The outcome of a build or check."""

    pages: int
    """The number of HTML pages, without redirects."""
    files: int
    """The number of output files."""
    documents: Mapping[str, int]
    """The number of documents, by kind."""
    states: Mapping[str, int]
    """The number of articles and pages, by state: live, draft, scheduled, …"""
    state_of: Mapping[str, str]
    """The state of each article and page, by source file."""
    sources: tuple[str, ...]
    """Source files of documents that have a page."""
    problems: tuple[Problem, ...]
    """All problems, by file and line."""  # most lack their line of text: see `with_lines`
    left_out: tuple[str, ...]
    """Documents that a partial build left out."""
    seconds: Mapping[str, float]
    """The seconds that each stage took, and their sum as `total`."""
    moment: dt.datetime | None
    """The build time, which decides what is public."""
    due: dt.datetime | None
    """The next time at which the clock alone changes what is public."""
    published: bool
    """Whether the site was published."""
    timezone: str
    """The site's time zone."""
    asked: str = ""
    """The value of `--now`."""
    rendered: int = 0
    """The number of output files that this build rendered."""
    removed: int = 0
    """The number of output files that this build removed."""
    reasons: tuple[tuple[str, str], ...] = ()
    """Each rendered file and the reason; with `--explain` only."""
    kept: tuple[str, ...] = ()
    """Files and folders that `keep` in sitegen.yaml names."""
    notes: tuple[str, ...] = ()
    """Notes on this system, such as missing file locks."""
    new: tuple[int, ...] = ()
    """Indexes (from 0) of the `problems` that the last build published to this folder did not have."""

    @property
    def errors(self) -> int:
        """The number of errors."""
        return sum(problem.severity is Severity.ERROR for problem in self.problems)

    @property
    def warnings(self) -> int:
        """The number of warnings."""
        return sum(problem.severity is Severity.WARNING for problem in self.problems)

    @property
    def new_warnings(self) -> int:
        """The number of warnings that the last build did not have."""
        return sum(self.problems[index].severity is Severity.WARNING for index in self.new)

    @property
    def exit_status(self) -> int:
        """1 if there are errors, else 0."""
        return 1 if self.errors else 0


class SiteSummary(Struct, frozen=True):
    """The part of a report that describes the site."""

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
    publishable: bool,
) -> Report:
    """The report of a build that ran all stages; `publishable` unless errors stop publication."""
    options, content = context.options, site.content
    return Report(
        pages=run.pages,
        files=run.files,
        documents=dict(
            sorted(Counter(str(content.content_paths[path].kind) for path in content.documents).items())
        ),
        states=dict(sorted(Counter(map(str, site.states.values())).items())),
        state_of={path: str(state) for path, state in sorted(site.states.items())},
        sources=run.sources,
        problems=problems,
        left_out=tuple(sorted(site.left_out)),
        seconds=context.stopwatch.rounded(),
        moment=site.build_time,
        due=site.due,
        published=publishable and options.out is not None,
        timezone=site.config.timezone,
        asked=options.now,
        rendered=len(run.rendered),
        reasons=_reasons(run) if options.explain else (),
        kept=site.config.keep,
        removed=len(stage.removed),
        notes=stage.notes,
    )


def report_without_site(context: BuildContext, problems: tuple[Problem, ...]) -> Report:
    """The report of a build without a valid configuration."""
    return msgspec.structs.replace(_empty(context.options, problems), seconds=context.stopwatch.rounded())


def report_of_failure(options: Options, message: str) -> Report:
    """The report of a command that failed."""
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
    from sitegen.build.reasons import join_reasons

    return tuple((path, join_reasons(reasons)) for path, reasons in sorted(run.changed.items()))


def to_json(report: Report, root: Path) -> bytes:
    """The report as one JSON object. Its problems include their line of text."""
    shown = msgspec.to_builtins(msgspec.structs.replace(report, problems=with_lines(root, report.problems)))
    for problem in shown["problems"]:
        del problem["key"]  # the line replaces it
    return msgspec.json.format(msgspec.json.encode(shown), indent=2)


def with_lines(root: Path, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems with their lines of text."""
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


#: Line numbers in messages change as the text moves.
_LINE = lazy_pattern(r"\bline [0-9]+")


def new_among(problems: Iterable[Problem], known: Iterable[Problem]) -> tuple[int, ...]:
    """The indexes of problems that are not among the known ones. Each known one matches one problem."""
    left = Counter(map(_identity, known))
    new = []
    for index, problem in enumerate(problems):
        identity = _identity(problem)
        if left[identity] > 0:
            left[identity] -= 1
        else:
            new.append(index)
    return tuple(new)


def _identity(problem: Problem) -> tuple[str, str, str]:
    """What identifies a problem across builds: not its line, since text moves."""
    message = problem.message
    if "line " in message:
        message = _LINE.sub("line", message)
    return problem.path, problem.code, message
