"""Split a Markdown file into its front matter and its body."""

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
#: Only used to find the end of the object, so numbers stay strings.
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str)
_YAML_LINE = lazy_pattern(r"""[ \t]+\S|- |-$|#|["']?[^\s:][^:]*:(?:\s|$)""")
# Not allowed in HTML and XML (https://infra.spec.whatwg.org/#controls).
_CONTROL = lazy_pattern("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_HINT = "Begin the file with a `---` line, then `title: …`, then `---` again."


class Form(StrEnum):
    """The format of a front matter."""

    YAML = "YAML"
    TOML = "TOML"
    JSON = "JSON"


class FrontMatter(Struct, frozen=True):
    """The front matter and the body of a document, and the numbers of their first lines.

    Lines end with "\\n".
    """

    text: str
    line: int
    body: str
    body_line: int
    form: Form = Form.YAML


def tree_of(front: FrontMatter, path: str) -> tuple[Node | None, list[Problem]]:
    """Parse a front matter of any format. The tree is None, with a problem, if it is broken."""
    if front.form is Form.TOML:
        return parse_toml(front.text, path, front.line)
    return parse(front.text, path, front.line)  # JSON is valid YAML


def split(data: bytes, path: str) -> tuple[FrontMatter | None, list[Problem]]:
    """Split a file in UTF-8, with or without a byte-order mark.

    None, with a problem, if it has no front matter. Line ends become "\\n". Control characters in the body
    are removed with a warning. Those in the front matter stay, since the YAML parser reports them.
    """
    text, problem = decode(data, path)
    text = with_newlines(text)
    if problem is None and "\0" in text:
        problem = _nul(text, path)
    if problem is not None:
        return None, [problem]
    if opening := _OPENING.match(text):
        return _split_fenced(text, opening.end(), _CLOSING, Form.YAML, path)
    if opening := _TOML_OPENING.match(text):
        return _split_fenced(text, opening.end(), _TOML_CLOSING, Form.TOML, path)
    if opening := _JSON_OPENING.match(text):
        return _split_json(text, opening.end(), path)
    return None, [_missing(text, path)]


def _split_fenced(
    text: str, start: int, end: re.Pattern[str], form: Form, path: str
) -> tuple[FrontMatter | None, list[Problem]]:
    """Split off a front matter between fences. It begins at `start`."""
    closing = end.search(text, start)
    if closing is None:
        return None, [_unclosed(text, start, form, path)]
    return _split_at(text, (start, closing.start(), closing.end()), form, path)


def _split_json(text: str, start: int, path: str) -> tuple[FrontMatter | None, list[Problem]]:
    """Split off a front matter that is a JSON object, without fences."""
    try:
        _, end = _DECODER.raw_decode(text, start)
    except json.JSONDecodeError as error:
        message = f"The front matter is not valid JSON: {error.msg}."
        hint = "Correct it, or write the front matter in YAML between two `---` lines."
        line = line_shown(_line(text, error.lineno), error.colno)
        place = (path, error.lineno, error.colno)
        return None, [Problem(*place, "json-syntax", message, hint, text=line)]
    except RecursionError:
        line_number, column = _position(text, start)
        message, hint = "The JSON is nested too deeply.", "Use fewer levels."
        return None, [Problem(path, line_number, column, "yaml-too-deep", message, hint)]
    rest = _REST_OF_LINE.match(text, end)
    return _split_at(text, (start, end, rest.end() if rest else end), Form.JSON, path)


def _split_at(
    text: str, indexes: tuple[int, int, int], form: Form, path: str
) -> tuple[FrontMatter, list[Problem]]:
    """Split a file at the indexes of the front matter's start and end, and of the body's start."""
    start, end, body_start = indexes
    matter = text[start:end]
    line = 1 + text.count("\n", 0, start)
    is_separate = form is not Form.JSON or text.endswith("\n", end, body_start)
    body_line = line + matter.count("\n") + is_separate
    body, problems = _clean(text[body_start:], body_line, path)
    return FrontMatter(matter, line, body, body_line, form), problems


def _position(text: str, index: int | None) -> tuple[int, int]:
    """The line and column, from 1, of an index; of the end for None."""
    end = len(text) if index is None else index
    return text.count("\n", 0, end) + 1, end - text.rfind("\n", 0, end)


def _line(text: str, number: int) -> str:
    return text.split("\n", number)[number - 1]


def _nul(text: str, path: str) -> Problem:
    line, column = _position(text, text.index("\0"))
    hint = "Delete it. If there are many, the file is not text, or it is in UTF-16."
    return Problem(path, line, column, "control-character", "The file contains a NUL character.", hint)


def _missing(text: str, path: str) -> Problem:
    stripped = text.lstrip()
    number = 1 + text[: len(text) - len(stripped)].count("\n") if stripped else 1
    line = _line(text, number)
    message, hint = "The document does not begin with front matter.", _missing_hint(line)
    if is_metadata(text):
        message = "The document begins with `Key: value` lines, as in Pelican, instead of front matter."
        hint = f"Run `sitegen convert {path}` to convert them to front matter."
    return Problem(path, number, 1, "front-matter-missing", message, hint, text=line)


def _missing_hint(line: str) -> str:
    if line.strip().startswith(("---", "+++")):
        return f"The first line must be `{line.strip()[:3]}` and nothing else."
    return _HINT


def _unclosed(text: str, start: int, form: Form, path: str) -> Problem:
    opening = text.count("\n", 0, start) or 1
    if form is Form.TOML:
        message = "The front matter that begins here has no closing `+++`."
        hint = "Put a `+++` line after its last key."
        return Problem(path, opening, 1, "front-matter-unclosed", message, hint, text="+++")
    end = _probable_end(text[start:].split("\n"), opening + 1)
    hint = (
        f"Put a `---` line after its last key, probably before line {end}."
        if end
        else ("Put a `---` line after its last key.")
    )
    message = "The front matter that begins here has no closing `---`."
    return Problem(path, opening, 1, "front-matter-unclosed", message, hint, text="---")


def _probable_end(lines: list[str], number: int) -> int | None:
    """The number of the first line that is empty or not YAML.

    `number` is that of the first line in `lines`.
    """
    found = (index for index, line in enumerate(lines, number) if not _YAML_LINE.match(line))
    return next(found, None)


def _clean(body: str, first_line: int, path: str) -> tuple[str, list[Problem]]:
    found = _CONTROL.search(body) if may_hold_controls(body) else None
    if found is None:
        return body, []
    cleaned, count = _CONTROL.subn("", body)
    line, column = _position(body, found.start())
    several = f" There are {count} in this file." if count > 1 else ""
    message = f"The control character U+{ord(found[0]):04X} cannot be published and is removed.{several}"
    place = (path, first_line + line - 1, column)
    text = _line(body, line)
    return cleaned, [Problem(*place, "control-character", message, "Delete it.", Severity.WARNING, text)]
