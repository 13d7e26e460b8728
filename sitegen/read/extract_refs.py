"""Extract references from HTML, and find their positions in the source.

The finished HTML is scanned for tags. Placeholders in the text are no option, since authors could write them.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token
from markdown_it.utils import EnvType
from mdurl import decode

from sitegen.html_tags import TAG, attributes, ids_of, values
from sitegen.lazy_regex import lazy_pattern
from sitegen.model.documents import Part, Position, Ref, RefKind, Segments
from sitegen.read.bare_addresses import may_hold_links
from sitegen.read.sanitize import IMAGE_ATTRIBUTES, pixels
from sitegen.read.url_checks import is_image_allowed, is_link_allowed

#: A footnote reference that our own rule writes.
_NOTE_REF = lazy_pattern(r'<a href="#_fn-\d+" id="_fnref-[\d-]+" role="doc-noteref">')
_SIZES = ("width", "height")
#: Elements of trusted HTML that show files, and their attributes. A `srcset` has several URLs.
_MEDIA = lazy_pattern(r"<(?:audio|embed|img|object|source|track|video)\b", re.IGNORECASE)
_URL_ATTRIBUTES = frozenset({"data", "poster", "src", "srcset"})
_SINGLE_URL = lazy_pattern(r"\A\s*(\S(?:.*\S)?)", re.DOTALL)
_SRCSET_URL = lazy_pattern(r"(?:\A|,)[\s,]*([^\s,]\S*[^\s,]|[^\s,])[^,]*")
#: Characters that browsers strip from both ends of a URL.
_BLANKS = " \t\n\f\r"

#: Characters before a value that are examined: `](`, `=`, `]:` or `<`, spaces, and a quote or bracket.
_LOOK_BEHIND = 16
#: Characters that are searched for the positions of a text's references, and the cost of a search in
#: characters. After that, positions are those of blocks. Only hostile texts get there.
_BUDGET, _SEARCH_COST = 1 << 27, 500
_LINK = "]("
_BEFORE = lazy_pattern(r"""(?:\]\([ \t\n]*<?|=[ \t]*["']?|\]:[ \t\n]*<?|<)\Z""")
#: Targets with a single spelling.
_ONE_FORM = lazy_pattern(r"(?!mailto:|http://www\.|https://doi\.org/)[A-Za-z0-9:/.?=#_-]+")
_AFTER = lazy_pattern(r"""[\s)>"']|\Z""")


class RefLocator:
    """Finds the positions of links and images in the source text.

    A target may occur many times, so the references of each block are found in the order of the tokens. All
    work is lazy, since many texts have no references.
    """

    def __init__(self, text: str, first_line: int, tokens: Sequence[Token], env: EnvType) -> None:
        self._text = text
        self.first_line = first_line
        self._tokens = tokens
        self._env = env
        self._positions: dict[tuple[int, int], int] = {}
        self._contained: dict[tuple[tuple[int, int], str], bool] = {}
        self._budget = _BUDGET

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate([len(line) + 1 for line in self._text.split("\n")], initial=0))

    @cached_property
    def _definitions(self) -> dict[str, tuple[int, int]]:
        return {
            str(each["href"]): (each["map"][0], each["map"][1])
            for each in reversed(self._env.get("references", {}).values())
            if each.get("map")
        }

    @cached_property
    def _blocks(self) -> Mapping[tuple[RefKind, str], deque[tuple[int, int]]]:
        blocks: dict[tuple[RefKind, str], deque[tuple[int, int]]] = defaultdict(deque)
        for kind, target, lines in _refs_in(self._tokens):
            blocks[kind, target].append(lines)
        return blocks

    def take(self, kind: RefKind, target: str) -> Position:
        """The position of the next reference of this kind to this target. Each call advances to the next
        one."""
        blocks = self._blocks.get((kind, target))
        block = blocks.popleft() if blocks else (0, len(self._starts) - 1)
        found = self._find(target, block)
        if found is None and target in self._definitions:
            found = self._find(target, self._definitions[target])
        return self._position(self._starts[block[0]] if found is None else found)

    def _find(self, target: str, block: tuple[int, int]) -> int | None:
        start, end = self._starts[block[0]], self._starts[min(block[1], len(self._starts) - 1)]
        position = self._positions.get(block, start)
        forms = _forms(target)
        if len(forms) > 1 or (block, target) in self._contained:
            forms = [form for form in forms if self._is_contained(form, block, start, end)]
        found = self._first(forms, position, end) or self._first(forms, start, position)
        if found is None:
            for form in forms:
                self._is_contained(form, block, start, end)
            return None
        self._positions[block] = found.stop
        return found.start

    def _is_contained(self, form: str, block: tuple[int, int], start: int, end: int) -> bool:
        """Whether a block contains a form. It is searched for once."""
        if (block, form) not in self._contained:
            self._contained[block, form] = self._next(form, start, end) >= 0
        return self._contained[block, form]

    def _first(self, forms: Sequence[str], start: int, end: int) -> range | None:
        """The first occurrence of a form that is a whole value, else the first one at all."""
        anywhere: range | None = None
        whole: range | None = None
        for form in forms:
            at = self._next(form, start, end)
            while at >= 0:
                span = range(at, at + len(form))
                anywhere = anywhere if anywhere and anywhere.start <= at else span
                if whole and whole.start <= at:
                    break
                if _is_value_start(self._text, start, at) and _AFTER.match(self._text, span.stop, end):
                    whole = span
                    break
                at = self._next(form, at + 1, end)
        return whole or anywhere

    def _next(self, form: str, start: int, end: int) -> int:
        """The next occurrence of a form, or -1 if there is none or the budget is spent."""
        if self._budget <= 0:
            return -1
        at = self._text.find(form, start, end)
        self._budget -= (end if at < 0 else at) - start + _SEARCH_COST
        return at

    def _position(self, offset: int) -> Position:
        line = bisect_right(self._starts, offset) - 1
        return Position(self.first_line + line, offset - self._starts[line] + 1)


