"""How deep raw HTML nests, and what a parser would write again for it: both cost it quadratic time.

HTML's parser walks up all open elements at each block, and writes those that format text, such as `<b>`,
again in each block until they are closed. This follows it closely enough to see either coming.
"""

from __future__ import annotations

import re
from collections import Counter

from sitegen.lazy_regex import lazy_pattern

#: Elements within elements; browsers have the same bound, and tidy markup nests to 20.
DEEPEST = 500
#: Characters of tags that are written again in later blocks.
_MOST_REPEATED = 1_000_000

_TAG = lazy_pattern(
    r"<!--(?:.*?--!?>|.*)"
    r"|<(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)\b[^>]*>(?:.*?</(?P=raw)\b|.*)"
    r"""|<(?P<end>/?)(?P<name>[a-z][^\s/>]*)(?:[^>=]|=\s*(?:"[^"]*"|'[^']*')|=)*+>""",
    re.IGNORECASE | re.DOTALL,
)
_EMPTY = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
#: Elements that end by themselves where their like or their parent's end comes.
_IMPLIED = frozenset(
    """
    body caption colgroup dd dt head html li optgroup option p tbody td tfoot th thead tr
    """.split()
)
_ITEMS = {"li": "li", "dd": "dd", "dt": "dd"}
#: What an end tag does not reach beyond.
_SCOPES = frozenset("applet marquee math object svg table template".split())
_DRAWN = frozenset(
    """
    animate animatetransform circle clippath defs desc ellipse fegaussianblur filter g image line
    lineargradient marker mask metadata path pattern polygon polyline radialgradient rect stop svg switch
    symbol text textpath title tspan use view
    """.split()
)


def is_too_deep(markup: str, raw: int) -> bool:
    """Whether HTML with so many characters of `raw` HTML in it nests or repeats beyond the bounds."""
    tags = markup.count("<")
    if tags <= DEEPEST and raw * tags <= _MOST_REPEATED:
        return False
    elements = _Elements()
    return any(elements.take(tag) for tag in _TAG.finditer(markup, 0, markup.rfind(">") + 1))


class _Elements:
    """The elements that are open at a place."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.places: dict[str, list[int]] = {}
        self.scopes = [-1]
        self.formats: dict[str, list[str]] = {}
        self.alike: Counter[str] = Counter()
        self.item = "", 0
        self.formatting = self.written = self.repeated = 0

    def take(self, tag: re.Match[str]) -> bool:
        """Read a tag; whether a bound is passed with it."""
        name = (tag["name"] or "").lower()
        if not name or name in _EMPTY:
            return False
        if name in _FORMATTING:
            (self._end_format if tag["end"] else self._format)(name, tag[0])
        elif tag["end"]:
            self._end(name)
        else:
            self.repeated += self.written
            if name not in _IMPLIED:
                self._begin(name, tag[0])
            elif name in _ITEMS:
                self._item(_ITEMS[name])
        return len(self.open) + self.formatting > DEEPEST or self.repeated > _MOST_REPEATED

    def _begin(self, name: str, tag: str) -> None:
        if self._is_drawing():
            if name not in _DRAWN:
                self._end(self.open[self.scopes[-1]])  # HTML ends a drawing
            elif tag.endswith("/>"):
                return
        self.places.setdefault(name, []).append(len(self.open))
        if name in _SCOPES:
            self.scopes.append(len(self.open))
        self.open.append(name)

    def _item(self, kind: str) -> None:
        """An item of a list ends one of its kind; one of the other kind that is open around it stays so."""
        last, place = self.item
        if last and last != kind and place == len(self.open):
            self.open.append("")
            self.places.setdefault("", []).append(place)
        self.item = kind, len(self.open)

    def _is_drawing(self) -> bool:
        return self.scopes[-1] >= 0 and self.open[self.scopes[-1]] in ("svg", "math")

    def _end(self, name: str) -> None:
        places = self.places.get(name)
        if not places or (places[-1] < self.scopes[-1] and name not in _SCOPES):
            return
        for gone in range(len(self.open) - 1, places[-1] - 1, -1):
            self.places[self.open.pop()].pop()
            if self.scopes[-1] == gone:
                self.scopes.pop()

    def _format(self, name: str, tag: str) -> None:
        if name in ("a", "nobr"):
            self._end_format(name, tag)
        elif self.alike[tag] == 3:  # of more that are alike, HTML forgets the first
            return
        self.alike[tag] += 1
        self.formats.setdefault(name, []).append(tag)
        self.formatting += 1
        self.written += len(tag)

    def _end_format(self, name: str, _: str) -> None:
        if opened := self.formats.get(name):
            tag = opened.pop()
            self.alike[tag] -= 1
            self.formatting -= 1
            self.written -= len(tag)
