"""What a conversion needs, and where it puts what it finds."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from msgspec import Struct, field

from sitegen.config.settings import UnknownKeys
from sitegen.model.documents import Position
from sitegen.problems import KINDS, Problem, Severity, line_shown


class Conversion(Struct, frozen=True):
    """What a conversion needs, and where it puts what it finds.

    `fields` reads other names under ours (`photo.src` for one inside of `photo`) and `unknown` says what
    becomes of keys that the type does not have; both concern the outermost mapping only. `also` are keys that
    others read, for hints. `positions` gets the place of each key by its dotted name, list items by their
    number from 0 (`authors.1`).
    """

    path: str
    zone: ZoneInfo
    text: str = ""
    """The YAML, for the line that a Problem shows."""
    first_line: int = 1
    unknown: UnknownKeys = UnknownKeys.ERROR
    fields: Mapping[str, tuple[str, ...]] = {}
    also: tuple[str, ...] = ()
    failed: set[str] = field(default_factory=set)
    """Dotted names of keys whose value could not be read, so that they have their default."""
    problems: list[Problem] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    """The lines of the text, once there is a problem."""
    positions: dict[str, Position] = field(default_factory=dict)

    def report(
        self,
        code: str,
        position: Position,
        message: str,
        hint: str = "",
        severity: Severity | None = None,
    ) -> None:
        """Adds a problem, with the line that it stands on. Its severity is that of its code unless given."""
        if not self.lines:
            self.lines.extend(self.text.split("\n"))
        index = position.line - self.first_line
        line = self.lines[index].rstrip("\r") if 0 <= index < len(self.lines) else ""
        line = line_shown(line, position.column)
        severity = severity or KINDS[code].severity
        place = (self.path, position.line, position.column)
        self.problems.append(Problem(*place, code, message, hint, severity, line))

    def forget(self, name: str) -> None:
        """Takes back the places of a list's item that is left out, for the next one gets its number."""
        for known in [known for known in self.positions if known == name or known.startswith(f"{name}.")]:
            del self.positions[known]


def dotted(parent: str, name: str) -> str:
    """The full name of a key below `parent`, which is empty for the outermost mapping."""
    return f"{parent}.{name}" if parent else name
