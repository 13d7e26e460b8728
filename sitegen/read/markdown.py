"""Markdown to a body and its outline.

Pure: the same text and options give the same result. The parsers' rules are in `rules/`, what raw HTML may
hold in `sanitize`, how references are cut out in `segments`.
"""

from __future__ import annotations

import math
import re
from collections import deque
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from msgspec import Struct

from sitegen.config import MarkdownConfig, RawHtml
from sitegen.model.documents import Body, Heading, Note, Outline, Part, Position, Segments
from sitegen.read.characters import may_hold_controls
from sitegen.read.renderer import Renderer
from sitegen.read.rules.attributes import attributes
from sitegen.read.rules.blockquotes import blockquotes
from sitegen.read.rules.containers import containers
from sitegen.read.rules.dashes import dashes
from sitegen.read.rules.figures import figures
from sitegen.read.rules.footnotes import calls_in, footnotes
from sitegen.read.rules.headings import headings, text_of
from sitegen.read.rules.more import first_lookalike, more
from sitegen.read.rules.quotes import quotes
from sitegen.read.rules.starts import starts
from sitegen.read.rules.tables import tables
from sitegen.read.sanitize import modernised, sanitized
from sitegen.read.segments import FoundRef, Places, cut, ids_in
from sitegen.read.text import excerpt_of, plain_text, words_in

#: Deeper nesting of blocks is left out by the parser; of brackets, shown as text.
_DEEPEST = 32
_DEEPEST_LABELS = 12
#: Words that are read in a minute (Brysbaert 2019: 238 for English non-fiction, silent).
_READING_SPEED = 238
_RAW_PARAGRAPH = re.compile(r"<p\b", re.IGNORECASE)
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
    text: str, first_line: int, lang: str, options: MarkdownConfig, *, excerpt: bool = True
) -> Text:
    """Read a document's Markdown, which begins at `first_line` of its file; the excerpt, if it is wanted."""
    text = _publishable(text)
    parser, env = _parser(options, lang), dict[str, Any]()
    tokens = parser.parse(text, env)
    if options.html is RawHtml.SANITIZED and "<" in text:
        _modernise(tokens)
    parted = _parted(tokens, options.opening)
    pages = _render(parser, parted, env, options.html is RawHtml.SANITIZED)
    places = Places(text, first_line, tokens, env)
    return _cut_out(pages, parted, places, strict=options.html is not RawHtml.TRUSTED, excerpt=excerpt)


def _publishable(text: str) -> str:
    """The text with its lines ended by newlines and nothing in it that HTML cannot hold."""
    if "\r" in text:
        text = _NEWLINE.sub("\n", text)
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text) if may_hold_controls(text) else text


class _NoteTokens(Struct):
    """A note that is called: where first, how often, and what it says."""

    number: int
    part: Part
    tokens: list[Token]
    calls: int = 0


class _Parted(Struct, frozen=True):
    """The tokens of a text in their parts."""

    opening: list[Token]
    rest: list[Token]
    notes: list[_NoteTokens]
    lookalike: int | None
    """The line, from 0, of a comment that may have been meant to end the opening, and did not."""


class _Pages(Struct, frozen=True):
    """The HTML of a text in its parts."""

    opening: str
    rest: str
    notes: list[str]


class _BoundedInline(ParserInline):
    """The inline parser with a bound for labels within labels, each of which starts it anew.

    Text without a mark is text, and no rule is asked.
    """

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        """Process a piece of text and fill `tokens`."""
        depth = env.get("depth", 0)
        if src and (depth > _DEEPEST_LABELS or not self.terminator_re.search(src)):
            tokens.append(Token("text", "", 0, content=src))
            return tokens
        env["depth"] = depth + 1
        try:
            return super().parse(src, md, env, tokens)
        finally:
            env["depth"] = depth


@lru_cache(maxsize=64)
def _parser(options: MarkdownConfig, lang: str) -> MarkdownIt:
    parser = parser_of(options, lang)
    starts(parser)
    return parser


def parser_of(options: MarkdownConfig, lang: str) -> MarkdownIt:
    """A parser with every rule that the options ask for, each asked everywhere."""
    parser = MarkdownIt("commonmark", renderer_cls=Renderer)
    parser.inline = _BoundedInline()
    parser.configure(
        "commonmark",
        {"html": options.html is not RawHtml.ESCAPED, "xhtmlOut": False, "maxNesting": _DEEPEST},
    )
    blockquotes(parser)
    more(parser)
    if options.typography:
        quotes(parser, lang)
        dashes(parser)
    if options.extras:
        _add_extras(parser, lang)
    return parser


def _add_extras(parser: MarkdownIt, lang: str) -> None:
    parser.enable("strikethrough")
    parser.use(deflist_plugin)
    tables(parser)
    containers(parser)
    figures(parser)
    headings(parser)
    footnotes(parser, lang)  # first after the inline rules, so that all others see the notes
    attributes(parser)


