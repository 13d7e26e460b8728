"""hyperlink over a folder of pages: links, pictures, scripts, styles and fragments that lead to nothing."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

SCRIPT = Path(__file__).with_name("links.cjs")
SECONDS = 900


@dataclass(frozen=True, order=True)
class BrokenLink:
    """A link that leads to nothing: where it stands (`page:line:column <markup>`), and what is not there."""

    place: str
    target: str
    reason: str

    def __str__(self) -> str:
        """The place first, as editors understand it."""
        return f"{self.place}: {self.target}: {self.reason}"


@dataclass(frozen=True)
class LinkReport:
    """What was checked (pages, files and fragments), and what of it is broken."""

    checks: int
    broken: tuple[BrokenLink, ...]


def check(node: str, folder: Path, base_url: str = "") -> LinkReport:
    """Check the links of all pages in the folder; those below `base_url` are the site's own, too."""
    pages = sorted(page.relative_to(folder).as_posix() for page in folder.rglob("*.html"))
    result = subprocess.run(
        [node, str(SCRIPT), ".", *([base_url] if base_url else [])],
        cwd=folder,  # places and targets are named from here
        input="\n".join(pages),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )
    if result.returncode != 0:
        raise RuntimeError(f"hyperlink failed ({result.returncode}):\n{result.stdout}\n{result.stderr}")
    report = json.loads(result.stdout)
    return LinkReport(
        checks=report["checks"],
        broken=tuple(sorted(_broken(failure) for failure in report["failed"])),
    )


def _broken(failure: dict[str, str | None]) -> BrokenLink:
    target = (failure["name"] or "").removeprefix(f"{failure['operator']} ")
    reason = failure["actual"] or f"nothing there has {failure['expected']}"
    return BrokenLink(place=failure["at"] or "", target=target, reason=reason)
