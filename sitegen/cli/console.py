"""What a person at a terminal sees: problems with their place, a progress bar, and a closing line.

Rich is imported where there is something to show: a build with nothing to say is over before that.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sitegen.cli.groups import Group, grouped, totals
from sitegen.problems import Problem, Severity
from sitegen.publish.progress import Progress as Callback
from sitegen.publish.progress import silent
from sitegen.publish.report import Report

if TYPE_CHECKING:
    from rich.console import Console

_COLOURS = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow"}

#: Control characters (ECMA-48), and those that turn the direction of what follows (UAX 9).
_OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

#: Characters of a source line that are shown around the place.
_WIDTH = 100


@contextmanager
def progress() -> Iterator[Callback]:
    """A progress bar on a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield silent
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


def show_problems(problems: Iterable[Problem]) -> None:
    """All problems on standard error, lines never folded: those that say the same once, with their places."""
    groups = grouped(problems)
    if groups:
        from rich.console import Console

        console = Console(stderr=True, soft_wrap=True, highlight=False)
        for group in groups:
            _show_group(group, console)


def _show_group(group: Group, console: Console) -> None:
    """Place, severity, code, what is wrong; the line itself; where else; what to do."""
    from rich.text import Text

    problem = group.first
    severity = problem.severity or Severity.ERROR
    head = Text.assemble(
        (harmless(problem.place), "bold"),
        ": ",
        (str(severity), _COLOURS.get(severity, "")),
        f" [{problem.code}] ",
    )
    console.print(head.append(harmless(problem.message)))
    if problem.text.strip():
        _show_line(problem, console)
    if group.others:
        console.print(Text(f"    also at {harmless(group.elsewhere)}", "dim"))
    if problem.hint:
        console.print(Text.assemble("    ", ("→ ", "green"), harmless(problem.hint)))


def _show_line(problem: Problem, console: Console) -> None:
    """The line, cut around the place where it is long, with a mark under the place."""
    from rich.text import Text

    column = max(problem.column, 1) - 1
    text = problem.text.rstrip().expandtabs(1)
    start = max(0, column - _WIDTH // 2) if len(text) > _WIDTH else 0
    shown = text[start : start + _WIDTH]
    console.print(Text.assemble((f"{problem.line:>6} │ ", "dim"), harmless(shown)))
    if problem.column and column - start <= len(shown):
        console.print(Text.assemble(("       │ ", "dim"), " " * (column - start), ("^", "bold")))


def harmless(text: str) -> str:
    """The text without what a terminal would obey, or show elsewhere: a file's name can hold anything."""
    return _OBEYED.sub("\N{REPLACEMENT CHARACTER}", text)


def summary(report: Report, out: str, zone: str) -> str:
    """The closing lines of a build or check."""
    counts = f"{_count(report.errors, 'error')}, {_count(report.warnings, 'warning')}"
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