def _modernise(tokens: Sequence[Token]) -> None:
    for token in tokens:
        for each in (token, *(token.children or ())):
            if each.type in ("html_block", "html_inline"):
                each.content = modernised(each.content)


def _parted(tokens: list[Token], paragraphs: int) -> _Parted:
    end = next((index for index, token in enumerate(tokens) if token.type == "note_open"), len(tokens))
    text, notes = tokens[:end], _by_name(tokens[end:])
    mark = next((index for index, token in enumerate(text) if token.type == "more" and not token.level), None)
    split = _behind(text, paragraphs) if mark is None else _before_headings(text, mark)
    # Behind the mark, another one reveals nothing.
    lookalike = first_lookalike(tokens if mark is None else text[:mark])
    called: dict[str | int, _NoteTokens] = {}
    _number(text[:split], Part.OPENING, called, notes)
    _number(text[split:], Part.REST, called, notes)
    waiting = deque(called.values())
    while waiting:
        known, note = len(called), waiting.popleft()
        _number(note.tokens, note.part, called, notes)
        waiting.extend(islice(called.values(), known, None))
    return _Parted(text[:split], text[split:], list(called.values()), lookalike)


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
    tokens: list[Token], part: Part, called: dict[str | int, _NoteTokens], notes: dict[str | int, list[Token]]
) -> None:
    for call in calls_in(tokens):
        name = call.meta["id"]
        note = called.setdefault(name, _NoteTokens(len(called) + 1, part, notes.get(name, [])))
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


def _render(parser: MarkdownIt, parted: _Parted, env: dict[str, Any], clean: bool) -> _Pages:
    def page(tokens: list[Token]) -> str:
        markup = str(parser.renderer.render(tokens, parser.options, env))
        return sanitized(markup) if clean and markup else markup

    return _Pages(page(parted.opening), page(parted.rest), [page(note.tokens) for note in parted.notes])


def _cut_out(pages: _Pages, parted: _Parted, places: Places, *, strict: bool, excerpt: bool) -> Text:
    refs: list[FoundRef] = []

    def segments(markup: str, part: Part) -> Segments:
        return cut(markup, part, refs, places, strict=strict)

    opening, rest = plain_text(pages.opening), plain_text(pages.rest)
    body = Body(
        opening=segments(pages.opening, Part.OPENING),
        rest=segments(pages.rest, Part.REST),
        notes=tuple(
            Note(note.number, segments(markup, note.part), note.part, note.calls)
            for note, markup in zip(parted.notes, pages.notes, strict=True)
        ),
        plain=f"{opening}\n{rest}".strip("\n"),
    )
    opening_words = words_in(opening)
    words = opening_words + words_in(rest)
    anchors = _anchors(pages, parted.notes)
    outline = Outline(
        headings=(*_headings(parted.opening, Part.OPENING), *_headings(parted.rest, Part.REST)),
        refs=tuple(found.ref for found in refs),
        anchors=tuple(name for name, part in anchors.items() if part is Part.OPENING),
        rest_anchors=tuple(name for name, part in anchors.items() if part is Part.REST),
        minutes=max(1, math.ceil(words / _READING_SPEED)),
        excerpt=excerpt_of(_paragraphs(parted.opening) or opening) if excerpt else "",
        has_rest=bool(pages.rest.strip()),
        misplaced_more=parted.lookalike is not None,
    )
    more = 0 if parted.lookalike is None else places.first_line + parted.lookalike
    return Text(body, outline, tuple(found.position for found in refs), more, words, opening_words)


def _headings(tokens: list[Token], part: Part) -> list[Heading]:
    return [
        Heading(int(token.tag[1]), str(token.attrs.get("id", "")), text_of(tokens[index + 1].children), part)
        for index, token in enumerate(tokens)
        if token.type == "heading_open"
    ]


def _anchors(pages: _Pages, notes: list[_NoteTokens]) -> dict[str, Part]:
    """Every id with its part; of two that are the same, browsers go to the first."""
    found: dict[str, Part] = {}
    for markup, part in ((pages.opening, Part.OPENING), (pages.rest, Part.REST)):
        for name in ids_in(markup):
            found.setdefault(name, part)
    for note, markup in zip(notes, pages.notes, strict=True):
        for name in (f"_fn-{note.number}", *ids_in(markup)):
            found.setdefault(name, note.part)
    return found


def _paragraphs(tokens: list[Token]) -> str:
    """The text of the paragraphs that stand for themselves."""
    return " ".join(
        text_of(tokens[index + 1].children)
        for index, token in enumerate(tokens)
        if token.type == "paragraph_open" and not token.level
    ).strip()
