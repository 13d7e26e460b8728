"""Front matter in YAML, as sitegen, Hugo and Eleventy read it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from bench.corpus import Article

Value = str | Sequence[str] | Mapping[str, str]

#: Texts that mean themselves in YAML without quotes.
_PLAIN = re.compile(r"[A-Za-z/][\w /.,’'()-]*|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def document(matter: Mapping[str, Value], body: str = "") -> str:
    """A Markdown file; empty values are left out."""
    lines = [line for key, value in matter.items() if value for line in _lines(key, value)]
    return "\n".join(["---", *lines, "---", "", body])


def matter_of(article: Article, authors: Sequence[str], tags: str = "tags") -> dict[str, Value]:
    """An article's front matter; `authors` are ids or names, `tags` is what the system calls tags."""
    photo = article.photo
    return {
        "title": article.title,
        "subtitle": article.subtitle,
        "date": f"{article.date:%Y-%m-%dT%H:%M:%SZ}",
        "authors": authors,
        tags: article.tags,
        "photo": {
            "src": f"/photos/{photo.file}",
            "alt": photo.alt,
            "caption": photo.caption,
            "credit": photo.credit,
        },
        "summary": article.summary,
    }


def _lines(key: str, value: Value) -> list[str]:
    if isinstance(value, str):
        return [f"{key}: {_scalar(value)}"]
    if isinstance(value, Mapping):
        return [f"{key}:", *(f"  {name}: {_scalar(text)}" for name, text in value.items())]
    return [f"{key}: [{', '.join(map(_item, value))}]"]


def _scalar(text: str) -> str:
    if _PLAIN.fullmatch(text) and not text.endswith(" "):
        return text
    return json.dumps(text, ensure_ascii=False)


def _item(text: str) -> str:
    return json.dumps(text, ensure_ascii=False) if "," in text else _scalar(text)
