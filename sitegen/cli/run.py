"""One build or check, from its options to its exit status."""

from __future__ import annotations

import sys

import click

from sitegen.cli import console
from sitegen.collector import ease_collector
from sitegen.problems import SitegenError
from sitegen.publish.options import Options
from sitegen.publish.pipeline import build
from sitegen.publish.report import Report, to_json


def run(options: Options, as_json: bool, shown_out: str = "", verify: bool = False) -> int:
    """Build, show what there is to say, and give the exit status."""
    ease_collector()
    if as_json:
        report = _reported(options)
        click.echo(to_json(report).decode())
    else:
        with console.progress() as progress:
            report = build(options, progress, _say)
        _show(report, shown_out)
    if verify and report.published:
        return max(report.exit_status, _verified(options, report, silent=as_json))
    return report.exit_status


def _reported(options: Options) -> Report:
    """The build's report; a failure is raised again behind a report that says so."""
    try:
        return build(options)
    except Exception as error:  # a mistake of ours, too: who reads JSON waits for a report
        from sitegen.publish.reporting import report_of_failure

        message = str(error) if isinstance(error, SitegenError) else f"{type(error).__name__}: {error}"
        click.echo(to_json(report_of_failure(options, message)).decode())
        raise


def _say(message: str) -> None:
    click.echo(message, err=True)


def _show(report: Report, shown_out: str) -> None:
    console.show_problems(report.problems)
    for note in report.notes:
        click.echo(f"note: {note}", err=True)
    for path, reason in report.reasons:
        click.echo(f"{path}: {reason}")
    closing = console.summary(report, shown_out, report.timezone)
    if sys.stdout.isatty() or report.problems or not report.published:
        click.echo(closing, err=not report.published)


def _verified(options: Options, report: Report, silent: bool) -> int:
    from sitegen.publish.verifying import verify

    difference = verify(options, report)
    if difference:
        click.echo(f"error: {difference}", err=True)
        return 1
    if not silent:
        click.echo("A build from nothing gives the same, byte for byte.")
    return 0
