"""The articles of the bench: as many as wanted, each another one, and the same on every machine.

An article depends on its number, its corpus' shape, size and seed, and on nothing else, so that one more
article changes no other.
"""

from __future__ import annotations

import datetime as dt
import math
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import TypeVar

from bench import vocabulary
from bench.oldprose import HTML_REFERENCE, OldText
from bench.prose import REFERENCE, Text, alt, caption, in_print, pick, sentence, subtitle

FIRST_DAY = dt.datetime(2006, 1, 1, tzinfo=dt.UTC)
#: Articles that are added to a corpus are later than all others.
LAST_DAY = dt.datetime(2025, 12, 1, tzinfo=dt.UTC)
_MINUTES = int((LAST_DAY - FIRST_DAY).total_seconds()) // 60

#: Names of the pictures that photos are of.
PHOTOS = tuple(f"photo-{number}.jpg" for number in range(1, 7))

#: Prime, and no factor of the number of titles: numbers of articles are spread over all of them.
_STEP = 700_001
_NOT_IN_A_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Shape:
    """What an archive is like."""

    name: str
    tags: int
    authors: int
    words: Callable[[random.Random], int]
    """How long the next article is, in words."""
    description: str
    is_old: bool = False
    """Whether it is like a real archive: HTML in its texts, broken links, lost pictures, front matter of
    several habits."""


def _short(chance: random.Random) -> int:
    return 510 + int(chance.random() * 120)


def _long(chance: random.Random) -> int:
    """Lognormal: 1,100 words on average, with a tail that ends at 15,000."""
    middle, spread = 795.0, 0.8
    return int(min(14_900, max(180, middle * math.exp(spread * NormalDist().inv_cdf(chance.random())))))


def _old(chance: random.Random) -> int:
    """Lognormal with a longer tail, and one in 250 a report of some 60 kB."""
    if chance.random() < 0.004:
        return 7_000 + int(chance.random() * 1_000)
    middle, spread = 520.0, 0.9
    return int(min(8_000, max(90, middle * math.exp(spread * NormalDist().inv_cdf(chance.random())))))


SHAPES = {
    "short": Shape("short", 50, 20, _short, "500–700 words per article, 50 tags, 20 authors"),
    "long": Shape(
        "long",
        4_000,
        2_000,
        _long,
        "1,100 words per article on average, up to 15,000; 4,000 tags, 2,000 authors",
    ),
    "archive": Shape(
        "archive",
        800,
        300,
        _old,
        "like an archive of many years: 840 words per article on average, up to 60 kB; 800 tags, 300 "
        "authors; HTML from earlier systems in the texts, broken links, missing and remote images, front "
        "matter of several systems",
        is_old=True,
    ),
}


@dataclass(frozen=True)
class Author:
    """A desk; no article is by a person."""

    id: str
    name: str
    role: str
    summary: str


@dataclass(frozen=True)
class Section:
    """A section, named after its folder."""

    id: str
    title: str
    summary: str


@dataclass(frozen=True)
class Photo:
    """A picture of `PHOTOS`, and what is said of it."""

    file: str
    alt: str
    caption: str
    credit: str


@dataclass(frozen=True)
class Article:
    """An article, as no system writes it: links in its `body` lead to `article:<number>`."""

    number: int
    section: str
    slug: str
    title: str
    subtitle: str
    date: dt.datetime
    authors: tuple[Author, ...]
    tags: tuple[str, ...]
    photo: Photo
    summary: str
    body: str

    @property
    def address(self) -> str:
        """Where its page is, as a path without slashes around it."""
        return f"{self.section}/{self.slug}"


@dataclass(frozen=True)
class Place:
    """Where an article stands: enough to link to it."""

    section: str
    slug: str


def slug_of(text: str) -> str:
    """The text as every system of the bench makes a slug of it."""
    return _NOT_IN_A_SLUG.sub("-", text.lower()).strip("-")


