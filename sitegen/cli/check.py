"""`sitegen check`: find all problems without publishing."""

from __future__ import annotations

from pathlib import Path

import click

from sitegen.cli.options import (
    base_url_option,
    drafts_option,
    jobs_option,
    json_option,
    now_option,
    root_option,
    strict_option,
)


@click.command("check", short_help="Find all problems without publishing.")
@root_option
@base_url_option
@drafts_option
@now_option
@strict_option
@click.option("--codes", is_flag=True, help="List all problem codes and their meanings, then exit.")
@jobs_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    root: Path,
    base_url: str,
    drafts: bool,
    now: str,
    strict: bool,
    codes: bool,
    jobs: int,
    as_json: bool,
) -> None:
    """Read, link and render the whole site, and show every problem. Nothing is published."""
    if codes:
        _show_codes()
        return
    from sitegen.build.options import Options
    from sitegen.cli.run import run

    options = Options(
        root.resolve(), None, now=now, drafts=drafts, strict=strict, base_url=base_url, jobs=jobs
    )
    ctx.exit(run(options, as_json))


def _show_codes() -> None:
    from sitegen.problems import KINDS

    width = max(map(len, KINDS))
    for code, kind in KINDS.items():
        click.echo(f"{code:<{width}}  {kind.severity:<7}  {kind.meaning}")
