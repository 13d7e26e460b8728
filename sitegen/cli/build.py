"""`sitegen build`: build the site into its output folder."""

from __future__ import annotations

from pathlib import Path

import click

from sitegen.cli.options import (
    base_url_option,
    drafts_option,
    jobs_option,
    json_option,
    now_option,
    out_option,
    root_option,
    start_option,
    strict_option,
)
from sitegen.config.project import OUTPUT


@click.command("build", short_help="Build the site into public/.")
@root_option
@out_option
@base_url_option
@drafts_option
@now_option
@strict_option
@click.option("--partial", is_flag=True, help="Leave out documents with errors and publish the rest.")
@click.option(
    "--replace",
    is_flag=True,
    help="Replace the output folder even if it contains files that sitegen did not write.",
)
@click.option(
    "--accept-removals",
    is_flag=True,
    help="Publish even if more pages disappear than `publish.most_removed` allows.",
)
@click.option("--explain", is_flag=True, help="List each rendered file and the reason.")
@click.option("--verify", is_flag=True, help="Compare every byte with a clean build.")
@click.option("--fresh", is_flag=True, help="Ignore the cache and rebuild everything.")
@click.option("--all-problems", is_flag=True, help="Show every warning in full, like `sitegen check`.")
@jobs_option
@start_option
@click.option("--no-wait", is_flag=True, help="Fail instead of waiting while another build is running.")
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    /,
    root: Path,
    out: Path | None,
    base_url: str,
    now: str,
    verify: bool,
    all_problems: bool,
    jobs: int,
    start: str | None,
    no_wait: bool,
    as_json: bool,
    **flags: bool,
) -> None:
    """Build the whole site.

    Only outputs that changed are rendered. The result is byte for byte the same as that of a clean build.

    Errors in content, templates or configuration are all shown at once, and the output folder stays
    unchanged. If there are errors in content, templates are tested on a sample of pages only; `sitegen check`
    renders all pages. New warnings are shown first and in full; all others are summarized by code, with the
    first places of each.

    The exit status is 0 without errors, 1 with errors, and 2 for wrong usage.
    """
    from sitegen.build.options import Options
    from sitegen.cli.run import run

    options = Options(
        root=root.resolve(),
        out=(out or root / OUTPUT).absolute(),
        now=now,
        base_url=base_url,
        jobs=jobs,
        method=start or "",
        wait=not no_wait,
        **flags,
    )
    shown_out = str(out or root / OUTPUT)
    ctx.exit(run(options, as_json, shown_out, verify=verify, all_problems=all_problems))
