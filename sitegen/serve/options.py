"""What a preview is asked for."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct


class PreviewOptions(Struct, frozen=True):
    """What is shown, and of which project."""

    root: Path
    public: bool = False
    """Whether to show just what a build would publish, and not drafts and what is to come."""
    as_of: str = ""
    """The moment at which visibility is decided, as in front matter; empty for the clock's."""
    follow: bool = False
    """Whether open pages go to the article that was saved."""
    jobs: int = 0
    """Processes that share the first reading; 0 for as many as there are processors."""
