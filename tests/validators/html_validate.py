"""html-validate over a folder of pages, by its strictest rules and some that this theme sets itself."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

SCRIPT = Path(__file__).with_name("html-validate.cjs")
SECONDS = 600


def check(node: str, folder: Path) -> list[str]:
    """The errors and warnings of all pages in the folder: `page:line:column: message (rule)`."""
    found = sorted(page.relative_to(folder).as_posix() for page in folder.rglob("*.html"))
    result = subprocess.run(
        [node, str(SCRIPT)],
        cwd=folder,
        input="\n".join(found),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )
    if result.returncode != 0:
        raise RuntimeError(f"html-validate failed ({result.returncode}):\n{result.stdout}\n{result.stderr}")
    said: list[str] = json.loads(result.stdout)
    return said
