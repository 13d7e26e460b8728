"""One build or check, from its options to its exit status."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sitegen.build.context import Listener
from sitegen.build.options import Options
from sitegen.build.pipeline import build
from sitegen.build.report import Report, to_json
from sitegen.cli import console
from sitegen.problems import SitegenError
from sitegen.workers import tune_gc

#: What is said where not all problems are shown in full.
_ALL = "`sitegen check` or `sitegen build --all-problems` lists every problem with its line and what to do."


def run(
    options: Options, as_json: bool, shown_out: str = "", verify: bool = False, all_problems: bool = True
) -> int:
    """Build, show what there is to say, and give the exit status."""
    tune_gc()
    if as_json:
        report = _reported(options)
        click.echo(to_json(report, options.root).decode())
    else:
        with console.progress() as progress:
            report = build(options, Listener(progress, _say))
        _show(report, options.root, shown_out, all_problems)
    if verify and report.published:
        return max(report.exit_status, _verified(options, report, silent=as_json))
    return report.exit_status


def _reported(options: Options) -> Report:
    """The build's report; a failure is raised again behind a report that says so."""
    try:
        return build(options)
    except Exception as error:  # a mistake of ours, too: who reads JSON waits for a report
        from sitegen.build.report import report_of_failure

        message = str(error) if isinstance(error, SitegenError) else f"{type(error).__name__}: {error}"
        click.echo(to_json(report_of_failure(options, message), options.root).decode())
        raise


def _say(message: str) -> None:
    click.echo(message, err=True)


def _show(report: Report, root: Path, shown_out: str, all_problems: bool) -> None:
    """Everything that there is to say: what stops a build last, with the totals."""
    for note in report.notes:
        click.echo(f"note: {note}", err=True)
    for path, reason in report.reasons:
        click.echo(f"{path}: {reason}")
    if all_problems:
        console.show_problems(report.problems, root)
    else:
        console.show_brief(report.problems, report.new, root, _ALL)
    closing = console.summary(report, shown_out, report.timezone)
    if sys.stdout.isatty() or report.problems or not report.published:
        click.echo(closing, err=not report.published)


def _verified(options: Options, report: Report, silent: bool) -> int:
    from sitegen.build.verify import verify

    difference = verify(options, report)
    if difference:
        click.echo(f"error: {difference}", err=True)
        return 1
    if not silent:
        click.echo("A build from nothing gives the same, byte for byte.")
    return 0
