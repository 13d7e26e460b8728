"""How a malformed site is written down: a small good site, and what a case changes in it.

The sign `▲` stands in a file's text where a problem is expected, and is taken out before the site is built.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from PIL import Image

MARK = "▲"

#: The file that most cases spoil.
ARTICLE = "content/asia/article.md"

Files = Mapping[str, str | bytes | None]


class Case(NamedTuple):
    """A site that cannot be built; a file's None takes it out of the good site."""

    name: str
    files: dict[str, bytes | None]
    expected: frozenset[str]
    """Every error, as `path:line:column code`."""
    says: str
    """What the message or the hint of one of them has to say."""


def case(name: str, codes: str, files: Files, says: str, at: Iterable[str] = ()) -> Case:
    """A case. `codes` has one code for each `▲`, in the order of the files; `at` has problems without a mark."""
    stripped: dict[str, bytes | None] = {}
    places: list[str] = []
    for path, text in files.items():
        if isinstance(text, str):
            found, unmarked = _places(text)
            places += [f"{path}:{place}" for place in found]
            stripped[path] = unmarked.encode("utf-8", "surrogatepass")
        else:
            stripped[path] = text
    marked = [f"{place} {code}" for place, code in zip(places, codes.split(), strict=True)]
    return Case(name, stripped, frozenset([*marked, *at]), says)


def _places(text: str) -> tuple[list[str], str]:
    """Where the marks stand (`line:column`), and the text without them."""
    *before, last = text.split(MARK)
    places, seen = [], ""
    for part in before:
        seen += part
        lines = seen.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        places.append(f"{len(lines)}:{len(lines[-1]) + 1}")
    return places, seen + last


def article(matter: str = "", body: str = "Some text.\n", title: str = "A Good Title") -> str:
    """An article whose front matter goes on with `matter`."""
    return f"---\ntitle: {title}\ndate: 2026-11-02\n{matter}\n---\n\n{body}"


def front(name: str, codes: str, matter: str, says: str, at: Iterable[str] = ()) -> Case:
    """A case of an article's front matter."""
    return case(name, codes, {ARTICLE: article(matter)}, says, at)


def body(name: str, codes: str, text: str, says: str, files: Files | None = None) -> Case:
    """A case of an article's text."""
    return case(name, codes, {ARTICLE: article(body=text), **(files or {})}, says)


def picture(form: str = "PNG", size: tuple[int, int] = (8, 6)) -> bytes:
    """A picture's bytes."""
    out = io.BytesIO()
    Image.new("RGB", size, (120, 30, 30)).save(out, form)
    return out.getvalue()


#: The configuration of the good site.
CONFIG = "title: The Review\ntimezone: Europe/Berlin\nbase_url: https://example.org/\n"

#: A site without a mistake.
GOOD: dict[str, bytes] = {
    path: text if isinstance(text, bytes) else str(text).encode()
    for path, text in {
        "sitegen.yaml": CONFIG,
        "content/_index.md": "---\nsummary: Analysis of public policy.\n---\n",
        "content/asia/_index.md": "---\ntitle: Asia\n---\n",
        "content/asia/good.md": article(
            "authors: [world-desk]\ntags: [Trade]\nphoto: {src: photo.png, alt: A strait, credit: The Review}",
            "## A Heading\n\nText.\n",
            "Good",
        ),
        "content/asia/photo.png": picture(),
        "content/europe/treaty.md": article(
            "", "See [the other](../asia/good.md#a-heading).\n", "The Treaty"
        ),
        "content/authors/world-desk.md": "---\nname: The World Desk\n---\n",
        "content/tags/trade.md": "---\ntitle: Trade\n---\n",
        "content/issues/2026-autumn.md": "---\ntitle: Autumn 2026\ncontents: [asia/good]\n---\n",
        "content/series/straits.md": "---\ntitle: Straits\n---\n",
        "content/pages/about.md": "---\ntitle: About\n---\n\nAbout us.\n",
        "data/figures.yaml": "trade: 5\n",
        "static/.well-known/security.txt": "Contact: mailto:security@example.org\n",
    }.items()
}
