"""Rendering of Markdown for tests of the rules, with references in their simplest form."""

from __future__ import annotations

from html import escape

from sitegen.config.settings import MarkdownConfig
from sitegen.model.documents import Body, Outline, RefKind, Segments
from sitegen.read.markdown import read_body


def read_text(
    text: str, first_line: int = 1, lang: str = "en", options: MarkdownConfig | None = None
) -> tuple[Body, Outline]:
    """The body and outline of a text."""
    found = read_body(text, first_line, lang, options or MarkdownConfig())
    return found.body, found.outline


def rendered(text: str, options: MarkdownConfig | None = None, lang: str = "en") -> str:
    """The HTML of the whole text without its footnotes."""
    return "".join(parts(text, options, lang))


def teaser(text: str, options: MarkdownConfig | None = None) -> tuple[str, str]:
    """The HTML of a teaser and of the rest of its text."""
    found = read_body(text, 1, "en", options or MarkdownConfig(), teaser=True)
    return written(found.body.opening, found.outline), written(found.body.rest, found.outline)


def parts(text: str, options: MarkdownConfig | None = None, lang: str = "en") -> tuple[str, str]:
    """The HTML of the two parts of a text."""
    body, outline = read_text(text, 1, lang, options)
    return written(body.opening, outline), written(body.rest, outline)


def notes(text: str, options: MarkdownConfig | None = None) -> list[str]:
    """The HTML of the footnotes."""
    body, outline = read_text(text, 1, "en", options)
    return [written(note.segments, outline) for note in body.notes]


def written(segments: Segments, outline: Outline) -> str:
    """The HTML of some segments."""
    return "".join(each if isinstance(each, str) else _written(each, outline) for each in segments)


def _written(index: int, outline: Outline) -> str:
    ref = outline.refs[index]
    if ref.kind is RefKind.LINK:
        return f' href="{escape(ref.target)}"'
    attributes = (("src", ref.target), *ref.attributes)
    return "<img" + "".join(f' {name}="{escape(value)}"' for name, value in attributes) + ">"
