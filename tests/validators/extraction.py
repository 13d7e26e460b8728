"""What programs that read for people make of a page: Readability (Firefox' reading view) and trafilatura."""

from __future__ import annotations

from msgspec import Struct

from tests.validators.scripts import run_script

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
    found = run_script(node, "readability.cjs", page, [url], seconds=SECONDS) or {}
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
