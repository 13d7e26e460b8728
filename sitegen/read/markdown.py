"""Markdown to a body and its outline.

Pure: the same text and options give the same result. The rules are `parser`'s, where the opening ends is
`parting`'s, what raw HTML may hold is in `sanitize`, how references are cut out in `segments`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec import Struct, structs

from sitegen.config.settings import MarkdownConfig, RawHtml
from sitegen.html_tags import without_brackets
from sitegen.lazy_regex import lazy_pattern
from sitegen.model.documents import Body, Heading, Note, Outline, Part, Position, Segments
from sitegen.problems import Problem
from sitegen.read.bounded_parser import EAST_ASIAN
from sitegen.read.character_scan import may_hold_cjk, may_hold_controls
from sitegen.read.extract_refs import FoundRef, RefLocator, cut
from sitegen.read.html_depth import DEEPEST, is_too_deep
from sitegen.read.parser import quick_parser
from sitegen.read.plain_text import excerpt_of, plain_text, words_in
from sitegen.read.rules.footnotes import report_unused
from sitegen.read.rules.headings import DEFER_ANCHORS, text_of
from sitegen.read.sanitize import modernised, sanitized
from sitegen.read.teaser import NoteTokens, TeaserParts, parted, teaser_parted
from sitegen.read.text_problems import problems_of
from sitegen.read.unread_markup import check_definitions, check_unread

#: Words that are read in a minute (Brysbaert 2019: 238 for English non-fiction, silent).
_READING_SPEED = 238
_NEWLINE = lazy_pattern(r"\r\n?")
#: What HTML cannot hold, even as a reference.
_UNPRINTABLE = lazy_pattern("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


class Text(Struct, frozen=True):
    """A Markdown text, read: its body, its outline, and what a document's source_info says of it."""

    body: Body
    outline: Outline
    plain: str
    """All of the text without its HTML."""
    refs: tuple[Position, ...]
    more: int
    words: int
    opening_words: int
    problems: tuple[Problem, ...] = ()
    """What is not read as it seems to be meant, or goes beyond a bound: with lines and without a path."""


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
    parser, env = quick_parser(options, lang), dict[str, Any]({EAST_ASIAN: may_hold_cjk(text)})
    if teaser:
        env[DEFER_ANCHORS] = True
    tokens = parser.parse(text, env)
    is_clean = options.html is RawHtml.SANITIZED
    raw = _modernise(tokens) if is_clean and "<" in text else 0
    parts = teaser_parted(tokens, options, lang) if teaser else parted(tokens, options)
    check_unread(text, tokens, env, extras=options.extras)
    report_unused(env, parts.called)
    if "references" in env:
        check_definitions(tokens, env)
    pages = _render(parser, parts, env)
    if raw and any(is_too_deep(page, raw) for page in (pages.opening, pages.rest, *pages.notes)):
        escaped = structs.replace(options, html=RawHtml.ESCAPED)
        found = read_body(text, first_line, lang, escaped, excerpt=excerpt, teaser=teaser)
        return structs.replace(found, problems=(_too_deep(tokens, first_line), *found.problems))
    if is_clean:
        pages = _sanitized(pages)
    places = RefLocator(text, first_line, tokens, env)
    found = _cut_out(pages, parts, places, strict=options.html is not RawHtml.TRUSTED, excerpt=excerpt)
    problems = problems_of(env, text, first_line)
    return structs.replace(found, problems=problems) if problems else found


def _too_deep(tokens: Sequence[Token], first_line: int) -> Problem:
    lines = (token.map[0] for token in tokens if token.map and "<" in token.content)
    message = f"The raw HTML is nested more than {DEEPEST} levels deep, or has so many open elements."
    hint = "Close its elements; until then, all of the text's HTML is shown as text."
    return Problem("", first_line + next(lines, 0), 1, "html-too-deep", message, hint)


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


def _modernise(tokens: Sequence[Token]) -> int:
    """Write raw HTML as today's; the length of all of it."""
    length = 0
    for token in tokens:
        for each in (token, *(token.children or ())):
            if each.type in ("html_block", "html_inline"):
                each.content = modernised(each.content)
                length += len(each.content)
    return length


def _render(parser: MarkdownIt, parts: TeaserParts, env: dict[str, Any]) -> _Pages:
    def page(tokens: list[Token]) -> str:
        return str(parser.renderer.render(tokens, parser.options, env))

    return _Pages(page(parts.opening), page(parts.rest), [page(note.tokens) for note in parts.notes])


def _sanitized(pages: _Pages) -> _Pages:
    def page(markup: str) -> str:
        return sanitized(markup) if markup else markup

    return _Pages(page(pages.opening), page(pages.rest), [page(note) for note in pages.notes])


def _cut_out(pages: _Pages, parts: TeaserParts, places: RefLocator, *, strict: bool, excerpt: bool) -> Text:
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
    plain = f"{opening}\n{rest}".strip("\n")
    return Text(body, outline, plain, tuple(found.position for found in refs), more, words, opening_words)


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
