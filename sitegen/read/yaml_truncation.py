"""Report texts that YAML truncates, at a comment, a tag, an anchor or the sign of a block.

All of these are valid YAML. In a date, a status or a list, a comment is probably meant as one. In a title, it
is probably part of the title.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sitegen.model.documents import Position
from sitegen.yaml import tree as yaml_tree
from sitegen.yaml.convert.context import Conversion
from sitegen.yaml.parser import may_cut
from sitegen.yaml.tree import Entry, Node, Scalar, Sequence

#: Keys with free text, at any level.
_PROSE = frozenset("title subtitle name role affiliation summary alt caption credit source text".split())
#: Lists of free texts. Only what cannot be a comment (`#3`) counts as truncated.
_LISTS = frozenset({"authors", "tags"})
_EXTRA = "extra"
#: Lines of a value that are searched for a comment.
_MOST_LINES = 100

_QUOTE = "Put the value in quotes"


def report_truncations(node: Node | None, context: Conversion) -> None:
    """Report each text that YAML truncates."""
    if isinstance(node, yaml_tree.Mapping) and may_cut(context.text):
        for entry, scalar in _truncated(node.entries, _our_names(context.fields)):
            _report(entry, scalar, context)


def _our_names(fields: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Our keys by other systems' names, as in `alt` for another name of `photo.alt`."""
    return {name: our_name.rpartition(".")[2] for our_name, names in fields.items() for name in names}


def _truncated(entries: Iterable[Entry], our_names: Mapping[str, str]) -> Iterator[tuple[Entry, Scalar]]:
    for entry in entries:
        key, value = our_names.get(entry.key.text, entry.key.text), entry.value
        if type(value) is Scalar:
            if value.lost and key in _PROSE:
                yield entry, value
        elif key != _EXTRA:
            yield from _truncated_inside(entry, key, value, our_names)


def _truncated_inside(
    entry: Entry, key: str, value: Node, our_names: Mapping[str, str]
) -> Iterator[tuple[Entry, Scalar]]:
    if isinstance(value, yaml_tree.Mapping):
        yield from _truncated(value.entries, our_names)
    for item in value.items if isinstance(value, Sequence) else ():
        if isinstance(item, yaml_tree.Mapping):
            yield from _truncated(item.entries, our_names)
        elif isinstance(item, Scalar) and item.lost and key in _LISTS and not item.lost[1:2].isspace():
            yield entry, item


def _report(entry: Entry, scalar: Scalar, context: Conversion) -> None:
    name, lost, position = entry.key.text, scalar.lost, scalar.position
    if lost.startswith("#"):
        message = f"YAML reads `{_shortened(lost)}` as a comment, so `{name}` ends before it."
        hint = f"{_QUOTE}{_quoted(scalar, context)}. Write a comment two spaces after it, or on its own line."
        position = _comment_position(lost, position, context)
    elif lost in ("|", ">"):
        message = f"In YAML, `{lost}` starts a block of indented lines. None follow, so `{name}` is empty."
        hint = f'Indent the lines of the text, or write `{name}: "{lost}"`.'
    else:
        what = "a tag" if lost == "!" else "an anchor"
        message = f"YAML reads `{lost}` as {what}, so `{name}` does not contain it."
        hint = f"{_QUOTE}{_quoted(scalar, context)}."
    context.report("yaml-cut", position, message, hint)


def _line(position: Position, context: Conversion) -> str:
    if not context.lines:
        context.lines.extend(context.text.split("\n"))
    index = position.line - context.first_line
    return context.lines[index] if 0 <= index < len(context.lines) else ""


def _comment_position(lost: str, position: Position, context: Conversion) -> Position:
    """The position of a comment, on the first or a later line of a value."""
    for number in range(position.line, position.line + _MOST_LINES):
        start = position.column - 1 if number == position.line else 0
        column = _line(Position(number, 1), context).find(f" {lost}", max(start - 1, 0))
        if column >= 0:
            return Position(number, column + 2)
    return position


def _quoted(scalar: Scalar, context: Conversion) -> str:
    """A hint with the value in quotes, if it is short."""
    source = _line(scalar.position, context)[scalar.position.column - 1 :].strip()
    if not scalar.lost.startswith("#") and not source.startswith(scalar.lost):
        source = f"{scalar.lost} {source}"
    if len(source) > 80 or not source.endswith((scalar.text, scalar.lost)):
        return ""
    return (
        ": `"
        + (f'"{source}"' if not set('"\\') & set(source) else "'" + source.replace("'", "''") + "'")
        + "`"
    )


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
