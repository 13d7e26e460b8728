"""Running one build or check."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sitegen.build.context import Listener
from sitegen.build.options import Options
from sitegen.build.pipeline import build
from sitegen.build.report import Report, to_json
from sitegen.cli import console
from sitegen.gc_tuning import tune_gc
from sitegen.problems import SitegenError

#: The hint below a summary of problems.
_HINT = "To see every problem in full, run `sitegen check` or `sitegen build --all-problems`."


def run(
    options: Options, as_json: bool, shown_out: str = "", verify: bool = False, all_problems: bool = True
) -> int:
    """Build, show the result, and return the exit status."""
    tune_gc()
    if as_json:
        report = _build_for_json(options)
        click.echo(to_json(report, options.root).decode())
    else:
        with console.progress() as progress:
            report = build(options, Listener(progress, _print_message))
        _show(report, options.root, shown_out, all_problems)
    if verify and report.published:
        return max(report.exit_status, _verify(options, report, silent=as_json))
    return report.exit_status


def _build_for_json(options: Options) -> Report:
    """Build; if that fails, print a report with the failure before raising it."""
    try:
        return build(options)
    except Exception as error:  # including internal errors: the caller expects JSON
        from sitegen.build.report import report_of_failure

        message = str(error) if isinstance(error, SitegenError) else f"{type(error).__name__}: {error}"
        click.echo(to_json(report_of_failure(options, message), options.root).decode())
        raise


def _print_message(message: str) -> None:
    click.echo(message, err=True)


def _show(report: Report, root: Path, shown_out: str, all_problems: bool) -> None:
    """Print notes, reasons and problems, and the summary last."""
    for note in report.notes:
        click.echo(f"note: {note}", err=True)
    for path, reason in report.reasons:
        click.echo(f"{path}: {reason}")
    if all_problems:
        console.show_problems(report.problems, root)
    else:
        console.show_summary(report.problems, report.new, root, _HINT)
    summary = console.summary(report, shown_out, report.timezone)
    if sys.stdout.isatty() or report.problems or not report.published:
        click.echo(summary, err=not report.published)


def _verify(options: Options, report: Report, silent: bool) -> int:
    from sitegen.build.verify import verify

    difference = verify(options, report)
    if difference:
        click.echo(f"error: {difference}", err=True)
        return 1
    if not silent:
        click.echo("Verified: a clean build gives the same output, byte for byte.")
    return 0
