"""Cutting references out of HTML, and finding where in the source they stand.

No placeholders are put into the text, where an author could guess them: finished HTML is scanned for tags.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any, NamedTuple

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token
from mdurl import decode

from sitegen.html_tags import TAG, attributes, ids_of, values
from sitegen.lazy_regex import lazy_pattern
from sitegen.model.documents import Part, Position, Ref, RefKind, Segments
from sitegen.read.bare_addresses import may_hold_links
from sitegen.read.sanitize import IMAGE_ATTRIBUTES, pixels
from sitegen.read.url_checks import is_image_allowed, is_link_allowed

#: A footnote's call as our own rule writes it: no reference of the author's.
_CALL = lazy_pattern(r'<a href="#_fn-\d+" id="_fnref-[\d-]+" role="doc-noteref">')
_SIZES = ("width", "height")
#: Elements of trusted HTML that show files, and their attributes; a `srcset` names several.
_MEDIA = lazy_pattern(r"<(?:audio|embed|img|object|source|track|video)\b", re.IGNORECASE)
_ADDRESSES = frozenset({"data", "poster", "src", "srcset"})
_WHOLE = lazy_pattern(r"\A\s*(\S(?:.*\S)?)", re.DOTALL)
_CANDIDATE = lazy_pattern(r"(?:\A|,)[\s,]*([^\s,]\S*[^\s,]|[^\s,])[^,]*")
#: What browsers leave out around an address.
_BLANKS = " \t\n\f\r"

#: Characters before a value that are looked at: `](`, `=`, `]:` or `<`, blanks and a quote or bracket.
_REACH = 16
#: Characters that are searched for the places of a text's references, and how many a step counts for: after
#: that, only the lines of their blocks are told. No text of an editor comes near.
_EFFORT, _STEP = 1 << 27, 500
_LINK = "]("
_BEFORE = lazy_pattern(r"""(?:\]\([ \t\n]*<?|=[ \t]*["']?|\]:[ \t\n]*<?|<)\Z""")
#: Targets that can be written in no other way.
_ONE_FORM = lazy_pattern(r"(?!mailto:|http://www\.|https://doi\.org/)[A-Za-z0-9:/.?=#_-]+")
_AFTER = lazy_pattern(r"""[\s)>"']|\Z""")


class RefLocator:
    """Where the links and images of a text are written.

    They are remembered block by block as the tokens have them, since a target may be written many times; and
    found when the first one is asked for, since many texts have none.
    """

    def __init__(self, text: str, first_line: int, tokens: Sequence[Token], env: Mapping[str, Any]) -> None:
        self._text = text
        self.first_line = first_line
        self._tokens = tokens
        self._env = env
        self._reached: dict[tuple[int, int], int] = {}
        self._holds: dict[tuple[tuple[int, int], str], bool] = {}
        self._effort = _EFFORT

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
        for kind, target, lines in _written(self._tokens):
            blocks[kind, target].append(lines)
        return blocks

    def take(self, kind: RefKind, target: str) -> Position:
        """Where the next reference of this kind to this target stands; each call goes on to the one after."""
        blocks = self._blocks.get((kind, target))
        block = blocks.popleft() if blocks else (0, len(self._starts) - 1)
        found = self._find(target, block)
        if found is None and target in self._definitions:
            found = self._find(target, self._definitions[target])
        return self._position(self._starts[block[0]] if found is None else found)

    def _find(self, target: str, block: tuple[int, int]) -> int | None:
        start, end = self._starts[block[0]], self._starts[min(block[1], len(self._starts) - 1)]
        reached = self._reached.get(block, start)
        forms = _forms(target)
        if len(forms) > 1 or (block, target) in self._holds:
            forms = [form for form in forms if self._is_in(form, block, start, end)]
        found = self._found(forms, reached, end) or self._found(forms, start, reached)
        if found is None:
            for form in forms:
                self._is_in(form, block, start, end)
            return None
        self._reached[block] = found.stop
        return found.start

    def _is_in(self, form: str, block: tuple[int, int], start: int, end: int) -> bool:
        """Whether a block holds a form at all: one that it does not hold is looked for once."""
        if (block, form) not in self._holds:
            self._holds[block, form] = self._next(form, start, end) >= 0
        return self._holds[block, form]

    def _found(self, forms: Sequence[str], start: int, end: int) -> range | None:
        """The first place of a form where a link's or attribute's value begins and ends, else the first."""
        anywhere: range | None = None
        whole: range | None = None
        for form in forms:
            at = self._next(form, start, end)
            while at >= 0:
                place = range(at, at + len(form))
                anywhere = anywhere if anywhere and anywhere.start <= at else place
                if whole and whole.start <= at:
                    break
                if _begins(self._text, start, at) and _AFTER.match(self._text, place.stop, end):
                    whole = place
                    break
                at = self._next(form, at + 1, end)
        return whole or anywhere

    def _next(self, form: str, start: int, end: int) -> int:
        """The next place of a form; none when the whole search has taken so long that lines have to do."""
        if self._effort <= 0:
            return -1
        at = self._text.find(form, start, end)
        self._effort -= (end if at < 0 else at) - start + _STEP
        return at

    def _position(self, offset: int) -> Position:
        line = bisect_right(self._starts, offset) - 1
        return Position(self.first_line + line, offset - self._starts[line] + 1)


class FoundRef(NamedTuple):
    """A reference, and where in the file it stands."""

    ref: Ref
    position: Position


def cut(
    markup: str,
    part: Part,
    refs: list[FoundRef],
    anchors: dict[str, Part],
    places: RefLocator,
    *,
    strict: bool,
) -> Segments:
    """The HTML with its references cut out and appended to `refs`; its ids go into `anchors`.

    In `strict` HTML, which is ours or sanitized, references keep only the attributes and addresses that
    authors may use, whatever a library has left. In other HTML a link stays as it is if its address could not
    be written back as the author wrote it.
    """
    segments: list[str | int] = []
    reached = 0
    for tag in TAG.finditer(markup):
        if tag.lastgroup != "href" and tag["attributes"]:
            for name in ids_of(tag):
                anchors.setdefault(name, part)
        for slot in (_slot(tag, strict=True),) if strict else _slots_of_trusted(tag):
            if slot is None:
                continue
            if slot.start > reached:
                segments.append(markup[reached : slot.start])
            reached = slot.end
            if strict and not slot.may_stand:
                continue
            segments.append(len(refs))
            ref = Ref(slot.kind, slot.target, part, slot.attributes)
            refs.append(FoundRef(ref, places.take(slot.kind, slot.target)))
    if reached < len(markup):
        segments.append(markup[reached:])
    return tuple(segments)


_Attributes = tuple[tuple[str, str], ...]


class _Slot(NamedTuple):
    """A reference in some HTML: where what stands for it begins and ends."""

    start: int
    end: int
    kind: RefKind
    target: str
    attributes: _Attributes = ()

    @property
    def may_stand(self) -> bool:
        """Whether the address has a scheme that authors may use."""
        return (is_link_allowed if self.kind is RefKind.LINK else is_image_allowed)(self.target)


def _slot(tag: re.Match[str], *, strict: bool) -> _Slot | None:
    """The reference that a tag is; None where it is none."""
    if tag.lastgroup == "href":
        return _link(tag["href"], tag.start() + 2, tag.end() - 1, strict)
    if not tag["end"]:
        return None
    if tag["image"]:
        return _image(tag, strict)
    if tag["link"] and not _CALL.match(tag[0]):
        href = next((each for each in attributes(tag) if each.name == "href"), None)
        if href and href.value is not None:
            return _link(href.value, href.start, href.end, strict)
    return None


def _slots_of_trusted(tag: re.Match[str]) -> Iterator[_Slot | None]:
    """The references of a tag in HTML that is published as it is: media have more than one."""
    media = tag["attributes"] and _MEDIA.match(tag[0])
    if not media or (tag["image"] and not _has_local_sources(tag)):
        yield _slot(tag, strict=False)
        return
    for each in attributes(tag):
        if each.value and each.name in _ADDRESSES and tag.string[each.end - 1] in "\"'":
            start = each.end - 1 - len(each.value)
            pattern = _CANDIDATE if each.name == "srcset" else _WHOLE
            for found in pattern.finditer(each.value):
                target = html.unescape(found[1])
                yield _Slot(start + found.start(1), start + found.end(1), RefKind.ADDRESS, target)


def _has_local_sources(tag: re.Match[str]) -> bool:
    """Whether an image has a `srcset`, and lies on no other host."""
    found = values(tag)
    return bool(found.get("srcset")) and not re.match(r"\s*(?:[A-Za-z][\w+.-]*:|//)", found.get("src", ""))


def _link(written: str, start: int, end: int, strict: bool) -> _Slot | None:
    target = html.unescape(written)
    if strict or written in (escapeHtml(target), target):
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


def _allowed(written: _Attributes) -> _Attributes:
    """An image's attributes that may be written back, whatever a library has left; sizes in form."""
    return tuple(
        (name, value)
        for name, value in ((name, pixels(value) if name in _SIZES else value) for name, value in written)
        if name in IMAGE_ATTRIBUTES and (value or name not in _SIZES)
    )


def _written(tokens: Sequence[Token]) -> Iterator[tuple[RefKind, str, tuple[int, int]]]:
    """The references of the tokens, with the lines of the block that each stands in."""
    lines = (0, 1)
    for token in tokens:
        if token.map:
            lines = (token.map[0], max(token.map[1], token.map[0] + 1))
        if token.type == "html_block":
            yield from _in_raw(token.content, lines)
        if not token.children or not _may_hold_references(token.content):
            continue
        for child in token.children:
            if child.type == "link_open":
                yield RefKind.LINK, str(child.attrs.get("href", "")), lines
            elif child.type == "image":
                yield RefKind.IMAGE, str(child.attrs.get("src", "")), lines
            elif child.type == "html_inline":
                yield from _in_raw(child.content, lines)


def _may_hold_references(text: str) -> bool:
    return "[" in text or "<" in text or may_hold_links(text)


def _in_raw(markup: str, lines: tuple[int, int]) -> Iterator[tuple[RefKind, str, tuple[int, int]]]:
    for tag in TAG.finditer(markup):
        slot = _slot(tag, strict=True)
        if slot:
            yield slot.kind, slot.target, lines


def _forms(target: str) -> list[str]:
    """How a target can be written: as such, decoded, or with entities; the longest first."""
    if _ONE_FORM.fullmatch(target):
        return [target]
    plain = decode(target)
    bare = plain.removeprefix("mailto:" if plain.startswith("mailto:") else "http://")
    doi = f"doi:{plain[16:]}" if plain.startswith("https://doi.org/") else ""
    forms = {target, plain, html.escape(target), html.escape(plain), bare, doi}
    return sorted(forms - {""}, key=lambda form: (-len(form), form))


def _begins(text: str, start: int, at: int) -> bool:
    """Whether a link's or attribute's value may begin at `at`, by what stands before it, from `start` on."""
    if at - start >= len(_LINK) and text.startswith(_LINK, at - len(_LINK)):
        return True
    return _BEFORE.search(text, max(start, at - _REACH), at) is not None
