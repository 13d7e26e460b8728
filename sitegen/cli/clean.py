"""`sitegen clean`: forget what earlier builds remember."""

from __future__ import annotations

from pathlib import Path

import click

from sitegen.cli.options import root_option


@click.command("clean", short_help="Forget what earlier builds remember.")
@root_option
def command(root: Path) -> None:
    """Remove what earlier builds remember, so that the next one makes everything anew.

    The site itself stays as it is, and so does the record of which of its files are ours.
    """
    from sitegen.build.cache import forget

    removed = forget(root.resolve())
    click.echo(f"Forgotten: {removed:,} bytes." if removed else "Nothing was remembered.")
