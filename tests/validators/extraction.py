"""What programs that read for people make of a page: Readability (Firefox' reading view) and trafilatura."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from msgspec import Struct

SCRIPT = Path(__file__).with_name("readability.cjs")
SECONDS = 120


class Extract(Struct, frozen=True):
    """What was found in a page; pictures are full URLs, the date is as the program writes it."""

    title: str
    byline: str
    date: str
    text: str
    pictures: tuple[str, ...]


def by_readability(node: str, page: str, url: str) -> Extract:
    """Read the page's HTML as Firefox does."""
    result = subprocess.run(
        [node, str(SCRIPT), url],
        input=page,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )
    if result.returncode != 0:
        raise RuntimeError(f"Readability failed ({result.returncode}):\n{result.stderr}")
    found = json.loads(result.stdout) or {}
    return Extract(
        title=found.get("title") or "",
        byline=found.get("byline") or "",
        date=found.get("date") or "",
        text=found.get("text") or "",
        pictures=tuple(found.get("pictures") or ()),
    )


def by_trafilatura(page: str, url: str) -> Extract:
    """Read the page's HTML as programs do that gather texts."""
    import trafilatura

    found = trafilatura.bare_extraction(page, url=url, include_tables=True, with_metadata=True)
    known = found.as_dict() if found else {}
    return Extract(
        title=known.get("title") or "",
        byline=known.get("author") or "",
        date=known.get("date") or "",
        text=known.get("text") or "",
        pictures=(known["image"],) if known.get("image") else (),
    )
