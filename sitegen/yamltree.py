"""YAML as a tree whose every node knows its place and its text as written.

The tree is built from the parser's events with a stack of our own: a recursive composer dies of deep nesting,
resolves `NO` to false and `12:30` to 750, and forgets the second of two equal keys. What a plain scalar means
is decided when a type asks (`sitegen.conversion`), by the core schema of YAML 1.2.2 (https://yaml.org/spec/1.2.2/,
section 10.3).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import yaml
from msgspec import Struct

from sitegen.model.documents import Position
from sitegen.problems import Problem

#: Nesting and nodes (aliases counted as what they stand for) beyond any honest use.
MAX_DEPTH = 32
MAX_NODES = 20_000

# The events of both loaders are alike; only the C one is fast.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_CORE = "tag:yaml.org,2002:"
_TEXT_TAGS = frozenset({"!", f"{_CORE}str"})
_VALUE_TAGS = frozenset(_CORE + name for name in ("int", "float", "bool", "null"))

# What YAML allows in a text, section 5.1. The parser would stop at the first of the others.
_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]+")
_MAX_CONTROLS = 10

# Line ends for YAML 1.1 and so for the parser, but not for YAML 1.2, nor for editors.
_FALSE_LINE_ENDS = "\x85\u2028\u2029"
_PRIVATE = range(0xE000, 0xF8FF)

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
# Encoders (MessagePack, JSON) go no further.
_INT_RANGE = range(-(2**63), 2**64)


class Scalar(Struct, frozen=True):
    """A single value: `text` as it was written; `plain` if it had no quotes, and so may mean a number."""

    text: str
    plain: bool
    position: Position

    @property
    def is_null(self) -> bool:
        """Whether it is YAML's null: nothing, `~` or `null`, without quotes."""
        return self.plain and self.text in _NULL


class Sequence(Struct, frozen=True):
    """A list."""

    items: tuple[Node, ...]
    position: Position


class Entry(Struct, frozen=True):
    """A key and its value."""

    key: Scalar
    value: Node


class Mapping(Struct, frozen=True):
    """Keys and values in the order of the text.

    `repeated` are those whose key stood before, and merge keys: nothing uses them, but caution may ask.
    """

    entries: tuple[Entry, ...]
    position: Position
    repeated: tuple[Entry, ...] = ()


Node = Scalar | Sequence | Mapping


def parse(text: str, path: str, first_line: int = 1) -> tuple[Node | None, list[Problem]]:
    """The tree of a YAML document, and everything that is wrong with it.

    `first_line` is the number of the text's first line in the file `path`. The tree is None for a text
    without a value, and where the syntax or the depth leaves none (there is a Problem then). Never raises.
    """
    source = _Source.of(text, path, first_line)
    builder = _Builder(source)
    builder.read()
    return builder.root if builder.is_whole else None, source.problems


def plain_value(node: Node) -> Any:
    """The node as plain Python values: dict, list, str, int, float, bool, None.

    Scalars without quotes are resolved by the core schema; infinities, not-a-number and integers beyond 64
    bits stay texts, since no JSON can hold them. Keys are always texts.
    """
    match node:
        case Scalar():
            return _resolved(node.text) if node.plain else node.text
        case Sequence():
            return [plain_value(item) for item in node.items]
        case Mapping():
            return {entry.key.text: plain_value(entry.value) for entry in node.entries}


def plain_bool(node: Node) -> bool | None:
    """True or false if the node is one of these words without quotes, else None."""
    return _BOOL.get(node.text) if isinstance(node, Scalar) and node.plain else None


def _resolved(text: str) -> str | int | float | bool | None:
    if text in _NULL:
        return None
    if text in _BOOL:
        return _BOOL[text]
    if _INT.fullmatch(text):
        return _integer(text)
    if _FLOAT.fullmatch(text):
        number = float(text)
        return number if math.isfinite(number) else text
    return text


def _integer(text: str) -> int | str:
    if len(text) > 40:  # before int() has to read a million digits
        return text
    base = {"0o": 8, "0x": 16}.get(text[:2], 10)
    number = int(text, base)
    return number if number in _INT_RANGE else text


# Source: the text, its lines and what is wrong with them


