"""Options of a build."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct


class Options(Struct, frozen=True):
    """Options of a build. If `out` is None, the build checks everything and writes nothing."""

    root: Path
    out: Path | None
    now: str = ""
    """The build time, in the format of front matter; empty for the current time."""
    drafts: bool = False
    partial: bool = False
    strict: bool = False
    replace: bool = False
    base_url: str = ""
    jobs: int = 0
    """The number of processes; 0 for one per CPU."""
    method: str = ""
    """How to start processes: `fork`, `forkserver` or `spawn`; empty for the best available."""
    wait: bool = True
    """Whether to wait while another build of the site is running, or to fail."""
    fresh: bool = False
    """Whether to ignore the cache and rebuild everything."""
    accept_removals: bool = False
    """Whether to publish even if more pages are removed than `publish.most_removed` allows."""
    explain: bool = False
    """Whether the report gives the reason why each file was rendered."""
