"""Split a teaser without a mark by length.

The opening has a limited number of paragraphs, and a limited share of the words. A block that does not fit
belongs to the rest. If it is the first block, it is split between its items, rows or paragraphs, but never
inside a paragraph.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

from markdown_it.token import Token
from msgspec import Struct

from sitegen.config.settings import RawHtml
from sitegen.lazy_regex import lazy_pattern
from sitegen.read.plain_text import plain_text, words_in

#: The opening has at most a third of the words, or half of them if it is a single paragraph.
_SHARE = 3
_FIRST_SHARE = 2
#: The opening may always have so many words.
_FEWEST = 100

#: Blocks that can be split between the blocks inside.
_DIVISIBLE = frozenset(
    {
        "blockquote_open",
        "bullet_list_open",
        "container_open",
        "dd_open",
        "dl_open",
        "list_item_open",
        "ordered_list_open",
        "table_open",
        "tbody_open",
    }
)
#: Blocks that belong to the next block.
_LEADING = frozenset({"dt_open", "heading_open", "thead_open"})

#: Where raw HTML can be split: before block elements, after paragraphs, and at empty lines.
_SPLIT_POINT = lazy_pattern(
    r"(?=<(?:address|article|aside|blockquote|dd|details|div|dl|dt|figure|footer|h[1-6]|header|hr|li|main|ol|p"
    r"|pre|section|table|tr|ul)\b)|(?<=</p>)|(?=<br\b[^<>]*>\s*<br\b)",
    re.IGNORECASE,
)
_MEDIA = lazy_pattern(r"<(?:audio|embed|hr|iframe|img|object|svg|video)\b", re.IGNORECASE)
_TAG = lazy_pattern(
    r"<!--(?:.*?-->|.*)|<(?P<end>/?)(?P<name>[a-z][a-z0-9-]*)(?:\"[^\"]*\"|'[^']*'|[^\"'>])*+>", re.I | re.S
)
#: Elements without an end tag, or with an optional one.
_WITHOUT_END_TAG = frozenset(
    [
        *(
            "area",
            "base",
            "br",
            "col",
            "dd",
            "dt",
            "embed",
            "hr",
            "img",
            "input",
            "li",
            "link",
            "meta",
            "option",
        ),
        *("p", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr"),
    ]
)
#: Blocks of one token.
_LEAVES = frozenset({"code_block", "fence", "hr", "html_block"})


class Limits(Struct, frozen=True):
    """The limits of an opening: paragraphs, words, and words of a single paragraph."""

    paragraphs: int
    words: int
    first: int


class SplitTokens(Struct, frozen=True):
    """The tokens of the opening and of the rest, each balanced."""

    opening: list[Token]
    rest: list[Token]


def split_by_length(tokens: Sequence[Token], paragraphs: int, html: RawHtml) -> SplitTokens:
    """Split tokens into an opening with at most so many paragraphs, and the rest."""
    if paragraphs <= 0:
        return SplitTokens([], list(tokens))
    text = list(tokens)
    totals = _Totals(text)
    total = totals.words[-1]
    limits = Limits(paragraphs, max(_FEWEST, total // _SHARE), max(_FEWEST, total // _FIRST_SHARE))
    end, raw = _end(totals, limits, text)
    if raw is not None and html is RawHtml.SANITIZED:  # sanitizing closes open elements
        pieces = _split_html(text[raw], limits)
        text[raw : raw + 1] = pieces
        end = raw + 1 if pieces[1:] else 0
    elif html is RawHtml.TRUSTED:
        end = _balanced_end(text, end)
    while 0 < end < len(text) and text[end].nesting < 0:
        end += 1
    return _split_at(text, end)


class _Totals:
    """The numbers of paragraphs and words before each token."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.words = list(accumulate(map(_words, tokens), initial=0))
        self.paragraphs = list(
            accumulate(map(_paragraphs, ["", *(each.type for each in tokens)], tokens), initial=0)
        )

    def fit(self, end: int, paragraphs: int, words: int) -> bool:
        """Whether the tokens before `end` are within these limits."""
        return self.paragraphs[end] <= paragraphs and self.words[end] <= words


def _words(token: Token) -> int:
    text = plain_text(token.content) if token.type == "html_block" else token.content
    return len(text.split()) if text.isascii() else words_in(text)


def _paragraphs(before: str, token: Token) -> int:
    """The number of paragraphs that a token counts as. A block counts at its first token."""
    match token.type:
        case "paragraph_open":
            return int(not _is_title(token))
        case "tr_open":
            return int(before != "thead_open")
        case "figure_open" | "fence" | "code_block" | "hr":
            return 1
        case "html_block":
            return sum(map(_paragraphs_in, _pieces(token.content)))
        case "inline":  # each further image in a paragraph counts as one
            return max(sum(map(_is_image, token.children or ())) - 1, 0)
    return 0


def _is_image(token: Token) -> bool:
    return token.type == "image" or (token.type == "html_inline" and _MEDIA.search(token.content) is not None)


def _is_title(token: Token) -> bool:
    return token.attrs.get("class") == "box-title"


