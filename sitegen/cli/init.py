"""`sitegen init`: create a new site."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("init", short_help="Create a new site.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", default="", help="The publication's name.  [default: the folder's name]")
@click.option("--timezone", default="UTC", show_default=True, help="The publication's time zone.")
def command(folder: Path, title: str, timezone: str) -> None:
    """Create a new site in FOLDER: a configuration, a section, two articles, an author and a page.

    FOLDER must be empty or missing. Nothing is overwritten.
    """
    from sitegen.scaffold.site import create_site

    create_site(folder, title or folder.resolve().name.replace("-", " ").capitalize(), timezone)
    commands = f"    cd {folder}\n    sitegen serve --open\n    sitegen build\n"
    click.echo(f"Created a site in {folder}. Preview and build it:\n\n{commands}")
