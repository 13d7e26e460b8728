"""The Nu Html Checker (the W3C's HTML validator) over a folder of pages."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

SECONDS = 900


@dataclass(frozen=True, order=True)
class HtmlError:
    """An error in a page; lines and columns count from 1, and the column is where the bad markup ends."""

    page: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        """As editors understand it."""
        return f"{self.page}:{self.line}:{self.column}: {self.message}"


def check(java: str, package: Path, folder: Path) -> list[HtmlError]:
    """The errors of all pages in the folder, its subfolders included."""
    result = subprocess.run(
        # A deep document must not exhaust the stack; for some hundred pages, compiling well takes longer than it saves.
        [
            *(java, "-Xss16m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
            *("-jar", str(package / "build" / "dist" / "vnu.jar")),
            *("--format", "json", "--stdout", "--errors-only", "--skip-non-html", "."),
        ],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )
    try:
        messages = json.loads(result.stdout)["messages"]
    except (json.JSONDecodeError, KeyError):
        messages = None
    if messages is None or result.returncode not in (0, 1):
        raise RuntimeError(f"vnu failed ({result.returncode}):\n{result.stdout}\n{result.stderr}")
    return sorted(
        HtmlError(
            page=_page(message["url"], folder),
            line=message.get("lastLine", 0),
            column=message.get("lastColumn", 0),
            message=message["message"],
        )
        for message in messages
        if message["type"] != "info"
    )


def _page(url: str, folder: Path) -> str:
    """The path within the folder: vnu writes it as `file:/…/folder/./path`, not always percent-encoded."""
    path = url.removeprefix("file:").rpartition("/./")[2]
    return path if (folder / path).exists() else unquote(path)
