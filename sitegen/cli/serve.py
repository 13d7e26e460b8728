"""`sitegen serve`: the preview."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.cli.options import jobs_option, root_option

if TYPE_CHECKING:
    from sitegen.serve.run import ProblemUpdate, ServerAddress

#: What is said where not all problems are shown in full.
_ALL = "The desk lists every problem with its line and what to do: /_desk/problems"


@click.command("serve", short_help="Preview the site while it is written.")
@root_option
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Where to listen.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=None,
    help="The port.  [default: 8000, or the next free one]",
)
@click.option("--open", "open_browser", is_flag=True, help="Open the site in a browser.")
@click.option("--public", is_flag=True, help="Show just what a build would publish now.")
@click.option(
    "--as-of",
    metavar="WHEN",
    default="",
    help="Show the site as it will be at this moment: 2026-12-24T09:00, in the site's time zone.",
)
@click.option("--follow", is_flag=True, help="Let open pages go to the article that was saved.")
@jobs_option
@click.pass_context
def command(
    ctx: click.Context,
    root: Path,
    host: str,
    port: int | None,
    open_browser: bool,
    public: bool,
    as_of: str,
    follow: bool,
    jobs: int,
) -> None:
    """Show the site in a browser while it is written.

    Pages are made when they are looked at, as a build would make them, and show a change as soon as a file is
    saved. Drafts, and what is to come or has gone, are shown too, with a ribbon that says so. Mistakes are
    shown on the page. The desk at /_desk/ lists every article.

    Ctrl-C ends it.
    """
    from sitegen.serve.run import Callbacks, serve
    from sitegen.serve.snapshots import PreviewOptions
    from sitegen.workers import tune_gc

    tune_gc()
    options = PreviewOptions(root.resolve(), public, as_of, follow, jobs)
    try:
        serve(options, host, port, Callbacks(_say_where, partial(_say_what, options.root)), open_browser)
    except KeyboardInterrupt as end:
        if type(end) is not KeyboardInterrupt:  # it is told to terminate
            raise
        click.echo(err=True)
    ctx.exit(0)


def _say_where(address: ServerAddress) -> None:
    if address.is_public:
        click.echo(
            "warning: drafts are shown to everybody who can reach this machine. Without --host, only you "
            "see them.",
            err=True,
        )
    if address.requested_port is None and address.port != 8000:
        click.echo(f"Port 8000 is taken; this is {address.port}.", err=True)
    click.echo(f"The site is at {address.url}, the desk at {address.url}_desk/. Ctrl-C ends it.")


def _say_what(root: Path, update: ProblemUpdate) -> None:
    from sitegen.cli import console

    new = () if update.first else range(len(update.problems))
    console.show_brief(update.problems, new, root, _ALL)
    if update.fixed:
        click.echo("No problems are left.", err=True)
