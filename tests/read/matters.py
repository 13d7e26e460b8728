"""Read front matter from YAML text."""

from __future__ import annotations

from typing import Any

from sitegen.config.settings import UnknownKeys
from sitegen.model.front_matter import ArticleMatter, Kind
from sitegen.problems import Problem
from sitegen.read.front_matter import read_matter
from sitegen.read.options import MatterOptions
from sitegen.read.split import FrontMatter

OPTIONS = MatterOptions("Europe/Berlin")
EXTRA = MatterOptions("Europe/Berlin", UnknownKeys.EXTRA)


def read(yaml: str, kind: Kind = Kind.ARTICLE, options: MatterOptions = OPTIONS) -> tuple[Any, list[Problem]]:
    matter, _, problems = read_matter(kind, FrontMatter(yaml, 2, "", 9), "a.md", options)
    return matter, problems


def article(yaml: str, options: MatterOptions = OPTIONS) -> ArticleMatter:
    matter, problems = read(f"title: x\n{yaml}", options=options)
    assert problems == []
    assert isinstance(matter, ArticleMatter)
    return matter
