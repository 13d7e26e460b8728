"""Teasers of every kind of block, with a canary in all that a reader, a crawler or a file's name could tell.

A *unit* is what an opening counts as a paragraph. All of a unit's words hold its number, so that a canary says
how far into a text it stands.
"""

from __future__ import annotations

import io
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator

from PIL import Image

CANARY = re.compile(rb"zq(\d+)u(\d+)e")
MARK = "<!-- more -->"
_TITLE = "---\ntitle: Teaser {number}\ndate: 2026-03-02\naccess: {access}\naliases: [/old/{number}/]\n---\n\n"


class Teaser:
    """One teaser: its blocks, and the files beside it. `hidden` is the first unit that nobody may see."""

    def __init__(self, number: int, chance: random.Random, *, marked: bool, raw: bool) -> None:
        self.number = number
        self.kinds: Counter[str] = Counter()
        self.files: dict[str, bytes] = {}
        self.headings: list[str] = []
        self._chance = chance
        self._units = 0
        self._notes: dict[str, str] = {}
        self._definitions: list[str] = []
        self._blocks = BLOCKS if raw else {name: each for name, each in BLOCKS.items() if name not in RAW}
        self.opening = [self._block(0) for _ in range(chance.randint(1, 3))] if marked else []
        self.hidden = self._units + 1 if marked else 4
        self._open_notes = "\n\n".join(self._notes.values()) + "\n\n" + "\n\n".join(self._definitions)
        self.rest = [self._block(0) for _ in range(chance.randint(3, 8))]
        self.marked = marked

    def markdown(self, access: str = "teaser") -> str:
        """The file's text."""
        mark = [MARK] if self.marked else []
        ends = [*self._notes.values(), *self._definitions]
        blocks = [*self.opening, *mark, *self.rest, *ends]
        return _TITLE.format(number=self.number, access=access) + "\n\n".join(blocks) + "\n"

    def with_another_rest(self, words: int) -> str:
        """The same opening before a rest of so many words, with all that the opening needs."""
        text = [*self.opening, MARK, " ".join(["other"] * max(words, 1)), self._open_notes]
        return _TITLE.format(number=self.number, access="teaser") + "\n\n".join(text) + "\n"

    # What units hold.

    def canary(self, ahead: int = 0) -> str:
        """The canary of the unit that was begun last, or of one to come."""
        return f"zq{self.number}u{self._units + ahead}e"

    def begin(self) -> str:
        """Begin a unit: its words, with something in them."""
        self._units += 1
        words = " ".join([self.canary(), *["word"] * self._chance.choice([0, 2, 6, 20])])
        decorate = self._chance.choice([None, None, None, *INLINES.values()])
        if decorate is None:
            return words
        self.kinds[next(name for name, each in INLINES.items() if each is decorate)] += 1
        return f"{words} {decorate(self)}"

    def file(self, ending: str) -> str:
        """The name of a file beside the article that holds a canary, and has one in its name."""
        name = f"{self.canary()}-{len(self.files)}.{ending}"
        if ending == "png":
            data = io.BytesIO()
            colour = (self.number % 256, self._units % 256, len(self.files) % 256)
            Image.new("RGB", (8, 6), colour).save(data, "PNG", pnginfo=None)
            self.files[name] = data.getvalue()
        elif ending == "svg":
            text = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>{name}</title></svg>'
            self.files[name] = text.encode()
        else:
            self.files[name] = name.encode()
        return name

    def note(self) -> str:
        """The call of a note, which may call another one."""
        if self._notes and self._chance.random() < 0.3:
            return f"[^{self._chance.choice(sorted(self._notes))}]"
        label = f"{self.canary()}-{len(self._notes)}"
        self._notes[label] = ""
        inner = self.note() if self._chance.random() < 0.3 else ""
        self._notes[label] = f"[^{label}]: Note {self.canary()}{inner}\n\n    ## Heading {self.canary()}"
        return f"[^{label}]"

    def reference(self) -> str:
        """A link by a reference that is defined at the end."""
        label = f"{self.canary()} {len(self._definitions)}"
        self._definitions.append(f'[{label}]: https://e.org/{self.canary()} "{self.canary()}"')
        return f"[{label}]"

    # Blocks.

    def _block(self, depth: int) -> str:
        names = [name for name in self._blocks if depth < 3 or name not in NESTING]
        if depth:
            names = [name for name in names if name != "markdown in a div"]
        name = self._chance.choice(names)
        self.kinds[name] += 1
        return self._blocks[name](self, depth)

    def inner(self, depth: int) -> str:
        """Some blocks inside another one."""
        return "\n\n".join(self._block(depth + 1) for _ in range(self._chance.randint(1, 3)))

    def several(self, least: int = 1) -> Iterator[str]:
        """The words of some units: sometimes many."""
        yield from (self.begin() for _ in range(self._chance.choice([least, 2, 3, 9])))


def _indented(text: str, first: str, others: str = "") -> str:
    others = others or " " * len(first)
    return "\n".join(
        f"{first if not number else others}{line}".rstrip() for number, line in enumerate(text.split("\n"))
    )


