"""`sitegen serve`: preview the site."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.cli.options import jobs_option, root_option

if TYPE_CHECKING:
    from sitegen.serve.run import ProblemUpdate, ServerAddress

#: The hint below a summary of problems.
_HINT = "To see every problem in full, open /_desk/problems."


@click.command("serve", short_help="Preview the site while you write.")
@root_option
@click.option(
    "--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="The address to listen on."
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=None,
    help="The port to listen on.  [default: 8000, or the next free port]",
)
@click.option("--open", "open_browser", is_flag=True, help="Open the site in a browser.")
@click.option("--public", is_flag=True, help="Show only what a build would publish now.")
@click.option(
    "--as-of",
    metavar="WHEN",
    default="",
    help="Show the site as of this time, in the site's time zone: 2026-12-24T09:00.",
)
@click.option("--follow", is_flag=True, help="Make open pages follow the last saved article.")
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
    """Preview the site in a browser.

    Pages are rendered on request, exactly as in a build, and reload when a file is saved. Drafts, scheduled
    and expired articles are included and marked with a banner. Problems are shown on the page. The desk at
    /_desk/ lists every article.

    Press Ctrl-C to stop.
    """
    from sitegen.gc_tuning import tune_gc
    from sitegen.serve.run import Callbacks, serve
    from sitegen.serve.snapshots import PreviewOptions

    tune_gc()
    options = PreviewOptions(root.resolve(), public, as_of, follow, jobs)
    callbacks = Callbacks(_print_address, partial(_print_problems, options.root))
    try:
        serve(options, host, port, callbacks, open_browser)
    except KeyboardInterrupt as end:
        if type(end) is not KeyboardInterrupt:  # SIGTERM
            raise
        click.echo(err=True)
    ctx.exit(0)


def _print_address(address: ServerAddress) -> None:
    if address.is_public:
        click.echo(
            "warning: Anyone who can reach this machine can see drafts. Without --host, only you can.",
            err=True,
        )
    if address.requested_port is None and address.port != 8000:
        click.echo(f"Port 8000 is in use. Using port {address.port}.", err=True)
    click.echo(f"The site is at {address.url}, the desk at {address.url}_desk/. Press Ctrl-C to stop.")


def _print_problems(root: Path, update: ProblemUpdate) -> None:
    from sitegen.cli import console

    new = () if update.first else range(len(update.problems))
    console.show_summary(update.problems, new, root, _HINT)
    if update.fixed:
        click.echo("All problems are fixed.", err=True)
