"""The input and output of a conversion."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from msgspec import Struct, field

from sitegen.config.settings import UnknownKeys
from sitegen.model.documents import Position
from sitegen.problems import KINDS, Problem, Severity, line_shown


class Conversion(Struct, frozen=True):
    """The input and output of a conversion.

    `fields` has alternative names for keys (`photo.src` for a key inside `photo`), and `unknown` says how to
    treat unknown keys; both apply to the outermost mapping only. `also` lists keys that other code reads, for
    hints. The conversion adds to `problems`, and to `positions` the position of each key by its dotted name;
    list items have their index (`authors.1`).
    """

    path: str
    zone: ZoneInfo
    text: str = ""
    """The YAML, for the source lines of problems."""
    first_line: int = 1
    unknown: UnknownKeys = UnknownKeys.ERROR
    fields: Mapping[str, tuple[str, ...]] = {}
    also: tuple[str, ...] = ()
    failed: set[str] = field(default_factory=set)
    """The dotted names of keys with an invalid value. They get their default."""
    problems: list[Problem] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    """The lines of the text, split on the first problem."""
    positions: dict[str, Position] = field(default_factory=dict)

    def report(
        self,
        code: str,
        position: Position,
        message: str,
        hint: str = "",
        severity: Severity | None = None,
    ) -> None:
        """Report a problem, with its source line. The severity defaults to that of the code."""
        if not self.lines:
            self.lines.extend(self.text.split("\n"))
        index = position.line - self.first_line
        line = self.lines[index].rstrip("\r") if 0 <= index < len(self.lines) else ""
        line = line_shown(line, position.column)
        severity = severity or KINDS[code].severity
        place = (self.path, position.line, position.column)
        self.problems.append(Problem(*place, code, message, hint, severity, line))

    def forget(self, name: str) -> None:
        """Remove the positions of a skipped list item: the next item gets its index."""
        for known in [known for known in self.positions if known == name or known.startswith(f"{name}.")]:
            del self.positions[known]


def dotted(parent: str, name: str) -> str:
    """The dotted name of a key in `parent`, which is empty for the outermost mapping."""
    return f"{parent}.{name}" if parent else name
