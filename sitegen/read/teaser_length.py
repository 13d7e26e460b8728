"""Where the opening of a teaser ends if no mark says so, and the tokens on both sides.

The opening is a beginning of the text: at most so many paragraphs, and at most a share of its words. A block
that does not fit as a whole stays behind, unless nothing comes before it: then it is cut inside, between its
items, rows or paragraphs, but never inside a paragraph.
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

#: The opening has at most a third of the words; a first paragraph alone may have half of them.
_SHARE = 3
_FIRST_SHARE = 2
#: So many words may be open in any case.
_FEWEST = 100

#: What can be cut between the blocks that it holds.
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
#: What belongs to the block that follows it.
_LEADING = frozenset({"dt_open", "heading_open", "thead_open"})

#: Where raw HTML can be cut: before an element that begins a block, after a paragraph, at an empty line.
_BLOCK = lazy_pattern(
    r"(?=<(?:address|article|aside|blockquote|dd|details|div|dl|dt|figure|footer|h[1-6]|header|hr|li|main|ol|p"
    r"|pre|section|table|tr|ul)\b)|(?<=</p>)|(?=<br\b[^<>]*>\s*<br\b)",
    re.IGNORECASE,
)
_SHOWS = lazy_pattern(r"<(?:audio|embed|hr|iframe|img|object|svg|video)\b", re.IGNORECASE)
_TAG = lazy_pattern(
    r"<!--(?:.*?-->|.*)|<(?P<end>/?)(?P<name>[a-z][a-z0-9-]*)(?:\"[^\"]*\"|'[^']*'|[^\"'>])*+>", re.I | re.S
)
#: Elements without an end tag, and those that end without one.
_OPEN_ENDED = frozenset(
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


class Allowance(Struct, frozen=True):
    """How much may be open: paragraphs, words, and the words of a first paragraph that stands alone."""

    paragraphs: int
    words: int
    first: int


class Halves(Struct, frozen=True):
    """The tokens of the opening and of the rest, each complete in itself."""

    opening: list[Token]
    rest: list[Token]


def halves(tokens: Sequence[Token], paragraphs: int, html: RawHtml) -> Halves:
    """The tokens in two: the opening with at most so many paragraphs, and the rest."""
    if paragraphs <= 0:
        return Halves([], list(tokens))
    text = list(tokens)
    sums = _Sums(text)
    total = sums.words[-1]
    allowance = Allowance(paragraphs, max(_FEWEST, total // _SHARE), max(_FEWEST, total // _FIRST_SHARE))
    end, raw = _end(sums, allowance, text)
    if raw is not None and html is RawHtml.SANITIZED:  # which closes what a cut leaves open
        divided = _divided(text[raw], allowance)
        text[raw : raw + 1] = divided
        end = raw + 1 if divided[1:] else 0
    elif html is RawHtml.TRUSTED:
        end = _balanced(text, end)
    while 0 < end < len(text) and text[end].nesting < 0:
        end += 1
    return _apart(text, end)


class _Sums:
    """How many paragraphs and words come before each token."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.words = list(accumulate(map(_words, tokens), initial=0))
        self.paragraphs = list(
            accumulate(map(_paragraphs, ["", *(each.type for each in tokens)], tokens), initial=0)
        )

    def fit(self, end: int, paragraphs: int, words: int) -> bool:
        """Whether the tokens before `end` hold no more."""
        return self.paragraphs[end] <= paragraphs and self.words[end] <= words


def _words(token: Token) -> int:
    text = plain_text(token.content) if token.type == "html_block" else token.content
    return len(text.split()) if text.isascii() else words_in(text)


def _paragraphs(before: str, token: Token) -> int:
    """How many paragraphs a token counts as, the first of a block as the block."""
    match token.type:
        case "paragraph_open":
            return int(not _is_title(token))
        case "tr_open":
            return int(before != "thead_open")
        case "figure_open" | "fence" | "code_block" | "hr":
            return 1
        case "html_block":
            return sum(map(_held, _pieces(token.content)))
        case "inline":  # each further picture of a paragraph is one more
            return max(sum(map(_is_picture, token.children or ())) - 1, 0)
    return 0


def _is_picture(token: Token) -> bool:
    return token.type == "image" or (token.type == "html_inline" and _SHOWS.search(token.content) is not None)


def _is_title(token: Token) -> bool:
    return token.attrs.get("class") == "box-title"


def _end(sums: _Sums, allowance: Allowance, tokens: Sequence[Token]) -> tuple[int, int | None]:
    """The index before which the opening ends; where raw HTML would have to be cut for that, its index."""
    start, stop = 0, len(tokens)
    while True:
        end, block = _fitting(sums, allowance, tokens, start, stop)
        if block is None or sums.paragraphs[block.start]:
            return end, None
        first = tokens[block.start]
        if first.type in _DIVISIBLE:
            start, stop = block.start + 1, block.stop - 1
        elif sums.fit(block.stop, allowance.paragraphs, allowance.first):
            return block.stop, None
        else:
            return 0, block.start if first.type == "html_block" else None


