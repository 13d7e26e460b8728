"""hyperlink over a folder of pages: links, pictures, scripts, styles and fragments that lead to nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.validators.scripts import pages_in, run_script

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


def check(node: str, folder: Path, base_url: str = "", pages: Sequence[str] = ()) -> LinkReport:
    """Check the links of these pages in the folder, or of all; those below `base_url` are the site's own, too."""
    # Places and targets are named from the folder.
    arguments = [".", base_url, *(["alone"] if pages else [])]
    given = "\n".join(pages) or pages_in(folder)
    report = run_script(node, "links.cjs", given, arguments, seconds=SECONDS, cwd=folder)
    return LinkReport(
        checks=report["checks"],
        broken=tuple(sorted(_broken(failure) for failure in report["failed"])),
    )


def _broken(failure: dict[str, str | None]) -> BrokenLink:
    target = (failure["name"] or "").removeprefix(f"{failure['operator']} ")
    reason = failure["actual"] or f"nothing there has {failure['expected']}"
    return BrokenLink(place=failure["at"] or "", target=target, reason=reason)
