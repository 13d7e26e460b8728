"""The list of a publication's articles and their states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
from sitegen.model.documents import Document, has_matter
from sitegen.model.front_matter import ArticleMatter
from sitegen.model.site import BuildTime
from sitegen.problems import Problem, Severity
from sitegen.read.file_state import Files
from sitegen.read.project import read
from sitegen.store import temporary_store


class ArticleEntry(Struct, frozen=True):
    """An article in the list. `date` is a day in the site's time zone, or empty."""

    state: str
    date: str
    section: str
    id: str
    title: str
    path: str


def list_articles(root: Path, now: str) -> tuple[list[ArticleEntry], tuple[Problem, ...]]:
    """All readable articles, newest first, and the errors of the others."""
    config, problems = load_config(Files(root))
    if config is None:
        return [], tuple(Diagnostics({}).add(problems))
    content = derive_fields(read(Files(root), config, temporary_store()).content, config).content
    diagnostics = Diagnostics(config.problems, settings=partial(setting_positions, root))
    found = diagnostics.add(content.problems)
    errors = tuple(problem for problem in found if problem.severity is Severity.ERROR)
    build_time = BuildTime(instant(now, config.timezone))
    entries = _entries(content.documents, build_time, ZoneInfo(config.timezone))
    return sorted(entries, key=lambda entry: (entry.date, entry.path), reverse=True), errors


def _entries(
    documents: Mapping[str, Document], build_time: BuildTime, zone: ZoneInfo
) -> Iterator[ArticleEntry]:
    for document in documents.values():
        if document.kind == "article" and has_matter(document, ArticleMatter):
            matter = document.matter
            day = f"{in_zone(matter.date, zone):%Y-%m-%d}" if matter.date else ""
            state = str(decide(document, build_time).state)
            yield ArticleEntry(state, day, section_of(document), document.id, matter.title, document.path)


def to_json(entries: Sequence[ArticleEntry]) -> bytes:
    """The list as JSON."""
    return msgspec.json.format(msgspec.json.encode(entries), indent=2)
