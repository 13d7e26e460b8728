"""`sitegen why`: explain a page of the last build."""

from __future__ import annotations

from pathlib import Path

import click

from sitegen.cli.options import out_option, root_option
from sitegen.config.project import OUTPUT


@click.command("why", short_help="Explain what a page depends on and why it was rendered.")
@root_option
@out_option
@click.argument("target", metavar="URL-OR-FILE")
def command(root: Path, out: Path | None, target: str) -> None:
    """Explain what a page depends on, and why the last build did or did not render it.

    Name the page by its URL (/asia/straits/), its file in the output folder, or its source file
    (content/asia/straits.md).
    """
    from sitegen.build.why import explain

    click.echo("\n".join(explain(root.resolve(), (out or root / OUTPUT).absolute(), target)))
