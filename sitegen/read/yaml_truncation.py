"""Texts of which YAML takes something off: what stands behind ` #`, a tag, an anchor, the sign of a block.

All of that is YAML as it should be, so that its parser has nothing to say. In a date, a status or a list a
comment is one; in a title it is most likely the end of the title.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sitegen.model.documents import Position
from sitegen.yaml import tree as yaml_tree
from sitegen.yaml.convert.context import Conversion
from sitegen.yaml.parser import may_cut
from sitegen.yaml.tree import Entry, Node, Scalar, Sequence

#: Keys that take free text, wherever they stand.
_PROSE = frozenset("title subtitle name role affiliation summary alt caption credit source text".split())
#: Lists of free texts, in which only what cannot be a comment (`#3`) counts as cut.
_LISTS = frozenset({"authors", "tags"})
_EXTRA = "extra"
#: Lines of a value in which the beginning of a comment is looked for.
_MOST_LINES = 100

_QUOTE = "Put the value in quotes"


def report_cuts(node: Node | None, context: Conversion) -> None:
    """A warning for each text of which YAML takes something off."""
    if isinstance(node, yaml_tree.Mapping) and may_cut(context.text):
        for entry, scalar in _cut(node.entries, _ours(context.fields)):
            _report(entry, scalar, context)


def _ours(fields: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Our keys by other systems' names for them, `alt` for one of `photo.alt`."""
    return {name: ours.rpartition(".")[2] for ours, names in fields.items() for name in names}


def _cut(entries: Iterable[Entry], ours: Mapping[str, str]) -> Iterator[tuple[Entry, Scalar]]:
    for entry in entries:
        key, value = ours.get(entry.key.text, entry.key.text), entry.value
        if type(value) is Scalar:
            if value.lost and key in _PROSE:
                yield entry, value
        elif key != _EXTRA:
            yield from _cut_inside(entry, key, value, ours)


def _cut_inside(
    entry: Entry, key: str, value: Node, ours: Mapping[str, str]
) -> Iterator[tuple[Entry, Scalar]]:
    if isinstance(value, yaml_tree.Mapping):
        yield from _cut(value.entries, ours)
    for item in value.items if isinstance(value, Sequence) else ():
        if isinstance(item, yaml_tree.Mapping):
            yield from _cut(item.entries, ours)
        elif isinstance(item, Scalar) and item.lost and key in _LISTS and not item.lost[1:2].isspace():
            yield entry, item


def _report(entry: Entry, scalar: Scalar, context: Conversion) -> None:
    name, lost, position = entry.key.text, scalar.lost, scalar.position
    if lost.startswith("#"):
        message = f"YAML takes `{_shortened(lost)}` for a comment, and `{name}` ends before it."
        hint = (
            f"{_QUOTE}{_quoted(scalar, context)}. Write a comment two blanks behind it, or on its own line."
        )
        position = _place_of(lost, position, context)
    elif lost in ("|", ">"):
        message = (
            f"In YAML `{lost}` begins a block of indented lines. None follows, and `{name}` has no text."
        )
        hint = f'Indent the lines of the text, or write `{name}: "{lost}"`.'
    else:
        what = "a tag" if lost == "!" else "an anchor"
        message = f"YAML takes `{lost}` for {what}, and `{name}` is without it."
        hint = f"{_QUOTE}{_quoted(scalar, context)}."
    context.report("yaml-cut", position, message, hint)


def _line(position: Position, context: Conversion) -> str:
    if not context.lines:
        context.lines.extend(context.text.split("\n"))
    index = position.line - context.first_line
    return context.lines[index] if 0 <= index < len(context.lines) else ""


def _place_of(lost: str, position: Position, context: Conversion) -> Position:
    """Where a comment begins: on the value's line, or on a later one of the same value."""
    for number in range(position.line, position.line + _MOST_LINES):
        start = position.column - 1 if number == position.line else 0
        column = _line(Position(number, 1), context).find(f" {lost}", max(start - 1, 0))
        if column >= 0:
            return Position(number, column + 2)
    return position


def _quoted(scalar: Scalar, context: Conversion) -> str:
    """The value in quotes as it should be written, where that is short."""
    written = _line(scalar.position, context)[scalar.position.column - 1 :].strip()
    if not scalar.lost.startswith("#") and not written.startswith(scalar.lost):
        written = f"{scalar.lost} {written}"
    if len(written) > 80 or not written.endswith((scalar.text, scalar.lost)):
        return ""
    return (
        ": `"
        + (f'"{written}"' if not set('"\\') & set(written) else "'" + written.replace("'", "''") + "'")
        + "`"
    )


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
