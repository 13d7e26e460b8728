"""The tokens of a text in their parts: the opening that everybody may read, the rest, and the notes."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from itertools import islice

from markdown_it.token import Token
from msgspec import Struct

from sitegen.config.settings import MarkdownConfig
from sitegen.lazy_regex import lazy_pattern
from sitegen.model.documents import Part
from sitegen.read.rules.footnotes import footnote_refs
from sitegen.read.rules.headings import add_anchors
from sitegen.read.rules.more import first_lookalike
from sitegen.read.teaser_length import Halves, halves

_RAW_PARAGRAPH = lazy_pattern(r"<p\b", re.IGNORECASE)


class NoteTokens(Struct):
    """A note that is called: where first, how often, and what it says."""

    number: int
    part: Part
    tokens: list[Token]
    calls: int = 0


class TeaserParts(Struct, frozen=True):
    """The tokens of a text in their parts."""

    opening: list[Token]
    rest: list[Token]
    notes: list[NoteTokens]
    lookalike: int | None = None
    """The line, from 0, of what may have been meant to end a teaser's opening, and did not."""
    needs_mark: bool = False
    """Whether nothing can be a teaser's opening unless a mark ends it."""
    called: frozenset[str | int] = frozenset()
    """The names of the notes that are shown."""


def parted(tokens: list[Token], options: MarkdownConfig) -> TeaserParts:
    """The tokens in their parts: without a mark, the opening has as many paragraphs as the options say."""
    text, notes = _text_and_notes(tokens)
    mark = _mark(text)
    split = _behind(text, options.opening) if mark is None else _before_headings(text, mark)
    called: dict[str | int, NoteTokens] = {}
    _number(text[:split], Part.OPENING, called, notes)
    _number(text[split:], Part.REST, called, notes)
    _number_notes(called, notes, 0)
    return TeaserParts(text[:split], text[split:], list(called.values()), called=frozenset(called))


def teaser_parted(tokens: list[Token], options: MarkdownConfig, lang: str) -> TeaserParts:
    """A teaser's tokens in their parts: nothing in the opening depends on the rest.

    So the notes of the opening are numbered first, with those that they call, and its headings get their
    anchors first.
    """
    text, notes = _text_and_notes(tokens)
    mark = _mark(text)
    if mark is None:
        found = halves(text, options.opening, options.html)
    else:
        split = _before_headings(text, mark)
        found = Halves(text[:split], text[split:])
    called: dict[str | int, NoteTokens] = {}
    for part, held in ((Part.OPENING, found.opening), (Part.REST, found.rest)):
        known = len(called)
        _number(held, part, called, notes)
        _number_notes(called, notes, known)
    if options.extras and any(token.type == "heading_open" for token in tokens):
        _anchor(found, called.values(), lang)
    return TeaserParts(
        found.opening,
        found.rest,
        list(called.values()),
        # Behind the mark, another one reveals nothing.
        first_lookalike(tokens if mark is None else text[:mark]),
        needs_mark=mark is None and options.opening > 0 and not found.opening,
        called=frozenset(called),
    )


def _text_and_notes(tokens: list[Token]) -> tuple[list[Token], dict[str | int, list[Token]]]:
    end = next((index for index, token in enumerate(tokens) if token.type == "note_open"), len(tokens))
    return tokens[:end], _by_name(tokens[end:])


def _mark(text: list[Token]) -> int | None:
    return next((index for index, token in enumerate(text) if token.type == "more" and not token.level), None)


def _anchor(found: Halves, notes: Iterable[NoteTokens], lang: str) -> None:
    held = {Part.OPENING: [*found.opening], Part.REST: [*found.rest]}
    for note in notes:
        held[note.part] += note.tokens
    add_anchors(held.values(), lang)


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
    for call in footnote_refs(tokens):
        name = call.meta["id"]
        note = called.setdefault(name, NoteTokens(len(called) + 1, part, notes.get(name, [])))
        note.calls += 1
        call.meta = {"id": name, "number": note.number, "call": note.calls}


def _number_notes(
    called: dict[str | int, NoteTokens], notes: dict[str | int, list[Token]], start: int
) -> None:
    """Number what notes call, from the `start`-th note on."""
    waiting = deque(islice(called.values(), start, None))
    while waiting:
        known, note = len(called), waiting.popleft()
        _number(note.tokens, note.part, called, notes)
        # From the end: to pass over those that are known, once for each note, would take quadratic time.
        waiting.extend(reversed([*islice(reversed(called.values()), len(called) - known)]))


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
