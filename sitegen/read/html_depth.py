"""Recognise raw HTML that takes an HTML parser quadratic time.

A parser walks up all open elements at each block. It repeats open formatting elements, such as `<b>`, in each
block. This module follows both closely enough to count them.
"""

from __future__ import annotations

import re
from collections import Counter

from sitegen.lazy_regex import lazy_pattern

#: Deepest nesting of elements. Browsers have the same limit; normal markup nests up to 20 levels.
DEEPEST = 500
#: Most characters of tags that are repeated in later blocks.
_MOST_REPEATED = 1_000_000

_TAG = lazy_pattern(
    r"<!--(?:.*?--!?>|.*)"
    r"|<(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)\b[^>]*>(?:.*?</(?P=raw)\b|.*)"
    r"""|<(?P<end>/?)(?P<name>[a-z][^\s/>]*)(?:[^>=]|=\s*(?:"[^"]*"|'[^']*')|=)*+>""",
    re.IGNORECASE | re.DOTALL,
)
_EMPTY = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
#: Elements with an optional end tag.
_IMPLIED = frozenset(
    """
    body caption colgroup dd dt head html li optgroup option p tbody td tfoot th thead tr
    """.split()
)
_ITEMS = {"li": "li", "dd": "dd", "dt": "dd"}
#: Elements that limit the scope of end tags.
_SCOPES = frozenset("applet marquee math object svg table template".split())
_SVG_ELEMENTS = frozenset(
    """
    animate animatetransform circle clippath defs desc ellipse fegaussianblur filter g image line
    lineargradient marker mask metadata path pattern polygon polyline radialgradient rect stop svg switch
    symbol text textpath title tspan use view
    """.split()
)


def is_too_deep(markup: str, raw: int) -> bool:
    """Whether HTML exceeds the limits. `raw` is the number of characters of raw HTML in it."""
    tags = markup.count("<")
    if tags <= DEEPEST and raw * tags <= _MOST_REPEATED:
        return False
    elements = _Elements()
    return any(elements.take(tag) for tag in _TAG.finditer(markup, 0, markup.rfind(">") + 1))


class _Elements:
    """The open elements at a position."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.positions: dict[str, list[int]] = {}
        self.scopes = [-1]
        self.formats: dict[str, list[str]] = {}
        self.alike: Counter[str] = Counter()
        self.item = "", 0
        self.formatting = self.open_length = self.repeated = 0

    def take(self, tag: re.Match[str]) -> bool:
        """Read a tag. True if it exceeds a limit."""
        name = (tag["name"] or "").lower()
        if not name or name in _EMPTY:
            return False
        if name in _FORMATTING:
            (self._end_format if tag["end"] else self._format)(name, tag[0])
        elif tag["end"]:
            self._end(name)
        else:
            self.repeated += self.open_length
            if name not in _IMPLIED:
                self._begin(name, tag[0])
            elif name in _ITEMS:
                self._item(_ITEMS[name])
        return len(self.open) + self.formatting > DEEPEST or self.repeated > _MOST_REPEATED

    def _begin(self, name: str, tag: str) -> None:
        if self._is_drawing():
            if name not in _SVG_ELEMENTS:
                self._end(self.open[self.scopes[-1]])  # any other element ends the drawing
            elif tag.endswith("/>"):
                return
        self.positions.setdefault(name, []).append(len(self.open))
        if name in _SCOPES:
            self.scopes.append(len(self.open))
        self.open.append(name)

    def _item(self, kind: str) -> None:
        """An item ends the open one of its kind, but not one of the other kind around it."""
        last, position = self.item
        if last and last != kind and position == len(self.open):
            self.open.append("")
            self.positions.setdefault("", []).append(position)
        self.item = kind, len(self.open)

    def _is_drawing(self) -> bool:
        return self.scopes[-1] >= 0 and self.open[self.scopes[-1]] in ("svg", "math")

    def _end(self, name: str) -> None:
        positions = self.positions.get(name)
        if not positions or (positions[-1] < self.scopes[-1] and name not in _SCOPES):
            return
        for index in range(len(self.open) - 1, positions[-1] - 1, -1):
            self.positions[self.open.pop()].pop()
            if self.scopes[-1] == index:
                self.scopes.pop()

    def _format(self, name: str, tag: str) -> None:
        if name in ("a", "nobr"):
            self._end_format(name, tag)
        elif self.alike[tag] == 3:  # parsers keep at most three equal ones
            return
        self.alike[tag] += 1
        self.formats.setdefault(name, []).append(tag)
        self.formatting += 1
        self.open_length += len(tag)

    def _end_format(self, name: str, _: str) -> None:
        if opened := self.formats.get(name):
            tag = opened.pop()
            self.alike[tag] -= 1
            self.formatting -= 1
            self.open_length -= len(tag)
