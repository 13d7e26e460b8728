"""Typographic quotation marks by language."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_core.smartquotes import process_inlines
from markdown_it.token import Token

from sitegen.lazy_regex import lazy_pattern
from sitegen.read.rules.apostrophes import character_before, set_apostrophes, set_primes
from sitegen.read.rules.quotemarks import marks_of

#: A mark that is not certainly an apostrophe: not after a letter and before a letter, digit or space.
_DOUBTFUL = lazy_pattern(r"'(?!(?<=[^\W\d_]')[^\W_]|(?<=[^\W\d_]') |(?<=\d')[^\W\d_])")
#: Hebrew abbreviations and sounds are marked with geresh and gershayim within a word.
_HEBREW = lazy_pattern("(?<=[\u05d0-\u05ea])['\"](?=[\u05d0-\u05ea])")
_HEBREW_SIGNS = {"'": "\N{HEBREW PUNCTUATION GERESH}", '"': "\N{HEBREW PUNCTUATION GERSHAYIM}"}
#: The most marks in a paragraph: matching takes more than linear time.
_MOST_MARKS = 2_000


def quotes(parser: MarkdownIt, lang: str) -> None:
    """Set quotation marks and apostrophes in text."""
    parser.options["quotes"] = marks_of(lang)
    parser.core.ruler.at("smartquotes", partial(set_quotes, lang=lang))
    parser.enable("smartquotes")


def set_quotes(state: StateCore, lang: str) -> None:
    """Set quotation marks and apostrophes in tokens; a core rule."""
    texts = [token for token in state.tokens if token.type == "inline"]
    is_hebrew = lang.partition("-")[0] in ("he", "yi")
    marks, is_open = state.md.options["quotes"], False
    for index, token in enumerate(texts):
        singles, doubles = token.content.count("'"), token.content.count('"')
        if not token.children or not singles + doubles or singles + doubles > _MOST_MARKS:
            continue
        if not doubles and not _DOUBTFUL.search(token.content):
            _set_all_apostrophes(token.children)
            continue
        set_primes(token.children, token.content)
        if singles:
            set_apostrophes(token.children, lang)
        if is_hebrew:
            _set_hebrew_signs(token.children)
        process_inlines(token.children, state)
        following = texts[index + 1].content if index + 1 < len(texts) else ""
        if following.startswith("'"):
            _open_single(token.children, marks[2])
        if doubles:
            is_open = is_open and not token.content.startswith('"')
            is_open = _continue_quotation(token.children, marks, following, is_open)


def _set_all_apostrophes(children: list[Token]) -> None:
    for child in children:
        if child.type == "text" and "'" in child.content:
            child.content = child.content.replace("'", "’")


def _set_hebrew_signs(children: list[Token]) -> None:
    for child in children:
        if child.type == "text":
            child.content = _HEBREW.sub(lambda match: _HEBREW_SIGNS[match[0]], child.content)


def _open_single(children: list[Token], mark: str) -> None:
    """Open a quotation in single marks that continues in the next paragraph."""
    first = _first_visible(children)
    if first.type == "text" and first.content[:1] == "'":
        first.content = mark + first.content[1:]


def _first_visible(children: list[Token]) -> Token:
    return next((each for each in children if each.content or not each.nesting), children[0])


def _continue_quotation(children: list[Token], marks: tuple[str, ...], following: str, is_open: bool) -> bool:
    """Set the double marks of a quotation over several paragraphs: open in each, close in the last.

    `is_open` tells whether the quotation is open before this paragraph; the result, whether it is after it.
    """
    found = list(_unmatched(children))
    first = _first_visible(children) if found else None
    for child, position, opens in found:
        is_first = child is first and not position
        if opens and (is_first or following.startswith('"')):
            mark, is_open = marks[0], True
        elif not opens and is_open:
            mark, is_open = marks[1], False
        else:
            continue
        child.content = child.content[:position] + mark + child.content[position + 1 :]
    return is_open


def _unmatched(children: list[Token]) -> Iterator[tuple[Token, int, bool]]:
    """Yield the last unmatched double mark of each text: its token, the offset, and whether it opens."""
    for at, child in enumerate(children):
        if child.type != "text" or '"' not in child.content:
            continue
        position = child.content.rfind('"')
        before = child.content[position - 1] if position else character_before(children, at)
        after = child.content[position + 1 : position + 2] or ("x" if at + 1 < len(children) else " ")
        opens = before.isspace() or before in "([{—–-:"
        if opens != after.isspace():
            yield child, position, opens
