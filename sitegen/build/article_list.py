"""A publication's articles with their states, for a list of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from sitegen.build.diagnostics import Diagnostics
from sitegen.build.load import instant, load_config, setting_positions
from sitegen.dates import in_zone
from sitegen.link.derived_fields import derive_fields
from sitegen.link.document_urls import section_of
from sitegen.link.visibility import decide
from sitegen.model.documents import Document, with_matter
from sitegen.model.front_matter import ArticleMatter
from sitegen.model.site import BuildTime
from sitegen.problems import Problem, Severity
from sitegen.read.file_state import Files
from sitegen.read.project import read
from sitegen.store import temporary_store


class ArticleEntry(Struct, frozen=True):
    """An article in a list; `date` is a day in the site's time zone, or empty."""

    state: str
    date: str
    section: str
    id: str
    title: str
    path: str


def catalogue(root: Path, now: str) -> tuple[list[ArticleEntry], tuple[Problem, ...]]:
    """All articles that can be read, newest first, and the errors of those that cannot."""
    config, problems = load_config(Files(root))
    if config is None:
        return [], tuple(Diagnostics({}).add(problems))
    content = derive_fields(read(Files(root), config, temporary_store()).content, config).content
    diagnostics = Diagnostics(config.problems, settings=partial(setting_positions, root))
    found = diagnostics.add(content.problems)
    errors = tuple(problem for problem in found if problem.severity is Severity.ERROR)
    moment = BuildTime(instant(now, config.timezone))
    articles = [
        _entry(d, moment, ZoneInfo(config.timezone))
        for d in content.documents.values()
        if d.kind == "article"
    ]
    return sorted(articles, key=lambda entry: (entry.date, entry.path), reverse=True), errors


def _entry(document: Document, moment: BuildTime, zone: ZoneInfo) -> ArticleEntry:
    article = with_matter(document, ArticleMatter)
    matter = article.matter
    day = f"{in_zone(matter.date, zone):%Y-%m-%d}" if matter.date else ""
    state = decide(document, moment).state
    return ArticleEntry(str(state), day, section_of(article), document.id, matter.title, document.path)


def to_json(entries: Sequence[ArticleEntry]) -> bytes:
    """The list for programs."""
    return msgspec.json.format(msgspec.json.encode(entries), indent=2)
