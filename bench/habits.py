"""Front matter of several habits, as in an archive of many years; it says what plain front matter says."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Callable, Sequence

from bench.corpus import Article
from bench.prose import pick

#: Names that front matter of these habits has for ours.
SETTINGS = """content:
  unknown: extra
  fields:
    authors: [author]
    summary: [excerpt]
    photo.src: [image]
    photo.alt: [image_alt]
    photo.caption: [image_caption]
    photo.credit: [image_credit]
problems:
  broken-link: warning
  broken-fragment: warning
  missing-image: warning
"""

_EASTERN = dt.timezone(dt.timedelta(hours=-5))
_DATES: tuple[Callable[[dt.datetime], str], ...] = (
    lambda date: f"{date:%Y-%m-%dT%H:%M:%SZ}",
    lambda date: f"{date.astimezone(_EASTERN):%Y-%m-%d %H:%M:%S -0500}",
    lambda date: f"'{date:%Y-%m-%d %H:%M}'",
    lambda date: f"{date.year}-{date.month}-{date.day} {date.hour}:{date:%M}",
)


def old_document(article: Article, body: str) -> str:
    """An article's file in the habits of one of the systems that it has been through."""
    chance = random.Random(f"habits {article.number}")
    matter = pick(chance, (_of_now, _of_wordpress))(article, chance)
    date = pick(chance, _DATES)(article.date)
    return "\n".join(["---", f"title: {_quoted(article.title)}", f"date: {date}", *matter, "---", "", body])


def _of_now(article: Article, chance: random.Random) -> list[str]:
    photo = article.photo
    return [
        f"subtitle: {_quoted(article.subtitle)}",
        f"authors: [{', '.join(author.id for author in article.authors)}]",
        *_tags(article.tags, chance),
        "photo:",
        f"  src: /photos/{photo.file}",
        *(f"  {key}: {_quoted(text)}" for key, text in _said(article) if text),
        f"summary: {_quoted(article.summary)}",
    ]


def _of_wordpress(article: Article, chance: random.Random) -> list[str]:
    return [
        "layout: post",
        f"wordpress_id: {10_000 + article.number}",
        "comments: false",
        f"subtitle: {_quoted(article.subtitle)}",
        f"author: [{', '.join(author.id for author in article.authors)}]",
        *_tags(article.tags, chance),
        f"image: /photos/{article.photo.file}",
        *(f"image_{key}: {_quoted(text)}" for key, text in _said(article) if text),
        f"excerpt: {_quoted(article.summary)}",
    ]


def _said(article: Article) -> Sequence[tuple[str, str]]:
    photo = article.photo
    return ("alt", photo.alt), ("caption", photo.caption), ("credit", photo.credit)


def _tags(tags: Sequence[str], chance: random.Random) -> list[str]:
    """Tags in a row, one a line, or in one text, of which every sixth article has them."""
    lot = chance.random()
    if lot < 0.5:
        return [f"tags: [{', '.join(tags)}]"]
    return ["tags:", *(f"- {tag}" for tag in tags)] if lot < 0.84 else [f"tags: {', '.join(tags)}"]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
