"""Bytes of a Markdown file into its front matter and its text."""

from __future__ import annotations

import json
import re
from enum import StrEnum

from msgspec import Struct

from sitegen.lazy_regex import lazy_pattern
from sitegen.problems import Problem, Severity, line_shown
from sitegen.read.character_scan import may_hold_controls
from sitegen.read.pelican import is_metadata
from sitegen.read.toml import parse_toml
from sitegen.utf8 import decode, with_newlines
from sitegen.yaml.parser import parse
from sitegen.yaml.tree import Node

_OPENING = lazy_pattern(r"(?:[ \t]*\n)*---[ \t]*(?:\n|\Z)")
_CLOSING = lazy_pattern(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_TOML_OPENING = lazy_pattern(r"(?:[ \t]*\n)*\+\+\+[ \t]*(?:\n|\Z)")
_TOML_CLOSING = lazy_pattern(r"^\+\+\+[ \t]*(?:\n|\Z)", re.MULTILINE)
_JSON_OPENING = lazy_pattern(r"(?:[ \t]*\n)*(?=\{\s*[\"}])")
_REST_OF_LINE = lazy_pattern(r"[ \t]*(?:\n|\Z)")
#: Numbers stay texts: only where the object ends is asked of it.
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str)
_YAML_LINE = lazy_pattern(r"""[ \t]+\S|- |-$|#|["']?[^\s:][^:]*:(?:\s|$)""")
# Neither HTML nor XML can hold them (https://infra.spec.whatwg.org/#controls).
_CONTROL = lazy_pattern("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_REMEDY = "Begin the file with a line `---`, then `title: …`, then `---` again."


class Form(StrEnum):
    """What a front matter is written in."""

    YAML = "YAML"
    TOML = "TOML"
    JSON = "JSON"


class FrontMatter(Struct, frozen=True):
    """A document's two parts, and the number of each one's first line in the file. Lines end with "\\n"."""

    text: str
    line: int
    body: str
    body_line: int
    form: Form = Form.YAML


def tree_of(front: FrontMatter, path: str) -> tuple[Node | None, list[Problem]]:
    """The tree of a front matter in any form, and what is wrong with it; None, with a Problem, where it is
    broken."""
    if front.form is Form.TOML:
        return parse_toml(front.text, path, front.line)
    return parse(front.text, path, front.line)  # YAML holds all of JSON


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
    if opening := _OPENING.match(text):
        return _fenced(text, opening.end(), _CLOSING, Form.YAML, path)
    if opening := _TOML_OPENING.match(text):
        return _fenced(text, opening.end(), _TOML_CLOSING, Form.TOML, path)
    if opening := _JSON_OPENING.match(text):
        return _json(text, opening.end(), path)
    return None, [_missing(text, path)]


def _fenced(
    text: str, start: int, end: re.Pattern[str], form: Form, path: str
) -> tuple[FrontMatter | None, list[Problem]]:
    """A front matter that begins at an index of the file, and ends with a line of its own."""
    closing = end.search(text, start)
    if closing is None:
        return None, [_unclosed(text, start, form, path)]
    return _parted(text, (start, closing.start(), closing.end()), form, path)


def _json(text: str, start: int, path: str) -> tuple[FrontMatter | None, list[Problem]]:
    """A front matter that is an object in JSON, without fences: it ends where the object does."""
    try:
        _, end = _DECODER.raw_decode(text, start)
    except json.JSONDecodeError as error:
        message = f"The JSON of the front matter cannot be read: {error.msg}."
        hint = "Correct it, or write the front matter in YAML, between two lines `---`."
        line = line_shown(_line(text, error.lineno), error.colno)
        place = (path, error.lineno, error.colno)
        return None, [Problem(*place, "json-syntax", message, hint, text=line)]
    except RecursionError:
        line_number, column = _place(text, start)
        message, hint = "The JSON is nested too deep.", "Write it in a simpler form."
        return None, [Problem(path, line_number, column, "yaml-too-deep", message, hint)]
    rest = _REST_OF_LINE.match(text, end)
    return _parted(text, (start, end, rest.end() if rest else end), Form.JSON, path)


def _parted(
    text: str, indexes: tuple[int, int, int], form: Form, path: str
) -> tuple[FrontMatter, list[Problem]]:
    """The two parts of a file: the front matter begins and ends at indexes, and the body begins at one."""
    start, end, body_start = indexes
    matter = text[start:end]
    line = 1 + text.count("\n", 0, start)
    is_apart = form is not Form.JSON or text.endswith("\n", end, body_start)
    body_line = line + matter.count("\n") + is_apart
    body, problems = _cleaned(text[body_start:], body_line, path)
    return FrontMatter(matter, line, body, body_line, form), problems


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
    message, hint = "The document does not begin with a front matter.", _missing_hint(line)
    if is_metadata(text):
        message = (
            "The document begins with lines `Key: value` as Pelican reads them, and not with a front matter."
        )
        hint = f"`sitegen convert {path}` makes a front matter of them."
    return Problem(path, number, 1, "front-matter-missing", message, hint, text=line)


def _missing_hint(line: str) -> str:
    if line.strip().startswith(("---", "+++")):
        return f"The first line has to be `{line.strip()[:3]}` and nothing else."
    return _REMEDY


def _unclosed(text: str, start: int, form: Form, path: str) -> Problem:
    opening = text.count("\n", 0, start) or 1
    if form is Form.TOML:
        message = "The front matter that begins here has no closing `+++`."
        hint = "Put a line `+++` after its last key."
        return Problem(path, opening, 1, "front-matter-unclosed", message, hint, text="+++")
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
