"""Split the tokens of a text into its opening, which is always public, the rest, and the notes."""

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
from sitegen.read.teaser_length import SplitTokens, split_by_length

_RAW_PARAGRAPH = lazy_pattern(r"<p\b", re.IGNORECASE)


class NoteTokens(Struct):
    """A referenced note: its number, the part with its first reference, its text, and the number of
    references."""

    number: int
    part: Part
    tokens: list[Token]
    calls: int = 0


class TextParts(Struct, frozen=True):
    """The tokens of a text's parts."""

    opening: list[Token]
    rest: list[Token]
    notes: list[NoteTokens]
    misplaced_more: int | None = None
    """The line, from 0, of a mark that does not end a teaser's opening but may be meant to."""
    needs_mark: bool = False
    """Whether a teaser has no opening without a mark."""
    called: frozenset[str | int] = frozenset()
    """The names of referenced notes."""


def split_text(tokens: list[Token], options: MarkdownConfig) -> TextParts:
    """Split a text. Without a mark, the options say how many paragraphs the opening has."""
    text, notes = _text_and_notes(tokens)
    mark = _mark(text)
    split = _after_paragraphs(text, options.opening) if mark is None else _before_headings(text, mark)
    called: dict[str | int, NoteTokens] = {}
    _number(text[:split], Part.OPENING, called, notes)
    _number(text[split:], Part.REST, called, notes)
    _number_notes(called, notes, 0)
    return TextParts(text[:split], text[split:], list(called.values()), called=frozenset(called))


def split_teaser(tokens: list[Token], options: MarkdownConfig, lang: str) -> TextParts:
    """Split a teaser. Nothing in the opening depends on the rest.

    So the opening's notes, and those that they reference, get the first numbers, and its headings get their
    anchors first.
    """
    text, notes = _text_and_notes(tokens)
    mark = _mark(text)
    if mark is None:
        split_tokens = split_by_length(text, options.opening, options.html)
    else:
        split = _before_headings(text, mark)
        split_tokens = SplitTokens(text[:split], text[split:])
    called: dict[str | int, NoteTokens] = {}
    for part, tokens_of_part in ((Part.OPENING, split_tokens.opening), (Part.REST, split_tokens.rest)):
        known = len(called)
        _number(tokens_of_part, part, called, notes)
        _number_notes(called, notes, known)
    if options.extras and any(token.type == "heading_open" for token in tokens):
        _set_anchors(split_tokens, called.values(), lang)
    return TextParts(
        split_tokens.opening,
        split_tokens.rest,
        list(called.values()),
        # After the mark, another one reveals nothing.
        first_lookalike(tokens if mark is None else text[:mark]),
        needs_mark=mark is None and options.opening > 0 and not split_tokens.opening,
        called=frozenset(called),
    )


def _text_and_notes(tokens: list[Token]) -> tuple[list[Token], dict[str | int, list[Token]]]:
    end = next((index for index, token in enumerate(tokens) if token.type == "note_open"), len(tokens))
    return tokens[:end], _by_name(tokens[end:])


def _mark(text: list[Token]) -> int | None:
    return next((index for index, token in enumerate(text) if token.type == "more" and not token.level), None)


def _set_anchors(split_tokens: SplitTokens, notes: Iterable[NoteTokens], lang: str) -> None:
    by_part = {Part.OPENING: [*split_tokens.opening], Part.REST: [*split_tokens.rest]}
    for note in notes:
        by_part[note.part] += note.tokens
    add_anchors(by_part.values(), lang)


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
    """Number the notes that notes reference, from the `start`-th note on."""
    waiting = deque(islice(called.values(), start, None))
    while waiting:
        known, note = len(called), waiting.popleft()
        _number(note.tokens, note.part, called, notes)
        # From the end: skipping known notes from the start would take quadratic time.
        waiting.extend(reversed([*islice(reversed(called.values()), len(called) - known)]))


def _after_paragraphs(tokens: list[Token], paragraphs: int) -> int:
    """The start of the rest without a mark: after so many paragraphs, or after the first block if it has
    more.

    All kinds of blocks count as paragraphs, so that none is public by accident.
    """
    count = start = 0
    for index, token in enumerate(tokens):
        if token.level or token.nesting > 0:
            continue
        block, block_start = tokens[start : index + 1], start
        start = index + 1
        if token.type == "heading_close":
            continue
        paragraphs_in_block = _paragraphs_in(block)
        if paragraphs <= 0 or (count and count + paragraphs_in_block > paragraphs):
            return _before_headings(tokens, block_start)
        count += paragraphs_in_block
    return len(tokens) if paragraphs > 0 else 0


def _paragraphs_in(block: list[Token]) -> int:
    """The number of paragraphs in a block, including those in raw HTML."""
    count = sum(token.type == "paragraph_open" for token in block)
    raw = (token.content for token in block if token.type == "html_block")
    count += sum(max(len(_RAW_PARAGRAPH.findall(each)), each.lower().count("</p>"), 1) for each in raw)
    return max(count, 1)


def _before_headings(tokens: list[Token], split: int) -> int:
    """Move headings at the end of the opening to the rest."""
    while split and tokens[split - 1].type == "heading_close":
        split -= 3
    return split
