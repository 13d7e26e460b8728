"""Where a page's body lies (the element with `data-body`), and which HTML its author wrote there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

from markdown_it import MarkdownIt

#: Elements without an end tag.
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())


@dataclass(frozen=True)
class Extent:
    """From a start tag to its end tag; places are (line, column), counted from 1."""

    start: tuple[int, int]
    end: tuple[int, int]

    def holds(self, line: int, column: int) -> bool:
        """Whether the place lies in it."""
        return self.start <= (line, column) <= self.end


class _BodyFinder(HTMLParser):
    """Finds the elements with `data-body`, counting their own kind of tag only: others may be unbalanced."""

    def __init__(self) -> None:
        super().__init__()
        self.extents: list[Extent] = []
        self._name = ""
        self._depth = 0
        self._start = (0, 0)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._depth:
            self._depth += tag == self._name
        elif tag not in VOID and any(name == "data-body" for name, _ in attrs):
            self._name, self._depth, self._start = tag, 1, self._place()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:  # HTML knows no `<p/>`: it is a start tag
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._depth and tag == self._name:
            self._depth -= 1
            if not self._depth:
                line, column = self._place()
                # A place in vnu's report is where the bad markup ends.
                self.extents.append(Extent(self._start, (line, column + len(f"</{tag}>"))))

    def _place(self) -> tuple[int, int]:
        line, column = self.getpos()
        return line, column + 1


def bodies(page: str) -> list[Extent]:
    """The bodies in a page's HTML."""
    finder = _BodyFinder()
    finder.feed(page)
    finder.close()
    return finder.extents


def raw_html(markdown: str) -> str:
    """The HTML that an author wrote into the Markdown (comments do not count, code is not HTML)."""
    tokens = MarkdownIt("commonmark").parse(_without_front_matter(markdown))
    pieces = [token for outer in tokens for token in (outer, *(outer.children or ()))]
    return "\n".join(
        piece.content
        for piece in pieces
        if piece.type in ("html_block", "html_inline") and not piece.content.lstrip().startswith("<!--")
    )


def is_to_blame(raw: str, message: str) -> bool:
    """Whether the raw HTML can be an error's cause: it holds an element, id or value that the error names."""
    words = set(re.findall(r"[\w-]+", raw.casefold()))
    named = set(re.findall(r"“(.+?)”", message.casefold()))
    return bool(words) and (not named or bool(named & words))


def _without_front_matter(markdown: str) -> str:
    text = markdown.removeprefix("\ufeff")
    _, closing, rest = text.partition("\n---")
    return rest.partition("\n")[2] if text.startswith("---") and closing else text