class _Source(Struct, frozen=True):
    """The text as the parser gets it (`safe`: equally long), its lines as the author knows them, and
    `restore`, which undoes the difference."""

    path: str
    first_line: int
    safe: str
    lines: list[str]
    restore: dict[int, str]
    problems: list[Problem]

    @classmethod
    def of(cls, text: str, path: str, first_line: int) -> _Source:
        text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        source = cls(path, first_line, text, text.split("\n"), {}, [])
        return source._without_controls()._without_false_line_ends()

    def _without_controls(self) -> _Source:
        found = list(islice(_CONTROL.finditer(self.safe), _MAX_CONTROLS))
        if not found:
            return self
        for match in found:
            self.report("control-character", self._position(match.start()), *_control_message(match[0][0]))
        safe = _CONTROL.sub(lambda match: "\ufffd" * len(match[0]), self.safe)
        return _Source(self.path, self.first_line, safe, self.lines, self.restore, self.problems)

    def _without_false_line_ends(self) -> _Source:
        present = [character for character in _FALSE_LINE_ENDS if character in self.safe]
        if not present:
            return self
        free = (chr(code) for code in _PRIVATE if chr(code) not in self.safe)
        stand_ins = list(zip(present, free, strict=False))
        safe = self.safe.translate({ord(character): stand_in for character, stand_in in stand_ins})
        restore = {ord(stand_in): character for character, stand_in in stand_ins}
        return _Source(self.path, self.first_line, safe, self.lines, restore, self.problems)

    def _position(self, index: int) -> Position:
        line = self.safe.count("\n", 0, index)
        return Position(self.first_line + line, index - self.safe.rfind("\n", 0, index))

    def at(self, mark: Any) -> Position:
        """Only "\\n" ends a line of the safe text, so the parser's own count is ours."""
        return Position(self.first_line + mark.line, mark.column + 1)

    def line(self, position: Position) -> str:
        index = position.line - self.first_line
        return self.lines[index] if 0 <= index < len(self.lines) else ""

    def report(self, code: str, position: Position, message: str, hint: str = "") -> None:
        line = self.line(position)
        problem = Problem(self.path, position.line, position.column, code, message, hint, text=line)
        self.problems.append(problem)

    def original(self, text: str) -> str:
        return text.translate(self.restore) if self.restore else text


def _control_message(character: str) -> tuple[str, str]:
    return f"U+{ord(character):04X} is a control character, which cannot be published.", "Delete it."


# Building the tree


@dataclass(slots=True)
class _Open:
    """A collection whose end has not come; in a mapping `nodes` are keys and values by turns."""

    is_mapping: bool
    anchor: str | None
    position: Position
    nodes: list[Node] = field(default_factory=list)
    size: int = 1
    height: int = 1


class _Anchored(Struct, frozen=True):
    """A node that aliases may repeat: how many nodes it has and how deep it is, its own aliases expanded."""

    node: Node
    size: int
    height: int


class _TooDeep(Exception):
    """Ends the reading; the Problem is reported already."""


