"""`sitegen convert`: convert metadata of other systems to front matter."""

from __future__ import annotations

from pathlib import Path

import click

from sitegen.cli.options import root_option


@click.command("convert", short_help="Convert Pelican metadata to front matter.")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("--dry-run", is_flag=True, help="Show the changes without writing them.")
@root_option
def command(files: tuple[str, ...], dry_run: bool, root: Path) -> None:
    """Convert metadata lines such as `Title: …` to YAML front matter.

    Rewrites each FILE (by default, every document) that begins with metadata in the style of Pelican or
    MultiMarkdown. All values are kept; `modified` and `author` become `updated` and `authors`. The text does
    not change. To find keys that sitegen does not know, run `sitegen check` afterwards.
    """
    from sitegen.build.convert import convert
    from sitegen.cli import console

    converted = convert(root.resolve(), files, dry_run)
    for document in converted:
        click.echo(console.printable(document.path))
        if dry_run:
            lines = document.front_matter.splitlines()
            click.echo("".join(f"  {console.printable(line)}\n" for line in lines))
    if not converted:
        click.echo("No document begins with metadata lines.")
