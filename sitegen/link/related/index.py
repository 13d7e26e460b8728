"""What articles share with each other (tags, sections, authors), and what sharing it counts.

A tag counts more the rarer it is, in steps: one article more leaves nearly all weights as they were, and so
the relations of nearly all articles.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from itertools import count

from msgspec import Struct

#: Candidates on each side of an article in time, for each thing that it shares with others.
NEIGHBOURS = 6

#: Scores are counted in millionths. Whole numbers have one sum in any order, so that sets do no harm.
UNIT = 1_000_000

_SECTION = 1.0
_AUTHOR = 1.5
_TAG = 2.0

#: Steps in which a tag's weight grows while the tag gets twice as rare.
_STEPS = 8

Thing = tuple[str, str]
"""Something to share: `section`, `tag` or `author`, and which one."""

Age = tuple[float, str]
"""An article's place in time; of two on one day, by key."""


class Traits(Struct, frozen=True, gc=False, array_like=True):
    """What of an article counts for its relations; `day` is a day number."""

    key: str
    day: float
    section: str
    tags: tuple[str, ...]
    authors: tuple[str, ...]

    def things(self) -> list[Thing]:
        """What it can share with others."""
        tags = [("tag", tag) for tag in self.tags]
        return [("section", self.section), *tags, *[("author", author) for author in self.authors]]


class TraitIndex(Struct, frozen=True, gc=False):
    """What articles share, each thing by a number; the articles too have numbers, from the oldest on."""

    ordered: list[Traits]
    """The articles by their numbers."""
    numbers: dict[Thing, int]
    things: list[frozenset[int]]
    """The things that each article has."""
    members: list[list[int]]
    """The articles that have each thing, in order."""
    weights: list[float]
    """What sharing each thing counts: whole numbers."""


def shelve(articles: Sequence[Traits]) -> TraitIndex:
    """Sort articles by what they have."""
    ordered = sorted(articles, key=age)
    next_number = count().__next__
    sections, tags, authors = (defaultdict[str, int](next_number) for _ in range(3))
    things = [
        frozenset(
            [
                sections[traits.section],
                *[tags[tag] for tag in traits.tags],
                *[authors[author] for author in traits.authors],
            ]
        )
        for traits in ordered
    ]
    kinds = (("section", sections), ("tag", tags), ("author", authors))
    numbers = {(kind, name): number for kind, names in kinds for name, number in names.items()}
    members: list[list[int]] = [[] for _ in numbers]
    for article, own in enumerate(things):
        for thing in own:
            members[thing].append(article)
    weights = [0.0] * len(numbers)
    for (kind, _), number in numbers.items():
        weights[number] = weigh(kind, len(ordered), len(members[number]))
    return TraitIndex(ordered, numbers, things, members, weights)


def weigh(kind: str, total: int, members: int) -> float:
    """What sharing a thing of a kind counts that so many `members` of all articles have.

    A tag's weight is the logarithm of its rarity (inverse document frequency), in steps.
    """
    if kind == "tag":
        weight = _TAG * math.log(2) * round(math.log2(1 + total / members) * _STEPS) / _STEPS
    else:
        weight = _SECTION if kind == "section" else _AUTHOR
    return float(round(weight * UNIT))


def age(article: Traits) -> Age:
    """An article's place in time."""
    return article.day, article.key