def _fitting(
    sums: _Sums, allowance: Allowance, tokens: Sequence[Token], start: int, stop: int
) -> tuple[int, range | None]:
    """The end of the blocks between `start` and `stop` that may be open, and the first that may not."""
    end = start
    for block in _blocks(tokens, start, stop):
        first = tokens[block.start]
        if not sums.fit(block.stop, allowance.paragraphs, allowance.words):
            return end, block
        if first.type not in _LEADING and not _is_title(first):
            end = block.stop
    return stop, None


def _blocks(tokens: Sequence[Token], start: int, stop: int) -> Iterator[range]:
    """The blocks between two places, without those inside them."""
    depth, begin = 0, start
    for index in range(start, stop):
        depth += tokens[index].nesting
        if not depth:
            yield range(begin, index + 1)
            begin = index + 1


def _pieces(markup: str) -> Iterator[str]:
    """Raw HTML cut before each element that begins a block."""
    start = 0
    for match in _BLOCK.finditer(markup):
        yield markup[start : match.start()]
        start = match.start()
    yield markup[start:]


def _held(piece: str) -> int:
    """How many paragraphs a piece of raw HTML counts as: at least as many as it has pictures."""
    return max(len(_SHOWS.findall(piece)), int(bool(plain_text(piece))))


def _divided(token: Token, allowance: Allowance) -> list[Token]:
    """A token of raw HTML in two, or as it is where not even its beginning may be open."""
    end = reached = paragraphs = words = 0
    for piece in _pieces(token.content):
        held, reached = _held(piece), reached + len(piece)
        paragraphs, words = paragraphs + held, words + words_in(plain_text(piece))
        if paragraphs > allowance.paragraphs or words > (allowance.words if end else allowance.first):
            break
        end = reached if held else end
    if not end:
        return [token]
    return [token.copy(content=token.content[:end]), token.copy(content=token.content[end:])]


def _balanced(tokens: Sequence[Token], end: int) -> int:
    """The last place up to `end` where no element of raw HTML is open: trusted HTML is not completed."""
    whole, elements = 0, _OpenElements()
    for index, token in enumerate(tokens[:end], 1):
        for each in (token, *(token.children or ())):
            if each.type in ("html_block", "html_inline"):
                elements.follow(each.content)
        if not elements.names and (token.nesting < 0 or token.type in _LEAVES):
            whole = index
    return whole if elements.names else end


class _OpenElements:
    """The elements of raw HTML that are open, the outermost first."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._counts = Counter[str]()

    def follow(self, markup: str) -> None:
        """Open and close what some HTML opens and closes; a comment without an end stays open."""
        for tag in _TAG.finditer(markup):
            name = (tag["name"] or "").lower()
            if not name:
                if not tag[0].endswith("-->"):
                    self._open("!--")
            elif name not in _OPEN_ENDED and not tag[0].endswith("/>"):
                (self._close if tag["end"] else self._open)(name)

    def _open(self, name: str) -> None:
        self.names.append(name)
        self._counts[name] += 1

    def _close(self, name: str) -> None:
        closed = ""
        while self._counts[name] and closed != name:
            closed = self.names.pop()
            self._counts[closed] -= 1


def _apart(tokens: list[Token], end: int) -> Halves:
    """The tokens before and from `end` on; what is open there is closed, and opened again in the rest."""
    opened: list[tuple[Token, int]] = []
    for token in tokens[:end]:
        if token.nesting > 0:
            opened.append((token, 0))
        elif token.nesting < 0:
            opened.pop()
            if opened:
                opened[-1] = (opened[-1][0], opened[-1][1] + 1)
    if not opened:
        return Halves(tokens[:end], tokens[end:])
    closing = [_closing(token) for token, _ in reversed(opened)]
    return Halves([*tokens[:end], *closing], [*(_again(*each) for each in opened), *tokens[end:]])


def _closing(token: Token) -> Token:
    kind = token.type.removesuffix("_open")
    return Token(f"{kind}_close", token.tag, -1, block=token.block, level=token.level, markup=token.markup)


def _again(token: Token, held: int) -> Token:
    """The opening token of a block that goes on after `held` blocks inside it: a list counts on."""
    attrs = {name: value for name, value in token.attrs.items() if name != "id"}
    if token.type == "ordered_list_open" and (held or "start" in attrs):
        attrs["start"] = int(attrs.get("start", 1)) + held
    return token.copy(attrs=attrs)
