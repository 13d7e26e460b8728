"""Sentences and Markdown made of the vocabulary, from chance that a seed decides.

Only `random.random()` is asked, which gives the same numbers in every version of Python.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from string import Formatter
from typing import TypeVar

from bench import vocabulary

T = TypeVar("T")

#: A link to another article, as the neutral text has it; each writer puts its system's form there.
REFERENCE = re.compile(r"\]\(article:(\d+)\)")

_BEFORE_A_VOWEL = re.compile(r"\b([Aa]) (?=[aeio]|un|hon)")
_QUOTED = re.compile(r'"([^"]*)"')
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
#: What readers do not see: addresses of links, and tags of HTML.
_UNSEEN = re.compile(r"(?<=\])\([^)]*\)|<[^>]*>")

_POOLS: dict[str, Sequence[str]] = {
    "a": vocabulary.TOPICS,
    "actor": vocabulary.ACTORS,
    "Actor": tuple(actor[0].upper() + actor[1:] for actor in vocabulary.ACTORS),
    "verb": vocabulary.VERBS,
    "object": vocabulary.OBJECTS,
    "adjective": vocabulary.ADJECTIVES,
    "adverb": vocabulary.ADVERBS,
    "abstract": vocabulary.ABSTRACTS,
    "Abstract": tuple(word.capitalize() for word in vocabulary.ABSTRACTS),
    "place": vocabulary.PLACES,
    "year": tuple(map(str, range(1948, 2025))),
    "number": tuple(map(str, range(2, 98))),
}

Part = str | Sequence[str]


def _parts(pattern: str) -> tuple[Part, ...]:
    """A pattern's literals and the pools of its slots; `actor2` is another of `actor`."""
    parts: list[Part] = []
    for literal, slot, _, _ in Formatter().parse(pattern):
        if literal:
            parts.append(literal)
        if slot:
            parts.append(_POOLS[slot.rstrip("2")])
    return tuple(parts)


_SENTENCES = tuple(_parts(pattern) for pattern in vocabulary.SENTENCES)
_SUBTITLES = tuple(_parts(pattern) for pattern in vocabulary.SUBTITLES)
_HEADINGS = tuple(_parts(pattern) for pattern in vocabulary.HEADINGS)
_CAPTIONS = tuple(_parts(pattern) for pattern in vocabulary.CAPTIONS)
_ALTS = tuple(_parts(pattern) for pattern in vocabulary.ALTS)


def pick(chance: random.Random, values: Sequence[T]) -> T:
    """One of the values."""
    return values[int(chance.random() * len(values))]


def count_words(markdown: str) -> int:
    """The words of a text that readers see: neither addresses of links nor tags."""
    return len(_WORD.findall(_UNSEEN.sub(" ", markdown)))


def _fill(chance: random.Random, parts: tuple[Part, ...]) -> str:
    text = "".join(part if isinstance(part, str) else pick(chance, part) for part in parts)
    return _BEFORE_A_VOWEL.sub(r"\1n ", text)


def in_print(text: str) -> str:
    """A plain text with its quotes and apostrophes as they are printed: not every generator sets them."""
    return _QUOTED.sub(r"“\1”", text).replace("'", "’")


def sentence(chance: random.Random) -> str:
    """A sentence."""
    return _fill(chance, pick(chance, _SENTENCES))


def subtitle(chance: random.Random) -> str:
    """A subtitle."""
    return _fill(chance, pick(chance, _SUBTITLES))


def heading(chance: random.Random) -> str:
    """The heading of a part."""
    return _fill(chance, pick(chance, _HEADINGS))


def caption(chance: random.Random) -> str:
    """The sentence under a photo."""
    return _fill(chance, pick(chance, _CAPTIONS))


def alt(chance: random.Random) -> str:
    """What a photo shows."""
    return _fill(chance, pick(chance, _ALTS))


def figures(chance: random.Random) -> tuple[str, str, str]:
    """A row of a table: a place, a year and a number."""
    place, year, number = (pick(chance, _POOLS[name]) for name in ("place", "year", "number"))
    return place, year, number


def around(chance: random.Random, text: str, before: str, after: str) -> str:
    """The text, with `before` and `after` around three of its words."""
    words = text.split(" ")
    start = int(chance.random() * max(1, len(words) - 4))
    inside = " ".join(words[start : start + 3])
    return " ".join([*words[:start], f"{before}{inside}{after}", *words[start + 3 :]])


def with_link(chance: random.Random, text: str, target: str) -> str:
    """The text, three of its words a link."""
    return around(chance, text, "[", f"]({target})")


def _with_emphasis(chance: random.Random, text: str) -> str:
    words = text.split(" ")
    place = int(chance.random() * (len(words) - 1))
    if not words[place].isalpha():
        return text
    mark = "**" if chance.random() < 0.3 else "*"
    return " ".join([*words[:place], f"{mark}{words[place]}{mark}", *words[place + 1 :]])


class Text:
    """An article's text as it is written: what it may link to, its notes, and how long it is by now."""

    def __init__(self, chance: random.Random, other: Callable[[], int]) -> None:
        self._chance = chance
        self._other = other
        self._notes: list[str] = []
        self._blocks: list[str] = []
        self.words = 0

    def write(self, words: int) -> str:
        """Markdown of about so many words: never fewer, and less than a paragraph more."""
        blocks = self._plan()
        while self.words < words:
            self._add(next(blocks)())
        notes = "".join(f"\n[^{number}]: {text}\n" for number, text in enumerate(self._notes, 1))
        return "\n\n".join(self._blocks) + "\n" + notes

    def _add(self, block: str) -> None:
        self._blocks.append(block)
        self.words += count_words(block)

    def _plan(self) -> Iterator[Callable[[], str]]:
        """The opening, then parts: a heading, paragraphs, and in some a list, a quote or a table."""
        yield self._paragraph
        yield self._paragraph
        while True:
            yield self._heading
            for _ in range(2 + int(self._chance.random() * 2)):
                yield self._paragraph
            if self._chance.random() < 0.55:
                yield pick(self._chance, (self._list, self._list, self._quote, self._quote, self._table))
                yield self._paragraph

    def _heading(self) -> str:
        return "## " + heading(self._chance)

    def _paragraph(self) -> str:
        sentences = [self._sentence() for _ in range(2 + int(self._chance.random() * 3))]
        return " ".join(sentences)

    def _sentence(self) -> str:
        text = sentence(self._chance)
        lot = self._chance.random()
        if lot < 0.08:
            return with_link(self._chance, text, f"article:{self._other()}")
        if lot < 0.10:
            page = f"https://www.example.com/papers/{int(self._chance.random() * 10_000)}"
            return with_link(self._chance, text, page)
        if lot < 0.22:
            return _with_emphasis(self._chance, text)
        if lot < 0.235:
            note = sentence(self._chance)
            self.words += count_words(note)
            self._notes.append(note)
            return f"{text}[^{len(self._notes)}]"
        return text

    def _list(self) -> str:
        mark = "1." if self._chance.random() < 0.25 else "-"
        return "\n".join(f"{mark} {sentence(self._chance)}" for _ in range(3))

    def _quote(self) -> str:
        return f"> {sentence(self._chance)} {sentence(self._chance)}"

    def _table(self) -> str:
        rows = ["| Place | Year | Million |", "| :---- | :--: | ------: |"]
        for _ in range(4):
            rows.append(f"| {' | '.join(figures(self._chance))} |")
        return "\n".join(rows)
