"""`sitegen clean`: remove the cache."""

from __future__ import annotations

from pathlib import Path

import click

from sitegen.cli.options import root_option


@click.command("clean", short_help="Remove the cache.")
@root_option
def command(root: Path) -> None:
    """Remove the cache, so that the next build renders everything.

    The site itself is not removed, nor is the manifest of the files in the output folder.
    """
    from sitegen.build.cache import clear_cache

    removed = clear_cache(root.resolve())
    click.echo(f"Removed {removed:,} bytes." if removed else "There is no cache to remove.")
