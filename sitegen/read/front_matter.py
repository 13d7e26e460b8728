"""Bytes of a Markdown file into its front matter and its text."""

from __future__ import annotations

import re

from msgspec import Struct

from sitegen.problems import Problem, Severity
from sitegen.read.characters import may_hold_controls
from sitegen.utf8 import decode, with_newlines

_OPENING = re.compile(r"(?:[ \t]*\n)*---[ \t]*(?:\n|\Z)")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_YAML_LINE = re.compile(r"""[ \t]+\S|- |-$|#|["']?[^\s:][^:]*:(?:\s|$)""")
# Neither HTML nor XML can hold them (https://infra.spec.whatwg.org/#controls).
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_REMEDY = "Begin the file with a line `---`, then `title: …`, then `---` again."


class FrontMatter(Struct, frozen=True):
    """A document's two parts, and the number of each one's first line in the file. Lines end with "\\n"."""

    yaml: str
    yaml_line: int
    body: str
    body_line: int


def split(data: bytes, path: str) -> tuple[FrontMatter | None, list[Problem]]:
    """The front matter and the body of a file in UTF-8 (with or without a byte-order mark).

    Line ends become "\\n". Control characters in the body are left out with a warning; those in the front
    matter stay, for reading the YAML reports them. None, with a Problem, where the two cannot be told apart.
    """
    text, problem = decode(data, path)
    text = with_newlines(text)
    if problem is None and "\0" in text:
        problem = _nul(text, path)
    if problem is not None:
        return None, [problem]
    opening = _OPENING.match(text)
    if opening is None:
        return None, [_missing(text, path)]
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        return None, [_unclosed(text, opening.end(), path)]
    yaml = text[opening.end() : closing.start()]
    yaml_line = 1 + text.count("\n", 0, opening.end())
    body_line = yaml_line + yaml.count("\n") + 1
    body, problems = _cleaned(text[closing.end() :], body_line, path)
    return FrontMatter(yaml, yaml_line, body, body_line), problems


def _place(text: str, index: int | None) -> tuple[int, int]:
    """Line and column, from 1, of an index in a text (None: its end)."""
    end = len(text) if index is None else index
    return text.count("\n", 0, end) + 1, end - text.rfind("\n", 0, end)


def _line(text: str, number: int) -> str:
    return text.split("\n", number)[number - 1]


def _nul(text: str, path: str) -> Problem:
    line, column = _place(text, text.index("\0"))
    hint = "Delete it; if there are many, the file is no text, or text in UTF-16."
    return Problem(path, line, column, "control-character", "The file holds a NUL character.", hint)


def _missing(text: str, path: str) -> Problem:
    stripped = text.lstrip()
    number = 1 + text[: len(text) - len(stripped)].count("\n") if stripped else 1
    line = _line(text, number)
    message = "The document does not begin with a front matter."
    return Problem(path, number, 1, "front-matter-missing", message, _missing_hint(line), text=line)


def _missing_hint(line: str) -> str:
    if line.startswith("+++"):
        return "It seems to be in TOML: write `key: value` for `key = value`, and `---` for `+++`."
    if line.startswith("{"):
        return "It seems to be in JSON: write it in YAML, or put a line `---` before it and after it."
    if line.strip().startswith("---"):
        return "The first line has to be `---` and nothing else."
    return _REMEDY


def _unclosed(text: str, start: int, path: str) -> Problem:
    opening = text.count("\n", 0, start) or 1
    end = _seeming_end(text[start:].split("\n"), opening + 1)
    hint = (
        f"Put a line `---` after its last key (before line {end}, it seems)."
        if end
        else ("Put a line `---` after its last key.")
    )
    message = "The front matter that begins here has no closing `---`."
    return Problem(path, opening, 1, "front-matter-unclosed", message, hint, text="---")


def _seeming_end(lines: list[str], number: int) -> int | None:
    """The number of the first line that is empty or no YAML; the first line of `lines` is `number`."""
    found = (index for index, line in enumerate(lines, number) if not _YAML_LINE.match(line))
    return next(found, None)


def _cleaned(body: str, first_line: int, path: str) -> tuple[str, list[Problem]]:
    found = _CONTROL.search(body) if may_hold_controls(body) else None
    if found is None:
        return body, []
    cleaned, count = _CONTROL.subn("", body)
    line, column = _place(body, found.start())
    several = f" There are {count} in this file." if count > 1 else ""
    message = f"The control character U+{ord(found[0]):04X} cannot be published and is left out.{several}"
    place = (path, first_line + line - 1, column)
    text = _line(body, line)
    return cleaned, [Problem(*place, "control-character", message, "Delete it.", Severity.WARNING, text)]
