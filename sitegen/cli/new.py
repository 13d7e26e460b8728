"""`sitegen new`: create a new article."""

from __future__ import annotations

from pathlib import Path

import click

from sitegen.cli.options import root_option


@click.group("new", short_help="Create a new article.")
def command() -> None:
    """Create new content."""


@command.command("article", short_help="Create a new article.")
@click.argument("title")
@click.option("--section", metavar="ID", required=True, help="The section's folder, such as asia.")
@click.option("--bundle", is_flag=True, help="Create a folder for the article, its images and files.")
@root_option
def article(title: str, section: str, bundle: bool, root: Path) -> None:
    """Create a draft article called TITLE, dated today, with every front matter key explained."""
    from sitegen.scaffold.article import create_article

    path, note = create_article(root.resolve(), title, section, bundle)
    if note:
        click.echo(note, err=True)
    click.echo(path)
