"""`sitegen why`: what a page is made of, and why the last build made it, or did not."""

from __future__ import annotations

from pathlib import Path

import click

from sitegen.cli.options import root_option
from sitegen.config.project import OUTPUT


@click.command("why", short_help="Say what a page is made of, and why it was made.")
@root_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    help="The output folder of the build.  [default: public in the site's folder]",
)
@click.argument("what", metavar="URL-OR-FILE")
def command(root: Path, out: Path | None, what: str) -> None:
    """Say what a page is made of, and why the last build made it or left it as it was.

    The page is named by its URL (/asia/straits/), by its file in the output folder, or by the file that it
    shows (content/asia/straits.md).
    """
    from sitegen.build.why import explain

    click.echo("\n".join(explain(root.resolve(), (out or root / OUTPUT).absolute(), what)))