class FoundRef(NamedTuple):
    """A reference and its position in the file."""

    ref: Ref
    position: Position


def extract_refs(
    markup: str,
    part: Part,
    refs: list[FoundRef],
    anchors: dict[str, Part],
    locator: RefLocator,
    *,
    strict: bool,
) -> Segments:
    """Replace references in HTML by their indexes in `refs`. Its ids are added to `anchors`.

    `strict` is for HTML that is our own or sanitized. There, references keep only attributes and URLs that
    authors may use, whatever a library has left. In other HTML, a link is not extracted if its URL could not
    be written back as the author wrote it.
    """
    segments: list[str | int] = []
    position = 0
    for tag in TAG.finditer(markup):
        if tag.lastgroup != "href" and tag["attributes"]:
            for name in ids_of(tag):
                anchors.setdefault(name, part)
        for slot in (_slot(tag, strict=True),) if strict else _trusted_slots(tag):
            if slot is None:
                continue
            if slot.start > position:
                segments.append(markup[position : slot.start])
            position = slot.end
            if strict and not slot.is_allowed:
                continue
            segments.append(len(refs))
            ref = Ref(slot.kind, slot.target, part, slot.attributes)
            refs.append(FoundRef(ref, locator.take(slot.kind, slot.target)))
    if position < len(markup):
        segments.append(markup[position:])
    return tuple(segments)


_Attributes = tuple[tuple[str, str], ...]


class _Slot(NamedTuple):
    """A reference in HTML, and the span that it replaces."""

    start: int
    end: int
    kind: RefKind
    target: str
    attributes: _Attributes = ()

    @property
    def is_allowed(self) -> bool:
        """Whether authors may use the URL."""
        return (is_link_allowed if self.kind is RefKind.LINK else is_image_allowed)(self.target)


def _slot(tag: re.Match[str], *, strict: bool) -> _Slot | None:
    """The reference of a tag, if it has one."""
    if tag.lastgroup == "href":
        return _link(tag["href"], tag.start() + 2, tag.end() - 1, strict)
    if not tag["end"]:
        return None
    if tag["image"]:
        return _image(tag, strict)
    if tag["link"] and not _NOTE_REF.match(tag[0]):
        href = next((each for each in attributes(tag) if each.name == "href"), None)
        if href and href.value is not None:
            return _link(href.value, href.start, href.end, strict)
    return None


