"""What makes a folder a project: the file of its configuration, and a folder for notes of our own."""

from __future__ import annotations

import os
from pathlib import Path

CONFIGURATION = "sitegen.yaml"
STATE = ".sitegen"
#: The output folder, unless another is named.
OUTPUT = "public"


def make_state_folder(project: Path) -> Path:
    """The folder, made where it is missing; version control leaves it alone. OSError where it cannot be."""
    folder = project / STATE
    folder.mkdir(parents=True, exist_ok=True)
    ignored = folder / ".gitignore"
    if not ignored.exists():
        try:
            ignored.write_text("*\n")
        except OSError:
            ignored.unlink(missing_ok=True)  # on a full disk an empty one would be left, for good
            raise
    return folder


def real_path(path: Path) -> Path:
    """The path without symbolic links; unlike `Path.resolve`, it passes over links that lead in a circle."""
    return Path(os.path.realpath(path))