def _heading(one: Teaser, _: int) -> str:
    canary = one.canary(1)
    one.headings.append(canary)
    explicit = f" {{#{canary}}}" if one._chance.random() < 0.3 else ""
    return f"## {canary}{explicit}\n\n{one.begin()}"


def _same_heading(one: Teaser, _: int) -> str:
    explicit = " {#same}" if one._chance.random() < 0.5 else ""
    return f"## Same{explicit}\n\n{one.begin()}"


def _figure(one: Teaser, _: int) -> str:
    one._units += 1
    return f'![{one.canary()}]({one.file("png")} "Caption {one.canary()}")'


def _image(one: Teaser, _: int) -> str:
    one._units += 1
    return f"![{one.canary()}]({one.file('svg')})"


def _code(one: Teaser, _: int) -> str:
    one._units += 1
    return f"```\n{one.canary()}\n```"


def _tight_list(one: Teaser, _: int) -> str:
    return "\n".join(f"- {words}" for words in one.several())


def _ordered_list(one: Teaser, depth: int) -> str:
    return "\n".join(_indented(one.inner(depth), f"{number}. ") for number in range(3, 6))


def _nested_list(one: Teaser, depth: int) -> str:
    return _indented(one.inner(depth), "- ")


def _quote(one: Teaser, depth: int) -> str:
    return _indented(one.inner(depth), "> ", "> ")


def _box(one: Teaser, depth: int) -> str:
    return f"{':' * (9 - depth)} box {one.canary(1)}\n{one.inner(depth)}\n{':' * (9 - depth)}"


def _callout(one: Teaser, depth: int) -> str:
    return f"{':' * (9 - depth)} note\n{one.inner(depth)}\n{':' * (9 - depth)}"


def _embed(one: Teaser, _: int) -> str:
    one._units += 1
    return f"::: embed https://e.org/{one.canary()} {one.canary()}\n:::"


def _definitions(one: Teaser, _: int) -> str:
    return "\n\n".join(f"{one.canary(1)}\n: {one.begin()}" for _ in range(one._chance.choice([1, 2, 8])))


def _table(one: Teaser, _: int) -> str:
    head = f"| {one.canary(1)} |\n| --- |\n"
    return head + "\n".join(f"| {words} |" for words in one.several())


def _raw_div(one: Teaser, _: int) -> str:
    return f"<div>{''.join(f'<p id={one.canary()}>{words}</p>' for words in _plain(one))}</div>"


def _raw_list(one: Teaser, _: int) -> str:
    return f"<ul>{''.join(f'<li title={one.canary()}>{words}' for words in _plain(one))}</ul>"


def _raw_table(one: Teaser, _: int) -> str:
    return f"<table>{''.join(f'<tr><td>{words}' for words in _plain(one))}</table>"


def _raw_figures(one: Teaser, _: int) -> str:
    return "<section>" + "".join(
        f'<figure><img src="{one.file("svg")}" alt="{one.canary()}"></figure>' for _ in _plain(one)
    )


def _raw_breaks(one: Teaser, _: int) -> str:
    return f"<div>{'<br><br>'.join(_plain(one))}</div>"


def _raw_around(one: Teaser, depth: int) -> str:
    return f"<div>\n\n{one.inner(depth)}\n\n</div>"


def _plain(one: Teaser) -> Iterator[str]:
    for _ in range(one._chance.choice([1, 2, 9])):
        one._units += 1
        yield f"{one.canary()} words"


_Block = Callable[[Teaser, int], str]

BLOCKS: dict[str, _Block] = {
    "paragraph": lambda one, _: one.begin(),
    "heading": _heading,
    "same heading": _same_heading,
    "figure": _figure,
    "image": _image,
    "code": _code,
    "tight list": _tight_list,
    "ordered list": _ordered_list,
    "nested list": _nested_list,
    "quote": _quote,
    "box": _box,
    "callout": _callout,
    "embed": _embed,
    "definitions": _definitions,
    "table": _table,
    "raw div": _raw_div,
    "raw list": _raw_list,
    "raw table": _raw_table,
    "raw figures": _raw_figures,
    "raw breaks": _raw_breaks,
    "markdown in a div": _raw_around,
}
#: Blocks that hold others, and those in raw HTML.
NESTING = frozenset({"ordered list", "nested list", "quote", "box", "callout", "markdown in a div"})
RAW = frozenset({"raw div", "raw list", "raw table", "raw figures", "raw breaks", "markdown in a div"})

INLINES: dict[str, Callable[[Teaser], str]] = {
    "link": lambda one: f"[{one.canary()}](https://e.org/{one.canary()})",
    "link to a file": lambda one: f"[a file]({one.file('csv')})",
    "picture in a line": lambda one: f"a ![{one.canary()}]({one.file('png')}) b",
    "note": lambda one: one.note(),
    "note in place": lambda one: f"^[Note {one.canary()}]",
    "reference": lambda one: one.reference(),
    "anchor": lambda one: f"[x](#top){{#{one.canary()}}}",
    "raw": lambda one: f"<i title='{one.canary()}'>i</i>",
}
