"""The site's `static/`: files that go out as they are, under the same names."""

from __future__ import annotations

from sitegen.read.file_state import Files
from sitegen.read.walk import Walk

STATIC = "static"
_WELL_KNOWN = frozenset({"static/.well-known", "static/.nojekyll"})


def static_files(files: Files) -> Walk:
    """The files of `static/`; of those whose names begin with a dot, only what web servers ask for."""
    return files.walk(STATIC, _WELL_KNOWN)
