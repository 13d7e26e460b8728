"""Quotation marks as a language sets them."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_core.smartquotes import process_inlines
from markdown_it.token import Token

_ENGLISH = "“”‘’"
_GUILLEMETS = "«»“”"
_CORNERS = "「」『』"
_NARROW = "\N{NARROW NO-BREAK SPACE}"
_FRENCH = (f"«{_NARROW}", f"{_NARROW}»", "“", "”")

#: Opening and closing marks, then those inside them, by language or by language and region or script.
_MARKS: dict[str, str | tuple[str, ...]] = {
    "ar": "«»“”", "fa": "«»“”",
    "bg": "„“‚‘", "cs": "„“‚‘", "de": "„“‚‘", "sk": "„“‚‘", "sl": "„“‚‘",
    "de-ch": "«»‹›", "de-li": "«»‹›",
    "da": "»«›‹",
    "el": _GUILLEMETS, "es": _GUILLEMETS, "it": _GUILLEMETS, "pt": _GUILLEMETS, "pt-br": _ENGLISH,
    "fi": "””’’", "sv": "””’’",
    "fr": _FRENCH, "fr-ch": "«»‹›",
    "hu": "„”»«", "pl": "„”«»", "ro": "„”«»",
    "ja": _CORNERS, "zh-hant": _CORNERS, "zh-tw": _CORNERS, "zh-hk": _CORNERS,
    "ru": "«»„“", "uk": "«»„“",
}  # fmt: skip

_APOSTROPHE = re.compile(r"(?<=[^\W_])'(?=[^\W_]| )")
#: The '90s: nothing that follows can close it.
_DECADE = re.compile(r"(?<!\w)'(?=\d0s\b)")
#: Matching costs more than linear time, and no honest paragraph has so many.
_MOST = 2_000


def quotes(parser: MarkdownIt, lang: str) -> None:
    """Set quotes and apostrophes in text."""
    parser.options["quotes"] = marks_of(lang)
    parser.core.ruler.at("smartquotes", set_quotes)
    parser.enable("smartquotes")


def marks_of(lang: str) -> str | tuple[str, ...]:
    """The marks of a language: the nearest known to its BCP 47 tag, else English ones."""
    parts = lang.lower().replace("_", "-").split("-")
    for length in range(len(parts), 0, -1):
        if found := _MARKS.get("-".join(parts[:length])):
            return found
    return _ENGLISH


def set_quotes(state: StateCore) -> None:
    """Set those of a text in tokens; a core rule."""
    for token in state.tokens:
        if token.type != "inline" or not token.children:
            continue
        singles, doubles = token.content.count("'"), token.content.count('"')
        if not singles + doubles or singles + doubles > _MOST:
            continue
        if singles:
            _set_decades(token.children)
        if doubles or not _are_apostrophes(token.children):
            process_inlines(token.children, state)
            continue
        for child in token.children:
            if child.type == "text":
                child.content = child.content.replace("'", "’")


def _set_decades(children: list[Token]) -> None:
    for child in children:
        if child.type == "text" and "0s" in child.content:
            child.content = _DECADE.sub("’", child.content)


def _are_apostrophes(children: list[Token]) -> bool:
    """Whether each quote is single, behind a letter or digit and before another or a blank: none can open."""
    texts = [child.content for child in children if child.type == "text" and "'" in child.content]
    return all(len(_APOSTROPHE.findall(text)) == text.count("'") for text in texts)
