"""Parse YAML text to a tree, and report everything that is wrong with it.

The tree is built from the parser's events with an explicit stack. PyYAML's own composer overflows the call
stack on deep nesting, resolves `NO` to false and `12:30` to 750, and drops the second of two equal keys.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import yaml
from msgspec import Struct

from sitegen.cjk import UNSPACED, may_be_east_asian
from sitegen.lazy_regex import lazy_pattern
from sitegen.model.documents import Position
from sitegen.problems import Problem
from sitegen.yaml.errors import NO_BREAK_MARK, explain, no_break_space
from sitegen.yaml.source import CONTROL, YamlText, control_message
from sitegen.yaml.tree import Entry, Mapping, Node, Scalar, Sequence

#: Limits of depth and of the number of nodes, with aliases expanded. No document needs more.
MAX_DEPTH = 32
MAX_NODES = 20_000
#: The most characters that aliases may repeat.
MAX_REPEATED = 100_000
#: A line break between Chinese or Japanese characters, with its context, by which it is found in the text.
_UNSPACED = lazy_pattern(f"[{UNSPACED}]")
_WRAP = lazy_pattern(rf"([{UNSPACED}]{{1,8}})\n([{UNSPACED}]{{1,8}})")

# Both loaders give the same events; the C one is much faster.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_CORE = "tag:yaml.org,2002:"
_TEXT_TAGS = frozenset({"!", f"{_CORE}str"})
#: A comment one space after a value, possibly meant as text. One further away is meant as a comment.
_COMMENT = lazy_pattern(" (#.+)")
_BLOCKS = ("|", ">")
_ALIAS = lazy_pattern(r"\*([^\s,\[\]{}]+)")
_VALUE_TAGS = frozenset(_CORE + name for name in ("int", "float", "bool", "null"))


def parse(text: str, path: str, first_line: int = 1) -> tuple[Node | None, list[Problem]]:
    """The tree of a YAML document, and all problems with it. Never raises.

    `first_line` is the line of the file `path` on which the text starts. The tree is None if the text has no
    value, or if its syntax or depth is invalid; then there is a Problem.
    """
    source = YamlText.of(text, path, first_line)
    builder = _Builder(source)
    builder.read()
    return builder.root if builder.is_whole else None, source.problems


def may_cut(text: str) -> bool:
    """Whether YAML may remove part of a value in the text: a comment, tag, anchor or block indicator."""
    return " #" in text or " !" in text or " &" in text or " |" in text or " >" in text


@dataclass(slots=True)
class _Open:
    """A collection that has not ended yet. In a mapping, `nodes` has keys and values by turns."""

    is_mapping: bool
    anchor: str | None
    position: Position
    nodes: list[Node] = field(default_factory=list)
    size: int = 1
    height: int = 1
    weight: int = 0


class _Anchored(Struct, frozen=True):
    """A node that aliases may repeat, with its number of nodes (`size`), its depth (`height`) and its number
    of characters (`weight`), including those of its own aliases."""

    node: Node
    size: int
    height: int
    weight: int


#: The handler of each type of event; other events are ignored.
_HANDLERS = {
    yaml.ScalarEvent: "_scalar",
    yaml.AliasEvent: "_alias",
    yaml.MappingStartEvent: "_open",
    yaml.SequenceStartEvent: "_open",
    yaml.MappingEndEvent: "_close",
    yaml.SequenceEndEvent: "_close",
}


class _Stop(Exception):
    """Stops the parser; the Problem has already been reported."""


class _Builder:
    """Builds the tree from the parser's events, without recursion."""

    def __init__(self, source: YamlText) -> None:
        self.source = source
        self.root: Node | None = None
        self.stack: list[_Open] = []
        self.anchors: dict[str, _Anchored] = {}
        self.count = self.repeated = 0
        self.documents = 0
        self.is_whole = True
        self.has_escapes = "\\" in source.safe
        self.is_ascii = source.safe.isascii()
        self.may_be_unspaced = may_be_east_asian(source.safe) and bool(_UNSPACED.search(source.safe))
        self.may_cut = may_cut(source.safe)
        self.aliases: frozenset[str] | None = None

    def read(self) -> None:
        handlers = {kind: getattr(self, name) for kind, name in _HANDLERS.items()}
        try:
            for event in yaml.parse(self.source.safe, Loader=_LOADER):
                kind = type(event)
                if kind in handlers:
                    handlers[kind](event)
                elif kind is yaml.DocumentStartEvent and not self._begin(event):
                    break
        except _Stop:
            self.is_whole = False
        except yaml.MarkedYAMLError as error:
            self._unwind()
            self.source.report(*explain(error, self.source))
        except (yaml.YAMLError, ValueError) as error:
            self._unwind()
            place = Position(self.source.first_line, 1)
            self.source.report("yaml-syntax", place, f"This is not valid YAML: {error}.")

    def _begin(self, event: yaml.Event) -> bool:
        self.documents += 1
        if self.documents > 1:
            message = "A second YAML document starts here, but only one is supported."
            place = self.source.at(event.start_mark)
            self.source.report("yaml-unsupported", place, message, "Remove the `---`.")
        return self.documents == 1

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        position = self.source.at(event.start_mark)
        if self.has_escapes and event.style == '"':  # only these can contain escapes such as `\0`
            text = self._without_escaped_controls(self.source.unescaped(event.value, position), position)
        else:
            text = self.source.original(event.value)
        if self.may_be_unspaced and event.style != "|":
            text = self._unwrapped(text, position, self.source.at(event.end_mark))
        if not self.is_ascii and not event.style and NO_BREAK_MARK.match(text):
            self._refuse_no_break_space(text, position)
        plain = event.implicit[0] if event.tag is None else self._is_plain(event.tag, position)
        if self.may_cut and (lost := self._lost(event)):
            scalar = Scalar(text, plain, position, lost)
        else:
            scalar = Scalar(text, plain, position)
        self._add(scalar, 1, 0, event.anchor, len(text))

    def _lost(self, event: yaml.ScalarEvent) -> str:
        """What YAML removes from the line of a value, if the author may have meant it as text."""
        if event.anchor is not None:
            if self.aliases is None:
                self.aliases = frozenset(_ALIAS.findall(self.source.safe))
            return "" if event.anchor in self.aliases else f"&{event.anchor}"
        if event.tag == "!" and event.style == "":
            return "!"
        if event.style in _BLOCKS:
            return "" if event.value.strip() else str(event.style)
        if event.style != "":
            return ""
        end = self.source.at(event.end_mark)
        found = _COMMENT.match(self.source.line(end), end.column - 1)
        if found is None or (not event.value and found[1][1:2].isspace()):
            return ""
        return found[1].rstrip()

    def _refuse_no_break_space(self, text: str, position: Position) -> None:
        """Report a text that was meant as a list or as the keys of the document."""
        begins = not self.source.line(position)[: position.column - 1].strip()
        found = no_break_space(self.source, position, position) if begins else None
        if found and (text.startswith("-") or not self.stack):
            self.source.report(*found)
            raise _Stop

    def _unwrapped(self, text: str, first: Position, last: Position) -> str:
        """The text without the spaces that replace line breaks between Chinese or Japanese characters."""
        lines = self.source.lines[
            first.line - self.source.first_line : last.line - self.source.first_line + 1
        ]
        pieces, reached = [], 0
        for above, below in pairwise(lines):
            wrap = _WRAP.search(f"{above.strip()}\n{below.strip()}")
            if wrap is None:
                continue
            found = text.find(f"{wrap[1]} {wrap[2]}", reached)
            if found < 0:
                break
            end = found + len(wrap[1])
            pieces.append(text[reached:end])
            reached = end + 1
        return "".join([*pieces, text[reached:]])

    def _is_plain(self, tag: str, position: Position) -> bool:
        if tag not in _TEXT_TAGS and tag not in _VALUE_TAGS:
            self._refuse_tag(tag, position)
        return tag in _VALUE_TAGS

    def _without_escaped_controls(self, text: str, position: Position) -> str:
        found = CONTROL.search(text)
        if found is None:
            return text
        self.source.report("control-character", position, *control_message(found[0][0]))
        return CONTROL.sub("", text)

    def _refuse_tag(self, tag: str, position: Position) -> None:
        name = tag.replace(_CORE, "!!") if tag.startswith(_CORE) else tag
        message = f"The tag `{name}` is not supported."
        hint = "Remove it, or put the whole value in quotes if it is part of the text."
        self.source.report("yaml-unsupported", position, message, hint)

    def _alias(self, event: yaml.AliasEvent) -> None:
        name = event.anchor or ""
        anchored = self.anchors.get(name)
        position = self.source.at(event.start_mark)
        if anchored is not None:
            self._check_repeated(anchored.weight, position)
            self._add(anchored.node, anchored.size, anchored.height, None, anchored.weight)
            return
        self._refuse_alias(name, position)
        self._add(Scalar("", True, position), 1, 0, None)

    def _refuse_alias(self, name: str, position: Position) -> None:
        self.is_whole = False
        if any(frame.anchor == name for frame in self.stack):
            message = f"`*{name}` is inside the value that it repeats, `&{name}`."
            self.source.report("yaml-unsupported", position, message, "Write the value out.")
        else:
            message = f"`*{name}` repeats a value marked `&{name}`, but there is none above."
            hint = "Put the whole value in quotes if the `*` is part of the text."
            self.source.report("yaml-syntax", position, message, hint)

    def _open(self, event: yaml.CollectionStartEvent) -> None:
        position = self.source.at(event.start_mark)
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        if event.tag not in (None, "!", _CORE + ("map" if is_mapping else "seq")):
            self._refuse_tag(event.tag, position)
        self.stack.append(_Open(is_mapping, event.anchor, position))
        self._check(1, len(self.stack), position)

    def _close(self, _event: yaml.CollectionEndEvent) -> None:
        frame = self.stack.pop()
        node = self._mapping(frame) if frame.is_mapping else Sequence(tuple(frame.nodes), frame.position)
        self.count -= frame.size  # already counted while it was open
        self._add(node, frame.size, frame.height, frame.anchor, frame.weight)

    def _add(self, node: Node, size: int, height: int, anchor: str | None, weight: int = 0) -> None:
        self._check(size, len(self.stack) + height, node.position)
        if anchor is not None:
            self.anchors[anchor] = _Anchored(node, size, height, weight)
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        parent.nodes.append(node)
        parent.size += size
        parent.weight += weight
        if parent.height <= height:
            parent.height = height + 1

    def _check(self, size: int, depth: int, position: Position) -> None:
        self.count += size
        if depth <= MAX_DEPTH and self.count <= MAX_NODES:
            return
        if depth > MAX_DEPTH:
            message = f"The YAML is nested more than {MAX_DEPTH} levels deep."
        else:
            message = f"The YAML has more than {MAX_NODES:,} values, including repeated ones (`*name`)."
        self.source.report("yaml-too-deep", position, message, "Simplify it.")
        raise _Stop

    def _check_repeated(self, weight: int, position: Position) -> None:
        self.repeated += weight
        if self.repeated > MAX_REPEATED:
            message = f"The YAML repeats more than {MAX_REPEATED:,} characters (`*name`)."
            self.source.report("yaml-too-deep", position, message, "Simplify it.")
            raise _Stop

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
        hint = 'If it is text that begins with a bracket, put it in quotes: `"{{ name }}"`.'
        self.source.report("yaml-unsupported", key.position, f"A {found} is used as a key.", hint)

    def _refuse_merge(self, key: Scalar) -> None:
        message = "The merge key `<<` is not supported."
        self.source.report("yaml-unsupported", key.position, message, "Write the keys out.")

    def _report_duplicate(self, key: Scalar, first: Scalar) -> None:
        message = f"`{key.text}` appears twice; the first is on line {first.position.line}."
        hint = "Remove one of them. The first one is used."
        self.source.report("duplicate-key", key.position, message, hint)

    def _unwind(self) -> None:
        """Report problems in collections that an error left open, and discard the tree."""
        while self.stack:
            frame = self.stack.pop()
            if frame.is_mapping:
                self._mapping(frame)
        self.is_whole = False
