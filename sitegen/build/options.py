"""What a build is asked for."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct


class Options(Struct, frozen=True):
    """What a build is asked for. `out` None checks everything and writes nothing."""

    root: Path
    out: Path | None
    now: str = ""
    """The moment at which visibility is decided, as in front matter; empty for the clock's."""
    drafts: bool = False
    partial: bool = False
    strict: bool = False
    replace: bool = False
    base_url: str = ""
    jobs: int = 0
    """Processes that share the work; 0 for as many as there are processors."""
    method: str = ""
    """How processes are started: `fork`, `forkserver` or `spawn`; empty for the system's best."""
    wait: bool = True
    """Whether to wait for another build of the same site, or to refuse."""
    fresh: bool = False
    """Whether to make everything anew, as if nothing was remembered."""
    accept_removals: bool = False
    """Whether to publish even if more pages go than `publish.most_removed` allows."""
    explain: bool = False
    """Whether the report says why each file was made."""
