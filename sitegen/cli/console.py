"""Terminal output: problems, a progress bar, and a summary.

Rich draws the progress bar only: it would take a millisecond for each of thousands of problems.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click

from sitegen.build.context import Progress as Callback
from sitegen.build.context import no_progress
from sitegen.build.report import Report, with_lines
from sitegen.cli.problem_groups import ProblemGroup, ProblemSummary, Tally, group_problems, summarize, totals
from sitegen.lazy_regex import lazy_pattern
from sitegen.problems import Problem, Severity

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}
_bold, _dim = partial(click.style, bold=True), partial(click.style, dim=True)

#: Control characters (ECMA-48), and characters that change the text direction (UAX 9).
_CONTROL = lazy_pattern("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

#: The length of a source line around a problem.
_WIDTH = 100


@contextmanager
def progress() -> Iterator[Callback]:
    """Show a progress bar on a terminal."""
    if not sys.stderr.isatty():
        yield no_progress
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)

        def show(stage: str, done: int, total: int) -> None:
            bar.update(task, description=stage, completed=done, total=total)

        yield show


def show_problems(problems: Iterable[Problem], root: Path) -> None:
    """Print all problems to standard error. Equal messages are shown once, with all places."""
    _print(_full_lines(group_problems(problems), root))


def show_summary(problems: Iterable[Problem], new: Collection[int], root: Path, hint: str) -> None:
    """Print a summary of the problems to standard error: new warnings, other warnings by code, errors.

    `hint` tells how to see all problems.
    """
    shown = summarize(problems, new)
    _print([*_warnings(shown, root, hint), *_errors(shown, root, hint)])


def _warnings(shown: ProblemSummary, root: Path, hint: str) -> Iterator[str]:
    if shown.new:
        yield _bold("New warnings:")
        yield from _full_lines(shown.new, root)
        if shown.more_new:
            yield f"    and {_count(shown.more_new, 'more new warning')}"
        if shown.warnings:
            yield _bold("Other warnings:")
    yield from _tally_lines(shown.warnings)
    if shown.warnings:
        yield hint


def _errors(shown: ProblemSummary, root: Path, hint: str) -> Iterator[str]:
    yield from _full_lines(shown.errors, root)
    if shown.more_errors:
        yield _bold("Other errors:")
        yield from _tally_lines(shown.more_errors)
        yield hint


def _tally_lines(tallies: Iterable[Tally]) -> Iterator[str]:
    """The severity, code and count of each tally, and its first problems."""
    for tally in tallies:
        more = ", including:" if tally.count > len(tally.first) else ":"
        yield f"{_severity(tally.severity)} [{tally.code}] {_count(tally.count, 'problem')}{more}"
        for problem in tally.first:
            yield f"    {_bold(printable(problem.place))}: {printable(problem.message)}"


def _full_lines(groups: Sequence[ProblemGroup], root: Path) -> Iterator[str]:
    """The place, severity, code and message of each problem; its line; other places; the hint."""
    firsts = with_lines(root, [group.first for group in groups])
    for group, problem in zip(groups, firsts, strict=True):
        head = f"{_bold(printable(problem.place))}: {_severity(problem.severity or Severity.ERROR)}"
        yield f"{head} [{problem.code}] {printable(problem.message)}"
        if problem.text.strip():
            yield from _source_line(problem)
        if group.others:
            yield _dim(f"    also at {printable(group.elsewhere)}")
        if problem.hint:
            yield f"    {click.style('→', fg='green')} {printable(problem.hint)}"


def _severity(severity: Severity) -> str:
    return click.style(str(severity), fg=_COLOURS.get(severity), bold=True)


def _source_line(problem: Problem) -> Iterator[str]:
    """The source line, shortened around the column, with a mark below it."""
    column = max(problem.column, 1) - 1
    text = problem.text.rstrip().expandtabs(1)
    start = max(0, column - _WIDTH // 2) if len(text) > _WIDTH else 0
    shown = text[start : start + _WIDTH]
    yield _dim(f"{problem.line:>6} │ ") + printable(shown)
    if problem.column and column - start <= len(shown):
        yield _dim("       │ ") + " " * (column - start) + _bold("^")


def _print(lines: Iterable[str]) -> None:
    """Print lines to standard error, with colours if the terminal supports them."""
    if text := "\n".join(lines):
        click.echo(text, err=True, color=_in_colours())


def _in_colours() -> bool | None:
    """Whether the environment asks for colours (https://no-color.org, https://force-color.org); None to
    detect a terminal."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return True if os.environ.get("FORCE_COLOR") else None


def printable(text: str) -> str:
    """The text without control characters: file names can contain anything."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def summary(report: Report, out: str, zone: str) -> str:
    """The last lines of a build or check."""
    counts = f"{_count(report.errors, 'error')}, {_count(report.warnings, 'warning')}"
    if new := report.new_warnings:
        counts += f" ({new:,} new)"
    seconds = f"{report.seconds.get('total', 0.0):.2f} s"
    if report.published:
        lines = [f"{_count(report.pages, 'page')} in {out}; {counts}; {seconds}"]
    elif out:
        lines = [f"Nothing was written; {counts}; {seconds}"]
    else:
        lines = [f"{_count(report.pages, 'page')} checked; {counts}; {seconds}"]
    if counts := totals(report.problems):
        lines.append(f"By code: {counts}")
    if report.left_out:
        lines.append(f"Left out because of errors: {printable(', '.join(report.left_out))}")
    if report.published and report.moment:
        lines.append(_build_time(report.moment, report.due, zone))
    return "\n".join(lines)


def _build_time(moment: dt.datetime, due: dt.datetime | None, zone: str) -> str:
    from zoneinfo import ZoneInfo

    line = f"Build time: {moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} ({zone})."
    if due is None:
        return line
    return f"{line} The next scheduled change is due at {due.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}."


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