def _end(totals: _Totals, limits: Limits, tokens: Sequence[Token]) -> tuple[int, int | None]:
    """The end of the opening, and the index of raw HTML that would have to be split."""
    start, stop = 0, len(tokens)
    while True:
        end, block = _fitting(totals, limits, tokens, start, stop)
        if block is None or totals.paragraphs[block.start]:
            return end, None
        first = tokens[block.start]
        if first.type in _DIVISIBLE:
            start, stop = block.start + 1, block.stop - 1
        elif totals.fit(block.stop, limits.paragraphs, limits.first):
            return block.stop, None
        else:
            return 0, block.start if first.type == "html_block" else None


def _fitting(
    totals: _Totals, limits: Limits, tokens: Sequence[Token], start: int, stop: int
) -> tuple[int, range | None]:
    """The end of the blocks between `start` and `stop` that fit, and the first block that does not."""
    end = start
    for block in _blocks(tokens, start, stop):
        first = tokens[block.start]
        if not totals.fit(block.stop, limits.paragraphs, limits.words):
            return end, block
        if first.type not in _LEADING and not _is_title(first):
            end = block.stop
    return stop, None


def _blocks(tokens: Sequence[Token], start: int, stop: int) -> Iterator[range]:
    """The outermost blocks between two indexes."""
    depth, begin = 0, start
    for index in range(start, stop):
        depth += tokens[index].nesting
        if not depth:
            yield range(begin, index + 1)
            begin = index + 1


def _pieces(markup: str) -> Iterator[str]:
    """Split raw HTML wherever it can be split."""
    start = 0
    for match in _SPLIT_POINT.finditer(markup):
        yield markup[start : match.start()]
        start = match.start()
    yield markup[start:]


def _paragraphs_in(piece: str) -> int:
    """The number of paragraphs that raw HTML counts as: at least its number of images."""
    return max(len(_MEDIA.findall(piece)), int(bool(plain_text(piece))))


def _split_html(token: Token, limits: Limits) -> list[Token]:
    """Split a token of raw HTML. It stays whole if not even its beginning fits."""
    end = position = paragraphs = words = 0
    for piece in _pieces(token.content):
        count, position = _paragraphs_in(piece), position + len(piece)
        paragraphs, words = paragraphs + count, words + words_in(plain_text(piece))
        if paragraphs > limits.paragraphs or words > (limits.words if end else limits.first):
            break
        end = position if count else end
    if not end:
        return [token]
    return [token.copy(content=token.content[:end]), token.copy(content=token.content[end:])]


def _balanced_end(tokens: Sequence[Token], end: int) -> int:
    """The last index up to `end` at which no element of trusted raw HTML is open."""
    whole, elements = 0, _OpenElements()
    for index, token in enumerate(tokens[:end], 1):
        for each in (token, *(token.children or ())):
            if each.type in ("html_block", "html_inline"):
                elements.follow(each.content)
        if not elements.names and (token.nesting < 0 or token.type in _LEAVES):
            whole = index
    return whole if elements.names else end


class _OpenElements:
    """The open elements of raw HTML, the outermost first."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._counts = Counter[str]()

    def follow(self, markup: str) -> None:
        """Follow the tags of some HTML. A comment without an end stays open."""
        for tag in _TAG.finditer(markup):
            name = (tag["name"] or "").lower()
            if not name:
                if not tag[0].endswith("-->"):
                    self._open("!--")
            elif name not in _WITHOUT_END_TAG and not tag[0].endswith("/>"):
                (self._close if tag["end"] else self._open)(name)

    def _open(self, name: str) -> None:
        self.names.append(name)
        self._counts[name] += 1

    def _close(self, name: str) -> None:
        closed = ""
        while self._counts[name] and closed != name:
            closed = self.names.pop()
            self._counts[closed] -= 1


def _split_at(tokens: list[Token], end: int) -> SplitTokens:
    """Split tokens at `end`. Blocks open there are closed, and opened again in the rest."""
    opened: list[tuple[Token, int]] = []
    for token in tokens[:end]:
        if token.nesting > 0:
            opened.append((token, 0))
        elif token.nesting < 0:
            opened.pop()
            if opened:
                opened[-1] = (opened[-1][0], opened[-1][1] + 1)
    if not opened:
        return SplitTokens(tokens[:end], tokens[end:])
    closing = [_closing(token) for token, _ in reversed(opened)]
    return SplitTokens([*tokens[:end], *closing], [*(_reopening(*each) for each in opened), *tokens[end:]])


def _closing(token: Token) -> Token:
    kind = token.type.removesuffix("_open")
    return Token(f"{kind}_close", token.tag, -1, block=token.block, level=token.level, markup=token.markup)


def _reopening(token: Token, count: int) -> Token:
    """The token that reopens a block after `count` blocks inside. Lists continue their numbers."""
    attrs = {name: value for name, value in token.attrs.items() if name != "id"}
    if token.type == "ordered_list_open" and (count or "start" in attrs):
        attrs["start"] = int(attrs.get("start", 1)) + count
    return token.copy(attrs=attrs)
