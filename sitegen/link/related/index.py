"""Traits that articles share (tags, sections, authors), and their weights.

Rare tags weigh more, in steps: one more article changes few weights, and so the related articles of few.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from itertools import count

from msgspec import Struct

#: Candidates on each side of an article in time, for each of its traits.
NEIGHBOURS = 6

#: Scores are whole millionths: their sum does not depend on the order, so traits can be sets.
UNIT = 1_000_000

_SECTION = 1.0
_AUTHOR = 1.5
_TAG = 2.0

#: Steps in the weight between a tag and one that is twice as rare.
_STEPS = 8

Trait = tuple[str, str]
"""A kind (`section`, `tag` or `author`) and a name."""

Age = tuple[float, str]
"""The day number and key of an article."""


class ArticleTraits(Struct, frozen=True, gc=False, array_like=True):
    """The traits of an article; `day` is a day number."""

    key: str
    day: float
    section: str
    tags: tuple[str, ...]
    authors: tuple[str, ...]

    def traits(self) -> list[Trait]:
        """All traits that other articles may share."""
        tags = [("tag", tag) for tag in self.tags]
        return [("section", self.section), *tags, *[("author", author) for author in self.authors]]


class TraitIndex(Struct, frozen=True, gc=False):
    """Articles and their traits. Both have numbers; articles are numbered from the oldest."""

    ordered: list[ArticleTraits]
    """The articles by number."""
    numbers: dict[Trait, int]
    traits: list[frozenset[int]]
    """The traits of each article."""
    members: list[list[int]]
    """The articles with each trait, in ascending order."""
    weights: list[float]
    """The weight of each trait: a whole number."""


def build_index(articles: Sequence[ArticleTraits]) -> TraitIndex:
    """Index articles by their traits."""
    ordered = sorted(articles, key=age)
    next_number = count().__next__
    sections, tags, authors = (defaultdict[str, int](next_number) for _ in range(3))
    traits = [
        frozenset(
            [
                sections[article.section],
                *[tags[tag] for tag in article.tags],
                *[authors[author] for author in article.authors],
            ]
        )
        for article in ordered
    ]
    kinds = (("section", sections), ("tag", tags), ("author", authors))
    numbers = {(kind, name): number for kind, names in kinds for name, number in names.items()}
    members: list[list[int]] = [[] for _ in numbers]
    for article_number, own in enumerate(traits):
        for trait in own:
            members[trait].append(article_number)
    weights = [0.0] * len(numbers)
    for (kind, _), number in numbers.items():
        weights[number] = weight_of(kind, len(ordered), len(members[number]))
    return TraitIndex(ordered, numbers, traits, members, weights)


def weight_of(kind: str, total: int, members: int) -> float:
    """The weight of a trait that `members` of `total` articles have.

    A tag's weight is the logarithm of its rarity (inverse document frequency), in steps.
    """
    if kind == "tag":
        weight = _TAG * math.log(2) * round(math.log2(1 + total / members) * _STEPS) / _STEPS
    else:
        weight = _SECTION if kind == "section" else _AUTHOR
    return float(round(weight * UNIT))


def age(article: ArticleTraits) -> Age:
    """The day number and key of an article."""
    return article.day, article.key
