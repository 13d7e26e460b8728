"""Small projects on the disk, and what a build makes of them."""

from __future__ import annotations

import html.parser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sitegen.build.pipeline import Options, build
from sitegen.build.report import Report

NOW = "2026-11-23T12:00"

Files = Mapping[str, str | bytes]

SITE: Files = {
    "sitegen.yaml": "title: Review\ntimezone: UTC\nbase_url: https://example.org/\n",
    "content/_index.md": "---\ntitle: Front\n---\n\nWelcome.\n",
    "content/asia/_index.md": "---\ntitle: Asia\n---\n",
    "content/asia/straits/index.md": (
        "---\ntitle: Straits\ndate: 2026-03-02\nauthors: [desk]\ntags: [Oil]\naliases: [/old/]\n---\n\n"
        "The opening, with a [table](table.csv) and [another article](../treaties.md#costs).\n\n## Lanes\n\nThe rest.\n"
    ),
    "content/asia/straits/table.csv": "a,b\n1,2\n",
    "content/asia/treaties.md": "---\ntitle: Treaties\ndate: 2026-02-01\n---\n\n## Costs\n\n[Back](/asia/straits/).\n",
    "content/authors/desk.md": "---\nname: Asia Desk\n---\n\nWho writes of Asia.\n",
    "content/pages/about.md": "---\ntitle: About\n---\n\nAbout [us](/).\n",
    "static/.well-known/security.txt": "Contact: mailto:desk@example.org\n",
}


def article(title: str = "An Article", date: str = "2026-01-01", body: str = "Text.", **matter: Any) -> str:
    """An article's file."""
    keys = "".join(f"{key}: {value}\n" for key, value in matter.items())
    return f"---\ntitle: {title}\ndate: {date}\n{keys}---\n\n{body}\n"


class Project:
    """A project's folder and its output tree, which lies beside it."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "project"
        self.out = folder / "out" / "public"
        self.write(SITE)

    def write(self, files: Files) -> None:
        """Add these files to the project."""
        for path, data in files.items():
            file = self.root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data if isinstance(data, bytes) else data.encode())

    def configure(self, text: str) -> None:
        """Add settings to the configuration."""
        self.write({"sitegen.yaml": str(SITE["sitegen.yaml"]) + text})

    def build(self, out: Path | None = None, **options: Any) -> Report:
        """Build into `out`, the project's own output tree unless told."""
        return build(Options(self.root, out or self.out, **({"now": NOW} | options)))

    def check(self, **options: Any) -> Report:
        """Build and write nothing."""
        return build(Options(self.root, None, **({"now": NOW} | options)))

    @property
    def beside(self) -> list[str]:
        """What lies in the folder of the output tree."""
        return sorted(entry.name for entry in self.out.parent.iterdir())

    def page(self, path: str) -> str:
        """A file of the output tree."""
        return (self.out / path).read_text(encoding="utf-8")


def tree(folder: Path, but: str = "") -> dict[str, bytes]:
    """Every file below a folder, without those of the folder `but` in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not (but and path.is_relative_to(folder / but))
    }


class Addresses(html.parser.HTMLParser):
    """All addresses in a page's attributes."""

    NAMES = frozenset({"href", "src", "action", "poster", "data"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in self.NAMES and value is not None:
                self.found.append(value)
            elif name == "srcset" and value:
                self.found += [candidate.split()[0] for candidate in value.split(",")]
            elif name == "content" and value and "url=" in value.lower():
                self.found.append(value[value.lower().index("url=") + 4 :].strip("'\""))
