"""`sitegen build`: the whole site into its output folder."""

from __future__ import annotations

from pathlib import Path

import click

from sitegen.cli.options import (
    base_url_option,
    drafts_option,
    json_option,
    now_option,
    root_option,
    strict_option,
)


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
    as_json: bool,
) -> None:
    """Build the whole site.

    Errors in content, templates or configuration are shown all at once, and leave the output folder as it
    was.
    The exit status is 0 for a site without errors, 1 with errors, 2 for wrong use.
    """
    from sitegen.cli.run import run
    from sitegen.publish.pipeline import Options

    options = Options(
        root=root.resolve(),
        out=(out or root / "public").absolute(),
        now=now,
        drafts=drafts,
        partial=partial,
        strict=strict,
        replace=replace,
        base_url=base_url,
    )
    ctx.exit(run(options, as_json, shown_out=str(out or root / "public")))
