"""`sitegen build`: the whole site into its output folder."""

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
    start_option,
    strict_option,
)
from sitegen.config.project import OUTPUT


@click.command("build", short_help="Build the site into public/.")
@root_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    help="The output folder.  [default: public in the site's folder]",
)
@base_url_option
@drafts_option
@now_option
@strict_option
@click.option("--partial", is_flag=True, help="Leave documents with errors out, and publish the rest.")
@click.option("--replace", is_flag=True, help="Replace an output folder that holds files of other origin.")
@click.option(
    "--accept-removals",
    is_flag=True,
    help="Publish even if more pages disappear than `publish.most_removed` allows.",
)
@click.option("--explain", is_flag=True, help="List each file that was made, with the reason why.")
@click.option("--verify", is_flag=True, help="Build everything again beside, and compare every byte.")
@click.option("--fresh", is_flag=True, help="Make everything anew, without what earlier builds remember.")
@click.option("--all-problems", is_flag=True, help="Show every warning in full, as `sitegen check` does.")
@jobs_option
@start_option
@click.option("--no-wait", is_flag=True, help="Refuse, and do not wait, while another build is running.")
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    root: Path,
    out: Path | None,
    base_url: str,
    drafts: bool,
    now: str,
    strict: bool,
    partial: bool,
    replace: bool,
    accept_removals: bool,
    explain: bool,
    verify: bool,
    fresh: bool,
    all_problems: bool,
    jobs: int,
    start: str | None,
    no_wait: bool,
    as_json: bool,
) -> None:
    """Build the whole site.

    Only what has changed is made; everything else stays as it is. What comes out is byte for byte what a
    build from nothing would give.

    Errors in content, templates or configuration are shown all at once, and leave the output folder as it
    was. Where content has errors, templates are tried on some pages each: `sitegen check` renders all pages.
    Warnings are shown in short: those that the last build did not have first and in full, then the number and
    the first places of each code.
    The exit status is 0 for a site without errors, 1 with errors, 2 for wrong use.
    """
    from sitegen.build.options import Options
    from sitegen.cli.run import run

    options = Options(
        root=root.resolve(),
        out=(out or root / OUTPUT).absolute(),
        now=now,
        drafts=drafts,
        partial=partial,
        strict=strict,
        replace=replace,
        base_url=base_url,
        jobs=jobs,
        method=start or "",
        wait=not no_wait,
        fresh=fresh,
        accept_removals=accept_removals,
        explain=explain,
    )
    shown_out = str(out or root / OUTPUT)
    ctx.exit(run(options, as_json, shown_out, verify=verify, all_problems=all_problems))
