"""One file into one document: a function of its bytes, its place and the reader's options alone."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from sitegen.config.settings import MarkdownConfig
from sitegen.dates import parse_moment
from sitegen.model.documents import Body, ContentPath, Document, Expiry, Source, SourceInfo, with_digests
from sitegen.model.front_matter import Access, ArticleMatter, Matter
from sitegen.problems import Problem
from sitegen.read.draft_safety import as_draft
from sitegen.read.front_matter import read_matter
from sitegen.read.image_expiry import expiries_of
from sitegen.read.markdown import read_body
from sitegen.read.options import MatterOptions
from sitegen.read.split import FrontMatter, split
from sitegen.read.typography import with_typography


class DocumentOptions(Struct, frozen=True):
    """All that a document's reading depends on beside its file."""

    matter: MatterOptions
    markdown: MarkdownConfig
    languages: tuple[str, ...]


class ReadDocument(Struct, frozen=True):
    """A document with its source info (still without the body's digest), body, problems and image expiries.

    The first three are None if the file cannot be read.
    """

    document: Document | None
    source_info: SourceInfo | None
    body: Body | None
    problems: tuple[Problem, ...]
    expiries: tuple[Expiry, ...] = ()


def read_document(source: Source, place: ContentPath, options: DocumentOptions) -> ReadDocument:
    """Read a document: front matter typed and validated, Markdown as HTML segments."""
    front, problems = split(source.data, source.path)
    read = _read(source, place, options, front, problems)
    expiries = expiries_of(source, place.kind, front, options.matter)
    return msgspec.structs.replace(read, expiries=expiries) if expiries else read


def _read(
    source: Source,
    place: ContentPath,
    options: DocumentOptions,
    front: FrontMatter | None,
    problems: list[Problem],
) -> ReadDocument:
    if front is None:
        return _unread(problems)
    matter, positions, found = read_matter(place.kind, front, source.path, options.matter)
    problems = [*problems, *found]
    if matter is not None and place.draft:
        matter = _as_draft(matter, place, problems)
    if matter is None:
        return _unread(problems)
    if isinstance(matter, ArticleMatter) and matter.date is None:
        matter, found = _dated(matter, place, options.matter.timezone, "date" in positions)
        problems += found
    if matter is None:
        return _unread(problems)
    lang = _language(matter, place, options.languages)
    matter = with_typography(matter, lang, options.markdown)
    # Nothing shows an excerpt beside a summary: so other pages do not depend on the text's first sentences.
    excerpt = not getattr(matter, "summary", "")
    teaser = isinstance(matter, ArticleMatter) and matter.access is Access.TEASER
    text = read_body(front.body, front.body_line, lang, options.markdown, excerpt=excerpt, teaser=teaser)
    problems += [msgspec.structs.replace(problem, path=source.path) for problem in text.problems]
    document = Document(
        place.kind, lang, place.id, source.path, place.section, matter, text.outline, links="", digest=""
    )
    source_info = SourceInfo(
        source.digest, "", positions, text.refs, text.more, text.words, text.opening_words
    )
    return ReadDocument(with_digests(document), source_info, text.body, tuple(problems))


def _unread(problems: Iterable[Problem]) -> ReadDocument:
    return ReadDocument(None, None, None, tuple(problems))


def _as_draft(matter: Matter, place: ContentPath, problems: list[Problem]) -> Matter | None:
    """The front matter of a document that its name makes a draft; None, with a Problem, for a kind without
    drafts."""
    draft = as_draft(matter)
    if draft is None:
        message = "The name of this file or of its folder begins with `_`, so that it is not read."
        hint = "Rename it, or remove it from the content folder."
        problems.append(Problem(place.path, 0, 0, "hidden-file", message, hint))
    return draft


def _dated(
    matter: ArticleMatter, place: ContentPath, zone: str, given: bool
) -> tuple[ArticleMatter | None, list[Problem]]:
    """An article without a date has that of its file's name; None where that has none, too.

    `given` says that there is a date which could not be read, so that a Problem says so already. Linking
    finds the date of an article that is part of an issue; a draft by its name needs none.
    """
    if not place.date and not given and (matter.issue or place.draft):
        return matter, []
    hint = "Give the day of publication: `date: 2026-11-23`."
    if not place.date:
        message = "The article has no `date`, and its file's name begins with none."
        return None, [] if given else [Problem(place.path, 1, 1, "missing-key", message, hint)]
    try:
        return msgspec.structs.replace(matter, date=parse_moment(place.date, ZoneInfo(zone))), []
    except ValueError as error:
        message = f"The file's name begins with a date that cannot be: {error}"
        return None, [Problem(place.path, 0, 0, "invalid-date", message, hint)]


def _language(matter: Matter, place: ContentPath, languages: tuple[str, ...]) -> str:
    wanted = matter.lang if isinstance(matter, ArticleMatter) else ""
    return wanted if wanted in languages else place.lang
