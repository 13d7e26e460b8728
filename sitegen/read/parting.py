"""The tokens of a text in their parts: the opening that everybody may read, the rest, and the notes."""

from __future__ import annotations

import re
from collections import deque
from itertools import islice

from markdown_it.token import Token
from msgspec import Struct

from sitegen.model.documents import Part
from sitegen.read.rules.footnotes import calls_in
from sitegen.read.rules.more import first_lookalike

_RAW_PARAGRAPH = re.compile(r"<p\b", re.IGNORECASE)


class NoteTokens(Struct):
    """A note that is called: where first, how often, and what it says."""

    number: int
    part: Part
    tokens: list[Token]
    calls: int = 0


class Parted(Struct, frozen=True):
    """The tokens of a text in their parts."""

    opening: list[Token]
    rest: list[Token]
    notes: list[NoteTokens]
    lookalike: int | None
    """The line, from 0, of a comment that may have been meant to end the opening, and did not."""


def parted(tokens: list[Token], paragraphs: int) -> Parted:
    """The tokens in their parts: where no mark ends the opening, it has so many `paragraphs`."""
    end = next((index for index, token in enumerate(tokens) if token.type == "note_open"), len(tokens))
    text, notes = tokens[:end], _by_name(tokens[end:])
    mark = next((index for index, token in enumerate(text) if token.type == "more" and not token.level), None)
    split = _behind(text, paragraphs) if mark is None else _before_headings(text, mark)
    # Behind the mark, another one reveals nothing.
    lookalike = first_lookalike(tokens if mark is None else text[:mark])
    called: dict[str | int, NoteTokens] = {}
    _number(text[:split], Part.OPENING, called, notes)
    _number(text[split:], Part.REST, called, notes)
    waiting = deque(called.values())
    while waiting:
        known, note = len(called), waiting.popleft()
        _number(note.tokens, note.part, called, notes)
        # From the end: to pass over those that are known, once for each note, would take quadratic time.
        waiting.extend(reversed([*islice(reversed(called.values()), len(called) - known)]))
    return Parted(text[:split], text[split:], list(called.values()), lookalike)


def _by_name(tokens: list[Token]) -> dict[str | int, list[Token]]:
    notes: dict[str | int, list[Token]] = {}
    current: list[Token] = []
    for token in tokens:
        if token.type == "note_open":
            current = notes[token.meta["id"]] = []
        elif token.type != "note_close":
            current.append(token)
    return notes


def _number(
    tokens: list[Token], part: Part, called: dict[str | int, NoteTokens], notes: dict[str | int, list[Token]]
) -> None:
    for call in calls_in(tokens):
        name = call.meta["id"]
        note = called.setdefault(name, NoteTokens(len(called) + 1, part, notes.get(name, [])))
        note.calls += 1
        call.meta = {"id": name, "number": note.number, "call": note.calls}


def _behind(tokens: list[Token], paragraphs: int) -> int:
    """Where the rest begins without a mark: behind so many paragraphs, or the first block if it holds more.

    Every block counts, so that nothing is public because of the form that it is written in.
    """
    count = start = 0
    for index, token in enumerate(tokens):
        if token.level or token.nesting > 0:
            continue
        block, begun = tokens[start : index + 1], start
        start = index + 1
        if token.type == "heading_close":
            continue
        held = _paragraphs_in(block)
        if paragraphs <= 0 or (count and count + held > paragraphs):
            return _before_headings(tokens, begun)
        count += held
    return len(tokens) if paragraphs > 0 else 0


def _paragraphs_in(block: list[Token]) -> int:
    """How many paragraphs a block holds; old articles have theirs in raw HTML."""
    held = sum(token.type == "paragraph_open" for token in block)
    raw = (token.content for token in block if token.type == "html_block")
    held += sum(max(len(_RAW_PARAGRAPH.findall(each)), each.lower().count("</p>"), 1) for each in raw)
    return max(held, 1)


def _before_headings(tokens: list[Token], split: int) -> int:
    """A heading at the opening's end is the rest's."""
    while split and tokens[split - 1].type == "heading_close":
        split -= 3
    return split
