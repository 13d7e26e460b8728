"""`sitegen completion`: completion for shells."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command("completion", short_help="Print the completion script of a shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the script that completes sitegen's commands and options in a SHELL.

    \b
    bash:  eval "$(sitegen completion bash)"
    zsh:   eval "$(sitegen completion zsh)"
    fish:  sitegen completion fish | source
    """
    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(ctx.find_root().command, {}, "sitegen", "_SITEGEN_COMPLETE").source())