class _Builder:
    """Takes the parser's events one by one, none of them recursively."""

    def __init__(self, source: _Source) -> None:
        self.source = source
        self.root: Node | None = None
        self.stack: list[_Open] = []
        self.anchors: dict[str, _Anchored] = {}
        self.count = 0
        self.documents = 0
        self.is_whole = True

    def read(self) -> None:
        try:
            for event in yaml.parse(self.source.safe, Loader=_LOADER):
                if isinstance(event, yaml.DocumentStartEvent) and not self._begin(event):
                    break
                self._take(event)
        except _TooDeep:
            self.is_whole = False
        except yaml.MarkedYAMLError as error:
            self._unwind()
            self.source.report(*_explained(error, self.source))
        except (yaml.YAMLError, ValueError) as error:
            self._unwind()
            place = Position(self.source.first_line, 1)
            self.source.report("yaml-syntax", place, f"This is not YAML: {error}.")

    def _begin(self, event: yaml.Event) -> bool:
        self.documents += 1
        if self.documents > 1:
            message = "A second YAML document begins here; only one is read."
            place = self.source.at(event.start_mark)
            self.source.report("yaml-unsupported", place, message, "Remove the `---`.")
        return self.documents == 1

    def _take(self, event: yaml.Event) -> None:
        match event:
            case yaml.ScalarEvent():
                self._add(self._scalar(event), 1, 0, event.anchor)
            case yaml.AliasEvent():
                self._alias(event)
            case yaml.CollectionStartEvent():
                self._open(event)
            case yaml.CollectionEndEvent():
                self._close()

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        position = self.source.at(event.start_mark)
        text = self.source.original(event.value)
        if event.style == '"':  # the only ones where `\0` is an escape
            text = self._without_escaped_controls(text, position)
        if event.tag is None:
            return Scalar(text, event.implicit[0], position)
        if event.tag not in _TEXT_TAGS and event.tag not in _VALUE_TAGS:
            self._refuse_tag(event.tag, position)
        return Scalar(text, event.tag in _VALUE_TAGS, position)

    def _without_escaped_controls(self, text: str, position: Position) -> str:
        found = _CONTROL.search(text)
        if found is None:
            return text
        self.source.report("control-character", position, *_control_message(found[0][0]))
        return _CONTROL.sub("", text)

    def _refuse_tag(self, tag: str, position: Position) -> None:
        name = tag.replace(_CORE, "!!") if tag.startswith(_CORE) else tag
        message = f"The tag `{name}` is not read here."
        hint = "Remove it, or put the whole value in quotes if it is part of the text."
        self.source.report("yaml-unsupported", position, message, hint)

    def _alias(self, event: yaml.AliasEvent) -> None:
        name = event.anchor or ""
        anchored = self.anchors.get(name)
        if anchored is not None:
            self._add(anchored.node, anchored.size, anchored.height, None)
            return
        position = self.source.at(event.start_mark)
        self._refuse_alias(name, position)
        self._add(Scalar("", True, position), 1, 0, None)

    def _refuse_alias(self, name: str, position: Position) -> None:
        self.is_whole = False
        if any(frame.anchor == name for frame in self.stack):
            message = f"`*{name}` stands inside of what it repeats, `&{name}`."
            self.source.report("yaml-unsupported", position, message, "Write the value out.")
        else:
            message = f"`*{name}` repeats a value marked `&{name}`, and there is none above."
            hint = "Put the whole value in quotes if the `*` is part of the text."
            self.source.report("yaml-syntax", position, message, hint)

    def _open(self, event: yaml.CollectionStartEvent) -> None:
        position = self.source.at(event.start_mark)
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        if event.tag not in (None, "!", _CORE + ("map" if is_mapping else "seq")):
            self._refuse_tag(event.tag, position)
        self.stack.append(_Open(is_mapping, event.anchor, position))
        self._check(1, len(self.stack), position)

    def _close(self) -> None:
        frame = self.stack.pop()
        node = self._mapping(frame) if frame.is_mapping else Sequence(tuple(frame.nodes), frame.position)
        self.count -= frame.size  # counted already, while it was open
        self._add(node, frame.size, frame.height, frame.anchor)

    def _add(self, node: Node, size: int, height: int, anchor: str | None) -> None:
        self._check(size, len(self.stack) + height, node.position)
        if anchor is not None:
            self.anchors[anchor] = _Anchored(node, size, height)
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        parent.nodes.append(node)
        parent.size += size
        parent.height = max(parent.height, height + 1)

    def _check(self, size: int, depth: int, position: Position) -> None:
        self.count += size
        hint = "Write it in a simpler form."
        if depth > MAX_DEPTH:
            message = f"The YAML is nested more than {MAX_DEPTH} levels deep."
        elif self.count > MAX_NODES:
            message = f"The YAML has more than {MAX_NODES:,} values, repeated ones (`*name`) included."
        else:
            return
        self.source.report("yaml-too-deep", position, message, hint)
        raise _TooDeep

    def _mapping(self, frame: _Open) -> Mapping:
        entries: dict[str, Entry] = {}
        repeated: list[Entry] = []
        for key, value in zip(frame.nodes[::2], frame.nodes[1::2], strict=False):
            if not isinstance(key, Scalar):
                self._refuse_key(key)
            elif key.text == "<<" and key.plain:
                repeated.append(Entry(key, value))
                self._refuse_merge(key)
            elif key.text in entries:
                repeated.append(Entry(key, value))
                self._report_duplicate(key, entries[key.text].key)
            else:
                entries[key.text] = Entry(key, value)
        return Mapping(tuple(entries.values()), frame.position, tuple(repeated))

    def _refuse_key(self, key: Sequence | Mapping) -> None:
        found = "list" if isinstance(key, Sequence) else "mapping"
        hint = 'Put the value in quotes if it is a text that begins with a bracket: `"{{ name }}"`.'
        self.source.report("yaml-unsupported", key.position, f"A {found} is used as a key.", hint)

    def _refuse_merge(self, key: Scalar) -> None:
        message = "The merge key `<<` is not read here."
        self.source.report("yaml-unsupported", key.position, message, "Write the keys out.")

    def _report_duplicate(self, key: Scalar, first: Scalar) -> None:
        message = f"`{key.text}` stands twice; the first is on line {first.position.line}."
        hint = "Remove one of the two (the first is used)."
        self.source.report("duplicate-key", key.position, message, hint)

    def _unwind(self) -> None:
        """After an error: reports what is wrong in collections that are still open, and keeps no tree."""
        while self.stack:
            frame = self.stack.pop()
            if frame.is_mapping:
                self._mapping(frame)
        self.is_whole = False


# Saying in plain words what the parser objects to

_Explanation = tuple[str, Position, str, str]

_QUOTE = "Put the value in quotes."
_KEY_LINE = re.compile(r"(?P<key>\s*(?:- +)*[^\s'\"\[{#][^:]*?:[ \t]+)(?P<value>.*?)\s*$")


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


