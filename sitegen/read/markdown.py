"""Convert Markdown to a body and its outline.

Pure: the same text and options give the same result. `parser` has the rules, `teaser` finds the end of the
opening, `sanitize` cleans raw HTML, and `extract_refs` finds references.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.utils import EnvType
from msgspec import Struct, structs

from sitegen.config.settings import MarkdownConfig, RawHtml
from sitegen.html_tags import without_brackets
from sitegen.lazy_regex import lazy_pattern
from sitegen.model.documents import Body, Heading, Note, Outline, Part, Position, Segments
from sitegen.problems import Problem
from sitegen.read.bounded_parser import EAST_ASIAN
from sitegen.read.character_scan import may_hold_cjk, may_hold_controls
from sitegen.read.extract_refs import FoundRef, RefLocator, extract_refs
from sitegen.read.html_depth import DEEPEST, is_too_deep
from sitegen.read.parser import quick_parser
from sitegen.read.plain_text import excerpt_of, plain_text, words_in
from sitegen.read.rules.footnotes import report_unused
from sitegen.read.rules.headings import DEFER_ANCHORS, text_of
from sitegen.read.sanitize import modernised, sanitized
from sitegen.read.teaser import NoteTokens, TextParts, split_teaser, split_text
from sitegen.read.text_problems import problems_of
from sitegen.read.unread_markup import check_definitions, check_unread

#: Words read per minute (Brysbaert 2019: 238 for silent reading of English non-fiction).
_READING_SPEED = 238
_NEWLINE = lazy_pattern(r"\r\n?")
#: Characters that are invalid in HTML, even as character references.
_INVALID = lazy_pattern("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


class ParsedText(Struct, frozen=True):
    """A Markdown text with its body, its outline, and its part of a document's source info."""

    body: Body
    outline: Outline
    plain: str
    """The whole text without HTML."""
    refs: tuple[Position, ...]
    more: int
    words: int
    opening_words: int
    problems: tuple[Problem, ...] = ()
    """Problems with lines, without a path."""


def read_body(
    text: str,
    first_line: int,
    lang: str,
    options: MarkdownConfig,
    *,
    excerpt: bool = True,
    teaser: bool = False,
) -> ParsedText:
    """Convert a document's Markdown, which begins at `first_line` of its file.

    Without `excerpt`, no excerpt is made. Of a `teaser`, only the opening is published, which must not reveal
    anything of the rest.
    """
    text = _normalized(text)
    parser = quick_parser(options, lang)
    env: EnvType = {EAST_ASIAN: may_hold_cjk(text)}
    if teaser:
        env[DEFER_ANCHORS] = True
    tokens = parser.parse(text, env)
    is_sanitized = options.html is RawHtml.SANITIZED
    raw = _modernise(tokens) if is_sanitized and "<" in text else 0
    parts = split_teaser(tokens, options, lang) if teaser else split_text(tokens, options)
    check_unread(text, tokens, env, extras=options.extras)
    report_unused(env, parts.called)
    if "references" in env:
        check_definitions(tokens, env)
    pages = _render(parser, parts, env)
    if raw and any(is_too_deep(page, raw) for page in (pages.opening, pages.rest, *pages.notes)):
        escaped = structs.replace(options, html=RawHtml.ESCAPED)
        found = read_body(text, first_line, lang, escaped, excerpt=excerpt, teaser=teaser)
        return structs.replace(found, problems=(_too_deep(tokens, first_line), *found.problems))
    if is_sanitized:
        pages = _sanitized(pages)
    locator = RefLocator(text, first_line, tokens, env)
    found = _extract(pages, parts, locator, strict=options.html is not RawHtml.TRUSTED, excerpt=excerpt)
    problems = problems_of(env, text, first_line)
    return structs.replace(found, problems=problems) if problems else found


def _too_deep(tokens: Sequence[Token], first_line: int) -> Problem:
    lines = (token.map[0] for token in tokens if token.map and "<" in token.content)
    message = f"The raw HTML is nested more than {DEEPEST} levels deep, or has too many open elements."
    hint = "Close its elements. Until then, all HTML in this document is shown as text."
    return Problem("", first_line + next(lines, 0), 1, "html-too-deep", message, hint)


def _normalized(text: str) -> str:
    """Normalize line ends, and replace characters that are invalid in HTML."""
    if "\r" in text:
        text = _NEWLINE.sub("\n", text)
    return _INVALID.sub("\N{REPLACEMENT CHARACTER}", text) if may_hold_controls(text) else text


class _Pages(Struct, frozen=True):
    """The HTML of a text's parts."""

    opening: str
    rest: str
    notes: list[str]


def _modernise(tokens: Sequence[Token]) -> int:
    """Modernise raw HTML in place. Returns its total length."""
    length = 0
    for token in tokens:
        for each in (token, *(token.children or ())):
            if each.type in ("html_block", "html_inline"):
                each.content = modernised(each.content)
                length += len(each.content)
    return length


def _render(parser: MarkdownIt, parts: TextParts, env: EnvType) -> _Pages:
    def page(tokens: list[Token]) -> str:
        return str(parser.renderer.render(tokens, parser.options, env))

    return _Pages(page(parts.opening), page(parts.rest), [page(note.tokens) for note in parts.notes])


def _sanitized(pages: _Pages) -> _Pages:
    def page(markup: str) -> str:
        return sanitized(markup) if markup else markup

    return _Pages(page(pages.opening), page(pages.rest), [page(note) for note in pages.notes])


def _extract(
    pages: _Pages, parts: TextParts, locator: RefLocator, *, strict: bool, excerpt: bool
) -> ParsedText:
    """Extract references, and make the body and the outline."""
    refs: list[FoundRef] = []
    # Browsers use the first of equal ids.
    anchors: dict[str, Part] = {}

    def segments(markup: str, part: Part) -> Segments:
        return extract_refs(markup, part, refs, anchors, locator, strict=strict)

    def body_note(note: NoteTokens, markup: str) -> Note:
        anchors.setdefault(f"_fn-{note.number}", note.part)
        return Note(note.number, segments(markup, note.part), note.part, note.calls)

    opening, rest = (
        plain_text(markup if strict else without_brackets(markup)) for markup in (pages.opening, pages.rest)
    )
    body = Body(
        opening=segments(pages.opening, Part.OPENING),
        rest=segments(pages.rest, Part.REST),
        notes=tuple(map(body_note, parts.notes, pages.notes)),
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
        misplaced_more=parts.misplaced_more is not None,
        needs_more=parts.needs_mark,
    )
    more = 0 if parts.misplaced_more is None else locator.first_line + parts.misplaced_more
    plain = f"{opening}\n{rest}".strip("\n")
    return ParsedText(
        body, outline, plain, tuple(found.position for found in refs), more, words, opening_words
    )


def _headings(tokens: list[Token], part: Part) -> list[Heading]:
    return [
        Heading(int(token.tag[1]), str(token.attrs.get("id", "")), text_of(tokens[index + 1].children), part)
        for index, token in enumerate(tokens)
        if token.type == "heading_open"
    ]


def _paragraphs(tokens: list[Token]) -> str:
    """The text of top-level paragraphs."""
    return " ".join(
        text_of(tokens[index + 1].children)
        for index, token in enumerate(tokens)
        if token.type == "paragraph_open" and not token.level
    ).strip()
