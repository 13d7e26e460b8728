"""The files of a project: its configuration, the state folder, and the output folder."""

from __future__ import annotations

import os
from pathlib import Path

CONFIGURATION = "sitegen.yaml"
STATE = ".sitegen"
#: The default output folder.
OUTPUT = "public"


def make_state_folder(project: Path) -> Path:
    """The state folder, created if it is missing, and ignored by Git. Raises OSError if that fails."""
    folder = project / STATE
    folder.mkdir(parents=True, exist_ok=True)
    ignored = folder / ".gitignore"
    if not ignored.exists():
        try:
            ignored.write_text("*\n")
        except OSError:
            ignored.unlink(missing_ok=True)  # otherwise a full disk would leave an empty file behind
            raise
    return folder


def real_path(path: Path) -> Path:
    """The path without symbolic links. Unlike `Path.resolve`, it accepts links that form a loop."""
    return Path(os.path.realpath(path))
