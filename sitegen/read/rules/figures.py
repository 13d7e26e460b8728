"""Figures: a paragraph with a single image becomes one if the image has a title, which is the caption."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token


def figures(parser: MarkdownIt) -> None:
    """Turn paragraphs that consist of one image with a title into figures."""
    parser.core.ruler.after("inline", "figures", _figures)


def _figures(state: StateCore) -> None:
    index = 0
    while index < len(state.tokens) - 2:
        caption = _caption(state.tokens, index)
        if caption:
            state.tokens[index + 2 : index + 2] = _to_figure(state.tokens[index : index + 3], caption)
        index += 1


def _caption(tokens: list[Token], index: int) -> str:
    """The caption if the paragraph at `index` is a figure, else an empty string."""
    paragraph, text = tokens[index], tokens[index + 1]
    if paragraph.type != "paragraph_open" or paragraph.hidden or not text.children or len(text.children) != 1:
        return ""
    image = text.children[0]
    return str(image.attrs.get("title", "")).strip() if image.type == "image" else ""


def _to_figure(paragraph: list[Token], caption: str) -> list[Token]:
    opening, text, closing = paragraph
    assert text.children is not None
    del text.children[0].attrs["title"]
    opening.type, opening.tag = "figure_open", "figure"
    closing.type, closing.tag = "figure_close", "figure"
    caption_text = Token("inline", "", 0, content=caption, map=text.map, level=text.level)
    caption_text.children = [Token("text", "", 0, content=caption)]
    level = text.level
    return [
        Token("figcaption_open", "figcaption", 1, level=level),
        caption_text,
        Token("figcaption_close", "figcaption", -1, level=level),
    ]
