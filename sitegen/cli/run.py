"""One build or check, from its options to its exit status."""

from __future__ import annotations

import sys

import click

from sitegen.cli import console
from sitegen.publish.pipeline import Options, build
from sitegen.publish.report import to_json


def run(options: Options, as_json: bool, shown_out: str = "") -> int:
    """Build, show what there is to say, and give the exit status."""
    if as_json:
        report = build(options)
        click.echo(to_json(report).decode())
        return report.exit_status
    with console.progress() as progress:
        report = build(options, progress)
    console.show_problems(report.problems, console.stderr())
    closing = console.summary(report, shown_out, report.timezone)
    if sys.stdout.isatty() or report.problems or not report.published:
        click.echo(closing, err=not report.published)
    return report.exit_status
