"""`sitegen serve`: preview the site."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.cli.options import jobs_option, root_option

if TYPE_CHECKING:
    from sitegen.serve.run import Listening, News

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
    and expired articles are included and marked with a ribbon. Problems are shown on the page. The desk at
    /_desk/ lists every article.

    Press Ctrl-C to stop.
    """
    from sitegen.serve.options import PreviewOptions
    from sitegen.serve.run import Heralds, serve
    from sitegen.workers import tune_gc

    tune_gc()
    options = PreviewOptions(root.resolve(), public, as_of, follow, jobs)
    heralds = Heralds(_print_address, partial(_print_problems, options.root))
    try:
        serve(options, host, port, heralds, open_browser)
    except KeyboardInterrupt as end:
        if type(end) is not KeyboardInterrupt:  # SIGTERM
            raise
        click.echo(err=True)
    ctx.exit(0)


def _print_address(place: Listening) -> None:
    if place.open_to_network:
        click.echo(
            "warning: Anyone who can reach this machine can see drafts. Without --host, only you can.",
            err=True,
        )
    if place.asked is None and place.port != 8000:
        click.echo(f"Port 8000 is in use. Using port {place.port}.", err=True)
    click.echo(f"The site is at {place.url}, the desk at {place.url}_desk/. Press Ctrl-C to stop.")


def _print_problems(root: Path, news: News) -> None:
    from sitegen.cli import console

    new = () if news.first else range(len(news.problems))
    console.show_summary(news.problems, new, root, _HINT)
    if news.fixed:
        click.echo("All problems are fixed.", err=True)
