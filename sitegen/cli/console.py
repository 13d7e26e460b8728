"""What a person at a terminal sees: problems with their place, a progress bar, and a closing line.

Rich draws the progress bar alone. It takes a millisecond for each problem, of which there may be thousands.
"""

from __future__ import annotations

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
from sitegen.cli.problem_groups import Brief, Group, Tally, brief, grouped, totals
from sitegen.lazy_regex import lazy_pattern
from sitegen.problems import Problem, Severity

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}
_bold, _dim = partial(click.style, bold=True), partial(click.style, dim=True)

#: Control characters (ECMA-48), and those that turn the direction of what follows (UAX 9).
_OBEYED = lazy_pattern("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

#: Characters of a source line that are shown around the place.
_WIDTH = 100


@contextmanager
def progress() -> Iterator[Callback]:
    """A progress bar on a terminal; nothing in a pipe."""
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
    """All problems on standard error, lines never folded: those that say the same once, with their places."""
    _print(_in_full(grouped(problems), root))


def show_brief(problems: Iterable[Problem], new: Collection[int], root: Path, how_to_see_all: str) -> None:
    """The problems on standard error, warnings in short: what is new first, what stops a build last."""
    shown = brief(problems, new)
    _print([*_warnings(shown, root, how_to_see_all), *_errors(shown, root, how_to_see_all)])


def _warnings(shown: Brief, root: Path, how_to_see_all: str) -> Iterator[str]:
    if shown.new:
        yield _bold("New warnings:")
        yield from _in_full(shown.new, root)
        if shown.more_new:
            yield f"    and {_count(shown.more_new, 'more new warning')}"
        if shown.warnings:
            yield _bold("All other warnings:")
    yield from _in_short(shown.warnings)
    if shown.warnings:
        yield how_to_see_all


def _errors(shown: Brief, root: Path, how_to_see_all: str) -> Iterator[str]:
    yield from _in_full(shown.errors, root)
    if shown.more_errors:
        yield _bold("All other errors:")
        yield from _in_short(shown.more_errors)
        yield how_to_see_all


def _in_short(tallies: Iterable[Tally]) -> Iterator[str]:
    """Severity, code and number; the first places and what is wrong there."""
    for tally in tallies:
        more = ", the first:" if tally.count > len(tally.first) else ":"
        yield f"{_severity(tally.severity)} [{tally.code}] {_count(tally.count, 'problem')}{more}"
        for problem in tally.first:
            yield f"    {_bold(harmless(problem.place))}: {harmless(problem.message)}"


def _in_full(groups: Sequence[Group], root: Path) -> Iterator[str]:
    """Place, severity, code, what is wrong; the line itself; where else; what to do."""
    firsts = with_lines(root, [group.first for group in groups])
    for group, problem in zip(groups, firsts, strict=True):
        head = f"{_bold(harmless(problem.place))}: {_severity(problem.severity or Severity.ERROR)}"
        yield f"{head} [{problem.code}] {harmless(problem.message)}"
        if problem.text.strip():
            yield from _line(problem)
        if group.others:
            yield _dim(f"    also at {harmless(group.elsewhere)}")
        if problem.hint:
            yield f"    {click.style('→', fg='green')} {harmless(problem.hint)}"


def _severity(severity: Severity) -> str:
    return click.style(str(severity), fg=_COLOURS.get(severity), bold=True)


def _line(problem: Problem) -> Iterator[str]:
    """The line, cut around the place where it is long, with a mark under the place."""
    column = max(problem.column, 1) - 1
    text = problem.text.rstrip().expandtabs(1)
    start = max(0, column - _WIDTH // 2) if len(text) > _WIDTH else 0
    shown = text[start : start + _WIDTH]
    yield _dim(f"{problem.line:>6} │ ") + harmless(shown)
    if problem.column and column - start <= len(shown):
        yield _dim("       │ ") + " " * (column - start) + _bold("^")


def _print(lines: Iterable[str]) -> None:
    """Lines on standard error, in colours where a terminal shows them."""
    if text := "\n".join(lines):
        click.echo(text, err=True, color=_in_colours())


def _in_colours() -> bool | None:
    """Whether the environment wants colours (https://no-color.org, https://force-color.org); None where it
    leaves that to whether there is a terminal."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return True if os.environ.get("FORCE_COLOR") else None


def harmless(text: str) -> str:
    """The text without what a terminal would obey, or show elsewhere: a file's name can hold anything."""
    return _OBEYED.sub("\N{REPLACEMENT CHARACTER}", text)


def summary(report: Report, out: str, zone: str) -> str:
    """The closing lines of a build or check."""
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
        lines.append(f"Left out, with errors that remain: {harmless(', '.join(report.left_out))}")
    if report.published and report.moment:
        lines.append(_moments(report, zone))
    return "\n".join(lines)


def _moments(report: Report, zone: str) -> str:
    from zoneinfo import ZoneInfo

    assert report.moment is not None
    shown = f"{report.moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
    if report.due is None:
        return f"What is public was decided for {shown} ({zone})."
    due = f"{report.due.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
    return f"What is public was decided for {shown} ({zone}); the next change is due {due}."


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
