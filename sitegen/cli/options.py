"""Options and arguments that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

root_option = click.option(
    "--root",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    default=Path(),
    help="The site's folder, which holds sitegen.yaml.  [default: this folder]",
)
now_option = click.option(
    "--now",
    metavar="WHEN",
    default="",
    help="Decide what is public at this moment: 2026-12-24T09:00, in the site's time zone.  [default: now]",
)
drafts_option = click.option("--drafts", is_flag=True, help="Show drafts and articles in review, too.")
strict_option = click.option("--strict", is_flag=True, help="Treat warnings as errors.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print a report for programs, as JSON.")
base_url_option = click.option(
    "--base-url",
    metavar="URL",
    default="",
    help="Where the site will stand.  [default: base_url in sitegen.yaml]",
)
jobs_option = click.option(
    "--jobs",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Processes that share the work, where there is enough of it.  [default: one for each processor]",
)
start_option = click.option(
    "--start",
    type=click.Choice(("fork", "forkserver", "spawn")),
    default=None,
    help="How those processes are started.  [default: the system's best]",
)
