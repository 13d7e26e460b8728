"""What a YAML parser objects to, in plain words: what is wrong, where, and what to do."""

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

#: A key or a list's mark that a no-break space follows (on a Mac, one with the Option key).
NO_BREAK_MARK = lazy_pattern(
    r"[ \t]*(?:- +)*(?P<mark>-|[A-Za-z_][\w.-]*:)(?P<blank>[\u00a0\u2007\u202f\u3000])"
)


class _Mistake(Struct, frozen=True):
    """What the parser objects to: the place, where what it was reading began, and the lines there."""

    place: Position
    begun: Position
    line: str
    begun_line: str

    @property
    def character(self) -> str:
        """The character at the place; nothing at a line's end."""
        return self.line[self.place.column - 1 : self.place.column]

    @property
    def begun_character(self) -> str:
        """The character where the thing began."""
        return self.begun_line[self.begun.column - 1 : self.begun.column]


def explained(error: yaml.MarkedYAMLError, source: YamlText) -> Explanation:
    """Code, place, message and remedy for what the parser (libyaml 0.2, or PyYAML's own) reports."""
    problem = error.problem or ""
    mark, start = error.problem_mark, error.context_mark
    place = source.at(mark) if mark else Position(source.first_line, 1)
    begun = source.at(start) if start else place
    place = _within(place, begun, source)
    if found := no_break_space(source, min(begun, Position(place.line - 1, 1)), place):
        return found
    mistake = _Mistake(place, begun, source.line(place), source.line(begun))
    for words, explain in _EXPLANATIONS:
        if words in problem:
            return explain(mistake)
    message = f"The YAML cannot be read: {problem or error}."
    return "yaml-syntax", place, message, "Check quotes and indentation."


def no_break_space(source: YamlText, first: Position, last: Position) -> Explanation | None:
    """What there is to say of a line between two places whose key or item is followed by a no-break space."""
    numbers = range(min(first, last).line - source.first_line, max(first, last).line - source.first_line + 1)
    for number in numbers:
        line = source.lines[number] if 0 <= number < len(source.lines) else ""
        match = None if line.isascii() else NO_BREAK_MARK.match(line)
        if match:
            place = Position(source.first_line + number, match.start("blank") + 1)
            message = f"A no-break space follows `{match['mark']}`, so that YAML takes it for text."
            line = match["mark"] + " " + line[match.end() :].lstrip()
            return "yaml-syntax", place, message, f"Put an ordinary space there: `{line}`."
    return None


def _sign(character: str) -> str:
    return "a backtick" if character == "`" else f"`{character}`"


def _within(place: Position, begun: Position, source: YamlText) -> Position:
    """The parser notices some things only at the end of the text; then the place is where they begin."""
    written = [number for number, line in enumerate(source.lines) if line.strip()]
    last = written[-1] if written else 0
    end = Position(source.first_line + last, len(source.lines[last].rstrip()) + 1)
    return place if place < end else min(begun, end)


def _colon(mistake: _Mistake) -> Explanation:
    line = mistake.line
    match = _KEY_LINE.match(line)
    if match and len(match["key"]) < mistake.place.column:
        message = "The value holds a colon followed by a blank, which begins a key in YAML."
        return "yaml-syntax", mistake.place, message, _quoted_line(match)
    message = "A key stands where the value on the line above goes on."
    hint = "Indent it as the key above, or put the value above in quotes with all of its lines."
    return "yaml-syntax", mistake.place, message, hint


def _quoted_line(match: re.Match[str]) -> str:
    value = match["value"]
    if len(value) > 80:
        return _QUOTE
    quoted = f'"{value}"' if not set('"\\') & set(value) else "'" + value.replace("'", "''") + "'"
    return f"Put the value in quotes: `{match['key'].strip()} {quoted}`."


def _bad_start(mistake: _Mistake) -> Explanation:
    character = mistake.character
    if character in ("\t", ""):
        return _tab(mistake)
    match = _KEY_LINE.match(mistake.line)
    hint = _quoted_line(match) if match else _QUOTE
    return "yaml-syntax", mistake.place, f"A value cannot begin with {_sign(character)}.", hint


def _tab(mistake: _Mistake) -> Explanation:
    return "yaml-syntax", mistake.place, "A tab is used as indentation.", "Use blanks."