def _explained(error: yaml.MarkedYAMLError, source: _Source) -> _Explanation:
    """Code, place, message and remedy for what the parser (libyaml 0.2, or PyYAML's own) reports."""
    problem = error.problem or ""
    mark, start = error.problem_mark, error.context_mark
    place = source.at(mark) if mark else Position(source.first_line, 1)
    begun = source.at(start) if start else place
    place = _within(place, begun, source)
    mistake = _Mistake(place, begun, source.line(place), source.line(begun))
    for words, explain in _EXPLANATIONS:
        if words in problem:
            return explain(mistake)
    message = f"The YAML cannot be read: {problem or error}."
    return "yaml-syntax", place, message, "Check quotes and indentation."


def _sign(character: str) -> str:
    return "a backtick" if character == "`" else f"`{character}`"


def _within(place: Position, begun: Position, source: _Source) -> Position:
    """The parser notices some things only at the end of the text; then the place is where they begin."""
    written = [number for number, line in enumerate(source.lines) if line.strip()]
    last = written[-1] if written else 0
    end = Position(source.first_line + last, len(source.lines[last].rstrip()) + 1)
    return place if place < end else min(begun, end)


def _colon(mistake: _Mistake) -> _Explanation:
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


def _bad_start(mistake: _Mistake) -> _Explanation:
    character = mistake.character
    if character in ("\t", ""):
        return _tab(mistake)
    match = _KEY_LINE.match(mistake.line)
    hint = _quoted_line(match) if match else _QUOTE
    return "yaml-syntax", mistake.place, f"A value cannot begin with {_sign(character)}.", hint


def _tab(mistake: _Mistake) -> _Explanation:
    return "yaml-syntax", mistake.place, "A tab is used as indentation.", "Use blanks."


def _no_colon(mistake: _Mistake) -> _Explanation:
    message = "This line is no `key: value`, and it does not continue the line above."
    hint = "Add the colon, or indent the line if it belongs to the value above."
    return "yaml-syntax", mistake.begun, message, hint


def _open_quote(mistake: _Mistake) -> _Explanation:
    character = mistake.begun_character or '"'
    message = f"The quotation mark `{character}` is never closed."
    hint = "Close it, or put the whole value in the other kind of quotes if it is part of the text."
    return "yaml-syntax", mistake.begun, message, hint


def _escape(mistake: _Mistake) -> _Explanation:
    message = "In double quotes a backslash begins an escape, and this is none that YAML knows."
    return "yaml-syntax", mistake.place, message, "Write `\\\\`, or use single quotes."


def _after_value(mistake: _Mistake) -> _Explanation:
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


def _after_item(mistake: _Mistake) -> _Explanation:
    message = f"The list that begins on line {mistake.begun.line} goes on with something that is no `- item`."
    return "yaml-syntax", mistake.place, message, "Begin every item with `- ` in the same column."


def _open_list(mistake: _Mistake) -> _Explanation:
    return _unclosed(mistake, "[", "]")


def _open_mapping(mistake: _Mistake) -> _Explanation:
    return _unclosed(mistake, "{", "}")


def _unclosed(mistake: _Mistake, opening: str, closing: str) -> _Explanation:
    place = mistake.place if mistake.place.line == mistake.begun.line else mistake.begun
    message = f"After `{opening}` a comma or the closing `{closing}` is missing."
    hint = f"Add it, or put the whole value in quotes if the `{opening}` is part of the text."
    return "yaml-syntax", place, message, hint


def _no_value(mistake: _Mistake) -> _Explanation:
    character = mistake.character
    if character and character in "]},":
        return _bad_start(mistake)
    hint = "Close every bracket, and put a value with special signs in quotes."
    return "yaml-syntax", mistake.place, "A value is expected here.", hint


def _inline_item(mistake: _Mistake) -> _Explanation:
    message = "A list cannot begin on the line of its key."
    hint = "Put each `- item` on a line of its own, or the value in quotes."
    return "yaml-syntax", mistake.place, message, hint


def _question(mistake: _Mistake) -> _Explanation:
    return "yaml-syntax", mistake.place, "A value cannot begin with `? `.", _QUOTE


def _after_indicator(mistake: _Mistake) -> _Explanation:
    message = "After `|` or `>` the text begins on the next line, indented."
    return "yaml-syntax", mistake.place, message, "Move the text there, or put the value in quotes."


def _outdented(mistake: _Mistake) -> _Explanation:
    message = "This line is outside of what was begun above."
    hint = "Begin all keys in the same column, and every line as `key: value`."
    return "yaml-syntax", mistake.place, message, hint


def _directive(mistake: _Mistake) -> _Explanation:
    message = "A line that begins with `%` is a YAML directive, and this one is not read here."
    return "yaml-unsupported", mistake.place, message, "Remove it, or put the value in quotes."


def _unknown_tag(mistake: _Mistake) -> _Explanation:
    message = "A value that begins with `!` is a YAML tag, and this one is not read here."
    return "yaml-unsupported", mistake.begun, message, _QUOTE


def _name(mistake: _Mistake) -> _Explanation:
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
