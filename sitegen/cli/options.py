"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

root_option = click.option(
    "--root",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    default=Path(),
    help="The site's folder, which contains sitegen.yaml.  [default: the current folder]",
)
out_option = click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    help="The output folder.  [default: public in the site's folder]",
)
now_option = click.option(
    "--now",
    metavar="WHEN",
    default="",
    help="The build time, which decides what is public: 2026-12-24T09:00, in the site's time zone.  "
    "[default: the current time]",
)
drafts_option = click.option("--drafts", is_flag=True, help="Include drafts and articles in review.")
strict_option = click.option("--strict", is_flag=True, help="Treat warnings as errors.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
base_url_option = click.option(
    "--base-url",
    metavar="URL",
    default="",
    help="The URL of the site.  [default: base_url in sitegen.yaml]",
)
jobs_option = click.option(
    "--jobs",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="The maximum number of processes.  [default: one per CPU]",
)
start_option = click.option(
    "--start",
    type=click.Choice(("fork", "forkserver", "spawn")),
    default=None,
    help="How to start processes.  [default: the best for this system]",
)