def _no_colon(mistake: _Mistake) -> Explanation:
    message = "This line is no `key: value`, and it does not continue the line above."
    hint = "Add the colon, or indent the line if it belongs to the value above."
    return "yaml-syntax", mistake.begun, message, hint


def _open_quote(mistake: _Mistake) -> Explanation:
    character = mistake.begun_character or '"'
    message = f"The quotation mark `{character}` is never closed."
    hint = "Close it, or put the whole value in the other kind of quotes if it is part of the text."
    return "yaml-syntax", mistake.begun, message, hint


def _escape(mistake: _Mistake) -> Explanation:
    message = "In double quotes a backslash begins an escape, and this is none that YAML knows."
    return "yaml-syntax", mistake.place, message, "Write `\\\\`, or use single quotes."


def _after_value(mistake: _Mistake) -> Explanation:
    before = mistake.line[: mistake.place.column - 1]
    if "'" in before and before.count("'") % 2 == 0:
        message = "The quotes are closed, but the line goes on."
        hint = "Inside single quotes write `''` for `'`."
    elif '"' in before:
        message = "The quotes are closed, but the line goes on."
        hint = 'Put the whole value in single quotes, or write `\\"` for a quotation mark inside.'
    else:
        message = "A `key: value` is expected here."
        hint = "Begin every key in the same column, and put a value with special signs in quotes."
    return "yaml-syntax", mistake.place, message, hint


def _after_item(mistake: _Mistake) -> Explanation:
    message = f"The list that begins on line {mistake.begun.line} goes on with something that is no `- item`."
    return "yaml-syntax", mistake.place, message, "Begin every item with `- ` in the same column."


def _open_list(mistake: _Mistake) -> Explanation:
    return _unclosed(mistake, "[", "]")


def _open_mapping(mistake: _Mistake) -> Explanation:
    return _unclosed(mistake, "{", "}")


def _unclosed(mistake: _Mistake, opening: str, closing: str) -> Explanation:
    place = mistake.place if mistake.place.line == mistake.begun.line else mistake.begun
    message = f"After `{opening}` a comma or the closing `{closing}` is missing."
    hint = f"Add it, or put the whole value in quotes if the `{opening}` is part of the text."
    return "yaml-syntax", place, message, hint


def _no_value(mistake: _Mistake) -> Explanation:
    character = mistake.character
    if character and character in "]},":
        return _bad_start(mistake)
    hint = "Close every bracket, and put a value with special signs in quotes."
    return "yaml-syntax", mistake.place, "A value is expected here.", hint


def _inline_item(mistake: _Mistake) -> Explanation:
    message = "A list cannot begin on the line of its key."
    hint = "Put each `- item` on a line of its own, or the value in quotes."
    return "yaml-syntax", mistake.place, message, hint


def _question(mistake: _Mistake) -> Explanation:
    return "yaml-syntax", mistake.place, "A value cannot begin with `? `.", _QUOTE


def _after_indicator(mistake: _Mistake) -> Explanation:
    message = "After `|` or `>` the text begins on the next line, indented."
    return "yaml-syntax", mistake.place, message, "Move the text there, or put the value in quotes."


def _outdented(mistake: _Mistake) -> Explanation:
    message = "This line is outside of what was begun above."
    hint = "Begin all keys in the same column, and every line as `key: value`."
    return "yaml-syntax", mistake.place, message, hint


def _directive(mistake: _Mistake) -> Explanation:
    message = "A line that begins with `%` is a YAML directive, and this one is not read here."
    return "yaml-unsupported", mistake.place, message, "Remove it, or put the value in quotes."


def _unknown_tag(mistake: _Mistake) -> Explanation:
    message = "A value that begins with `!` is a YAML tag, and this one is not read here."
    return "yaml-unsupported", mistake.begun, message, _QUOTE


def _name(mistake: _Mistake) -> Explanation:
    character = mistake.begun_character or "*"
    match = _KEY_LINE.match(mistake.begun_line)
    hint = _quoted_line(match) if match else _QUOTE
    message = f"A value cannot begin with {_sign(character)}, unless a name follows."
    return "yaml-syntax", mistake.begun, message, hint


#: Words of the parser's message, most special first.
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
    ("mapping keys are not allowed", _question),
    ("expected comment or line break", _after_indicator),
    ("document start", _outdented),
    ("directive", _directive),
    ("incompatible YAML", _directive),
    ("tag", _unknown_tag),
    ("alphabetic or numeric character", _name),
)