def _trusted_slots(tag: re.Match[str]) -> Iterator[_Slot | None]:
    """The references of a tag in trusted HTML. Media have more than one."""
    media = tag["attributes"] and _MEDIA.match(tag[0])
    if not media or (tag["image"] and not _has_local_sources(tag)):
        yield _slot(tag, strict=False)
        return
    for each in attributes(tag):
        if each.value and each.name in _URL_ATTRIBUTES and tag.string[each.end - 1] in "\"'":
            start = each.end - 1 - len(each.value)
            pattern = _SRCSET_URL if each.name == "srcset" else _SINGLE_URL
            for found in pattern.finditer(each.value):
                target = html.unescape(found[1])
                yield _Slot(start + found.start(1), start + found.end(1), RefKind.ADDRESS, target)


def _has_local_sources(tag: re.Match[str]) -> bool:
    """Whether an image has a `srcset` and is on the site itself."""
    found = values(tag)
    return bool(found.get("srcset")) and not re.match(r"\s*(?:[A-Za-z][\w+.-]*:|//)", found.get("src", ""))


def _link(value: str, start: int, end: int, strict: bool) -> _Slot | None:
    target = html.unescape(value)
    if strict or value in (escapeHtml(target), target):
        return _Slot(start, end, RefKind.LINK, target.strip(_BLANKS))
    return None


def _image(tag: re.Match[str], strict: bool) -> _Slot | None:
    found = dict(values(tag))
    target = found.pop("src", None)
    if target is None:
        return None
    others = tuple(found.items())
    target = target.strip(_BLANKS)
    return _Slot(tag.start(), tag.end(), RefKind.IMAGE, target, _allowed(others) if strict else others)


def _allowed(found: _Attributes) -> _Attributes:
    """The attributes that an image may have, with valid sizes."""
    return tuple(
        (name, value)
        for name, value in ((name, pixels(value) if name in _SIZES else value) for name, value in found)
        if name in IMAGE_ATTRIBUTES and (value or name not in _SIZES)
    )


def _refs_in(tokens: Sequence[Token]) -> Iterator[tuple[RefKind, str, tuple[int, int]]]:
    """The references in tokens, with the lines of their blocks."""
    lines = (0, 1)
    for token in tokens:
        if token.map:
            lines = (token.map[0], max(token.map[1], token.map[0] + 1))
        if token.type == "html_block":
            yield from _refs_in_html(token.content, lines)
        if not token.children or not _may_hold_references(token.content):
            continue
        for child in token.children:
            if child.type == "link_open":
                yield RefKind.LINK, str(child.attrs.get("href", "")), lines
            elif child.type == "image":
                yield RefKind.IMAGE, str(child.attrs.get("src", "")), lines
            elif child.type == "html_inline":
                yield from _refs_in_html(child.content, lines)


def _may_hold_references(text: str) -> bool:
    return "[" in text or "<" in text or may_hold_links(text)


def _refs_in_html(markup: str, lines: tuple[int, int]) -> Iterator[tuple[RefKind, str, tuple[int, int]]]:
    for tag in TAG.finditer(markup):
        slot = _slot(tag, strict=True)
        if slot:
            yield slot.kind, slot.target, lines


def _forms(target: str) -> list[str]:
    """The spellings of a target: as is, decoded, and with entities. The longest comes first."""
    if _ONE_FORM.fullmatch(target):
        return [target]
    plain = decode(target)
    bare = plain.removeprefix("mailto:" if plain.startswith("mailto:") else "http://")
    doi = f"doi:{plain[16:]}" if plain.startswith("https://doi.org/") else ""
    forms = {target, plain, html.escape(target), html.escape(plain), bare, doi}
    return sorted(forms - {""}, key=lambda form: (-len(form), form))


def _is_value_start(text: str, start: int, at: int) -> bool:
    """Whether the value of a link or attribute may begin at `at`."""
    if at - start >= len(_LINK) and text.startswith(_LINK, at - len(_LINK)):
        return True
    return _BEFORE.search(text, max(start, at - _LOOK_BEHIND), at) is not None
