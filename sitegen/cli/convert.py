"""`sitegen convert`: another system's metadata as front matter."""

from __future__ import annotations

from pathlib import Path

import click

from sitegen.cli.options import root_option


@click.command("convert", short_help="Make front matter of Pelican's lines of metadata.")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@root_option
def command(files: tuple[str, ...], dry_run: bool, root: Path) -> None:
    """Give documents that begin with lines such as `Title: …` a front matter in YAML.

    Of FILEs, or of all documents, those are rewritten that Pelican or MultiMarkdown would read so. Each value
    is kept, `modified` and `author` become `updated` and `authors`, and the text stays as it is. Keys that
    sitegen does not have are left for you to decide on: `sitegen check` names them.
    """
    from sitegen.build.convert import convert
    from sitegen.cli import console

    found = convert(root.resolve(), files, dry_run)
    for one in found:
        click.echo(console.harmless(one.path))
        if dry_run:
            click.echo("".join(f"  {console.harmless(line)}\n" for line in one.front_matter.splitlines()))
    if not found:
        click.echo("No document begins with lines of metadata.")
