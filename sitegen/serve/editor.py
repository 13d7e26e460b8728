"""Opening a file at a line in the author's editor: by a link of the editor's own, or by a command."""

from __future__ import annotations

import shlex
from pathlib import Path
from urllib.parse import quote

from sitegen.lazy_regex import lazy_pattern

#: Links that editors have registered themselves for.
_LINKS = {
    "vscode": "vscode://file{path}:{line}:{column}",
    "idea": "idea://open?file={path}&line={line}&column={column}",
    "sublime": "subl://open?url=file://{path}&line={line}&column={column}",
}

_PLACE = lazy_pattern(r"\{(path|line|column)\}")


def link_to(editor: str, file: Path, line: int = 0, column: int = 0) -> str:
    """The link that opens a file; empty where the editor has none."""
    form = _LINKS.get(editor, "")
    return form.format(path=quote(str(file)), line=max(line, 1), column=max(column, 1))


def command_for(editor: str, file: Path, line: int = 0, column: int = 0) -> list[str]:
    """The command that opens a file, word by word; empty where the editor is no command.

    The words are told apart before the path is put in: whatever a file is called, it is one word.
    """
    if not editor or editor in _LINKS:
        return []
    names = {"path": str(file), "line": str(max(line, 1)), "column": str(max(column, 1))}
    return [_PLACE.sub(lambda found: names[found[1]], word) for word in shlex.split(editor)]
