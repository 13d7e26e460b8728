"""`sitegen completion`: shell completion."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command("completion", short_help="Print a shell completion script.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print a script that completes sitegen's commands and options in SHELL.

    \b
    bash:  eval "$(sitegen completion bash)"
    zsh:   eval "$(sitegen completion zsh)"
    fish:  sitegen completion fish | source
    """
    if completion := get_completion_class(shell):
        click.echo(completion(ctx.find_root().command, {}, "sitegen", "_SITEGEN_COMPLETE").source())
