"""Explanations of YAML syntax errors: what is wrong, where, and how to fix it."""

from __future__ import annotations

import re

import yaml
from msgspec import Struct

from sitegen.lazy_regex import lazy_pattern
from sitegen.model.documents import Position
from sitegen.yaml.source import YamlText

Explanation = tuple[str, Position, str, str]

_QUOTE = "Put the value in quotes."
_KEY_LINE = lazy_pattern(r"(?P<key>\s*(?:- +)*[^\s'\"\[{#][^:]*?:[ \t]+)(?P<value>.*?)\s*$")

#: A key or list marker followed by a no-break space (Option and the space bar on a Mac).
NO_BREAK_MARK = lazy_pattern(
    r"[ \t]*(?:- +)*(?P<mark>-|[A-Za-z_][\w.-]*:)(?P<blank>[\u00a0\u2007\u202f\u3000])"
)


class _ParserError(Struct, frozen=True):
    """A parser error: its place, the start of the construct around it, and the lines of both."""

    place: Position
    start: Position
    line: str
    start_line: str

    @property
    def character(self) -> str:
        """The character at the place; empty at the end of a line."""
        return self.line[self.place.column - 1 : self.place.column]

    @property
    def start_character(self) -> str:
        """The character at the start of the construct."""
        return self.start_line[self.start.column - 1 : self.start.column]


def explain(error: yaml.MarkedYAMLError, source: YamlText) -> Explanation:
    """The code, place, message and hint for an error of libyaml 0.2 or of PyYAML's own parser."""
    problem = error.problem or ""
    mark, context = error.problem_mark, error.context_mark
    place = source.at(mark) if mark else Position(source.first_line, 1)
    start = source.at(context) if context else place
    place = _within(place, start, source)
    if found := no_break_space(source, min(start, Position(place.line - 1, 1)), place):
        return found
    details = _ParserError(place, start, source.line(place), source.line(start))
    for words, explain_as in _EXPLANATIONS:
        if words in problem:
            return explain_as(details)
    message = f"The YAML cannot be parsed: {problem or error}."
    return "yaml-syntax", place, message, "Check quotes and indentation."


def no_break_space(source: YamlText, first: Position, last: Position) -> Explanation | None:
    """The error for the first line between two places with a no-break space after its key or list marker."""
    numbers = range(min(first, last).line - source.first_line, max(first, last).line - source.first_line + 1)
    for number in numbers:
        line = source.lines[number] if 0 <= number < len(source.lines) else ""
        match = None if line.isascii() else NO_BREAK_MARK.match(line)
        if match:
            place = Position(source.first_line + number, match.start("blank") + 1)
            message = f"A no-break space follows `{match['mark']}`, so YAML reads the line as text."
            line = match["mark"] + " " + line[match.end() :].lstrip()
            return "yaml-syntax", place, message, f"Use an ordinary space: `{line}`."
    return None


def _quoted_character(character: str) -> str:
    return "a backtick" if character == "`" else f"`{character}`"


def _within(place: Position, start: Position, source: YamlText) -> Position:
    """The place of an error; its start if the parser noticed it only at the end of the text."""
    written = [number for number, line in enumerate(source.lines) if line.strip()]
    last = written[-1] if written else 0
    end = Position(source.first_line + last, len(source.lines[last].rstrip()) + 1)
    return place if place < end else min(start, end)


def _colon(error: _ParserError) -> Explanation:
    line = error.line
    match = _KEY_LINE.match(line)
    if match and len(match["key"]) < error.place.column:
        message = "The value contains a colon followed by a space, which starts a key in YAML."
        return "yaml-syntax", error.place, message, _quoted_line(match)
    message = "This key is inside the value that starts on the line above."
    hint = "Indent it like the key above, or put the whole value above in quotes."
    return "yaml-syntax", error.place, message, hint


def _quoted_line(match: re.Match[str]) -> str:
    value = match["value"]
    if len(value) > 80:
        return _QUOTE
    quoted = f'"{value}"' if not set('"\\') & set(value) else "'" + value.replace("'", "''") + "'"
    return f"Put the value in quotes: `{match['key'].strip()} {quoted}`."


def _bad_start(error: _ParserError) -> Explanation:
    character = error.character
    if character in ("\t", ""):
        return _tab(error)
    match = _KEY_LINE.match(error.line)
    hint = _quoted_line(match) if match else _QUOTE
    return "yaml-syntax", error.place, f"A value cannot begin with {_quoted_character(character)}.", hint


def _tab(error: _ParserError) -> Explanation:
    return "yaml-syntax", error.place, "A tab is used for indentation.", "Use spaces."


def _no_colon(error: _ParserError) -> Explanation:
    message = "This line is neither `key: value` nor a continuation of the line above."
    hint = "Add the colon, or indent the line if it belongs to the value above."
    return "yaml-syntax", error.start, message, hint