@dataclass(frozen=True)
class Corpus:
    """`count` articles of a shape; `article` makes more, which are new ones."""

    shape: Shape
    count: int
    seed: int = 1

    @property
    def sections(self) -> tuple[Section, ...]:
        """All sections."""
        return tuple(
            Section(id_, title, in_print(f"Analysis of {title}: {sentence(self._chance('section', number))}"))
            for number, (id_, title) in enumerate(vocabulary.SECTIONS.items())
        )

    @property
    def authors(self) -> tuple[Author, ...]:
        """All authors; each has an article."""
        return tuple(self._author(number) for number in range(min(self.shape.authors, self.count)))

    def articles(self) -> Iterator[Article]:
        """Every article, one after the other."""
        return map(self.article, range(self.count))

    def article(self, number: int) -> Article:
        """The article of a number; from `count` on, articles that have been added."""
        chance = self._chance("article", number)
        place = self.place(number)
        return Article(
            number=number,
            section=place.section,
            slug=place.slug,
            title=in_print(_title(number)),
            subtitle=in_print(subtitle(chance)),
            date=self.date(number),
            authors=self._authors(number, chance),
            tags=self._tags(number, chance),
            photo=self._photo(chance),
            summary=in_print(f"{sentence(chance)} {sentence(chance)}"),
            body=self._body(number, chance),
        )

    def place(self, number: int) -> Place:
        """The section and the slug of an article."""
        sections = tuple(vocabulary.SECTIONS)
        return Place(pick(self._chance("section of", number), sections), slug_of(_title(number)))

    def date(self, number: int) -> dt.datetime:
        """When an article appeared."""
        if number >= self.count:
            return LAST_DAY + dt.timedelta(minutes=1 + number - self.count)
        return FIRST_DAY + dt.timedelta(minutes=int(self._chance("date", number).random() * _MINUTES))

    def years(self) -> tuple[int, ...]:
        """The years of the archive."""
        return tuple(sorted({self.date(number).year for number in range(self.count)}))

    def middle(self) -> int:
        """The article in the middle of the archive, by date."""
        return sorted(range(self.count), key=lambda number: (self.date(number), number))[self.count // 2]

    def newest(self) -> int:
        """The newest article."""
        return max(range(self.count), key=lambda number: (self.date(number), -number))

    def _chance(self, what: str, number: int) -> random.Random:
        return random.Random(f"{self.seed} {self.shape.name} {what} {number}")

    def _author(self, number: int) -> Author:
        chance = self._chance("author", number)
        name = f"Desk {number + 1:04}"
        if self.shape.authors <= 100:
            titles = tuple(vocabulary.SECTIONS.values())
            name = f"{titles[number % len(titles)]} Desk {number // len(titles) + 1}"
        return Author(slug_of(name), name, pick(chance, vocabulary.ROLES), in_print(sentence(chance)))

    def _authors(self, number: int, chance: random.Random) -> tuple[Author, ...]:
        """One author, sometimes two; the first in turn, so that all of them write."""
        known = min(self.shape.authors, self.count)
        numbers = [number % known]
        if chance.random() < 0.25:
            numbers.append(int(known * chance.random() ** 2))
        return tuple(self._author(one) for one in dict.fromkeys(numbers))

    def _tags(self, number: int, chance: random.Random) -> tuple[str, ...]:
        """Three to five tags: the first in turn, so that all are used, the others rather the first ones."""
        total = min(self.shape.tags, self.count)
        numbers = [number % total]
        for _ in range(2 + int(chance.random() * 3)):
            numbers.append(int(total * chance.random() ** 2))
        return tuple(self._tag(one) for one in dict.fromkeys(numbers))

    def _tag(self, number: int) -> str:
        topics = vocabulary.TOPICS
        if self.shape.tags <= len(topics):
            return topics[number]
        return f"{vocabulary.REGIONS[number // len(topics)]} {topics[number % len(topics)]}"

    def _body(self, number: int, chance: random.Random) -> str:
        def other() -> int:
            found = int(chance.random() * self.count)
            return found if found != number else (found + 1) % self.count

        if not self.shape.is_old:
            return Text(chance, other).write(self.shape.words(chance))
        return HTML_REFERENCE.sub(self._html_link, OldText(chance, other).write(self.shape.words(chance)))

    def _html_link(self, match: re.Match[str]) -> str:
        place = self.place(int(match[1]))
        return f'href="/{place.section}/{place.slug}/"'

    def _photo(self, chance: random.Random) -> Photo:
        """One of the photos; in an old archive, one in ten has no text, and one in six no credit."""
        photo = _photo(chance)
        if not self.shape.is_old:
            return photo
        shown = "" if chance.random() < 0.1 else photo.alt
        return replace(photo, alt=shown, credit="" if chance.random() < 0.16 else photo.credit)


def _title(number: int) -> str:
    """Another title for each number."""
    topics, places, titles = vocabulary.TOPICS, vocabulary.PLACES, vocabulary.TITLES
    rest, pattern = divmod(number * _STEP % title_count(), len(titles))
    rest, place = divmod(rest, len(places))
    second, first = divmod(rest, len(topics))
    # The second topic is never the first.
    second = (first + 1 + second) % len(topics)
    return titles[pattern].format(a=topics[first], b=topics[second], place=places[place])


def title_count() -> int:
    """How many titles there are."""
    topics = len(vocabulary.TOPICS)
    return topics * (topics - 1) * len(vocabulary.PLACES) * len(vocabulary.TITLES)


def _photo(chance: random.Random) -> Photo:
    credit = f"Picture Desk {1 + int(chance.random() * 40)}"
    return Photo(pick(chance, PHOTOS), alt(chance), in_print(caption(chance)), credit)


def linked(body: str, link: Callable[[int], str]) -> str:
    """A body whose links to articles lead where `link` says for an article's number."""
    return REFERENCE.sub(lambda match: f"]({link(int(match[1]))})", body)


A = TypeVar("A", bound=Article)


def with_sentence(article: A, number: int) -> A:
    """The article, one sentence longer in the middle of its text; `number` makes each edit another one."""
    blocks = article.body.split("\n\n")
    paragraphs = paragraphs_of(article)
    middle = paragraphs[len(paragraphs) // 2]
    blocks[middle] += f" {added_sentence(number)}"
    return replace(article, body="\n\n".join(blocks))


def paragraphs_of(article: Article) -> list[int]:
    """Which blocks of its text are plain paragraphs."""
    return [index for index, block in enumerate(article.body.split("\n\n")) if block[:1].isalpha()]


def added_sentence(number: int) -> str:
    """The sentence that an edit adds."""
    return f"An editor added sentence {number} afterwards."


def with_title(article: A, number: int) -> A:
    """The article under another title, at the same address."""
    return replace(article, title=f"{article.title} (Revised {number} Times)")
