"""What a build has to say for itself: to its user in words, to programs as JSON."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec import Struct

from sitegen.problems import Problem, Severity, line_shown


class Clock:
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