def _open_quote(error: _ParserError) -> Explanation:
    character = error.start_character or '"'
    message = f"The quotation mark `{character}` is never closed."
    hint = "Close it, or put the whole value in the other kind of quotes if it is part of the text."
    return "yaml-syntax", error.start, message, hint


def _escape(error: _ParserError) -> Explanation:
    message = "In double quotes, a backslash begins an escape sequence, and YAML does not know this one."
    return "yaml-syntax", error.place, message, "Write `\\\\`, or use single quotes."


def _after_value(error: _ParserError) -> Explanation:
    before = error.line[: error.place.column - 1]
    if "'" in before and before.count("'") % 2 == 0:
        message = "The line continues after the closing quotation mark."
        hint = "Inside single quotes, write `''` for `'`."
    elif '"' in before:
        message = "The line continues after the closing quotation mark."
        hint = 'Put the whole value in single quotes, or write `\\"` for a quotation mark inside.'
    else:
        message = "A `key: value` is expected here."
        hint = "Start all keys in the same column, and put values with special characters in quotes."
    return "yaml-syntax", error.place, message, hint


def _after_item(error: _ParserError) -> Explanation:
    message = f"The list that begins on line {error.start.line} continues with something other than `- item`."
    return "yaml-syntax", error.place, message, "Start every item with `- ` in the same column."


def _open_list(error: _ParserError) -> Explanation:
    return _unclosed(error, "[", "]")


def _open_mapping(error: _ParserError) -> Explanation:
    return _unclosed(error, "{", "}")


def _unclosed(error: _ParserError, opening: str, closing: str) -> Explanation:
    place = error.place if error.place.line == error.start.line else error.start
    message = f"After `{opening}`, a comma or the closing `{closing}` is missing."
    hint = f"Add it, or put the whole value in quotes if the `{opening}` is part of the text."
    return "yaml-syntax", place, message, hint


def _no_value(error: _ParserError) -> Explanation:
    character = error.character
    if character and character in "]},":
        return _bad_start(error)
    hint = "Close all brackets, and put values with special characters in quotes."
    return "yaml-syntax", error.place, "A value is expected here.", hint


def _inline_item(error: _ParserError) -> Explanation:
    message = "A list cannot start on the same line as its key."
    hint = "Put each `- item` on a line of its own, or put the value in quotes."
    return "yaml-syntax", error.place, message, hint


def _complex_key(error: _ParserError) -> Explanation:
    return "yaml-syntax", error.place, "A value cannot begin with `? `.", _QUOTE


def _after_indicator(error: _ParserError) -> Explanation:
    message = "After `|` or `>`, the text has to start on the next line, indented."
    return "yaml-syntax", error.place, message, "Move the text there, or put the value in quotes."


def _outdented(error: _ParserError) -> Explanation:
    message = "This line is outside the mapping or list above."
    hint = "Start all keys in the same column, and write each line as `key: value`."
    return "yaml-syntax", error.place, message, hint


def _directive(error: _ParserError) -> Explanation:
    message = "A line that begins with `%` is a YAML directive, which is not supported."
    return "yaml-unsupported", error.place, message, "Remove it, or put the value in quotes."


def _unknown_tag(error: _ParserError) -> Explanation:
    message = "A value that begins with `!` is a YAML tag, which is not supported."
    return "yaml-unsupported", error.start, message, _QUOTE


def _bad_alias(error: _ParserError) -> Explanation:
    character = error.start_character or "*"
    match = _KEY_LINE.match(error.start_line)
    hint = _quoted_line(match) if match else _QUOTE
    message = f"A value cannot begin with {_quoted_character(character)} unless a name follows."
    return "yaml-syntax", error.start, message, hint


#: Parts of the parser's messages, most specific first.
_EXPLANATIONS = (
    ("mapping values are not allowed", _colon),
    ("cannot start any token", _bad_start),
    ("tab character", _tab),
    ("could not find expected ':'", _no_colon),
    ("unexpected end of stream", _open_quote),
    ("unexpected document indicator", _open_quote),
    ("escape", _escape),
    ("did not find expected key", _after_value),
    ("did not find expected '-' indicator", _after_item),
    ("did not find expected ',' or ']'", _open_list),
    ("expected ',' or ']'", _open_list),
    ("did not find expected ',' or '}'", _open_mapping),
    ("expected ',' or '}'", _open_mapping),
    ("node content", _no_value),
    ("sequence entries are not allowed", _inline_item),
    ("mapping keys are not allowed", _complex_key),
    ("expected comment or line break", _after_indicator),
    ("document start", _outdented),
    ("directive", _directive),
    ("incompatible YAML", _directive),
    ("tag", _unknown_tag),
    ("alphabetic or numeric character", _bad_alias),
)
