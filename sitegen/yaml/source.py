"""YAML text as the parser gets it, with the positions of the original text."""

from __future__ import annotations

from itertools import islice
from typing import Any

from msgspec import Struct

from sitegen.lazy_regex import lazy_pattern
from sitegen.model.documents import Position
from sitegen.problems import Problem, line_shown

#: Characters that YAML does not allow (YAML 1.2.2, section 5.1). The parser stops at the first of them.
CONTROL = lazy_pattern("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]+")
_MAX_CONTROLS = 10

# Line breaks in YAML 1.1 and so for the parser, but neither in YAML 1.2 nor in editors.
_FALSE_LINE_ENDS = "\x85\u2028\u2029"
_PRIVATE = range(0xF000, 0xF8FF)

# JSON writes characters beyond U+FFFF as two escapes (`\ud83c\udf89`), which libyaml rejects. Each is
# replaced by the escape of a private-use character of equal length. The second digit keeps its case, to
# restore the text.
_HALF = lazy_pattern(r"\\u([dD])([89a-fA-F])(?=[0-9a-fA-F]{2})")
_TAKEN = lazy_pattern("[\ue000-\uefff]|\\\\(?:u|U0000)[eE][0-9a-fA-F]{3}")
_STAND_IN = lazy_pattern(r"\\u([eE])([0-9a-fA-F])(?=[0-9a-fA-F]{2})")
_HALF_DIGITS, _STAND_IN_DIGITS = "89abcdefABCDEF", "01234567abcdef"
_ENCODED = str.maketrans(_HALF_DIGITS, _STAND_IN_DIGITS)
_DECODED = str.maketrans(_STAND_IN_DIGITS, _HALF_DIGITS)
_ENCODED_LETTER, _DECODED_LETTER = str.maketrans("dD", "eE"), str.maketrans("eE", "dD")
_SURROGATES = {code: 0xD800 + (code & 0x7FF) for code in range(0xE000, 0xF000)}
_LONE = lazy_pattern("[\ud800-\udfff]")


class YamlText(Struct, frozen=True):
    """The text for the parser (`safe`, of the same length), the original lines, and the table `restore`,
    which undoes the replacements in `safe`."""

    path: str
    first_line: int
    safe: str
    lines: list[str]
    restore: dict[int, str]
    problems: list[Problem]
    has_halves: bool = False
    """Whether `safe` has replacements for escaped surrogates."""

    @classmethod
    def of(cls, text: str, path: str, first_line: int) -> YamlText:
        """The YAML that starts on `first_line` of the file `path`."""
        text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        source = cls(path, first_line, text, text.split("\n"), {}, [])
        return source._without_controls()._without_false_line_ends()._without_halves()

    def _without_controls(self) -> YamlText:
        if self.safe.replace("\n", "").isprintable():  # a fast check that most texts pass
            return self
        found = list(islice(CONTROL.finditer(self.safe), _MAX_CONTROLS))
        if not found:
            return self
        for match in found:
            self.report("control-character", self._position(match.start()), *control_message(match[0][0]))
        safe = CONTROL.sub(lambda match: "\ufffd" * len(match[0]), self.safe)
        return YamlText(self.path, self.first_line, safe, self.lines, self.restore, self.problems)

    def _without_false_line_ends(self) -> YamlText:
        present = [character for character in _FALSE_LINE_ENDS if character in self.safe]
        if not present:
            return self
        free = (chr(code) for code in _PRIVATE if chr(code) not in self.safe)
        stand_ins = list(zip(present, free, strict=False))
        safe = self.safe.translate({ord(character): stand_in for character, stand_in in stand_ins})
        restore = {ord(stand_in): character for character, stand_in in stand_ins}
        return YamlText(self.path, self.first_line, safe, self.lines, restore, self.problems)

    def _without_halves(self) -> YamlText:
        if "\\u" not in self.safe or not _HALF.search(self.safe) or _TAKEN.search(self.safe):
            return self
        safe = _HALF.sub(lambda half: "\\u" + _letter(half[1], _ENCODED_LETTER, half[2], _ENCODED), self.safe)
        return YamlText(self.path, self.first_line, safe, self.lines, self.restore, self.problems, True)

    def _position(self, index: int) -> Position:
        line = self.safe.count("\n", 0, index)
        return Position(self.first_line + line, index - self.safe.rfind("\n", 0, index))

    def at(self, mark: Any) -> Position:
        """The position of a mark from the parser. Lines end only with "\\n" in the safe text, so both count
        them alike, except after a last line without an end."""
        line, last = mark.line, len(self.lines) - 1
        return Position(self.first_line + (line if line < last else last), mark.column + 1)

    def line(self, position: Position) -> str:
        """The line at a position."""
        index = position.line - self.first_line
        return self.lines[index] if 0 <= index < len(self.lines) else ""

    def report(self, code: str, position: Position, message: str, hint: str = "") -> None:
        """Report a problem, with its source line."""
        line = line_shown(self.line(position), position.column)
        problem = Problem(self.path, position.line, position.column, code, message, hint, text=line)
        self.problems.append(problem)

    def original(self, text: str) -> str:
        """The original of a text from the parser."""
        if self.has_halves:
            text = self._with_halves(text)
        return text.translate(self.restore) if self.restore else text

    def _with_halves(self, text: str) -> str:
        if not self.has_halves or "\\u" not in text:
            return text
        return _STAND_IN.sub(lambda it: "\\u" + _letter(it[1], _DECODED_LETTER, it[2], _DECODED), text)

    def unescaped(self, text: str, position: Position) -> str:
        """The original of a text in double quotes, with each pair of escaped surrogates as one character."""
        if not self.has_halves:
            return self.original(text)
        whole = self._with_halves(text).translate(_SURROGATES).encode("utf-16-le", "surrogatepass")
        joined = whole.decode("utf-16-le", "surrogatepass")
        if lone := _LONE.search(joined):
            escape = f"\\u{ord(lone[0]):04x}"
            message = f"`{escape}` is half of a character; the other half is missing."
            hint = "Write the character itself, or both of its halves: `\\ud83c\\udf89`."
            self.report("yaml-syntax", self._place_of(escape, position), message, hint)
            joined = _LONE.sub("\ufffd", joined)
        return joined.translate(self.restore) if self.restore else joined

    def _place_of(self, escape: str, position: Position) -> Position:
        """The position of an escape in the line of a value, or the start of the value."""
        column = self.line(position).lower().find(escape, position.column)
        return Position(position.line, column + 1) if column >= 0 else position


def _letter(letter: str, letters: dict[int, int], digit: str, digits: dict[int, int]) -> str:
    return letter.translate(letters) + digit.translate(digits)


def control_message(character: str) -> tuple[str, str]:
    """The message and hint for a control character."""
    return f"U+{ord(character):04X} is a control character, which cannot be published.", "Delete it."
