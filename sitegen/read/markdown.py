"""Markdown to a body and its outline.

Pure: the same text and options give the same result. The rules are `parser`'s, where the opening ends is
`parting`'s, what raw HTML may hold is in `sanitize`, how references are cut out in `segments`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec import Struct

from sitegen.config import MarkdownConfig, RawHtml
from sitegen.htmltags import without_brackets
from sitegen.model.documents import Body, Heading, Note, Outline, Part, Position, Segments
from sitegen.read.characters import may_hold_controls
from sitegen.read.parser import quick_parser
from sitegen.read.parting import NoteTokens, Parted, parted, teaser_parted
from sitegen.read.rules.headings import APART, text_of
from sitegen.read.sanitize import modernised, sanitized
from sitegen.read.segments import FoundRef, Places, cut
from sitegen.read.text import excerpt_of, plain_text, words_in

#: Words that are read in a minute (Brysbaert 2019: 238 for English non-fiction, silent).
_READING_SPEED = 238
_NEWLINE = re.compile(r"\r\n?")
#: What HTML cannot hold, even as a reference.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


class Text(Struct, frozen=True):
    """A Markdown text, read: its body, its outline, and what a document's margin says of it."""

    body: Body
    outline: Outline
    refs: tuple[Position, ...]
    more: int
    words: int
    opening_words: int


def read_body(
    text: str,
    first_line: int,
    lang: str,
    options: MarkdownConfig,
    *,
    excerpt: bool = True,
    teaser: bool = False,
) -> Text:
    """Read a document's Markdown, which begins at `first_line` of its file; the excerpt, if it is wanted.

    Of a `teaser` only the opening is published, which therefore tells nothing of the rest.
    """
    text = _publishable(text)
    parser, env = quick_parser(options, lang), dict[str, Any]({APART: True} if teaser else {})
    tokens = parser.parse(text, env)
    if options.html is RawHtml.SANITIZED and "<" in text:
        _modernise(tokens)
    parts = (teaser_parted if teaser else parted)(tokens, options)
    pages = _render(parser, parts, env, options.html is RawHtml.SANITIZED)
    places = Places(text, first_line, tokens, env)
    return _cut_out(pages, parts, places, strict=options.html is not RawHtml.TRUSTED, excerpt=excerpt)


def _publishable(text: str) -> str:
    """The text with its lines ended by newlines and nothing in it that HTML cannot hold."""
    if "\r" in text:
        text = _NEWLINE.sub("\n", text)
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text) if may_hold_controls(text) else text


class _Pages(Struct, frozen=True):
    """The HTML of a text in its parts."""

    opening: str
    rest: str
    notes: list[str]


def _modernise(tokens: Sequence[Token]) -> None:
    for token in tokens:
        for each in (token, *(token.children or ())):
            if each.type in ("html_block", "html_inline"):
                each.content = modernised(each.content)


def _render(parser: MarkdownIt, parts: Parted, env: dict[str, Any], clean: bool) -> _Pages:
    def page(tokens: list[Token]) -> str:
        markup = str(parser.renderer.render(tokens, parser.options, env))
        return sanitized(markup) if clean and markup else markup

    return _Pages(page(parts.opening), page(parts.rest), [page(note.tokens) for note in parts.notes])


def _cut_out(pages: _Pages, parts: Parted, places: Places, *, strict: bool, excerpt: bool) -> Text:
    """The body and the outline, with the references cut out of the HTML."""
    refs: list[FoundRef] = []
    # Of two ids that are the same, browsers go to the first.
    anchors: dict[str, Part] = {}

    def segments(markup: str, part: Part) -> Segments:
        return cut(markup, part, refs, anchors, places, strict=strict)

    def noted(note: NoteTokens, markup: str) -> Note:
        anchors.setdefault(f"_fn-{note.number}", note.part)
        return Note(note.number, segments(markup, note.part), note.part, note.calls)

    opening, rest = (
        plain_text(markup if strict else without_brackets(markup)) for markup in (pages.opening, pages.rest)
    )
    body = Body(
        opening=segments(pages.opening, Part.OPENING),
        rest=segments(pages.rest, Part.REST),
        notes=tuple(map(noted, parts.notes, pages.notes)),
        plain=f"{opening}\n{rest}".strip("\n"),
    )
    opening_words = words_in(opening)
    words = opening_words + words_in(rest)
    outline = Outline(
        headings=(*_headings(parts.opening, Part.OPENING), *_headings(parts.rest, Part.REST)),
        refs=tuple(found.ref for found in refs),
        anchors=tuple(name for name, part in anchors.items() if part is Part.OPENING),
        rest_anchors=tuple(name for name, part in anchors.items() if part is Part.REST),
        minutes=max(1, math.ceil(words / _READING_SPEED)),
        excerpt=excerpt_of(_paragraphs(parts.opening) or opening) if excerpt else "",
        has_rest=bool(pages.rest.strip()),
        misplaced_more=parts.lookalike is not None,
        needs_more=parts.needs_mark,
    )
    more = 0 if parts.lookalike is None else places.first_line + parts.lookalike
    return Text(body, outline, tuple(found.position for found in refs), more, words, opening_words)


def _headings(tokens: list[Token], part: Part) -> list[Heading]:
    return [
        Heading(int(token.tag[1]), str(token.attrs.get("id", "")), text_of(tokens[index + 1].children), part)
        for index, token in enumerate(tokens)
        if token.type == "heading_open"
    ]


def _paragraphs(tokens: list[Token]) -> str:
    """The text of the paragraphs that stand for themselves."""
    return " ".join(
        text_of(tokens[index + 1].children)
        for index, token in enumerate(tokens)
        if token.type == "paragraph_open" and not token.level
    ).strip()
