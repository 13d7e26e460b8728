"""The project's folder for notes of our own."""

from __future__ import annotations

from pathlib import Path

STATE = ".sitegen"


def make_state_folder(project: Path) -> Path:
    """The folder, made where it is missing; version control leaves it alone. OSError where it cannot be."""
    folder = project / STATE
    folder.mkdir(parents=True, exist_ok=True)
    ignored = folder / ".gitignore"
    if not ignored.exists():
        ignored.write_text("*\n")
    return folder
