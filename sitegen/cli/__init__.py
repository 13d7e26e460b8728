"""The command line: one file for each command, imported when it is called."""

from __future__ import annotations

import importlib
import os
import sys

import click

import sitegen
from sitegen.cli.signals import Terminated, endings
from sitegen.problems import SitegenError, WrongUse, refusal

_COMMANDS = (
    "build",
    "serve",
    "check",
    "why",
    "init",
    "new",
    "list",
    "convert",
    "clean",
    "schema",
    "completion",
)

_INTERRUPTED = 130
_TERMINATED = 143


class _Commands(click.Group):
    """Finds a command's file by its name, so that a command costs only what it needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return [*_COMMANDS]  # `list` is a command's module here, once it was called

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"sitegen.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        from sitegen.problems import did_you_mean

        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            hint = did_you_mean(args[0], _COMMANDS)
            raise click.UsageError(f"{error.message} {hint}".strip(), ctx) from None


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(sitegen.__version__, prog_name="sitegen")
def cli() -> None:
    """Publish a magazine of policy analysis as a static website.

    Articles are Markdown files with YAML front matter in content/; templates are Jinja; the site is written
    to public/. Make a new site with `sitegen init mysite`.
    """


def main() -> None:
    """The console script: exit status 0 fine, 1 problems, 2 wrong use, 130 interrupted, 143 terminated; never
    a traceback."""
    try:
        with endings():
            status = cli.main(standalone_mode=False)
    except (click.exceptions.Abort, KeyboardInterrupt) as end:
        terminated = isinstance(end, Terminated) or isinstance(end.__cause__, Terminated)
        click.echo("Terminated." if terminated else "Interrupted.", err=True)
        status = _TERMINATED if terminated else _INTERRUPTED
    except click.exceptions.Exit as error:
        status = error.exit_code
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except SitegenError as error:
        status = _failed(error)
    except BrokenPipeError:
        sys.stderr.close()
        status = 1
    except OSError as error:
        status = _failed(refusal(error))
    except Exception as error:
        status = _bug(error)
    sys.exit(status if isinstance(status, int) else 0)


def _failed(error: SitegenError) -> int:
    click.echo(f"{click.style('error', fg='red', bold=True)}: {error}", err=True)
    return 2 if isinstance(error, WrongUse) else 1


def _bug(error: Exception) -> int:
    if os.environ.get("SITEGEN_TRACEBACK"):
        raise error
    name = type(error).__name__
    click.echo(
        f"sitegen stumbled over a mistake of its own ({name}: {error}). The site is as it was.", err=True
    )
    click.echo("Please report it, with what SITEGEN_TRACEBACK=1 prints when you call it again.", err=True)
    return 1
