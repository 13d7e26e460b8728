"""html-validate over a folder of pages, by its strictest rules and some that this theme sets itself."""

from __future__ import annotations

from pathlib import Path

from tests.validators.scripts import pages_in, run_script

SECONDS = 600


def check(node: str, folder: Path) -> list[str]:
    """The errors and warnings of all pages in the folder: `page:line:column: message (rule)`."""
    said: list[str] = run_script(node, "html-validate.cjs", pages_in(folder), seconds=SECONDS, cwd=folder)
    return said
