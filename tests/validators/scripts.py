"""Running the scripts of this folder, which use packages of npm."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def run_script(
    node: str,
    name: str,
    given: str,
    arguments: Iterable[str] = (),
    *,
    seconds: float,
    cwd: Path | None = None,
) -> Any:
    """What a script answers, in JSON, to a text; RuntimeError with what it says where it fails."""
    result = subprocess.run(
        [node, str(Path(__file__).with_name(name)), *arguments],
        cwd=cwd,
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=seconds,
        check=False,
    )
    if result.returncode != 0:
        raise RuntimeError(f"{name} failed ({result.returncode}):\n{result.stdout}\n{result.stderr}")
    return json.loads(result.stdout)


def pages_in(folder: Path) -> str:
    """The paths of all pages in a folder, one a line."""
    return "\n".join(sorted(page.relative_to(folder).as_posix() for page in folder.rglob("*.html")))
