"""`sitegen list`: list all articles and their states."""

from __future__ import annotations

from pathlib import Path

import click

from sitegen.cli.options import json_option, now_option, root_option


@click.command("list", short_help="List the articles: state, date, section, file.")
@root_option
@now_option
@click.option("--section", metavar="ID", default="", help="List only articles in this section.")
@click.option(
    "--state",
    metavar="STATE",
    default="",
    help="List only articles in this state: live, draft, review, scheduled, …",
)
@json_option
@click.pass_context
def command(ctx: click.Context, root: Path, now: str, section: str, state: str, as_json: bool) -> None:
    """List every article with its state, date, section and file, newest first."""
    from sitegen.build.article_list import list_articles, to_json
    from sitegen.cli import console

    entries, problems = list_articles(root.resolve(), now)
    chosen = [
        entry
        for entry in entries
        if (not section or entry.section == section) and (not state or entry.state == state)
    ]
    if as_json:
        click.echo(to_json(chosen).decode())
    else:
        console.show_problems(problems, root)
        width = max((len(entry.section) for entry in chosen), default=0)
        for entry in chosen:
            path = console.printable(entry.path)
            click.echo(f"{entry.state:<10} {entry.date:<10} {entry.section:<{width}}  {path}")
    ctx.exit(1 if problems else 0)
