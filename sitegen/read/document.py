"""Read a document. The result depends only on its file's bytes, its path and the options."""

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
    """The options that reading a document depends on."""

    matter: MatterOptions
    markdown: MarkdownConfig
    languages: tuple[str, ...]


class ReadDocument(Struct, frozen=True):
    """A document with its source info and body, all None if it cannot be read.

    The source info does not have the body's digest yet.
    """

    document: Document | None
    source_info: SourceInfo | None
    body: Body | None
    problems: tuple[Problem, ...]
    expiries: tuple[Expiry, ...] = ()


def read_document(source: Source, content_path: ContentPath, options: DocumentOptions) -> ReadDocument:
    """Read a document: its front matter, typed and validated, and its Markdown as HTML segments."""
    front, problems = split(source.data, source.path)
    read = _read(source, content_path, options, front, problems)
    expiries = expiries_of(source, content_path.kind, front, options.matter)
    return msgspec.structs.replace(read, expiries=expiries) if expiries else read


def _read(
    source: Source,
    content_path: ContentPath,
    options: DocumentOptions,
    front: FrontMatter | None,
    problems: list[Problem],
) -> ReadDocument:
    if front is None:
        return _unread(problems)
    matter, positions, found = read_matter(content_path.kind, front, source.path, options.matter)
    problems = [*problems, *found]
    if matter is not None and content_path.draft:
        matter = _as_draft(matter, content_path, problems)
    if matter is None:
        return _unread(problems)
    if isinstance(matter, ArticleMatter) and matter.date is None:
        matter, found = _dated(matter, content_path, options.matter.timezone, "date" in positions)
        problems += found
    if matter is None:
        return _unread(problems)
    lang = _language(matter, content_path, options.languages)
    matter = with_typography(matter, lang, options.markdown)
    # A summary replaces the excerpt. Without one, other pages do not depend on the text's first sentences.
    excerpt = not getattr(matter, "summary", "")
    teaser = isinstance(matter, ArticleMatter) and matter.access is Access.TEASER
    text = read_body(front.body, front.body_line, lang, options.markdown, excerpt=excerpt, teaser=teaser)
    problems += [msgspec.structs.replace(problem, path=source.path) for problem in text.problems]
    document = Document(
        content_path.kind,
        lang,
        content_path.id,
        source.path,
        content_path.section,
        matter,
        text.outline,
        links="",
        digest="",
    )
    source_info = SourceInfo(
        source.digest, "", positions, text.refs, text.more, text.words, text.opening_words
    )
    return ReadDocument(with_digests(document), source_info, text.body, tuple(problems))


def _unread(problems: Iterable[Problem]) -> ReadDocument:
    return ReadDocument(None, None, None, tuple(problems))


def _as_draft(matter: Matter, content_path: ContentPath, problems: list[Problem]) -> Matter | None:
    """Make a document a draft because of its name; None, with a Problem, for a kind without drafts."""
    draft = as_draft(matter)
    if draft is None:
        message = "The name of this file or its folder begins with `_`, so it is skipped."
        hint = "Rename it, or remove it from the content folder."
        problems.append(Problem(content_path.path, 0, 0, "hidden-file", message, hint))
    return draft


def _dated(
    matter: ArticleMatter, content_path: ContentPath, zone: str, given: bool
) -> tuple[ArticleMatter | None, list[Problem]]:
    """Date an article by its file name; None if that has no date.

    `given` means that it has an invalid date, which is reported already. An article of an issue gets the
    issue's date in linking, and a draft by name needs none.
    """
    if not content_path.date and not given and (matter.issue or content_path.draft):
        return matter, []
    hint = "Add the day of publication: `date: 2026-11-23`."
    if not content_path.date:
        message = "The article has no `date`, and its file name does not begin with one."
        return None, [] if given else [Problem(content_path.path, 1, 1, "missing-key", message, hint)]
    try:
        return msgspec.structs.replace(matter, date=parse_moment(content_path.date, ZoneInfo(zone))), []
    except ValueError as error:
        message = f"The file name begins with an invalid date: {error}"
        return None, [Problem(content_path.path, 0, 0, "invalid-date", message, hint)]


def _language(matter: Matter, content_path: ContentPath, languages: tuple[str, ...]) -> str:
    wanted = matter.lang if isinstance(matter, ArticleMatter) else ""
    return wanted if wanted in languages else content_path.lang
