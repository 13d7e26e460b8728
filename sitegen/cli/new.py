"""`sitegen new`: a new article's file."""

from __future__ import annotations

from pathlib import Path

import click

from sitegen.cli.options import root_option


@click.group("new", short_help="Begin a new article.")
def command() -> None:
    """Begin something new."""


@command.command("article", short_help="Begin a new article.")
@click.argument("title")
@click.option("--section", metavar="ID", required=True, help="The section's folder, such as asia.")
@click.option("--bundle", is_flag=True, help="Give it a folder of its own, for pictures and files.")
@root_option
def article(title: str, section: str, bundle: bool, root: Path) -> None:
    """Write a file for an article called TITLE: today's date, status draft, every key explained."""
    from sitegen.scaffold.article import begin_article

    path, note = begin_article(root.resolve(), title, section, bundle)
    if note:
        click.echo(note, err=True)
    click.echo(path)
