"""The command line: one module for each command, imported on demand."""

from __future__ import annotations

import importlib
import os
import sys

import click

import sitegen
from sitegen.cli.signals import Terminated, handle_signals
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
    """Imports a command's module by its name, so that a command loads only what it needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return [*_COMMANDS]  # `list` names a module of this package once it is imported

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
    """Build static websites for policy-analysis publications.

    Articles are Markdown files with YAML front matter in content/, and templates use Jinja. The site is
    written to public/. To create a site, run `sitegen init mysite`.
    """


def main() -> None:
    """Run the console script.

    Exit status: 0 success, 1 errors, 2 wrong usage, 130 interrupted, 143 terminated. Never prints a
    traceback unless SITEGEN_TRACEBACK is set.
    """
    try:
        with handle_signals():
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
        status = _print_error(error)
    except BrokenPipeError:
        sys.stderr.close()
        status = 1
    except OSError as error:
        status = _print_error(refusal(error))
    except Exception as error:
        status = _print_internal_error(error)
    sys.exit(status if isinstance(status, int) else 0)


def _print_error(error: SitegenError) -> int:
    click.echo(f"{click.style('error', fg='red', bold=True)}: {error}", err=True)
    return 2 if isinstance(error, WrongUse) else 1


def _print_internal_error(error: Exception) -> int:
    if os.environ.get("SITEGEN_TRACEBACK"):
        raise error
    label = click.style("internal error", fg="red", bold=True)
    click.echo(f"{label}: {type(error).__name__}: {error}. The output folder is unchanged.", err=True)
    click.echo(
        "This is a bug in sitegen. Please report it with the output of the same command and "
        "SITEGEN_TRACEBACK=1.",
        err=True,
    )
    return 1
